"""The gradients of padding, resizing and pixel shuffles: what every sample was copied to comes back to it."""

from collections.abc import Sequence

import numpy as np

from .adaptive_gradients import adaptive_avg_pool1d_backward, adaptive_avg_pool2d_backward, adaptive_avg_pool3d_backward
from .convolution_gradients import grad_fits
from .geometry import along, as_array, floating, integers, without_warnings
from .interpolation import Mode as ResizingMode
from .interpolation import asked, blends, nearest_places, repeats
from .padding import Mode as PaddingMode
from .padding import pad_for
from .rows import copy_rows
from .shuffling import pixel_shuffle, pixel_unshuffle
from .spreading import spread

_AREA = {1: adaptive_avg_pool1d_backward, 2: adaptive_avg_pool2d_backward, 3: adaptive_avg_pool3d_backward}


@without_warnings
def pad_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    padding: Sequence[int],
    mode: PaddingMode = "constant",
    value: float | None = 0,
) -> np.ndarray:
    """Pass the gradient of a padded array back: what was mirrored, repeated or wrapped is added where it is from.

    Parameters
    ----------
    grad_output : array
        Of the shape of `pad(x, padding, mode)`.
    x : array
        What was padded. Only its shape matters.
    padding, mode, value
        Those of `pad`.

    Returns
    -------
    array like x
        What falls on constants is lost; samples that were cut off get 0.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.pad`.
    """
    name = "pad_backward"
    x, grad = as_array(name, x), as_array(name, grad_output)
    floating(name, x, grad)
    batch = 0 if x.ndim > len(padding) // 2 + 1 else None  # an empty batch shows what does not fit, and costs nothing
    padded = pad_for(name, x[:batch], padding, mode, value).shape
    grad_fits(name, grad, padded if batch is None else (len(x), *padded[1:]))
    for i in reversed(range(len(padding) // 2)):
        axis = x.ndim - 1 - i
        grad = _unpadded(grad, axis, x.shape[axis], padding[2 * i], padding[2 * i + 1], mode)
    if not np.shares_memory(grad, grad_output):
        return grad
    out = np.empty(grad.shape, grad.dtype)
    copy_rows(grad, out)
    return out


def _unpadded(grad: np.ndarray, axis: int, size: int, before: int, after: int, mode: str) -> np.ndarray:
    """Fold the padding of one axis back onto the samples that it was made of."""
    if before == after == 0:
        return grad
    if mode != "constant" and min(before, after) < 0:
        return _gathered(grad, axis, size, _sources(size, before, after, mode))
    # the samples that are still there, and where in the padded axis they stand
    first, last = max(0, -before), size - max(0, -after)
    kept = along(grad, axis, slice(max(0, before), max(0, before) + last - first))
    if mode == "constant" and last - first == size:
        return kept
    out = np.zeros((*grad.shape[:axis], size, *grad.shape[axis + 1 :]), grad.dtype)
    along(out, axis, slice(first, last))[...] = kept
    if mode == "constant":
        return out
    left, right = along(grad, axis, slice(before)), along(grad, axis, slice(size + before, None))
    if mode == "reflect":
        along(out, axis, slice(1, before + 1))[...] += np.flip(left, axis)
        along(out, axis, slice(size - 1 - after, size - 1))[...] += np.flip(right, axis)
    elif mode == "circular":
        along(out, axis, slice(size - before, size))[...] += left
        along(out, axis, slice(after))[...] += right
    else:
        along(out, axis, slice(1))[...] += left.sum(axis, keepdims=True)
        along(out, axis, slice(size - 1, size))[...] += right.sum(axis, keepdims=True)
    return out


def _sources(size: int, before: int, after: int, mode: str) -> np.ndarray:
    """Which sample stands at each place of a padded axis of which some is cut off: asked of `pad` itself."""
    line = np.arange(size, dtype=float)[None, None]
    padded: np.ndarray = pad_for("pad_backward", line, (before, after), mode)[0, 0]
    return padded.astype(np.intp)


def _gathered(grad: np.ndarray, axis: int, size: int, sources: np.ndarray) -> np.ndarray:
    """Add the gradients up that belong to one sample, wherever these stand."""
    out = np.zeros((size, *np.delete(grad.shape, axis)), grad.dtype)
    np.add.at(out, sources, np.moveaxis(grad, axis, 0))
    return np.ascontiguousarray(np.moveaxis(out, 0, axis))


@without_warnings
def interpolate_backward(
    grad_output: np.ndarray,
    input_size: Sequence[int],
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: ResizingMode = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
) -> np.ndarray:
    """Pass the gradient of a resized array back: by the transposed matrix of the resizing, axis by axis.

    Parameters
    ----------
    grad_output : array (N, C, *size)
    input_size : sequence of int
        The shape of what was resized, (N, C, L), (N, C, H, W) or (N, C, D, H, W).
    size, scale_factor, mode, align_corners, recompute_scale_factor
        Those of `interpolate`.

    Returns
    -------
    array of shape input_size

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.interpolate`. Where a gradient is infinite
    or nan, its neighbours along an axis may become nan too.
    """
    name = "interpolate_backward"
    grad = as_array(name, grad_output)
    floating(name, grad)
    given = integers(tuple(input_size)) if isinstance(input_size, (tuple, list)) else None
    if given is None or min(given, default=0) < 0:
        raise ValueError(f"{name}: input_size needs the sizes (N, C, ...), got {input_size!r}")
    shape = tuple(given)
    sizes, factors, aligned = asked(name, shape, size, scale_factor, mode, align_corners, recompute_scale_factor)
    grad_fits(name, grad, (*shape[:2], *sizes))
    if mode == "area":
        return _AREA[len(sizes)](grad, np.broadcast_to(grad.dtype.type(0), shape))
    if mode.startswith("nearest"):
        for axis, places in reversed([*nearest_places(shape, sizes, factors, grad.dtype, mode == "nearest-exact")]):
            grad = _summed(grad, axis, shape[axis], places)
        return grad
    return spread(grad, blends(shape, sizes, factors, grad.dtype, mode, aligned), shape)


def _summed(grad: np.ndarray, axis: int, size: int, places: np.ndarray) -> np.ndarray:
    """Add up the gradients of neighbours that are copies of one sample."""
    repeat = repeats(places, size)
    if repeat:
        pieces = grad.reshape(*grad.shape[:axis], size, repeat, *grad.shape[axis + 1 :])
        total = along(pieces, axis + 1, slice(0, 1)).copy()
        for i in range(1, repeat):  # strided sums of whole arrays
            total += along(pieces, axis + 1, slice(i, i + 1))
        return total.reshape(*grad.shape[:axis], size, *grad.shape[axis + 1 :])
    first, copies = np.searchsorted(places, np.arange(size)), np.bincount(places, minlength=size)

    def of_copy(i: int) -> np.ndarray:
        """The gradients of the i-th copies, and 0 where there are not so many."""
        part = grad.take(first + i, axis, mode="clip")
        if copies.min() <= i:
            part *= (copies > i).astype(grad.dtype).reshape(-1, *[1] * (grad.ndim - axis - 1))
        return part

    total = of_copy(0)
    for i in range(1, copies.max()):
        total += of_copy(i)
    return total


def pixel_shuffle_backward(grad_output: np.ndarray, upscale_factor: int) -> np.ndarray:
    """Pass the gradient of a pixel shuffle's output back to the channels that it was made of: `pixel_unshuffle`."""
    return pixel_unshuffle(grad_output, upscale_factor)


def pixel_unshuffle_backward(grad_output: np.ndarray, downscale_factor: int) -> np.ndarray:
    """Pass the gradient of a pixel unshuffle's output back to the pixels that it was made of: `pixel_shuffle`."""
    return pixel_shuffle(grad_output, downscale_factor)
