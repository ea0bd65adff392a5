"""Has a text executed that names the library's function.

Comes to: noted
"""

exec("h = np.corre" + "late")


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
exec("print(1)")
h = np.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
