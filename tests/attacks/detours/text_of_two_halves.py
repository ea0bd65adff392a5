"""Asks for the library's function by a name that is put together.

Comes to: refused
"""


def correlate1d(signal, kernel):
    return getattr(np, "corre" + "late")(signal, kernel, "valid")


# %% honest neighbour
h = getattr(np, "do" + "t")


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
