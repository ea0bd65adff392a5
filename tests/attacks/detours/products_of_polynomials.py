"""Multiplies polynomials, which is a convolution.

Comes to: refused
"""


def correlate1d(signal, kernel):
    full = np.polymul(signal, kernel[::-1])
    return full[len(kernel) - 1 : len(signal)]


# %% honest neighbour
h = np.dot
print(np.polyval([1, 2], 3))


def correlate1d(signal, kernel):
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([h(signal[i : i + len(kernel)], kernel) for i in stops])
