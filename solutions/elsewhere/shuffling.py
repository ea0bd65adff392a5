"""Depth to space in TensorFlow's order of channels."""

import numpy as np

from ..general.geometry import as_array, whole


def depth_to_space(x: np.ndarray, block: int) -> np.ndarray:
    """Shuffle channels into pixels, as TensorFlow, Keras and ONNX do unless told otherwise (DCR).

    Parameters
    ----------
    x : array (N, C * block**2, H, W)
        Neighbouring channels go to neighbouring output channels. In torch's `pixel_shuffle` (CRD in ONNX) they go to
        the places of one block. With one output channel both are the same.
    block : int

    Returns
    -------
    array (N, C, H * block, W * block)

    Raises
    ------
    ValueError
        If the channels do not make whole blocks.
    """
    x = as_array("depth_to_space", x)
    whole("depth_to_space", "block", block, 1)
    if x.ndim != 4 or x.shape[1] % block**2:
        raise ValueError(f"depth_to_space: x needs shape (N, C * {block**2}, H, W), got {x.shape}")
    n, channels, height, width = x.shape
    split = x.reshape(n, block, block, channels // block**2, height, width)
    return split.transpose(0, 3, 4, 1, 5, 2).reshape(n, -1, height * block, width * block)


def space_to_depth(x: np.ndarray, block: int) -> np.ndarray:
    """Shuffle pixels into channels, as TensorFlow, Keras and ONNX do: undo `depth_to_space`.

    Parameters
    ----------
    x : array (N, C, H * block, W * block)
    block : int

    Returns
    -------
    array (N, C * block**2, H, W)

    Raises
    ------
    ValueError
        If the pixels do not make whole blocks.
    """
    x = as_array("space_to_depth", x)
    whole("space_to_depth", "block", block, 1)
    if x.ndim != 4 or x.shape[2] % block or x.shape[3] % block:
        raise ValueError(f"space_to_depth: x needs shape (N, C, H * {block}, W * {block}), got {x.shape}")
    n, channels, height, width = x.shape
    split = x.reshape(n, channels, height // block, block, width // block, block)
    return split.transpose(0, 3, 5, 1, 2, 4).reshape(n, -1, height // block, width // block)
