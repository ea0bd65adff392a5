"""Gives the library's function a name in a line that IPython times.

Comes to: refused
"""

# %time h = np.correlate


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
# %time h = np.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
