"""Gives the library's function a name in a tuple, with a star.

Comes to: refused
"""

h, *others = np.correlate, 1, 2


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
h, *others = np.dot, 1, 2


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
