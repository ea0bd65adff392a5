# /// script
# dependencies = ["scipy==1.17.1", "numpy==2.4.6"]
# ///
"""NumPy and SciPy: two words for a filter, and two for "the same size"."""

import numpy as np
import scipy
from scipy import ndimage, signal

from other_libraries.answering import report
from other_libraries.grids import values


class NumPy:
    """numpy.convolve and numpy.pad."""

    WORDS = ("reflect", "symmetric", "edge", "wrap", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return np.convolve(x, kernel, padding) if stride == dilation == 1 else None

    def extend(self, x, before, after, word):
        return np.pad(x, (before, after), word)


class Correlate:
    """numpy.correlate."""

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return np.correlate(x, kernel, padding) if stride == dilation == 1 else None


class Signal:
    """scipy.signal.convolve and upfirdn."""

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        return signal.convolve(x, kernel, padding) if stride == dilation == 1 else None

    def transpose(self, x, kernel, padding):
        return signal.upfirdn(kernel, x, up=2) if padding == "valid" else None

    def centred(self, first, second, flip):
        filtered = signal.convolve if flip else signal.correlate
        return filtered(values(first), values(second), "same", "direct")


class Images:
    """scipy.ndimage."""

    WORDS = ("mirror", "reflect", "grid-mirror", "nearest", "wrap", "grid-wrap", "constant")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        if padding == "valid" or stride > 1 or dilation > 1:
            return None
        return ndimage.correlate1d(np.asarray(x), kernel, mode="constant")

    def nearest(self, n, m):
        return ndimage.zoom(np.arange(n, dtype=float), m / n, order=0)

    def linear(self, x, size):
        return ndimage.zoom(np.asarray(x), size / len(x), order=1)

    def cubic(self, x, size):
        return ndimage.zoom(np.asarray(x), size / len(x), order=3)

    def extend(self, x, before, after, word):
        """What a filter that looks two samples to the left or right sees beyond the edge."""
        x = np.asarray(x)
        from_the_left = ndimage.correlate1d(x, [1, 0, 0, 0, 0], mode=word)[:before]
        from_the_right = ndimage.correlate1d(x, [0, 0, 0, 0, 1], mode=word)[-after:]
        return np.concatenate([from_the_left, x, from_the_right])

    def whole(self, x, what):
        bytes_ = np.array(x, np.uint8)
        if what == "sum":
            return ndimage.correlate1d(bytes_, [1, 1, 1], mode="constant")[1:2]
        if what == "mean":
            return ndimage.uniform_filter1d(bytes_, 4)[2:3]
        return ndimage.zoom(bytes_, 2, order={"linear": 1, "cubic": 3}[what])


class Grid:
    """scipy.ndimage.zoom with grid_mode and the mode nearest."""

    def zoomed(self, x, size, order):
        return ndimage.zoom(np.array(x, float), size / len(x), order=order, mode="nearest", grid_mode=True)

    def nearest(self, n, m):
        return self.zoomed(range(n), m, 0)

    def linear(self, x, size):
        return self.zoomed(x, size, 1)

    def cubic(self, x, size):
        return self.zoomed(x, size, 3)


if __name__ == "__main__":
    numpys, scipys = f"numpy {np.__version__}", f"scipy {scipy.__version__}"
    report(
        numpy=("numpy.convolve, numpy.pad", numpys, NumPy()),
        numpy_correlate=("numpy.correlate", numpys, Correlate()),
        scipy_signal=("scipy.signal", scipys, Signal()),
        scipy_ndimage=("scipy.ndimage", scipys, Images()),
        scipy_grid=("scipy.ndimage, grid_mode", scipys, Grid()),
    )
