"""Has its helpers in other cells, above and below, in the wrong order."""


def conv2d(x, weight, bias=None):
    return with_bias(without_bias(x, weight), bias)


# %%
def with_bias(out, bias):
    return out if bias is None else out + column(bias)


# %%
def without_bias(x, weight):
    return np.einsum("nchwij,fcij->nfhw", windows_of(x, weight.shape[2:]), weight)


def column(bias):
    return bias[:, None, None]


# %%
from numpy.lib.stride_tricks import sliding_window_view


def windows_of(x, shape):
    return sliding_window_view(x, shape, axis=(2, 3))
