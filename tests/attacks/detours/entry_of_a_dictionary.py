"""Keeps the library's function in a dictionary.

Exercise: padding-layers/zero_pad2d
Comes to: refused
"""

modes = {}
modes["constant"] = np.pad


def zero_pad2d(x, padding):
    left, right, top, bottom = (padding,) * 4 if np.ndim(padding) == 0 else padding
    return modes["constant"](x, ((0, 0), (0, 0), (top, bottom), (left, right)))


# %% honest neighbour
modes = {}
modes["constant"] = np.zeros


def zero_pad2d(x, padding):
    left, right, top, bottom = (padding,) * 4 if np.ndim(padding) == 0 else padding
    n, c, height, width = x.shape
    out = modes["constant"]((n, c, top + height + bottom, left + width + right), x.dtype)
    out[:, :, top : top + height, left : left + width] = x
    return out
