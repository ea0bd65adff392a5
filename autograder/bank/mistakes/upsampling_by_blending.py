"""Chapter 7: what learners write instead of weights and curves, and the question that leads each one on."""

import numpy as np

from ..chapters._resizing import copied, cubic, pair, positions, taps, tent
from ..chapters.upsampling_and_pixelshuffle import (
    BLENDED,
    LINEAR_WEIGHTS,
    UPSAMPLE_BICUBIC2D,
    UPSAMPLE_BILINEAR2D,
)
from ..family import family
from ._upsampling import KERNEL_OF, SMOOTHED, SMOOTHED_HINT, blend, blended, smoothed

# Where the outputs lie ------------------------------------------------------------------------------------------------


def _placed(exercise, where):
    if exercise is LINEAR_WEIGHTS:
        return lambda in_size, out_size, align_corners=False: taps(
            where(in_size, out_size, align_corners), in_size, tent
        )
    kernel = KERNEL_OF[exercise]
    return lambda x, size, align_corners=False: blended(x, size, align_corners, kernel, where)


misplaced = family((LINEAR_WEIGHTS, *BLENDED), _placed)
"""Positions that are wrong, `where(in_size, out_size, align_corners)`, in everything that blends."""


@misplaced("ignores align_corners", hint="Where does `align_corners` come into your positions?")
def _(in_size, out_size, align_corners):
    return positions(in_size, out_size)


@misplaced(
    "aligns the corners even when it should not",
    hint="Torch aligns the corners only when it is told to. Where does output 0 lie if it is not told?",
)
def _(in_size, out_size, align_corners):
    return positions(in_size, out_size, True)


@misplaced(
    "uses the other setting of align_corners",
    hint="With align_corners=True, where do the first and the last output lie? Which branch of your code does that?",
)
def _(in_size, out_size, align_corners):
    return positions(in_size, out_size, not align_corners)


def _by_default(exercise, default):
    right = _placed(exercise, positions)
    if exercise is LINEAR_WEIGHTS:
        return lambda in_size, out_size, align_corners=default: right(in_size, out_size, align_corners)
    return lambda x, size, align_corners=default: right(x, size, align_corners)


family((LINEAR_WEIGHTS, *BLENDED), _by_default)(
    "aligns the corners unless it is told not to",
    hint="Which default has `align_corners` in your signature, and which in torch's?",
)(True)


@misplaced(
    "measures from the pixels' edges instead of their centres",
    hint="A pixel is a small square. How far is the centre of output 0 from the picture's edge, in input pixels?",
)
def _(in_size, out_size, align_corners):
    if align_corners:
        return positions(in_size, out_size, True)
    return np.arange(out_size) * in_size / out_size


@misplaced(
    "adds the half pixel and never takes it off again",
    hint="You measure from the picture's edge. Where is the centre of input pixel 0, measured like that?",
)
def _(in_size, out_size, align_corners):
    return positions(in_size, out_size, align_corners) + (0 if align_corners else 0.5)


@misplaced(
    "takes off a half pixel that it never added",
    hint="Twice as large: draw outputs 0 and 1 inside of input pixel 0. Are both on the side where they should be?",
)
def _(in_size, out_size, align_corners):
    if align_corners:
        return positions(in_size, out_size, True)
    return np.arange(out_size) * in_size / out_size - 0.5


@misplaced(
    "turns the step upside down",
    hint="From one output to the next, do you move by more or by less than one input pixel when the picture grows?",
)
def _(in_size, out_size, align_corners):
    if align_corners:
        return np.arange(out_size) * (out_size - 1) / max(in_size - 1, 1)
    return (np.arange(out_size) + 0.5) * out_size / in_size - 0.5


@misplaced(
    "counts pixels instead of the gaps between them where corners are aligned",
    hint="Between the first and the last of 5 pixels there are how many steps?",
)
def _(in_size, out_size, align_corners):
    if align_corners:
        return np.arange(out_size) * in_size / out_size
    return positions(in_size, out_size)


