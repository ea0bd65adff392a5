"""Windows that jump, and windows with gaps: on small grids, and on the photograph of a rocket on its pad.

The rocket carried the satellite DSCOVR; SpaceX gave the photograph to the public domain.
"""

import numpy as np
from skimage.data import rocket

from solutions import conv2d

from ..grids import TIMES, draw_answers, draw_kernel, draw_pixels, number, sizes, table
from ..photograph import grey
from ..style import ANSWER, INK, KERNEL, MUTED, SIGNED, WINDOW, Film, Picture, Row

CELL = 34


def answers(image, kernel, stride=1, dilation=1, padding=0):
    """The sheet of answers of one channel."""
    x, weight = np.asarray(image, float)[None, None], np.asarray(kernel, float)[None, None]
    return conv2d(x, weight, stride=stride, dilation=dilation, padding=padding)[0, 0]


def covered(stop, kernel, stride=(1, 1), dilation=(1, 1)):
    """The pixels that a stop looks at, and what each is multiplied by."""
    return {
        (stop[0] * stride[0] + a * dilation[0], stop[1] * stride[1] + b * dilation[1]): value
        for (a, b), value in np.ndenumerate(kernel)
    }


def frame(image, kernel, stop, stride=(1, 1), dilation=(1, 1)):
    """One stop: the image with the window's taps on it, and the answers so far."""
    sheet = answers(image, kernel, stride, dilation)
    order = list(np.ndindex(sheet.shape))
    so_far = np.full(sheet.shape, np.nan)
    for earlier in order[: order.index(stop) + 1]:
        so_far[earlier] = sheet[earlier]
    under = covered(stop, kernel, stride, dilation)
    seen = ", ".join(f"row {i} column {j}" for i, j in under)
    height, width = image.shape
    picture = Picture(
        (width + sheet.shape[1]) * CELL + 46,
        max(height, sheet.shape[0]) * CELL + 28,
        f"""Stop {order.index(stop) + 1} of {len(order)}: the taps lie on {seen}. The answer
        {number(sheet[stop])} is written at row {stop[0]}, column {stop[1]}.""",
    )
    picture.write(1, 10, f"stop {order.index(stop) + 1} of {len(order)}", 12, MUTED, ha="left")
    draw_pixels(picture, image, 2, 24, CELL, under=under)
    rows, columns = zip(*under, strict=True)
    top, left = min(rows), min(columns)
    high, wide = max(rows) - top + 1, max(columns) - left + 1
    picture.box(
        2 + left * CELL, 24 + top * CELL, wide * CELL, high * CELL, edge=WINDOW, line=3, dashed=max(dilation) > 1
    )
    if max(dilation) > 1:
        for i, j in under:
            picture.box(2 + j * CELL, 24 + i * CELL, CELL, CELL, edge=WINDOW, line=2.5)
    x = width * CELL + 42
    draw_answers(picture, so_far, x, 24, CELL)
    picture.box(x + stop[1] * CELL, 24 + stop[0] * CELL, CELL, CELL, edge=ANSWER, line=3.5)
    picture.arrow((width * CELL + 8, 24 + 1.5 * CELL), (x - 6, 24 + 1.5 * CELL))
    return picture


def film(image, kernel, stride, name):
    """A window that jumps, stop by stop."""
    shape = answers(image, kernel, stride).shape
    order = list(np.ndindex(shape))
    stills = {0, 1, shape[1], len(order) - 1}
    return Film(name, [frame(image, kernel, stop, stride) for stop in order], stills)


def dilated(image, kernel, dilation):
    """A window with gaps, on its first stop and on its last."""
    shape = answers(image, kernel, dilation=dilation).shape
    last = tuple(size - 1 for size in shape)
    return Row([frame(image, kernel, stop, dilation=dilation) for stop in dict.fromkeys([(0, 0), last])])


def sheet(image, kernel, **options):
    """The finished sheet of answers."""
    values = answers(image, kernel, **options)
    width = max(values.shape[1] * CELL + 4, 90)
    picture = Picture(width, len(values) * CELL + 34, f"The answers, row by row: {table(values)}.")
    picture.write(2, 13, "answers", 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, values, 2, 28, CELL)
    return picture


def launch_pad():
    """The photograph in grey, (360, 480), numbers from 0 to 255."""
    return grey(rocket()[60:420, :480])


def tower():
    """The tower on the left of it, (240, 240): thin bars."""
    return launch_pad()[60:300, 20:260]


def thumbnails(jump=4):
    """The tower, one pixel of every `jump` x `jump`; then the mean of each block, with the same stride."""
    whole = tower()
    picked = answers(whole, [[1.0]], stride=jump)
    meant = answers(whole, np.full((jump, jump), 1 / jump**2), stride=jump)
    says = {
        f"the tower, {sizes(whole)}": (whole, "The tower, with every thin bar whole."),
        "kernel 1, stride 4": (picked, "The same, jagged: bars are broken into dashes, and some have gone."),
        f"mean of 4 {TIMES} 4, stride 4": (meant, "The same, soft: the bars are pale but whole."),
    }
    return Row([_photo(name, values, words) for name, (values, words) in says.items()])


def _photo(name, values, words, side=206, cmap="gray", limits=(0, 200)):
    picture = Picture(side, side + 26, f"{name}. {words}")
    picture.write(0, 11, name, 13, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, side, side, cmap, limits)
    return picture


def upright(size):
    """A vertical edge as large as asked: the mean of the right half minus that of the left."""
    half = size // 2
    kernel = np.zeros((size, size))
    kernel[:, :half], kernel[:, -half:] = -1 / (half * size), 1 / (half * size)
    return kernel


def fine_and_broad():
    """One kind of kernel in three sizes on the tower."""
    whole = tower()
    shows = {
        3: "Every single bar of the tower is drawn, left side and right side.",
        7: "The bars have merged into strokes.",
        21: "The bars are gone: the tower as a whole is dark against the sky, with one edge on each side.",
    }
    return Row(
        [
            _photo(f"{size} {TIMES} {size} kernel", answers(whole, upright(size)), words, cmap=SIGNED, limits=(-60, 60))
            for size, words in shows.items()
        ]
    )


def kernels_side_by_side(kernel, dilations):
    """A kernel and what dilation makes of it: the same numbers, farther apart."""
    size = max(dilations) * (len(kernel) - 1) + 1
    pictures = []
    for dilation in dilations:
        reach = dilation * (len(kernel) - 1) + 1
        picture = Picture(
            size * 24 + 4,
            size * 24 + 30,
            f"""Dilation {dilation}: {kernel.size} weights, {dilation - 1} places between neighbours, {reach} by {reach}
            pixels.""",
        )
        picture.write(2, 11, f"dilation {dilation}: {reach} {TIMES} {reach}", 13, KERNEL, ha="left", weight="bold")
        for i in range(reach):
            for j in range(reach):
                picture.box(2 + 24 * j, 26 + 24 * i, 24, 24, edge=MUTED, line=0.6, dashed=True)
        for (i, j), _ in np.ndenumerate(kernel):
            draw_kernel(
                picture, kernel[i : i + 1, j : j + 1], 2 + 24 * dilation * j, 26 + 24 * dilation * i, 24, size=11
            )
        pictures.append(picture)
    return Row(pictures)
