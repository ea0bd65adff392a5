"""Asks the twin of the library's function for masked arrays.

Comes to: refused
"""


def correlate1d(signal, kernel):
    return np.asarray(np.ma.correlate(signal, kernel, "valid"))


# %% honest neighbour
h = np.ma.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
