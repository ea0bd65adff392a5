"""Convolution in one, two and three dimensions, as `torch.nn.functional` has it (and the layers' `padding_mode`)."""

from typing import Literal

import numpy as np

from .correlation import correlate
from .geometry import Sizes, as_array, batched, floating, new_array, per_axis, whole, without_warnings
from .padding import pad_for

PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]
PADDING_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}


def conv1d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    padding: Sizes | str = 0,
    dilation: Sizes = 1,
    groups: int = 1,
    padding_mode: PaddingMode = "zeros",
) -> np.ndarray:
    """As `conv2d`, over signals (N, C_in, L) or (C_in, L).

    The weight is (C_out, C_in / groups, k); stride, padding and dilation are one number, in samples.
    """
    return _convolve("conv1d", 1, x, weight, bias, stride, padding, dilation, groups, padding_mode)


def conv2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    padding: Sizes | str = 0,
    dilation: Sizes = 1,
    groups: int = 1,
    padding_mode: PaddingMode = "zeros",
) -> np.ndarray:
    """Convolve images with a bank of filters.

    Parameters
    ----------
    x : array (N, C_in, H, W) or (C_in, H, W)
    weight : array (C_out, C_in / groups, kh, kw)
    bias : array (C_out,), optional
    stride, dilation : int or (int, int)
        In pixels, (height, width): how far the window moves, and how far apart its taps lie.
    padding : int, (int, int), "same" or "valid"
        In pixels, (height, width), on both sides. "same" keeps the size and puts the odd row or column behind; "valid"
        is 0.
    groups : int
        Blocks of channels that do not see each other.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}
        What the padding is filled with.

    Returns
    -------
    array (N, C_out, H_out, W_out) or (C_out, H_out, W_out)
        `H_out = floor((H + 2 * padding - dilation * (kh - 1) - 1) / stride) + 1`.

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Same as `torch.nn.functional.conv2d`, and as `torch.nn.Conv2d` where `padding_mode` is given. Where a weight is
    infinite or nan, the zeros of the padding make nan of it; torch leaves them out in some of its ways to convolve
    float32. And it gives an output to an empty batch of empty images, and one without filters to images without
    channels: both are refused here.
    """
    return _convolve("conv2d", 2, x, weight, bias, stride, padding, dilation, groups, padding_mode)


def conv3d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    padding: Sizes | str = 0,
    dilation: Sizes = 1,
    groups: int = 1,
    padding_mode: PaddingMode = "zeros",
) -> np.ndarray:
    """As `conv2d`, over volumes, or films, (N, C_in, D, H, W) or (C_in, D, H, W).

    The weight is (C_out, C_in / groups, kd, kh, kw); stride, padding and dilation are one number or three,
    (depth, height, width), in voxels.
    """
    return _convolve("conv3d", 3, x, weight, bias, stride, padding, dilation, groups, padding_mode)


@without_warnings
def _convolve(
    name: str,
    axes: int,
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    stride: Sizes,
    padding: Sizes | str,
    dilation: Sizes,
    groups: int,
    padding_mode: str,
) -> np.ndarray:
    x, alone = batched(name, x, axes)
    weight, bias = as_array(name, weight), None if bias is None else as_array(name, bias)
    strides = per_axis(name, "stride", stride, axes, 1)
    dilations = per_axis(name, "dilation", dilation, axes, 1)
    groups = whole(name, "groups", groups, 1)
    filters_fit(name, x, weight, bias, groups, axes)
    if padding_mode not in [*PADDING_MODES]:
        raise ValueError(f"{name}: padding_mode needs one of {[*PADDING_MODES]}, got {padding_mode!r}")
    amounts = _amounts(name, padding, weight.shape[2:], strides, dilations, padding_mode == "zeros")
    if padding_mode != "zeros":
        flat = [amount for pair in reversed(amounts) for amount in pair]
        x, amounts = pad_for(name, x, flat, PADDING_MODES[padding_mode]), [(0, 0)] * axes

    padded = [size + before + after for size, (before, after) in zip(x.shape[2:], amounts, strict=True)]
    reach = [d * (k - 1) + 1 for d, k in zip(dilations, weight.shape[2:], strict=True)]
    if any(size < r for size, r in zip(padded, reach, strict=True)):
        raise ValueError(
            f"{name}: kernel {weight.shape[2:]} (dilation {dilation}) needs a padded input of at least {tuple(reach)}, "
            f"got {tuple(padded)}"
        )
    counts = [(size - r) // s + 1 for size, r, s in zip(padded, reach, strides, strict=True)]
    out = new_array(name, (len(x), len(weight), *counts), x.dtype)
    correlate(x, weight, bias, out, tuple(before for before, _ in amounts), strides, dilations, groups)
    return out[0] if alone else out


def filters_fit(name: str, x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, groups: int, axes: int) -> None:
    """Refuse a weight (filters first) and a bias that do not fit the batch `x`."""
    floating(name, x, weight, bias)
    if weight.ndim != axes + 2 or 0 in weight.shape:
        raise ValueError(
            f"{name}: weight needs {axes + 2} axes, (C_out, C_in / groups, kernel), none empty, got {weight.shape}"
        )
    if len(weight) % groups:
        raise ValueError(
            f"{name}: groups {groups} needs a number of filters that it divides, got weight {weight.shape}"
        )
    if x.shape[1] != weight.shape[1] * groups:
        raise ValueError(
            f"{name}: weight {weight.shape} with groups {groups} needs {weight.shape[1] * groups} input channels, "
            f"got {x.shape}"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"{name}: bias needs shape {weight.shape[:1]}, one number for each filter, got {bias.shape}")


def _amounts(
    name: str,
    padding: Sizes | str,
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    dilations: tuple[int, ...],
    zeros: bool,
) -> list[tuple[int, int]]:
    """Padding as (before, after) for each axis."""
    if isinstance(padding, str):
        if padding not in ("same", "valid"):
            raise ValueError(f'{name}: padding needs numbers, "same" or "valid", got {padding!r}')
        if padding == "same" and set(strides) != {1}:
            raise ValueError(f'{name}: padding "same" needs a stride of 1, got {strides}')
        totals = [d * (k - 1) if padding == "same" else 0 for d, k in zip(dilations, kernel, strict=True)]
        return [(total // 2, total - total // 2) for total in totals]
    least = 0 if zeros else None  # the other modes pad first, and there a negative amount crops
    return [(amount, amount) for amount in per_axis(name, "padding", padding, len(kernel), least)]
