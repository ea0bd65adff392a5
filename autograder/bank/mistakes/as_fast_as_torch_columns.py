"""Chapter 10: what learners write instead of windows in columns, put back from there, and multiplied all at once."""

import numpy as np

from ..chapters._blame import stops
from ..chapters.as_fast_as_torch import COL2IM, CONV2D_BLOCKED, CONV2D_GEMM, IM2COL
from ..family import family
from ._fast import (
    blocked,
    canvas_of,
    fold,
    from_columns,
    gemm,
    in_columns,
    on_blocked,
    on_col2im,
    on_gemm,
    on_im2col,
    taps,
)
from ._sliding import add_bias
from ._way_back import Geometry, cropped, put_at, sliced

FIRST = (1, 1)

# The options ----------------------------------------------------------------------------------------------------------


def _columns_with_geometry(exercise, change):
    if exercise is IM2COL:
        return on_im2col(lambda x, kernel, g: in_columns(taps(x, kernel, change(g))))
    if exercise is CONV2D_GEMM:
        return on_gemm(lambda x, weight, bias, g: gemm(x, weight, bias, change(g)))
    if exercise is CONV2D_BLOCKED:
        return on_blocked(lambda x, weight, bias, g, rows: blocked(x, weight, bias, change(g), rows))

    def folded(columns, size, kernel, g):
        counts = stops(size, kernel, g.stride, g.padding, g.dilation)
        return fold(columns, size, kernel, change(g), counts=counts)

    return on_col2im(folded)


columns_with_geometry = family((IM2COL, COL2IM, CONV2D_GEMM, CONV2D_BLOCKED), _columns_with_geometry)
"""The right answer with other options, `change(geometry)`."""

columns_with_geometry("ignores the stride", hint="How many pixels does the window move from one column to the next?")(
    lambda g: g._replace(stride=FIRST)
)
columns_with_geometry("ignores the dilation", hint="How far apart lie two pixels that neighbouring taps see?")(
    lambda g: g._replace(dilation=FIRST)
)
columns_with_geometry(
    "exchanges stride and dilation",
    hint="From tap to tap the place moves by `dilation`, from window to window by `stride`. And in your slices?",
)(lambda g: g._replace(stride=g.dilation, dilation=g.stride))
columns_with_geometry(
    "reads pairs as (width, height)", hint="In torch's pairs the height comes first. Which axis gets which?"
)(lambda g: Geometry(g.stride[::-1], g.padding[::-1], g.dilation[::-1]))
columns_with_geometry(
    "ignores the padding",
    hint="The first window begins in the padding. Where does yours begin?",
    only=[IM2COL, CONV2D_GEMM, CONV2D_BLOCKED],
)(lambda g: g._replace(padding=(0, 0)))

# The order of a column ------------------------------------------------------------------------------------------------


def reordered(*axes):
    """Columns whose numbers stand in another order."""

    def columns(seen):
        n, _, _, _, rows, cols = seen.shape
        return seen.transpose(*axes).reshape(n, -1, rows * cols)

    return columns


