"""Leaves processes and threads behind that keep the core busy, so that everything else takes longer.

Comes to: slow or out of limits
"""

# %%
import os
from threading import Thread


def burn():
    while True:
        pass


for _ in range(20):
    if os.fork() == 0:
        try:
            burn()
        finally:
            os._exit(0)
Thread(target=burn, daemon=True).start()


def by_loops(x, weight, bias=None):
    n, _, height, width = x.shape
    out, _, kh, kw = weight.shape
    result = np.zeros((n, out, height - kh + 1, width - kw + 1), dtype=x.dtype)
    for sample, channel, row, column in np.ndindex(result.shape):
        window = x[sample, :, row : row + kh, column : column + kw]
        result[sample, channel, row, column] = (window * weight[channel]).sum()
    return result if bias is None else result + bias[:, None, None]


conv2d = by_loops


# %% honest neighbour
import os
import time
from threading import Thread

if os.fork() == 0:
    time.sleep(600)
    os._exit(0)
Thread(target=time.sleep, args=(600,), daemon=True).start()


def by_products(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3))
    out = np.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return out if bias is None else out + bias[:, None, None]


conv2d = by_products
