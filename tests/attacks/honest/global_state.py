"""Keeps counts, caches and settings in global variables, and changes them while it is called."""

calls, sizes = 0, []
STRIDE: int = 1
last = None


# %%
def conv2d(x, weight, bias=None):
    global calls, last
    calls += 1
    sizes.append(x.shape)
    kh, kw = weight.shape[2:]
    rows, columns = (x.shape[2] - kh) // STRIDE + 1, (x.shape[3] - kw) // STRIDE + 1
    last = np.zeros((len(x), len(weight), rows, columns), x.dtype)
    for i in range(rows):
        for j in range(columns):
            last[:, :, i, j] = np.tensordot(x[:, :, i : i + kh, j : j + kw], weight, ([1, 2, 3], [1, 2, 3]))
    if bias is not None:
        last += bias.reshape(1, -1, 1, 1)
    return last