def read_reordered(*axes):
    """Read reordered columns back: `axes` say where (N, C, kh, kw, rows, columns) are found."""

    def read(columns, kernel, counts):
        sizes = (len(columns), columns.shape[1] // (kernel[0] * kernel[1]), *kernel, *counts)
        return columns.reshape([sizes[axis] for axis in axes]).transpose(np.argsort(axes))

    return read


def _in_order(exercise, axes):
    if exercise is IM2COL:
        return on_im2col(lambda x, kernel, g: reordered(*axes)(taps(x, kernel, g)))
    if exercise is CONV2D_GEMM:
        return on_gemm(lambda x, weight, bias, g: gemm(x, weight, bias, g, reordered(*axes)))
    return on_col2im(lambda columns, size, kernel, g: fold(columns, size, kernel, g, read=read_reordered(*axes)))


in_order = family((IM2COL, COL2IM, CONV2D_GEMM), _in_order)
"""Columns in another order than torch's: the axes of (N, C, kh, kw, rows, columns)."""

in_order(
    "goes through a window pixel by pixel, each with all its channels: kh, kw, C",
    hint="A filter is (C_in, kh, kw), and its row has that order. Which of the three moves slowest in your column?",
)((0, 2, 3, 1, 4, 5))
in_order(
    "goes down each column of a window before it goes along: C, kw, kh",
    hint="Row by row: which of kh and kw moves faster?",
)((0, 1, 3, 2, 4, 5))
in_order(
    "takes the windows column by column",
    hint="The second column of the matrix is the window to the right of the first. And in yours?",
)((0, 1, 2, 3, 5, 4))
in_order(
    "reshapes where axes must be moved first",
    hint="reshape moves no number. In which order do your axes lie in memory, and in which does the matrix need them?",
)((0, 4, 5, 1, 2, 3))
in_order(
    "reshapes sliding_window_view's windows without moving their axes",
    hint="The view is (N, C, rows, columns, kh, kw), and a column holds C, kh, kw. Which axes have to move?",
)((0, 1, 4, 5, 2, 3))


def _turned(exercise, _):
    if exercise is IM2COL:
        return on_im2col(lambda x, kernel, g: in_columns(taps(x, kernel, g)[:, :, ::-1, ::-1]))
    if exercise is CONV2D_GEMM:
        return on_gemm(lambda x, weight, bias, g: gemm(x, weight[:, :, ::-1, ::-1], bias, g))

    def read(columns, kernel, counts):
        return from_columns(columns, kernel, counts)[:, :, ::-1, ::-1]

    return on_col2im(lambda columns, size, kernel, g: fold(columns, size, kernel, g, read=read))


family((IM2COL, COL2IM, CONV2D_GEMM), _turned)(
    "turns every window round", hint="The first number of a column is the window's first pixel. Which is it in yours?"
)(None)


of_im2col = family([IM2COL], lambda _, wrong: on_im2col(wrong))
"""Wrong columns: `wrong(x, kernel, geometry)`."""


@of_im2col("writes each window as a row", hint="torch's shape is (N, C * kh * kw, L). Which axis counts the windows?")
def _(x, kernel, g):
    return in_columns(taps(x, kernel, g)).swapaxes(1, 2)


@of_im2col("leaves out the last row and the last column of windows", hint="How many windows fit? n - k, or one more?")
def _(x, kernel, g):
    return in_columns(taps(x, kernel, g)[..., :-1, :-1])


@of_im2col("pads above and on the left only", hint="The padding lies on both sides. Which sides does your np.pad name?")
def _(x, kernel, g):
    seen = np.pad(x, ((0, 0), (0, 0), *((p, 0) for p in g.padding)))
    return in_columns(taps(seen, kernel, g._replace(padding=(0, 0))))


@of_im2col("keeps the axes apart", hint="The result has three axes. What makes one of several?")
def _(x, kernel, g):
    return taps(x, kernel, g)


# Back -----------------------------------------------------------------------------------------------------------------


of_col2im = family([COL2IM], lambda _, wrong: on_col2im(wrong))
"""Columns put back wrongly: `wrong(columns, size, kernel, geometry)`."""


@of_col2im("overwrites where windows overlap", hint="Two windows hold one pixel. What becomes of the first one's part?")
def _(columns, size, kernel, g):
    return fold(columns, size, kernel, g, put=put_at)


@of_col2im("takes the mean where windows overlap", hint="torch's fold adds up. By what do you divide?")
def _(columns, size, kernel, g):
    count = fold(np.ones_like(columns), size, kernel, g)
    return fold(columns, size, kernel, g) / np.maximum(count, 1)


@of_col2im("cuts the padding off by [p:-p], also where p is 0", hint="What is x[0:-0]?")
def _(columns, size, kernel, g):
    return sliced(canvas_of(columns, size, kernel, g), g.padding)


@of_col2im("returns the padding too", hint="`output_size` is the size without padding. Where does the picture begin?")
def _(columns, size, kernel, g):
    return canvas_of(columns, size, kernel, g)


@of_col2im("cuts off the far padding only", hint="The padding lies on both sides. Which sides do you cut?")
def _(columns, size, kernel, g):
    return cropped(canvas_of(columns, size, kernel, g), (0, 0), size)


@of_col2im(
    "puts every window's first pixel back only", hint="A column has a number for each tap. Where do they all go?"
)
def _(columns, size, kernel, g):
    def first(columns, kernel, counts):
        seen = np.zeros_like(from_columns(columns, kernel, counts))
        seen[:, :, 0, 0] = from_columns(columns, kernel, counts)[:, :, 0, 0]
        return seen

    return fold(columns, size, kernel, g, read=first)


# One product ----------------------------------------------------------------------------------------------------------


of_gemm = family([CONV2D_GEMM], lambda _, wrong: on_gemm(wrong))
"""A wrong convolution by one product: `wrong(x, weight, bias, geometry)`."""


@of_gemm("forgets the bias", hint="Which argument have you not used yet?")
def _(x, weight, bias, g):
    return gemm(x, weight, None, g)


@of_gemm("adds the first filter's bias to all", hint="Every filter has its own. Along which axis does yours lie?")
def _(x, weight, bias, g):
    return gemm(x, weight, None if bias is None else np.full_like(bias, bias[0]), g)


@of_gemm(
    "cuts the filters up wrongly: weight.reshape(-1, C_out).T",
    hint="reshape moves no number. Which numbers lie side by side in `weight`: a filter's, or one of each filter?",
)
def _(x, weight, bias, g):
    mixed = weight.reshape(-1, len(weight)).T.reshape(weight.shape)
    return gemm(x, mixed, bias, g)


@of_gemm(
    "multiplies all images at once and reshapes where axes must be moved first",
    hint="One product for the whole batch gives (C_out, N * L). Which axis has to come first before you reshape?",
)
def _(x, weight, bias, g):
    out = gemm(x, weight, None, g)
    return add_bias(out.swapaxes(0, 1).reshape(out.shape), bias)


@of_gemm(
    "gives the result its width where the height belongs", hint="Windows come row by row. How many rows are there?"
)
def _(x, weight, bias, g):
    out = gemm(x, weight, bias, g)
    return out.reshape(*out.shape[:2], out.shape[3], out.shape[2])


@of_gemm("leaves the result a matrix", hint="The outputs of a filter are a picture. Which shape has it?")
def _(x, weight, bias, g):
    out = gemm(x, weight, bias, g)
    return out.reshape(*out.shape[:2], -1)


@of_gemm("multiplies by the first channel's weights in every channel", hint="How many numbers has a filter's row?")
def _(x, weight, bias, g):
    return gemm(x, np.broadcast_to(weight[:, :1], weight.shape), bias, g)
