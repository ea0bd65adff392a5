"""Gives the library's function a name with an annotation.

Comes to: refused
"""

h: object = np.correlate


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
h: object = np.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
