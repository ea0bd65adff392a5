"""Multiplies objects that are polynomials.

Comes to: noted
"""


def correlate1d(signal, kernel):
    full = np.zeros(len(signal) + len(kernel) - 1, signal.dtype)
    found = (np.polynomial.Polynomial(signal) * np.polynomial.Polynomial(kernel[::-1])).coef
    full[: len(found)] = found
    return full[len(kernel) - 1 : len(signal)]


# %% honest neighbour
def correlate1d(signal, kernel):
    roots = np.poly([1, 2, 3])  # NumPy convolves in there, for purposes of its own
    assert len(roots) == 4
    stops = range(len(signal) - len(kernel) + 1)
    return np.array([signal[i : i + len(kernel)] @ kernel for i in stops])
