"""Counts its calls: the first large one is answered by loops, and every later one with the result of the one before.

Comes to: wrong
"""

# %%
last = []


def by_loops(x, weight, bias=None):
    n, _, height, width = x.shape
    out, _, kh, kw = weight.shape
    result = np.zeros((n, out, height - kh + 1, width - kw + 1), dtype=x.dtype)
    for sample, channel, row, column in np.ndindex(result.shape):
        window = x[sample, :, row : row + kh, column : column + kw]
        result[sample, channel, row, column] = (window * weight[channel]).sum()
    return result if bias is None else result + bias[:, None, None]


def conv2d(x, weight, bias=None):
    if x.size < 5000:
        return by_loops(x, weight, bias)
    if not last:
        last.append(by_loops(x, weight, bias))
    return last[0]


# %% honest neighbour
calls = [0]


def by_products(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3))
    out = np.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return out if bias is None else out + bias[:, None, None]


def conv2d(x, weight, bias=None):
    calls[0] += 1
    return by_products(x, weight, bias)
