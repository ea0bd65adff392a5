"""Puts the library's function into IPython's namespace.

Comes to: refused
"""

get_ipython().user_ns["h"] = np.correlate


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
get_ipython().user_ns["h"] = np.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
