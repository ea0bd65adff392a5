"""An honest student with a style of their own: plain loops, float32, an FFT, prints, a warning."""

import warnings

import numpy as np


def correlate1d(signal, kernel):
    print("signal:", signal.shape, "kernel:", kernel.shape)
    out = []
    for i in range(len(signal) - len(kernel) + 1):
        total = 0.0
        for a in range(len(kernel)):
            total = total + float(signal[i + a]) * float(kernel[a])
        out.append(total)
    return np.array(out, dtype=np.float32)


def correlate2d(image, kernel):
    warnings.warn("through the frequencies", stacklevel=1)
    rows, columns = image.shape
    spectrum = np.fft.rfft2(image) * np.conj(np.fft.rfft2(kernel, (rows, columns)))
    full = np.fft.irfft2(spectrum, (rows, columns))
    return full[: rows - kernel.shape[0] + 1, : columns - kernel.shape[1] + 1]


def conv1d(x, weight, bias=None):
    if bias is None:
        bias = [0.0] * len(weight)
    length = x.shape[2] - weight.shape[2] + 1
    out = np.empty((len(x), len(weight), length), dtype=np.float32)
    for n in range(len(x)):
        for f in range(len(weight)):
            out[n, f] = bias[f]
            for c in range(x.shape[1]):
                for a in range(weight.shape[2]):
                    out[n, f] += weight[f, c, a] * x[n, c, a : a + length]
    return out


def conv2d(x, weight, bias=None):
    n, c, h, w = x.shape
    f, _, kh, kw = weight.shape
    oh, ow = h - kh + 1, w - kw + 1
    columns = np.empty((n, oh * ow, c * kh * kw), np.float32)
    for i in range(oh):
        for j in range(ow):
            columns[:, i * ow + j] = x[:, :, i : i + kh, j : j + kw].reshape(n, -1)
    out = (columns @ weight.reshape(f, -1).T).transpose(0, 2, 1).reshape(n, f, oh, ow)
    if bias is not None:
        out = out + bias[None, :, None, None]
    return np.asfortranarray(out)


def count_parameters(in_channels, out_channels, kernel_size, bias=True):
    weight = np.zeros(
        (out_channels, in_channels) + (kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * 2)
    )
    return weight.size + (np.zeros(out_channels).size if bias else 0)
