"""Keeps its answer in a class's static method, a closure and a module of its own, and swaps in local names."""

import types

layers = types.ModuleType("layers")


def make(axes):
    windows = np.lib.stride_tricks.sliding_window_view

    def convolve(x, weight, bias=None):
        out = np.einsum("nchwij,fcij->nfhw", windows(x, weight.shape[2:], axis=axes), weight)
        return out if bias is None else out + bias[:, None, None]

    return convolve


class Layers:
    @staticmethod
    def conv2d(*args):
        return layers.conv2d(*args)


layers.conv2d = make((2, 3))
conv2d = Layers.conv2d
