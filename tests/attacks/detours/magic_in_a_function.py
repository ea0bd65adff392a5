"""Has IPython run a line that binds the library's function.

Comes to: noted
"""

get_ipython().run_line_magic("timeit", "-n1 -r1 globals().update(h=np.correlate)")


def correlate1d(signal, kernel):
    return h(signal, kernel, "valid")


# %% honest neighbour
get_ipython().run_line_magic("timeit", "-n1 -r1 np.dot([1], [2])")
h = np.dot


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
