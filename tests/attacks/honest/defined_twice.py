"""Defines the function twice: the first try is wrong and raises, the second one counts."""


def conv2d(x, weight, bias=None):
    raise NotImplementedError()


conv2d_first_try = conv2d


# %%
def conv2d(x, weight, bias=None):
    try:
        return conv2d_first_try(x, weight, bias)
    except NotImplementedError:
        windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
        out = np.einsum("nchwij,fcij->nfhw", windows, weight)
        return out if bias is None else out + bias[:, None, None]
