# /// script
# dependencies = ["scikit-image==0.26.0", "scipy==1.17.1", "numpy==2.4.6"]
# ///
"""scikit-image: resize, with what it does unless told otherwise, and measure.block_reduce."""

import numpy as np
import skimage
from skimage.measure import block_reduce
from skimage.transform import resize, resize_local_mean

from other_libraries.answering import report


class Image:
    """scikit-image's transform and measure."""

    def average(self, x, window, stride=None, padding=0, ceil=False, count_padding=True):
        return block_reduce(np.array(x), window, np.mean) if stride is None else None

    def maximum(self, x, window, stride=None, padding=0, ceil=False):
        return block_reduce(np.array(x), window, np.max) if stride is None and padding == 0 else None

    def area(self, x, size):
        return resize_local_mean(np.array(x), (size,))

    def nearest(self, n, m):
        return resize(np.arange(n, dtype=float), (m,), order=0)

    def linear(self, x, size):
        return resize(np.array(x), (size,), order=1)

    def cubic(self, x, size):
        return resize(np.array(x), (size,), order=3)

    def whole(self, x, what):
        bytes_ = np.array(x, np.uint8)
        if what == "mean":
            return block_reduce(bytes_, 4, np.mean)
        if what == "sum":
            return None
        return resize(bytes_, (8,), order={"linear": 1, "cubic": 3}[what], preserve_range=True)


class Edge:
    """Resize with mode="edge" and anti_aliasing=False."""

    def resized(self, x, size, order):
        return resize(np.array(x, float), (size,), order=order, mode="edge", anti_aliasing=False)

    def nearest(self, n, m):
        return self.resized(range(n), m, 0)

    def nearest_from_centres(self, n, m):
        return self.nearest(n, m)

    def linear(self, x, size):
        return self.resized(x, size, 1)

    def cubic(self, x, size):
        return self.resized(x, size, 3)


if __name__ == "__main__":
    versions = f"scikit-image {skimage.__version__}"
    report(
        skimage=("scikit-image", versions, Image()),
        skimage_edge=("scikit-image, edge, no anti_aliasing", versions, Edge()),
    )
