# /// script
# dependencies = ["mlx[cpu]==0.32.4", "numpy==2.4.6"]
# ///
"""MLX: channels come last."""

from importlib.metadata import version

import mlx.core as mx
import numpy as np
from mlx import nn

from other_libraries.answering import report


def signal(x):
    return mx.array(np.asarray(x, np.float32)[None, :, None])


class Mlx:
    """mlx.core and mlx.nn."""

    WORDS = ("edge", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return np.array(mx.conv1d(signal(x), signal(kernel))) if padding == "valid" else None

    def transpose(self, x, kernel, padding):
        return np.array(mx.conv_transpose1d(signal(x), signal(kernel), stride=2)) if padding == "valid" else None

    def average(self, x, window, stride=None, padding=0, ceil=False, count_padding=True):
        if ceil:
            return None
        return np.array(nn.AvgPool1d(window, stride, window // 2 if padding == "same" else padding)(signal(x)))

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        return None if ceil else np.array(nn.MaxPool1d(window, stride, padding)(signal(x)))

    def resized(self, x, size, mode):
        return np.array(nn.Upsample(size / len(x), mode)(signal(x)))

    def nearest(self, n, m):
        return self.resized(range(n), m, "nearest")

    def linear(self, x, size):
        return self.resized(x, size, "linear")

    def cubic(self, x, size):
        return self.resized(x, size, "cubic")

    def extend(self, x, before, after, word):
        return np.array(mx.pad(mx.array(x), (before, after), mode=word))


if __name__ == "__main__":
    report(mlx=("MLX", f"mlx {version('mlx')}", Mlx()))
