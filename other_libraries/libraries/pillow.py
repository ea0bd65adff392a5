# /// script
# dependencies = ["Pillow==13.0.0", "numpy==2.4.6"]
# ///
"""Pillow: a row of pixels is a picture of mode F, or of mode L for whole numbers."""

import numpy as np
import PIL
from PIL import Image
from PIL.Image import Resampling

from other_libraries.answering import report
from other_libraries.grids import values

KINDS = {"box": Resampling.BOX, "linear": Resampling.BILINEAR, "cubic": Resampling.BICUBIC}


def resized(x, size, kind):
    return np.asarray(Image.fromarray(np.asarray(x)[None]).resize((size, 1), kind))[0]


class Pillow:
    """Image.resize."""

    def area(self, x, size):
        return resized(np.asarray(x, np.float32), size, Resampling.BOX)

    def nearest(self, n, m):
        return resized(np.arange(n, dtype=np.float32), m, Resampling.NEAREST)

    def linear(self, x, size):
        return resized(np.asarray(x, np.float32), size, Resampling.BILINEAR)

    def cubic(self, x, size):
        return resized(np.asarray(x, np.float32), size, Resampling.BICUBIC)

    def whole(self, x, what):
        if what == "sum":
            return None
        if what == "mean":
            return resized(np.array(x, np.uint8), 1, Resampling.BOX)
        return resized(np.array(x, np.uint8), 8, KINDS[what])

    def antialiased(self, n, m, kind):
        return resized(values(n), m, KINDS[kind])


if __name__ == "__main__":
    report(pillow=("Pillow", f"Pillow {PIL.__version__}", Pillow()))
