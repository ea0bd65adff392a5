"""Prints in every cell, in loops, to both streams, and in a helper."""

import sys

print("start")


def say(*things):
    print("...", *things, file=sys.stderr)


# %%
def conv2d(x, weight, bias=None):
    say("x", x.shape)
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    for row in windows[0, 0]:
        print(row.sum())
    out = np.einsum("nchwij,fcij->nfhw", windows, weight)
    print(out)
    return out if bias is None else out + bias[None, :, None, None]


print(conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))))
