"""The matrix of im2col: windows as columns, the product with it, and how often each pixel is copied."""

import numpy as np

from solutions.as_fast_as_torch import col2im, conv2d_gemm, im2col

from ..grids import draw_answers, draw_kernel, draw_pixels, grey, number, table
from ..style import ANSWER, INK, KERNEL, MUTED, PAPER, WINDOW, Film, Picture, Row

X = np.array([[1, 5, 2, 0], [4, 7, 3, 6], [0, 2, 8, 1]])
FILTERS = np.array([[[1, 0], [2, -1]], [[0, 1], [1, 1]]])
CELL, SMALL, TOP = 38, 32, 34
PIXEL = (1, 1)


def matrix():
    """The windows of `X` as columns."""
    return im2col(X[None, None], (2, 2))[0]


def product():
    """Both filters times that matrix: a row for each filter."""
    return conv2d_gemm(X[None, None], FILTERS[:, None])[0].reshape(len(FILTERS), -1)


def is_copy():
    """Where the matrix holds a copy of the pixel `PIXEL`."""
    return im2col(np.arange(X.size).reshape(1, 1, *X.shape), (2, 2))[0] == np.ravel_multi_index(PIXEL, X.shape)


def task():
    """The picture, two filters, and an empty matrix."""
    picture = Picture(
        520,
        TOP + 3 * CELL + 6,
        f"""A picture of 3 by 4 pixels, {table(X)}, and two filters of 2 by 2: {table(FILTERS[0])}; and
        {table(FILTERS[1])}. Every window becomes a column of a matrix. How large is it?""",
    )
    picture.write(2, 12, "the picture", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, X, 2, TOP, CELL)
    for n, kernel in enumerate(FILTERS):
        picture.write(212 + 150 * n, 12, f"filter {n}", 13, KERNEL, ha="left", weight="bold")
        draw_kernel(picture, kernel, 212 + 150 * n, TOP, CELL)
    return picture


def answer():
    """The matrix, with all copies of one pixel marked."""
    copies = int(is_copy().sum())
    picture = Picture(
        280,
        TOP + 4 * CELL + 6,
        f"The matrix of all windows, {table(matrix())}. The {X[PIXEL]} of the picture stands in it {copies} times.",
    )
    picture.write(2, 12, f"windows as columns; the {X[PIXEL]} {copies} times", 13, INK, ha="left", weight="bold")
    _draw_columns(picture, 2, TOP, CELL, matrix().shape[1], is_copy())
    return picture


def film():
    """One window after the other becomes a column, and the filters are multiplied with it."""
    count = matrix().shape[1]
    return Film("columns", [_stopped(stop) for stop in range(count)], (0, 2, 5))


def _stopped(stop):
    i, j = divmod(stop, X.shape[1] - 1)
    column, done = matrix()[:, stop], product()[:, : stop + 1]
    rows = FILTERS.reshape(len(FILTERS), -1)
    picture = Picture(
        500,
        TOP + 4 * SMALL + 26 + 2 * SMALL + 8,
        f"""Stop {stop + 1} of {matrix().shape[1]}: the window at row {i}, column {j} becomes column {stop} of the
        matrix, {" ".join(map(str, column))}. The filters times that column are
        {" and ".join(map(number, done[:, -1]))}.""",
    )
    picture.write(2, 12, "the picture", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, X, 2, TOP, CELL)
    picture.box(2 + j * CELL, TOP + i * CELL, 2 * CELL, 2 * CELL, edge=WINDOW, line=3.5)
    left = 300
    picture.write(left, 12, "windows as columns", 13, INK, ha="left", weight="bold")
    _draw_columns(picture, left, TOP, SMALL, stop + 1)
    picture.box(left + stop * SMALL, TOP, SMALL, 4 * SMALL, edge=WINDOW, line=3)
    below = TOP + 4 * SMALL + 26
    picture.write(68, below - 12, "filters as rows", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, rows, 68, below, SMALL)
    picture.arrow((206, below + SMALL), (288, below + SMALL), MUTED)
    picture.write(left, below - 12, "their product", 13, ANSWER, ha="left", weight="bold")
    sheet = np.full(product().shape, np.nan)
    sheet[:, : stop + 1] = done
    draw_answers(picture, sheet, left, below, SMALL)
    picture.box(left + stop * SMALL, below, SMALL, 2 * SMALL, edge=WINDOW, line=3)
    return picture


def _draw_columns(picture, x, y, cell, count, marked=None):
    """The first `count` columns, in the greys of their pixels; the rest empty."""
    for (k, column), value in np.ndenumerate(matrix()):
        there = column < count
        fill, ink = grey(value) if there else (PAPER, MUTED)
        picture.box(x + column * cell, y + k * cell, cell, cell, fill=fill, edge="#808080")
        if there:
            picture.write(x + (column + 0.5) * cell, y + (k + 0.5) * cell, number(value), 13, ink)
    if marked is not None:
        for k, column in np.argwhere(marked):
            picture.box(x + column * cell + 1, y + k * cell + 1, cell - 2, cell - 2, edge=WINDOW, line=3)


# How often each pixel is copied ---------------------------------------------------------------------------------------

GEOMETRIES = [(3, 1), (5, 1), (3, 2), (2, 2)]  # kernel and stride


def copied(kernel, stride, size=9):
    """How often each of size x size pixels stands in the matrix."""
    count = (size - kernel) // stride + 1
    ones = np.ones((1, kernel * kernel, count * count))
    return col2im(ones, (size, size), kernel, stride)[0, 0].astype(int)


def copies():
    """For each kernel and stride: the number of copies of every pixel."""
    return Row(_counted(kernel, stride) for kernel, stride in GEOMETRIES)


def _counted(kernel, stride, cell=17):
    values = copied(kernel, stride)
    side, growth = len(values) * cell, values.sum() / values.size
    picture = Picture(
        side + 4,
        side + 46,
        f"""How often each of {len(values)} by {len(values)} pixels is copied by a kernel of {kernel} with stride
        {stride}: {values.min()} to {values.max()} times. The matrix is {number(growth)} times as large as the
        picture.""",
    )
    picture.write(2, 11, f"kernel {kernel}, stride {stride}", 13, INK, ha="left", weight="bold")
    for (i, j), value in np.ndenumerate(values):
        fill, ink = grey(value, max(values.max(), 4))
        picture.box(2 + j * cell, 24 + i * cell, cell, cell, fill=fill, edge="#808080", line=0.5)
        picture.write(2 + (j + 0.5) * cell, 24 + (i + 0.5) * cell, str(value), 10, ink)
    picture.write(2, side + 36, f"{number(growth, 1)} times as large", 12, MUTED, ha="left")
    return picture
