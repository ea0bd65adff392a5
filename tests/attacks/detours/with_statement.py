"""Gives the library's function a name by a context manager.

Comes to: refused
"""

import contextlib

with contextlib.nullcontext(np.correlate) as h:
    pass


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
import contextlib

with contextlib.nullcontext(np.dot) as h:
    pass


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
