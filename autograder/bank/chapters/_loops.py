"""Chapter 10: plain loops, right and slow, that the speed of an answer is measured against. NumPy and nothing else."""

import numpy as np


def _padded(x, padding, value=0.0):
    """`x` with a frame of `padding` pixels of one value."""
    n, c, height, width = x.shape
    out = np.full((n, c, height + 2 * padding, width + 2 * padding), value, x.dtype)
    out[:, :, padding : padding + height, padding : padding + width] = x
    return out


def conv2d(x, weight, bias, stride=1, padding=0):
    """One output after the other."""
    x = _padded(x, padding)
    n, _, height, width = x.shape
    filters, _, kh, kw = weight.shape
    out = np.zeros((n, filters, (height - kh) // stride + 1, (width - kw) // stride + 1), x.dtype)
    for image, f, i, j in np.ndindex(out.shape):
        window = x[image, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
        out[image, f, i, j] = (window * weight[f]).sum() + bias[f]
    return out


def plain_conv2d(x, weight, padding=0):
    """One output after the other, without a bias."""
    return conv2d(x, weight, np.zeros(len(weight), weight.dtype), 1, padding)


def depthwise_conv2d(x, weight, bias, stride=1, padding=0):
    """One output after the other, each from one channel."""
    x = _padded(x, padding)
    n, channels, height, width = x.shape
    kh, kw = weight.shape[2:]
    out = np.zeros((n, channels, (height - kh) // stride + 1, (width - kw) // stride + 1), x.dtype)
    for image, c, i, j in np.ndindex(out.shape):
        window = x[image, c, i * stride : i * stride + kh, j * stride : j * stride + kw]
        out[image, c, i, j] = (window * weight[c, 0]).sum() + bias[c]
    return out


def max_pool2d(x, kernel_size, stride, padding=0):
    """One window after the other."""
    x = _padded(x, padding, -np.inf)
    n, channels, height, width = x.shape
    rows, columns = (height - kernel_size) // stride + 1, (width - kernel_size) // stride + 1
    out = np.zeros((n, channels, rows, columns), x.dtype)
    for image, c, i, j in np.ndindex(out.shape):
        top, left = i * stride, j * stride
        out[image, c, i, j] = x[image, c, top : top + kernel_size, left : left + kernel_size].max()
    return out


def upsample_bilinear2d(x, output_size):
    """One pixel after the other, from its four neighbours."""
    n, channels, height, width = x.shape
    out = np.zeros((n, channels, *output_size), x.dtype)
    for i in range(output_size[0]):
        y = min(max((i + 0.5) * height / output_size[0] - 0.5, 0), height - 1)
        top, down = int(y), y - int(y)
        bottom = min(top + 1, height - 1)
        for j in range(output_size[1]):
            place = min(max((j + 0.5) * width / output_size[1] - 0.5, 0), width - 1)
            left, across = int(place), place - int(place)
            right = min(left + 1, width - 1)
            for image in range(n):
                for c in range(channels):
                    above = (1 - across) * x[image, c, top, left] + across * x[image, c, top, right]
                    below = (1 - across) * x[image, c, bottom, left] + across * x[image, c, bottom, right]
                    out[image, c, i, j] = (1 - down) * above + down * below
    return out
