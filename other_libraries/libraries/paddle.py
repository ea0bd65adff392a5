# /// script
# dependencies = ["paddlepaddle==3.3.1", "numpy==2.4.6"]
# ///
"""PaddlePaddle: the names are PyTorch's."""

import numpy as np
import paddle
from paddle.nn import functional

from other_libraries.answering import report


def signal(x):
    return paddle.to_tensor(np.asarray(x, np.float32)[None, None])


class Paddle:
    """paddle.nn.functional."""

    WORDS = ("reflect", "replicate", "circular", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return functional.conv1d(signal(x), signal(kernel), None, stride, padding.upper(), dilation).numpy()

    def transpose(self, x, kernel, padding):
        return functional.conv1d_transpose(signal(x), signal(kernel), stride=2, padding=padding.upper()).numpy()

    def average(self, x, window, stride=None, padding="VALID", ceil=False, count_padding=None):
        padding = padding.upper() if isinstance(padding, str) else padding
        exclusive = count_padding is None or not count_padding
        return functional.avg_pool1d(signal(x), window, stride, padding, exclusive, ceil).numpy()

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        return functional.max_pool1d(signal(x), window, stride, padding, ceil_mode=ceil).numpy()

    def winner(self, x):
        return functional.max_pool1d(signal(x), len(x), return_mask=True)[1].numpy()

    def norm(self, x, p, ceil=False):
        return functional.lp_pool1d(signal(x), p, 2, ceil_mode=ceil).numpy()

    def area(self, x, size):
        return functional.adaptive_avg_pool1d(signal(x), size).numpy()

    def resized(self, x, size, mode):
        return functional.interpolate(signal(x).unsqueeze(2), (1, size), mode=mode).numpy()

    def nearest(self, n, m):
        return self.resized(range(n), m, "nearest")

    def linear(self, x, size):
        return self.resized(x, size, "bilinear")

    def cubic(self, x, size):
        return self.resized(x, size, "bicubic")

    def depth_to_space(self, channels, back=False):
        if back:
            return functional.pixel_unshuffle(paddle.arange(8.0).reshape([1, 2, 2, 2]), 2).numpy()
        return functional.pixel_shuffle(paddle.arange(float(channels)).reshape([1, channels, 1, 1]), 2).numpy()

    def extend(self, x, before, after, word):
        return functional.pad(signal(x), [before, after], word, data_format="NCL").numpy()


if __name__ == "__main__":
    report(paddle=("PaddlePaddle", f"paddle {paddle.__version__}", Paddle()))
