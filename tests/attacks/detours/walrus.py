"""Gives the library's function a name inside of an expression.

Comes to: refused
"""

print((h := np.correlate).__name__)


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
print((h := np.dot).__name__)


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
