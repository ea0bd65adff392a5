"""A typical student: most is right, and two mistakes that many make."""

import numpy as np


def conv1d(x, weight, bias=None):
    batch, _, length = x.shape
    filters, _, size = weight.shape
    out = np.zeros((batch, filters, length - size + 1))
    for n in range(batch):
        for f in range(filters):
            for i in range(length - size + 1):
                out[n, f, i] = np.sum(x[n, :, i : i + size] * weight[f])
    return out


def conv2d(x, weight, bias=None):
    batch, _, height, width = x.shape
    filters, _, rows, columns = weight.shape
    out = np.zeros((batch, filters, height - rows + 1, width - columns + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = x[:, :, i : i + rows, j : j + columns]
            out[:, :, i, j] = np.einsum("ncab,fcab->nf", window, weight[:, :, ::-1, ::-1])
    if bias is not None:
        out += bias.reshape(1, -1, 1, 1)
    return out
