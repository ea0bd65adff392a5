"""The same operation twice more: a convolution's matrix, transposed, and zeros stuffed between the inputs."""

import numpy as np

from solutions import conv1d, conv2d

from ..grids import draw_answers, draw_kernel, number, sizes, table
from ..style import ANSWER, INK, KERNEL, KERNEL_TINT, LINE, MUTED, WINDOW, WINDOW_TINT, Picture
from .prints import sheet


def matrix(kernel, size, stride=1):
    """The matrix by which a convolution without padding acts on inputs of this size.

    It is made of what the convolution does to single inputs: column i is what it answers to an input that is 1 in place
    i and 0 elsewhere.
    """
    convolve = {1: conv1d, 2: conv2d}[kernel.ndim]
    units = np.eye(int(np.prod(size))).reshape(-1, 1, *size)
    return convolve(units, 1.0 * kernel[None, None], stride=stride).reshape(len(units), -1).T


def on_its_side(kernel, length, stride):
    """A convolution's matrix and its transpose, small enough for numbers."""
    forth = matrix(kernel, (length,), stride)
    cell, top = 28, 46
    rows, columns = forth.shape
    middle = columns * cell + 76
    picture = Picture(
        middle + rows * cell + 96,
        top + columns * cell + 26,
        f"""Left, the matrix of a convolution with the kernel {table(kernel)} and stride {stride}: {rows} rows and
        {columns} columns, {table(forth)}. Each row is the window at one stop, moved on by {stride}. Right, the same
        numbers turned on their side, {columns} rows and {rows} columns: {table(forth.T)}. Each column is a print.""",
    )
    picture.write(2, 12, f"convolution: {columns} numbers in, {rows} out", 13, INK, ha="left", weight="bold")
    picture.write(2, 31, "each row is a window", 12, MUTED, ha="left")
    _cells(picture, forth, 2, top, cell)
    for i in range(rows):
        picture.box(2 + i * stride * cell, top + i * cell, len(kernel) * cell, cell, edge=WINDOW, line=3)
    picture.arrow((columns * cell + 22, top + 50), (middle - 22, top + 50))
    picture.write(middle - 37, top + 34, "transpose", 12, MUTED)
    picture.write(middle, 12, f"its transpose: {rows} in, {columns} out", 13, INK, ha="left", weight="bold")
    picture.write(middle, 31, "each column is a print", 12, MUTED, ha="left")
    _cells(picture, forth.T, middle, top, cell)
    for i in range(rows):
        picture.box(middle + i * cell, top + i * stride * cell, cell, len(kernel) * cell, edge=KERNEL, line=3)
    return picture


def _cells(picture, values, x, y, cell, size=13, numbers=True):
    for (i, j), value in np.ndenumerate(values):
        picture.box(x + j * cell, y + i * cell, cell, cell, fill=KERNEL_TINT if value else "none", edge=LINE)
        if value and numbers:
            picture.write(x + (j + 0.5) * cell, y + (i + 0.5) * cell, number(value), size, KERNEL, weight="bold")


def of_a_picture(kernel, size):
    """The matrix of a convolution of a small picture, and its transpose: mostly nothing, and the same numbers again."""
    forth = matrix(kernel, size)
    rows, columns = forth.shape
    filled, cell, top = np.count_nonzero(forth), 26, 30
    side = columns * cell + 92
    picture = Picture(
        side + rows * cell + 140,
        top + columns * cell + 4,
        f"""Left, the matrix of a convolution of a picture of {sizes(np.empty(size))} with a kernel of {sizes(kernel)}:
        {rows} rows by {columns} columns. {filled} of its {forth.size} cells are filled, and each row holds the kernel's
        numbers {table(kernel.reshape(1, -1))} with gaps between the kernel's rows. Right, its transpose,
        {columns} by {rows}.""",
    )
    picture.write(2, 13, f"convolution: {rows} rows, {columns} columns", 13, INK, ha="left", weight="bold")
    _cells(picture, forth, 2, top, cell, 11)
    picture.write(side, 13, f"transpose: {columns} rows, {rows} columns", 13, INK, ha="left", weight="bold")
    _cells(picture, forth.T, side, top, cell, 11)
    busiest = int(np.argmax((forth != 0).sum(axis=0)))
    told = [
        f"{filled} of {forth.size} cells are filled, by only {kernel.size} weights.",
        f"Column {busiest} belongs to the pixel at row {busiest // size[1]}, column {busiest % size[1]}:",
        f"it is seen by {np.count_nonzero(forth[:, busiest])} windows, each with another weight.",
        f"In the transpose that is row {busiest}.",
    ]
    for k, text in enumerate(told):
        picture.write(2, top + rows * cell + 34 + 20 * k, text, 13, INK, ha="left")
    return picture.in_parts((0, columns * cell + 4, 0, top + rows * cell + 110), (side - 2, picture.width))


