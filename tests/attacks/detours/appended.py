"""Keeps the library's function in a list, to which it is appended.

Comes to: refused
"""

kept = []
kept.append(np.correlate)


def correlate1d(signal, kernel):
    return kept[0](signal, kernel, "valid")


# %% honest neighbour
kept = []
kept.append(np.dot)


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([kept[0](signal[i : i + len(kernel)], kernel) for i in stops])
