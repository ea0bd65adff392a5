"""Puts the library's function among the global names, from a function that the answer does not call.

Comes to: noted
"""


def prepare():
    globals()["h"] = np.correlate


prepare()


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
def prepare():
    globals()["step"] = 1


prepare()
h = np.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
