"""The window on small grids: where it stops, what it sums, and what it is fooled by."""

import numpy as np

from solutions.convolutional_layers import correlate2d

from .grids import TIMES, draw_answers, draw_kernel, draw_pixels, draw_plain, number, table
from .style import ANSWER, ANSWER_TINT, INK, KERNEL, MUTED, WINDOW, Film, Picture, Row

CELL = 34


def stops(image, kernel):
    """Every place of the window, in the order in which it goes there."""
    return list(np.ndindex(correlate2d(image, kernel).shape))


def window(image, kernel, stop):
    (i, j), (kh, kw) = stop, kernel.shape
    return image[i : i + kh, j : j + kw]


def frame(image, kernel, stop):
    """One stop of the window: the image with the window on it, the terms of the sum, the answers so far."""
    (i, j), (kh, kw), (height, width) = stop, kernel.shape, image.shape
    answers = correlate2d(image, kernel)
    order = stops(image, kernel)
    so_far = np.full(answers.shape, np.nan)
    for earlier in order[: order.index(stop) + 1]:
        so_far[earlier] = answers[earlier]
    seen, count = window(image, kernel, stop), f"stop {order.index(stop) + 1} of {len(order)}"
    picture = Picture(
        (width + answers.shape[1]) * CELL + 46,
        max(height, answers.shape[0]) * CELL + 84,
        f"""{count}: the window covers rows {i} to {i + kh - 1} and columns {j} to {j + kw - 1} of the image and sees
        {table(seen)}. Times the kernel, summed: {number(answers[stop])}, written at row {i}, column {j}.""",
    )
    picture.write(1, 10, count, 12, MUTED, ha="left")
    draw_pixels(picture, image, 2, 24, CELL, under={(i + a, j + b): k for (a, b), k in np.ndenumerate(kernel)})
    picture.box(2 + j * CELL, 24 + i * CELL, kw * CELL, kh * CELL, edge=WINDOW, line=3.5)
    left = width * CELL + 42
    draw_answers(picture, so_far, left, 24, CELL)
    picture.box(left + j * CELL, 24 + i * CELL, CELL, CELL, edge=ANSWER, line=3.5)
    picture.arrow((width * CELL + 8, 24 + 1.5 * CELL), (left - 6, 24 + 1.5 * CELL))
    bottom = height * CELL + 40
    for a in range(kh):
        terms = " + ".join(f"({number(k)})·{number(v)}" for k, v in zip(kernel[a], seen[a], strict=True))
        picture.write(2, bottom + 18 * a, ("+ " if a else "   ") + terms, 12, INK, ha="left")
    result = f"= {number(answers[stop])}"
    picture.write(picture.width - 2, bottom + 18 * (kh - 1), result, 15, ANSWER, ha="right", weight="bold")
    return picture


def film(image, kernel, name="film"):
    """The window on its way: first stop, second, start of the second row and last as stills; every stop when played."""
    order = stops(image, kernel)
    columns = correlate2d(image, kernel).shape[1]
    return Film(name, [frame(image, kernel, stop) for stop in order], {0, 1, columns, len(order) - 1})


def one_stop(image, kernel, stop):
    """The window's numbers, times the kernel's, gives products; their sum is one answer."""
    seen = window(image, kernel, stop)
    products, answer = seen * kernel, (seen * kernel).sum()
    kh, kw = kernel.shape
    block, gap, top = kw * CELL, 42, 28
    picture = Picture(
        3 * block + 3 * gap + 62,
        kh * CELL + top + 8,
        f"""The window at row {stop[0]}, column {stop[1]} sees {table(seen)}. Cell by cell times the kernel
        {table(kernel)} gives the products {table(products)}. They add up to {number(answer)}.""",
    )
    middle = top + kh * CELL / 2
    blocks = [
        ("window", draw_pixels, seen, WINDOW),
        ("kernel", draw_kernel, kernel, KERNEL),
        ("products", draw_plain, products, INK),
    ]
    for k, (title, draw, values, color) in enumerate(blocks):
        x = 2 + k * (block + gap)
        draw(picture, values, x, top, CELL)
        picture.box(x, top, block, kh * CELL, edge=color, line=2.5 if k == 0 else 1.2)
        picture.write(x + block / 2, 14, title, 13, color, weight="bold")
        picture.write(x + block + gap / 2, middle, (TIMES, "=", "→")[k], 20, MUTED)
    x = 3 * (block + gap)
    picture.write(x + 30, 14, "sum", 13, ANSWER, weight="bold")
    picture.box(x + 4, middle - 20, 54, 40, fill=ANSWER_TINT, edge=ANSWER, line=2, round_by=6)
    picture.write(x + 31, middle, number(answer), 17, ANSWER, weight="bold")
    return picture


def image_and_kernel(image, kernel):
    """The task alone: an image, a kernel, and an empty sheet for the answers."""
    picture = Picture(
        (image.shape[1] + kernel.shape[1]) * CELL + 60,
        image.shape[0] * CELL + 34,
        f"An image of {len(image)} rows: {table(image)}. A kernel of {len(kernel)} rows: {table(kernel)}.",
    )
    picture.write(2, 13, "image", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, image, 2, 28, CELL)
    x = image.shape[1] * CELL + 54
    picture.write(x, 13, "kernel", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, kernel, x, 28, CELL)
    return picture


def answers(image, kernel):
    """The finished sheet."""
    values = correlate2d(image, kernel)
    width, height = max(values.shape[1] * CELL + 4, 90), len(values) * CELL + 34
    picture = Picture(width, height, f"The sheet of answers, row by row: {table(values)}.")
    picture.write(2, 13, "answers", 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, values, 2, 28, CELL)
    return picture


def scores(patches, kernel):
    """What a kernel answers to patches as large as itself: `patches` maps a name to an array."""
    kh, kw = kernel.shape
    kernel_picture = Picture(kw * CELL + 6, kh * CELL + 62, f"The kernel: {table(kernel)}.")
    kernel_picture.write(2, 13, "kernel", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(kernel_picture, kernel, 2, 28, CELL, size=11)
    return Row([kernel_picture, *(_score(name, patch, kernel) for name, patch in patches.items())])


def _score(name, patch, kernel):
    (kh, kw), score = kernel.shape, correlate2d(patch, kernel)[0, 0]
    alt = f"The patch called {name}: {table(patch)}. Its answer is {number(score)}."
    picture = Picture(max(kw * CELL + 6, 118), kh * CELL + 62, alt)
    picture.write(2, 13, name, 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, patch, 2, 28, CELL)
    picture.write(2, kh * CELL + 46, f"answer {number(score)}", 15, ANSWER, ha="left", weight="bold")
    return picture