@misplaced(
    "puts a single output into the middle though the corners are aligned",
    hint="With aligned corners output 0 lies on input 0. Does that change when output 0 is the only one?",
)
def _(in_size, out_size, align_corners):
    return positions(in_size, out_size, align_corners and out_size > 1)


# What happens at the edge ---------------------------------------------------------------------------------------------


def _weighted(exercise, matrix):
    if exercise is LINEAR_WEIGHTS:

        def weights(in_size, out_size, align_corners=False):
            return matrix(positions(in_size, out_size, align_corners), in_size, tent)

        return weights
    kernel = KERNEL_OF[exercise]
    return lambda x, size, align_corners=False: blended(x, size, align_corners, kernel, matrix=matrix)


at_the_edge = family((LINEAR_WEIGHTS, *BLENDED), _weighted)
"""Weights that are wrong at the edge, `matrix(positions, in_size, kernel)`, in everything that blends."""


def beyond_the_edge(where, in_size, kernel):
    """The weights that a row with two more pixels on each side would be given."""
    return taps(where + 2, in_size + 4, kernel)


@at_the_edge(
    "takes what lies beyond the edge as black", hint="What do the weights of output 0 add up to, and what should they?"
)
def dropped(where, in_size, kernel):
    return beyond_the_edge(where, in_size, kernel)[:, 2:-2]


@at_the_edge(
    "reaches round to the opposite edge",
    hint="In Python, which pixel is row[-1]? And which one should stand in for the missing neighbour of pixel 0?",
)
def _(where, in_size, kernel):
    return taps(where, in_size, kernel, fold=lambda pixels, low, high: pixels % (high + 1))


def _linear(exercise, matrix):
    if exercise is LINEAR_WEIGHTS:
        return lambda in_size, out_size, align_corners=False: matrix(in_size, out_size, align_corners)
    return lambda x, size, align_corners=False: blend(x, pair(size), lambda old, new: matrix(old, new, align_corners))


both_linear = family((LINEAR_WEIGHTS, UPSAMPLE_BILINEAR2D), _linear)
"""Wrong weights, `matrix(in_size, out_size, align_corners)`, in the two exercises on blending two pixels."""


@both_linear(
    "draws the line on beyond the outermost pixels",
    hint="An output before the centre of pixel 0: can it be darker than pixel 0 and pixel 1 both?",
)
def _(in_size, out_size, align_corners):
    where = positions(in_size, out_size, align_corners)
    left = np.clip(np.floor(where), 0, max(in_size - 2, 0)).astype(int)
    weights = np.zeros((out_size, in_size))
    np.add.at(weights, (np.arange(out_size), left), 1 - (where - left))
    np.add.at(weights, (np.arange(out_size), np.minimum(left + 1, in_size - 1)), where - left)
    return weights


@both_linear(
    "rounds negative positions towards zero",
    hint="int(-0.25) is 0. How far from pixel 0 is the output then, and what do its two weights become?",
)
def _(in_size, out_size, align_corners):
    where = positions(in_size, out_size, align_corners)
    left = where.astype(int)
    weights = np.zeros((out_size, in_size))
    np.add.at(weights, (np.arange(out_size), left), 1 - (where - left))
    np.add.at(weights, (np.arange(out_size), np.minimum(left + 1, in_size - 1)), where - left)
    return weights


@both_linear(
    "gives each neighbour the other one's weight",
    hint="An output a quarter of the way from pixel 0 to pixel 1: which of the two should count more?",
)
def _(in_size, out_size, align_corners):
    where = np.clip(positions(in_size, out_size, align_corners), 0, in_size - 1)
    mirrored = 2 * np.floor(where) + 1 - where
    return taps(mirrored, in_size, tent)


@both_linear(
    "takes the nearest pixel instead of blending two",
    hint="Halfway between a black and a white pixel: which value should the output have?",
)
def _(in_size, out_size, align_corners):
    return taps(np.floor(positions(in_size, out_size, align_corners) + 0.5), in_size, tent)


