"""Binds the library's function to a global name, in another function.

Comes to: refused
"""


def prepare():
    global h
    h = np.correlate


prepare()


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
def prepare():
    global h
    h = np.dot


prepare()


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
