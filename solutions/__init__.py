"""The reference module: every operation of the course in NumPy, readable first."""

from .convolutional_layers import conv1d, conv2d, conv3d

__all__ = ["conv1d", "conv2d", "conv3d"]