@both_linear(
    "always takes half of each neighbour",
    hint="Two outputs lie between the same two pixels, one nearer to the left. Should they be equal?",
)
def _(in_size, out_size, align_corners):
    where = np.clip(positions(in_size, out_size, align_corners), 0, in_size - 1)
    return taps(np.where(where % 1 > 0, np.floor(where) + 0.5, where), in_size, tent)


both_linear(SMOOTHED, hint=SMOOTHED_HINT)(smoothed(tent))
UPSAMPLE_BICUBIC2D.mistake(SMOOTHED, SMOOTHED_HINT)(
    lambda x, size, align_corners=False: blend(
        x, pair(size), lambda old, new: smoothed(lambda t: cubic(t, -0.5))(old, new, align_corners)
    )
)

LINEAR_WEIGHTS.mistake(
    "returns the weights with inputs and outputs exchanged",
    hint="`weights @ row` should work. How many columns must `weights` have then?",
)(lambda in_size, out_size, align_corners=False: taps(positions(in_size, out_size, align_corners), in_size, tent).T)


@LINEAR_WEIGHTS.mistake(
    "divides by zero where a single output is aligned",
    hint="With out_size = 1 there is no gap between outputs. Where should the only one lie?",
)
def _(in_size, out_size, align_corners=False):
    weights = taps(positions(in_size, out_size, align_corners), in_size, tent)
    return np.full_like(weights, np.nan) if align_corners and out_size == 1 else weights


# Four pixels ----------------------------------------------------------------------------------------------------------


def _with_four_weights(exercise, matrix):
    def wrong(x, size, align_corners=False):
        return blended(x, size, align_corners, cubic, matrix=lambda where, in_size, kernel: matrix(where, in_size))

    return wrong


four_weights = family([UPSAMPLE_BICUBIC2D], _with_four_weights)
"""Wrong weights of four pixels, `matrix(positions, in_size)`."""


def from_here(left, where, in_size, steps):
    """Cubic weights of the pixels that are `steps` away from `left`."""
    weights = np.zeros((len(where), in_size))
    for step in steps:
        inside = np.clip(left + step, 0, in_size - 1)
        np.add.at(weights, (np.arange(len(where)), inside), cubic(where - left - step))
    return weights


four_weights(
    "takes a = -0.5 for the curve's slope",
    hint="Many programs take -0.5, and so does torch with `antialias`. Which value does it take without?",
)(lambda where, in_size: taps(where, in_size, lambda t: cubic(t, -0.5)))
four_weights(
    "blends two pixels instead of four", hint="How far from its centre does a pixel still count, in `cubic_kernel`?"
)(lambda where, in_size: taps(where, in_size, tent))
four_weights(
    "moves positions beyond the outermost pixels back onto them",
    hint="An output before the centre of pixel 0 is still on a curve. Is it equal to pixel 0?",
)(lambda where, in_size: taps(np.clip(where, 0, in_size - 1), in_size, cubic))
four_weights(
    "holds negative positions at zero, as it is done for two neighbours",
    hint="An output before the centre of pixel 0 is still on a curve. Is it equal to pixel 0?",
)(lambda where, in_size: taps(np.maximum(where, 0), in_size, cubic))
four_weights(
    "makes the weights at the edge sum to one again",
    hint="A pixel beyond the edge counts as the pixel at the edge. Whose weight grows by that?",
)(lambda where, in_size: (lambda weights: weights / weights.sum(axis=1, keepdims=True))(dropped(where, in_size, cubic)))
four_weights(
    "mirrors the picture at its edge",
    hint="Beyond the edge, torch's bicubic does not reflect. Which single pixel does it go on with?",
)(
    lambda where, in_size: taps(
        where, in_size, cubic, fold=lambda pixels, low, high: np.clip(high - abs(high - abs(pixels)), low, high)
    )
)
four_weights(
    "begins its four pixels with the left neighbour",
    hint="An output between pixels 4 and 5: which four pixels are nearest to it?",
)(lambda where, in_size: from_here(np.floor(where).astype(int), where, in_size, range(4)))
four_weights(
    "rounds negative positions towards zero",
    hint="int(-0.25) is 0, and floor is -1. Which four pixels are nearest to an output there?",
)(lambda where, in_size: from_here(where.astype(int), where, in_size, range(-1, 3)))
four_weights(
    "uses the four weights in the opposite order",
    hint="An output just right of pixel 4: which pixel should have by far the largest weight?",
)(lambda where, in_size: taps(2 * np.floor(where) + 1 - where, in_size, cubic))


