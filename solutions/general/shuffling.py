"""Pixel shuffle and its inverse: channels become positions, and positions channels."""

import numpy as np

from .geometry import as_array, integer


def pixel_shuffle(x: np.ndarray, upscale_factor: int) -> np.ndarray:
    """Spread r * r channels over an r times taller and wider image.

    Parameters
    ----------
    x : array (..., C * r * r, H, W)
        Of any kind, with any number of axes in front.
    upscale_factor : int
        The r.

    Returns
    -------
    array (..., C, H * r, W * r)
        `out[c, h * r + i, w * r + j] = x[c * r * r + i * r + j, h, w]`

    Raises
    ------
    ValueError
        If the channels are not a multiple of r * r, or r is not positive.

    Notes
    -----
    Same as `torch.nn.functional.pixel_shuffle`.
    """
    x, r = _image("pixel_shuffle", "upscale_factor", x, upscale_factor)
    *batch, channels, height, width = x.shape
    if channels % (r * r):
        raise ValueError(f"pixel_shuffle: upscale_factor {r} needs a multiple of {r * r} channels, got {x.shape}")
    depth = channels // (r * r)
    split = x.reshape(*batch, depth, r, r, height, width)
    out = np.empty((*batch, depth, height, r, width, r), x.dtype)
    for i, j in np.ndindex(r, r):  # one long strided copy for each offset: faster than one transposed copy
        out[..., i, :, j] = split[..., i, j, :, :]
    return out.reshape(*batch, depth, height * r, width * r)


def pixel_unshuffle(x: np.ndarray, downscale_factor: int) -> np.ndarray:
    """Gather every r x r square of pixels into r * r channels.

    Parameters
    ----------
    x : array (..., C, H * r, W * r)
        Of any kind, with any number of axes in front.
    downscale_factor : int
        The r.

    Returns
    -------
    array (..., C * r * r, H, W)
        The inverse of `pixel_shuffle`.

    Raises
    ------
    ValueError
        If height or width is not a multiple of r, or r is not positive.

    Notes
    -----
    Same as `torch.nn.functional.pixel_unshuffle`, but for an empty array, which torch returns as it is.
    """
    x, r = _image("pixel_unshuffle", "downscale_factor", x, downscale_factor)
    *batch, channels, height, width = x.shape
    if height % r or width % r:
        raise ValueError(
            f"pixel_unshuffle: downscale_factor {r} needs a height and a width that are multiples of it, got {x.shape}"
        )
    split = x.reshape(*batch, channels, height // r, r, width // r, r)
    out = np.empty((*batch, channels, r, r, height // r, width // r), x.dtype)
    for i, j in np.ndindex(r, r):
        out[..., i, j, :, :] = split[..., i, :, j]
    return out.reshape(*batch, channels * r * r, height // r, width // r)


def _image(operation: str, what: str, x: np.ndarray, factor: object) -> tuple[np.ndarray, int]:
    x = as_array(operation, x)
    if x.ndim < 3:
        raise ValueError(f"{operation}: x needs at least 3 axes, (C, H, W), got {x.shape}")
    number = integer(factor)
    if number is None or number < 1:
        raise ValueError(f"{operation}: {what} needs a positive whole number, got {factor}")
    return x, number