def stuffed(x, kernel, stride):
    """The inputs with stride - 1 zeros between them, and kernel - 1 zeros around."""
    (height, width), (kh, kw) = x.shape, kernel.shape
    spread = np.zeros(((height - 1) * stride + 1, (width - 1) * stride + 1))
    spread[::stride, ::stride] = x
    return np.pad(spread, [(kh - 1, kh - 1), (kw - 1, kw - 1)])


def by_stuffing(x, kernel, stride):
    """Slide the turned kernel over the stuffed inputs: an ordinary convolution with stride 1."""
    return conv2d(stuffed(x, kernel, stride)[None, None], 1.0 * kernel[None, None, ::-1, ::-1])[0, 0]


def stuffing(x, kernel, stride, stop):
    """The stuffed picture with the turned kernel at one stop, and the sheet that it makes."""
    wide, answers, turned = stuffed(x, kernel, stride), by_stuffing(x, kernel, stride), kernel[::-1, ::-1]
    assert np.array_equal(answers, sheet(x, kernel, stride))
    (kh, kw), (i, j), cell, top = kernel.shape, stop, 30, 30
    (height, width), seen = wide.shape, wide[i : i + kh, j : j + kw]
    left = width * cell + kw * cell + 92
    picture = Picture(
        left + answers.shape[1] * cell + 4,
        top + height * cell + 4,
        f"""Left, the input {table(x)} with {stride - 1} zero between neighbours and {kh - 1} zeros around:
        {sizes(wide)} cells. At row {i}, column {j} the window sees {table(seen)}. Times the turned stamp,
        {table(turned)}, that adds up to {number(answers[stop])}. Right, the whole sheet: {table(answers)}.""",
    )
    picture.write(2, 12, "stuffed with zeros", 13, WINDOW, ha="left", weight="bold")
    real = np.zeros(wide.shape, bool)
    real[kh - 1 : height - kh + 1 : stride, kw - 1 : width - kw + 1 : stride] = True
    for (a, b), value in np.ndenumerate(wide):
        fill = WINDOW_TINT if real[a, b] else "none"
        picture.box(2 + b * cell, top + a * cell, cell, cell, fill=fill, edge=LINE)
        color, weight = (WINDOW, "bold") if real[a, b] else (MUTED, "normal")
        picture.write(2 + (b + 0.5) * cell, top + (a + 0.5) * cell, number(value), 13, color, weight=weight)
    picture.box(2 + j * cell, top + i * cell, kw * cell, kh * cell, edge=WINDOW, line=3.5)
    x_kernel = width * cell + 46
    middle = top + height * cell / 2
    picture.write(x_kernel + kw * cell / 2, middle - kh * cell / 2 - 30, "the stamp,", 12, KERNEL)
    picture.write(x_kernel + kw * cell / 2, middle - kh * cell / 2 - 14, "turned", 12, KERNEL)
    draw_kernel(picture, turned, x_kernel, middle - kh * cell / 2, cell)
    picture.write(width * cell + 24, middle, "*", 22, MUTED)
    picture.write(left - 24, middle, "=", 18, MUTED)
    y = middle - answers.shape[0] * cell / 2
    picture.write(left, y - 16, "the sheet", 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, answers, left, y, cell)
    picture.box(left + j * cell, y + i * cell, cell, cell, edge=ANSWER, line=3.5)
    return picture.in_parts((0, left - 40), (left - 40, picture.width, y - 28, picture.height))
