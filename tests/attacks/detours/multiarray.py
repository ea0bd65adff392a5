"""Asks the function in C below the library's own.

Comes to: refused
"""

from numpy._core import multiarray


def correlate1d(signal, kernel):
    return multiarray.correlate(signal, kernel, "valid")


# %% honest neighbour
from numpy._core import multiarray

h = multiarray.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
