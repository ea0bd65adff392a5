"""Transposed convolution in one, two and three dimensions: the adjoint of convolution.

With a stride s, the outputs o = a, a + s, a + 2s, ... of one phase a meet the same taps of the kernel, every s-th of
them. So each phase is an ordinary correlation with a small, flipped kernel, and nothing is multiplied by the zeros that
a stretched input would hold.

Where many channels make few filters, the definition is faster: what each tap makes of the input is added up where it
lands (`tap_products`), and there is less of it than there would be windows to copy.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np

from . import winograd
from .correlation import correlate
from .geometry import Sizes, as_array, batched, floating, new_array, on_last_axes, per_axis, whole, without_warnings
from .rows import copy_rows
from .scratch import scratch
from .tap_products import sum_products

MANY_CHANNELS = (
    4  # for each filter, and half as many with a stride; with fewer, sums take longer than copies of windows
)


def conv_transpose1d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """As `conv_transpose2d`, over signals (N, C_in, L) or (C_in, L).

    The weight is (C_in, C_out / groups, k); stride, both paddings and dilation are one number, in samples.
    """
    return _transpose("conv_transpose1d", 1, x, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """Spread every pixel of images out with its filters, and add up what overlaps.

    Parameters
    ----------
    x : array (N, C_in, H, W) or (C_in, H, W)
    weight : array (C_in, C_out / groups, kh, kw)
    bias : array (C_out,), optional
    stride, dilation : int or (int, int)
        In pixels of the output, (height, width): how far apart the inputs land, and how far apart the taps.
    padding : int or (int, int)
        Pixels cut off on both sides.
    output_padding : int or (int, int)
        Pixels kept at the far side after all; less than the stride or the dilation.
    groups : int
        Blocks of channels that do not see each other.

    Returns
    -------
    array (N, C_out, H_out, W_out) or (C_out, H_out, W_out)
        `H_out = (H - 1) * stride - 2 * padding + dilation * (kh - 1) + output_padding + 1`.

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Same as `torch.nn.functional.conv_transpose2d`. With float32, torch has a second way to compute it, which it chooses
    by the geometry: that allows an output of size 0, does not look at the arguments where the batch is empty, and may
    spread a weight that is infinite or nan to outputs that it does not reach. Here all kinds are treated alike.
    """
    return _transpose("conv_transpose2d", 2, x, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """As `conv_transpose2d`, over volumes (N, C_in, D, H, W) or (C_in, D, H, W).

    The weight is (C_in, C_out / groups, kd, kh, kw); stride, both paddings and dilation are one number or three,
    (depth, height, width), in voxels.
    """
    return _transpose("conv_transpose3d", 3, x, weight, bias, stride, padding, output_padding, groups, dilation)


@without_warnings
def _transpose(
    name: str,
    axes: int,
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    stride: Sizes,
    padding: Sizes,
    output_padding: Sizes,
    groups: int,
    dilation: Sizes,
) -> np.ndarray:
    x, alone = batched(name, x, axes)
    weight, bias = as_array(name, weight), None if bias is None else as_array(name, bias)
    strides = per_axis(name, "stride", stride, axes, 1)
    paddings = per_axis(name, "padding", padding, axes, 0)
    extras = per_axis(name, "output_padding", output_padding, axes, 0)
    groups = whole(name, "groups", groups, 1)
    dilations = per_axis(name, "dilation", dilation, axes, 1)
    _filters_fit(name, x, weight, bias, groups, axes)
    if any(extra >= max(s, d) for extra, s, d in zip(extras, strides, dilations, strict=True)):
        raise ValueError(
            f"{name}: output_padding needs to be less than stride {stride} or dilation {dilation}, got {output_padding}"
        )
    kernel = weight.shape[2:]
    counts = [
        (size - 1) * s - 2 * p + d * (k - 1) + extra + 1
        for size, s, p, d, k, extra in zip(x.shape[2:], strides, paddings, dilations, kernel, extras, strict=True)
    ]
    if min(counts) < 1:
        raise ValueError(
            f"{name}: padding {padding} needs to leave something of the output, got a size of {tuple(counts)}"
        )
    filters = weight.shape[1] * groups
    out = new_array(name, (len(x), filters, *counts), x.dtype)
    geometry = zip(counts, kernel, strides, paddings, dilations, strict=True)
    phases = [_phases(*axis) for axis in geometry]
    # where a weight is not finite, a correlation would multiply the zeros around the input by it, and that is nan
    by_products = _few_products(x, weight, out, strides, groups, phases) or not np.isfinite(weight).all()
    write = sum_products if by_products else _by_phases
    write(x, weight, bias, out, phases, groups)
    return out[0] if alone else out


def _few_products(
    x: np.ndarray,
    weight: np.ndarray,
    out: np.ndarray,
    strides: tuple[int, ...],
    groups: int,
    phases: list[list["Phase"]],
) -> bool:
    """Whether what all taps make is quickly added up: little beside the windows of the phases, or beside the weight."""
    channels, filters, kernel = len(weight) // groups, weight.shape[1], weight.shape[2:]
    by_tiles = groups == 1 and winograd.pays(channels, filters, kernel, strides, math.prod(out.shape[2:]))
    if by_tiles or math.prod(kernel) == 1 or _alike(phases):
        return False
    many = MANY_CHANNELS if max(strides) == 1 else MANY_CHANNELS // 2
    return bool(channels >= many * filters or len(x) * math.prod(x.shape[2:]) <= filters)


def _alike(phases: list[list["Phase"]]) -> bool:
    """Whether several phases read the same samples."""
    alike = all(len({phase.reads for phase in along}) == 1 for along in phases)
    return alike and math.prod(map(len, phases)) > 1


def _by_phases(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    out: np.ndarray,
    phases: list[list["Phase"]],
    groups: int,
) -> None:
    """Write the correlation that makes each phase of `out`."""
    front = [0] * len(phases)
    if math.prod(map(len, phases)) > 1:  # zeros around the input, once for all phases: as many as any of them reads
        front = [max(0, *[phase.before for phase in along]) for along in phases]
        back = [max(0, *[p.reach - n for p in along]) for along, n in zip(phases, x.shape[2:], strict=True)]
        inside = [slice(before, before + n) for before, n in zip(front, x.shape[2:], strict=True)]
        sizes = [before + n + after for before, n, after in zip(front, x.shape[2:], back, strict=True)]
        padded = scratch("padded", (*x.shape[:2], *sizes), x.dtype)
        padded[...] = 0
        copy_rows(x, padded[:, :, *inside])
        x = padded

    filters_first = np.swapaxes(weight.reshape(groups, -1, *weight.shape[1:]), 1, 2)
    if _alike(phases):
        _all_at_once(x, filters_first, bias, out, phases, front)
        return
    for phase in itertools.product(*phases):
        part = out[on_last_axes(axis.outputs for axis in phase)]
        # (groups, C_out / groups, C_in / groups, ...); without taps where the stride is wider than the kernel
        small = filters_first[on_last_axes(axis.taps for axis in phase)]
        small = small.reshape(out.shape[1], *small.shape[2:])
        shifted = tuple(axis.before - f for axis, f in zip(phase, front, strict=True))
        steps = tuple(axis.step for axis in phase)
        correlate(x, small, bias, part, shifted, (1,) * len(phase), steps, groups)


def _all_at_once(
    x: np.ndarray,
    filters_first: np.ndarray,
    bias: np.ndarray | None,
    out: np.ndarray,
    phases: list[list["Phase"]],
    front: list[int],
) -> None:
    """Write phases that read the same samples: one correlation, whose filters are those of all of them."""
    combined = list(itertools.product(*phases))
    groups, filters = filters_first.shape[:2]
    small = np.stack([filters_first[on_last_axes(axis.taps for axis in phase)] for phase in combined], 1)
    counts = [axis.stops for axis in combined[0]]
    products = scratch("outputs", (len(x), groups, len(combined), filters, *counts), x.dtype)
    if bias is not None:
        bias = bias.reshape(groups, 1, filters).repeat(len(combined), 1).ravel()
    shifted = tuple(axis.before - f for axis, f in zip(combined[0], front, strict=True))
    steps = tuple(axis.step for axis in combined[0])
    together = groups * len(combined) * filters
    joined, small = products.reshape(len(x), together, *counts), small.reshape(together, *small.shape[3:])
    correlate(x, small, bias, joined, shifted, (1,) * len(phases), steps, groups)
    outputs = out.reshape(len(out), groups, filters, *out.shape[2:])
    for number, phase in enumerate(combined):
        outputs[on_last_axes(axis.outputs for axis in phase)] = products[:, :, number]


class Phase(NamedTuple):
    """Every stride-th output of one axis, and the small correlation that makes them."""

    outputs: slice
    stops: int  # how many outputs there are
    taps: slice  # backwards
    last: int  # tap: the first of them
    period: int  # from one of them to the next
    number: int  # of taps
    before: int  # zeros that it needs in front of the input
    reach: int  # where the last sample it reads ends
    step: int

    def tap(self, number: int) -> int:
        """Which tap of the kernel the small correlation has at this place."""
        return self.last - number * self.period

    @property
    def reads(self) -> tuple[int, ...]:
        """What of the input it reads: of two phases that read the same, one correlation makes both."""
        return self.number, self.before, self.reach, self.step


def _phases(count: int, kernel: int, stride: int, padding: int, dilation: int) -> list[Phase]:
    """The phases of one axis."""
    common = math.gcd(stride, dilation)
    period, step = stride // common, dilation // common
    phases = []
    for first in range(min(stride, count)):
        # before `padding` is cut off, output `first + stride * u` is at `place + stride * u`, where tap t of input i
        # lands if `i * stride + t * dilation` is the same
        place = first + padding
        tap = next((t for t in range(min(period, kernel)) if (place - t * dilation) % stride == 0), kernel)
        number = len(range(tap, kernel, period))
        last = tap + max(0, number - 1) * period
        taps = slice(last, tap - 1 if tap else None, -period) if number else slice(0)
        before = (last * dilation - place) // stride
        outputs = len(range(first, count, stride))
        reach = outputs + (number - 1) * step - before
        phases.append(Phase(slice(first, None, stride), outputs, taps, last, period, number, before, reach, step))
    return phases


def _filters_fit(name: str, x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, groups: int, axes: int) -> None:
    """Refuse a weight (input channels first) and a bias that do not fit the batch `x`."""
    floating(name, x, weight, bias)
    if weight.ndim != axes + 2 or 0 in weight.shape:
        raise ValueError(
            f"{name}: weight needs {axes + 2} axes, (C_in, C_out / groups, kernel), none empty, got {weight.shape}"
        )
    if x.shape[1] != len(weight):
        raise ValueError(f"{name}: weight {weight.shape} needs an input of {len(weight)} channels, got {x.shape}")
    if len(weight) % groups:
        raise ValueError(
            f"{name}: groups {groups} needs a number of input channels that it divides, got weight {weight.shape}"
        )
    filters = weight.shape[1] * groups
    if bias is not None and bias.shape != (filters,):
        raise ValueError(f"{name}: bias needs shape {(filters,)}, one number for each filter, got {bias.shape}")
