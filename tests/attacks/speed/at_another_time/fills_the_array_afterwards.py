"""Gives an array at once that a thread goes on to fill, through a view that it has kept.

Comes to: wrong
"""

# %%
from threading import Thread


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
    shape = len(x), len(weight), x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1
    memory = np.zeros(shape, np.float32)
    Thread(target=lambda: np.copyto(memory, by_loops(x, weight, bias))).start()
    return memory[...]


# %% honest neighbour
memory = {}


def by_products(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3))
    out = np.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return out if bias is None else out + bias[:, None, None]


def conv2d(x, weight, bias=None):
    result = by_products(x, weight, bias)
    kept = memory.setdefault(result.shape, np.empty_like(result))
    kept[:] = result
    return kept[...]
