# /// script
# dependencies = ["torch==2.13.0", "numpy==2.4.6"]
# ///
"""PyTorch: what all others are compared with."""

import torch
from torch.nn import functional

from other_libraries.answering import report


def signal(x):
    return torch.tensor(x, dtype=torch.float32)[None, None]


class Torch:
    """torch.nn.functional, called as its documentation shows."""

    WORDS = ("reflect", "replicate", "circular", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return functional.conv1d(signal(x), signal(kernel), None, stride, padding, dilation)

    def transpose(self, x, kernel, padding):
        if padding == "valid":
            return functional.conv_transpose1d(signal(x), signal(kernel), stride=2)
        odd = len(kernel) % 2
        return functional.conv_transpose1d(signal(x), signal(kernel), stride=2, padding=1, output_padding=odd)

    def average(self, x, window, stride=None, padding=0, ceil=False, count_padding=True):
        padding = window // 2 if padding == "same" else padding
        return functional.avg_pool1d(signal(x), window, stride, padding, ceil, count_padding)

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        return functional.max_pool1d(signal(x), window, stride, padding, 1, ceil)

    def winner(self, x):
        return functional.max_pool1d(signal(x), len(x), return_indices=True)[1]

    def norm(self, x, p, ceil=False):
        return functional.lp_pool1d(signal(x), p, 2, ceil_mode=ceil)

    def area(self, x, size):
        return functional.adaptive_avg_pool1d(signal(x), size)

    def nearest(self, n, m):
        return functional.interpolate(torch.arange(n, dtype=torch.float32)[None, None], m, mode="nearest")

    def linear(self, x, size):
        return functional.interpolate(signal(x), size, mode="linear")

    def cubic(self, x, size, **options):
        return functional.interpolate(signal(x)[:, :, None], (1, size), mode="bicubic", **options)

    def depth_to_space(self, channels, back=False):
        if back:
            return functional.pixel_unshuffle(torch.arange(8.0).reshape(1, 2, 2, 2), 2)
        return functional.pixel_shuffle(torch.arange(float(channels)).reshape(1, channels, 1, 1), 2)

    def extend(self, x, before, after, word):
        return functional.pad(signal(x), (before, after), word)

    def whole(self, x, what):
        bytes_ = torch.tensor(x, dtype=torch.uint8)[None, None, None]
        if what in ("linear", "cubic"):
            return functional.interpolate(bytes_, (1, 8), mode=f"bi{what}")
        if what == "sum":
            return functional.conv2d(bytes_, torch.ones(1, 1, 1, 3, dtype=torch.uint8))
        return functional.avg_pool2d(bytes_, (1, 4))


class Exact:
    """interpolate with the mode "nearest-exact"."""

    def nearest(self, n, m):
        return functional.interpolate(torch.arange(n, dtype=torch.float32)[None, None], m, mode="nearest-exact")


class Aligned:
    """interpolate with align_corners."""

    def linear(self, x, size):
        return functional.interpolate(signal(x), size, mode="linear", align_corners=True)

    def cubic(self, x, size):
        return Torch().cubic(x, size, align_corners=True)


class Antialiased:
    """interpolate with antialias."""

    def linear(self, x, size):
        return functional.interpolate(signal(x)[:, :, None], (1, size), mode="bilinear", antialias=True)

    def cubic(self, x, size):
        return Torch().cubic(x, size, antialias=True)


ROWS = {
    "torch": ("PyTorch", Torch()),
    "torch-exact": ("PyTorch, nearest-exact", Exact()),
    "torch-aligned": ("PyTorch, align_corners", Aligned()),
    "torch-antialiased": ("PyTorch, antialias", Antialiased()),
}

if __name__ == "__main__":
    versions = f"torch {torch.__version__.partition('+')[0]}"
    report(**{name: (title, versions, library) for name, (title, library) in ROWS.items()})
