"""Hangs the library's function on a class after its definition.

Comes to: refused
"""


class Layer:
    pass


Layer.h = staticmethod(np.correlate)


def correlate1d(signal, kernel):
    return Layer.h(signal, kernel, "valid")


# %% honest neighbour
class Layer:
    pass


Layer.h = staticmethod(np.dot)


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([Layer.h(signal[i : i + len(kernel)], kernel) for i in stops])
