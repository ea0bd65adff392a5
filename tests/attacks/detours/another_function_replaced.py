"""Puts the library's function into the place of an allowed one.

Comes to: noted
"""

exec("np.inner = np.correlate")


def correlate1d(signal, kernel):
    return np.inner(signal, kernel)


# %% honest neighbour
def correlate1d(signal, kernel):
    return np.array([np.inner(signal[i : i + len(kernel)], kernel) for i in range(len(signal) - len(kernel) + 1)])
