# /// script
# dependencies = ["opencv-python-headless==5.0.0.93", "numpy==2.4.6"]
# ///
"""OpenCV: a row of pixels is a picture of one row."""

import cv2
import numpy as np

from other_libraries.answering import report
from other_libraries.grids import values


def row(x):
    return np.asarray(x, np.float32)[None]


class OpenCV:
    """filter2D, resize and copyMakeBorder."""

    WORDS = ("BORDER_REFLECT_101", "BORDER_REFLECT", "BORDER_REPLICATE", "BORDER_WRAP", "BORDER_CONSTANT")

    def convolve(self, x, kernel, padding, stride=1, dilation=1):
        if padding == "valid" or stride > 1 or dilation > 1:
            return None
        return cv2.filter2D(row(x), -1, row(kernel), borderType=cv2.BORDER_CONSTANT)

    def area(self, x, size):
        return cv2.resize(row(x), (size, 1), interpolation=cv2.INTER_AREA)

    def nearest(self, n, m):
        return cv2.resize(row(range(n)), (m, 1), interpolation=cv2.INTER_NEAREST)

    def linear(self, x, size):
        return cv2.resize(row(x), (size, 1), interpolation=cv2.INTER_LINEAR)

    def cubic(self, x, size):
        return cv2.resize(row(x), (size, 1), interpolation=cv2.INTER_CUBIC)

    def extend(self, x, before, after, word):
        return cv2.copyMakeBorder(row(x), 0, 0, before, after, getattr(cv2, word))

    def whole(self, x, what):
        bytes_ = np.array(x, np.uint8)[None]
        if what == "sum":
            return cv2.filter2D(bytes_, -1, row([1, 1, 1]), borderType=cv2.BORDER_CONSTANT)[:, 1]
        if what == "mean":
            return cv2.resize(bytes_, (1, 1), interpolation=cv2.INTER_AREA)
        return cv2.resize(bytes_, (8, 1), interpolation={"linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC}[what])

    def area_shares(self, n, m):
        return cv2.resize(values(1, n), (m, 1), interpolation=cv2.INTER_AREA)


class Exact:
    """resize with INTER_NEAREST_EXACT."""

    def nearest(self, n, m):
        return cv2.resize(row(range(n)), (m, 1), interpolation=cv2.INTER_NEAREST_EXACT)


if __name__ == "__main__":
    cv2.setNumThreads(1)
    versions = f"opencv {cv2.__version__}"
    report(
        opencv=("OpenCV", versions, OpenCV()),
        opencv_exact=("OpenCV, INTER_NEAREST_EXACT", versions, Exact()),
    )
