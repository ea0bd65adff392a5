"""The loop version of the exercise that is timed here: NumPy and nothing else, because this file runs in a sandbox."""

import numpy as np


def loops_of_conv2d(x, weight, bias=None):
    """Convolve with a Python loop over every output."""
    n, _, height, width = x.shape
    out, _, kh, kw = weight.shape
    result = np.zeros((n, out, height - kh + 1, width - kw + 1), dtype=x.dtype)
    for sample in range(n):
        for channel in range(out):
            for row in range(height - kh + 1):
                for column in range(width - kw + 1):
                    window = x[sample, :, row : row + kh, column : column + kw]
                    result[sample, channel, row, column] = (window * weight[channel]).sum()
    return result if bias is None else result + bias[:, None, None]
