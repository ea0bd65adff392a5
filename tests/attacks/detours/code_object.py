"""Exchanges the code of the answer, once it is defined.

Comes to: refused
"""


def correlate1d(signal, kernel):
    return np.zeros(1)


correlate1d.__code__ = (lambda signal, kernel: np.correlate(signal, kernel)).__code__


# %% honest neighbour
def correlate1d(signal, kernel):
    return np.zeros(1)


def better(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([np.dot(signal[i : i + len(kernel)], kernel) for i in stops])


correlate1d.__code__ = better.__code__