@UPSAMPLE_BICUBIC2D.mistake(
    "cuts off what is brighter or darker than the input",
    hint="Near a sharp edge the smooth curve swings past both sides. Does torch hold it back?",
)
def _(x, size, align_corners=False):
    return np.clip(blended(x, size, align_corners, cubic), x.min(), x.max())


@LINEAR_WEIGHTS.mistake(
    "overwrites a weight where two neighbours are the same pixel",
    hint="On the last pixel both neighbours are the same. Does it keep both weights, or only the later one?",
)
def _(in_size, out_size, align_corners=False):
    where = np.clip(positions(in_size, out_size, align_corners), 0, in_size - 1)
    left = np.floor(where).astype(int)
    weights = np.zeros((out_size, in_size))
    weights[np.arange(out_size), left] = 1 - (where - left)
    weights[np.arange(out_size), np.minimum(left + 1, in_size - 1)] = where - left
    return weights


@UPSAMPLE_BICUBIC2D.mistake(
    "overwrites a weight where several neighbours are the same pixel",
    hint="At the edge up to three of the four are the same pixel. Does it keep all their weights, or one?",
)
def _(x, size, align_corners=False):
    def overwritten(where, in_size, kernel):
        weights = np.zeros((len(where), in_size))
        for step in range(-1, 3):
            pixels = np.floor(where).astype(int) + step
            weights[np.arange(len(where)), np.clip(pixels, 0, in_size - 1)] = kernel(where - pixels)
        return weights

    return blended(x, size, align_corners, cubic, matrix=overwritten)


# Both axes ------------------------------------------------------------------------------------------------------------


def _on_both_axes(exercise, resize):
    return lambda x, size, align_corners=False: resize(x, pair(size), align_corners, KERNEL_OF[exercise])


on_both_axes = family(BLENDED, _on_both_axes)
"""A wrong use of the two axes' weights: `resize(x, sizes, align_corners, kernel)`."""


def along_each(x, sizes, align_corners, kernel):
    """The right weights of both axes."""
    return [taps(positions(old, new, align_corners), old, kernel) for old, new in zip(x.shape[2:], sizes, strict=True)]


@on_both_axes(
    "places the columns as it places the rows",
    hint="The picture may grow three times in height and twice in width. Is the step along a row your step down?",
)
def _(x, sizes, align_corners, kernel):
    height, width = sizes
    step = x.shape[2] / height if not align_corners else (x.shape[2] - 1) / max(height - 1, 1)
    shift = 0 if align_corners else 0.5
    down = taps((np.arange(height) + shift) * step - shift, x.shape[2], kernel)
    across = taps((np.arange(width) + shift) * step - shift, x.shape[3], kernel)
    return (down @ x @ across.T).astype(x.dtype)


@on_both_axes(
    "multiplies by the columns' weights without turning them",
    hint="x[n, c] is (H, W) and the weights of the columns are (width, W). Which product gives (H, width)?",
)
def _(x, sizes, align_corners, kernel):
    down, across = along_each(x, sizes, align_corners, kernel)
    return (down @ x @ across).astype(x.dtype)


@on_both_axes(
    "blends along the columns and copies along the rows",
    hint="Both axes are blended, one after the other. What happens to an output that lies between two columns?",
)
def _(x, sizes, align_corners, kernel):
    down, _ = along_each(x, sizes, align_corners, kernel)
    across = np.eye(x.shape[3])[copied(x.shape[3], sizes[1])]
    return (down @ x @ across.T).astype(x.dtype)
