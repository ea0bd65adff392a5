"""Gives the library's function a name by a loop over a list of it.

Comes to: refused
"""

for h in [np.correlate]:
    pass


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
for h in [np.dot]:
    pass


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
