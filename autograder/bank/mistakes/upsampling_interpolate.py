"""Chapter 7: what learners write instead of `interpolate`, and the question that leads each one on."""

import numpy as np

from ..chapters._resizing import KERNELS, cubic, new_sizes, pair, positions, tent
from ..chapters.upsampling_and_pixelshuffle import INTERPOLATE
from ..family import family
from ._upsampling import SMOOTHED, SMOOTHED_HINT, interpolate, interpolated, pick, smoothed


def _interpolated_wrongly(exercise, spoiled):
    def wrong(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
        return spoiled(x, size, scale_factor, mode, align_corners)

    return wrong


interpolating = family([INTERPOLATE], _interpolated_wrongly)
"""A spoiled answer to the last of the resizing: `spoiled(x, size, scale_factor, mode, align_corners)`."""


def _other_sizes(exercise, read):
    def arguments(x, size=None, scale_factor=None, *rest):
        return x, *read(size, scale_factor), *rest

    return arguments


def _with_other_sizes(exercise, read):
    return _interpolated_wrongly(
        exercise, lambda x, size, scale_factor, *rest: interpolate(x, *read(size, scale_factor), *rest)
    )


sizes_misread = family([INTERPOLATE], _with_other_sizes, args=_other_sizes)
"""What is right but for the sizes, which `read(size, scale_factor)` misreads."""


@interpolating(
    "works out the step from the sizes, though a factor is given",
    hint="By 2.5, 5 pixels become 12, not 12.5. Does torch then move by 5/12 or by 1/2.5?",
)
def _(x, size, scale_factor, mode, align_corners):
    sizes, _ = new_sizes(x, size, scale_factor)
    return interpolate(x, sizes, None, mode, align_corners)


def other_rounding(rounded):
    """Round the size that a factor gives in another way."""

    def spoiled(x, size, scale_factor, mode, align_corners):
        sizes, steps = new_sizes(x, size, scale_factor)
        if scale_factor is not None:
            sizes = [int(rounded(old * f)) for old, f in zip(x.shape[2:], pair(scale_factor), strict=True)]
        return interpolated(x, sizes, steps, mode, align_corners)

    return spoiled


interpolating("rounds the new size up", hint="5 pixels times 2.5 are 12.5. How many does torch make of them?")(
    other_rounding(np.ceil)
)
interpolating("rounds the new size to the nearest", hint="7 pixels times 1.25 are 8.75. How many does torch make?")(
    other_rounding(lambda size: np.floor(size + 0.5))
)
interpolating(
    "cuts the factor down to a whole number", hint="What becomes of a factor of 2.5 in your code? And of 0.5?"
)(
    lambda x, size, factor, *rest: interpolate(
        x, size, None if factor is None else tuple(max(1, int(f)) for f in pair(factor)), *rest
    )
)
sizes_misread("reads size as (width, height)", hint="Torch names the height first. Which axis does size[0] belong to?")(
    lambda size, factor: (None if size is None else pair(size)[::-1], factor)
)
sizes_misread(
    "reads scale_factor as (width, height)", hint="Torch names the height first. Which axis grows by scale_factor[0]?"
)(lambda size, factor: (size, None if factor is None else pair(factor)[::-1]))
sizes_misread(
    "uses the first factor for both axes", hint="`scale_factor` may hold two numbers. Where is the second used?"
)(lambda size, factor: (size, None if factor is None else pair(factor)[0]))
interpolating("takes the factor for the new size", hint="Twice as large: how many rows do 4 rows become?")(
    lambda x, size, factor, *rest: interpolate(
        x, tuple(map(int, pair(size if factor is None else factor))), None, *rest
    )
)
interpolating("ignores the mode and always copies", hint="Where do 'bilinear' and 'bicubic' part from 'nearest'?")(
    lambda x, size, factor, mode, corners: interpolate(x, size, factor, "nearest", corners)
)
interpolating("does bilinear where bicubic is asked for", hint="Which names of modes does your code look for?")(
    lambda x, size, factor, mode, corners: interpolate(
        x, size, factor, "bilinear" if mode == "bicubic" else mode, corners
    )
)
interpolating("does bicubic where bilinear is asked for", hint="Which names of modes does your code look for?")(
    lambda x, size, factor, mode, corners: interpolate(
        x, size, factor, "bicubic" if mode == "bilinear" else mode, corners
    )
)
interpolating("ignores align_corners", hint="Where do you hand `align_corners` on?")(
    lambda x, size, factor, mode, corners: interpolate(x, size, factor, mode, False)
)
interpolating(
    "always aligns the corners", hint="What does align_corners=None stand for in torch, and what does False?"
)(lambda x, size, factor, mode, corners: interpolate(x, size, factor, mode, True))
interpolating("aligns the corners unless it is told not to", hint="What does align_corners=None stand for in torch?")(
    lambda x, size, factor, mode, corners: interpolate(x, size, factor, mode, corners is None or corners)
)
interpolating(
    "moves by the factor even where the corners are aligned",
    hint="With aligned corners the last output lies on the last pixel. Can the step still be 1 / factor?",
)(
    lambda x, size, factor, mode, corners: interpolated(
        x,
        *new_sizes(x, size, factor),
        mode,
        corners,
        where=lambda old, new, aligned, step: (
            np.arange(new) * step if aligned and factor is not None else positions(old, new, aligned, step)
        ),
    )
)
interpolating("takes a = -0.5 for the cubic curve", hint="Which a does torch take, and which do you hand on?")(
    lambda x, size, factor, mode, corners: interpolated(
        x, *new_sizes(x, size, factor), mode, corners, kernels=KERNELS | {"bicubic": lambda t: cubic(t, -0.5)}
    )
)
interpolating(
    "measures from the pixels' edges instead of their centres",
    hint="Where is the centre of output 0, in input pixels from the picture's edge? And from the centre of pixel 0?",
)(
    lambda x, size, factor, mode, corners: interpolated(
        x,
        *new_sizes(x, size, factor),
        mode,
        corners,
        where=lambda old, new, aligned, step: positions(old, new, True) if aligned else np.arange(new) * step,
    )
)


@interpolating(SMOOTHED, hint=SMOOTHED_HINT)
def _(x, size, scale_factor, mode, align_corners):
    if mode == "nearest":
        return interpolate(x, size, scale_factor, mode, align_corners)
    sizes, steps = new_sizes(x, size, scale_factor)
    axes = zip(x.shape[2:], sizes, steps, strict=True)
    kernel = tent if mode == "bilinear" else lambda t: cubic(t, -0.5)
    down, across = (smoothed(kernel)(old, new, align_corners, step) for old, new, step in axes)
    return (down @ x @ across.T).astype(x.dtype)


@interpolating(
    "takes the pixel that the output's centre falls on in mode 'nearest'",
    hint="Torch calls that 'nearest-exact'. Which pixel does plain 'nearest' take for output 0?",
)
def _(x, size, scale_factor, mode, align_corners):
    if mode != "nearest":
        return interpolate(x, size, scale_factor, mode, align_corners)
    axes = zip(x.shape[2:], *new_sizes(x, size, scale_factor), strict=True)
    return pick(x, *(np.minimum((np.arange(new) + 0.5) * step, old - 1).astype(int) for old, new, step in axes))
