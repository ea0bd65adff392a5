# /// script
# dependencies = ["numpy==2.4.6"]
# ///
"""The course's own reference module, and its functions that speak the others' conventions."""

import numpy as np

import solutions
from other_libraries.answering import report
from other_libraries.grids import values
from solutions import elsewhere


def signal(x):
    return np.asarray(x, np.float32)[None, None]


class Reference:
    """The general operations, which do what torch does."""

    WORDS = ("reflect", "replicate", "circular", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return solutions.conv1d(signal(x), signal(kernel), None, stride, padding, dilation)

    def transpose(self, x, kernel, padding):
        if padding == "valid":
            return solutions.conv_transpose1d(signal(x), signal(kernel), stride=2)
        odd = len(kernel) % 2
        return solutions.conv_transpose1d(signal(x), signal(kernel), stride=2, padding=1, output_padding=odd)

    def average(self, x, window, stride=None, padding=0, ceil=False, count_padding=True):
        padding = window // 2 if padding == "same" else padding
        return solutions.avg_pool1d(signal(x), window, stride, padding, ceil, count_padding)

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        return solutions.max_pool1d(signal(x), window, stride, padding, 1, ceil)

    def winner(self, x):
        return solutions.max_pool1d(signal(x), len(x), return_indices=True)[1]

    def norm(self, x, p, ceil=False):
        return solutions.lp_pool1d(signal(x), p, 2, ceil_mode=ceil)

    def area(self, x, size):
        return solutions.adaptive_avg_pool1d(signal(x), size)

    def nearest(self, n, m):
        return solutions.interpolate(signal(range(n)), m, mode="nearest")

    def linear(self, x, size):
        return solutions.interpolate(signal(x), size, mode="linear")

    def cubic(self, x, size):
        return solutions.interpolate(signal(x)[:, :, None], (1, size), mode="bicubic")

    def depth_to_space(self, channels, back=False):
        if back:
            return solutions.pixel_unshuffle(np.arange(8).reshape(1, 2, 2, 2), 2)
        return solutions.pixel_shuffle(np.arange(channels).reshape(1, -1, 1, 1), 2)

    def extend(self, x, before, after, word):
        return solutions.pad(signal(x), (before, after), word)


class Conventions:
    """`solutions.elsewhere`."""

    def same_conv(self, shape, kernel, stride, dilation):
        return elsewhere.same_conv(values(*shape), values(3, shape[1], *kernel), None, stride, dilation)

    def same_conv_transpose(self, shape, kernel, stride):
        return elsewhere.same_conv_transpose(values(*shape), values(shape[1], 2, *kernel), None, stride)

    def same_max_pool(self, shape, window, stride):
        return elsewhere.same_max_pool(values(*shape), window, stride)

    def same_avg_pool(self, shape, window, stride):
        return elsewhere.same_avg_pool(values(*shape), window, stride)

    def linear_from_corners(self, n, m):
        return elsewhere.resize_from_corners(values(1, 1, n), m)

    def antialiased(self, n, m, kind):
        return elsewhere.resize_antialiased(values(1, 1, n), m, kind)

    def area_shares(self, n, m):
        return elsewhere.resize_by_shares(values(1, 1, n), m)

    def nearest_from_corners(self, n, m):
        return elsewhere.resize_nearest(signal(range(n)), m, "corners")

    def nearest_from_centres(self, n, m):
        return elsewhere.resize_nearest(signal(range(n)), m, "centres")

    def lp_pool_of_sizes(self, length, p, window, stride, padding, ceil):
        return elsewhere.lp_pool(values(1, 2, length), p, window, stride, [padding], ceil)

    def depth_first_to_space(self, shape, block):
        return elsewhere.depth_to_space(values(*shape), block)

    def space_to_depth_first(self, shape, block):
        return elsewhere.space_to_depth(values(*shape), block)

    def unflipped_conv_transpose(self, length, kernel, stride, padding):
        return elsewhere.unflipped_conv_transpose(values(1, 2, length), values(2, 3, kernel), stride, padding)

    def centred(self, first, second, flip):
        return elsewhere.centred_convolve(values(first), values(second), flip)


if __name__ == "__main__":
    report(ours=("This course", "", Reference()))
