"""Chapter 5, where the largest stood: what learners say instead, and the question that leads each one on."""

import numpy as np

from ..chapters.adaptive_pooling import sizes_of
from ..family import family
from ._adaptive import INDEXED, indexed, row_by_row, with_indices

# The pixel is the right one, its number is not ------------------------------------------------------------------------

numbered = family(
    [INDEXED],
    lambda exercise, number: lambda x, output_size: indexed(x, sizes_of(x, output_size), number=number),
)
"""A wrong number for the right pixel: `number(rows, columns, place)`."""

numbered(
    "counts the pixels within the window",
    hint="Number the pixels of the whole image. Which number has the first pixel of the last window?",
)(lambda rows, columns, place: (rows - place.top) * place.columns + columns - place.left)
numbered(
    "forgets where the window begins",
    hint="Row 0 of the window is which row of the image? Where does your code add that?",
)(lambda rows, columns, place: (rows - place.top) * place.width + columns - place.left)
numbered(
    "adds the number of the window's first pixel to a place within the window",
    hint="The second row of a window lies one row of the image after the first. How many pixels further is that in the "
    "image, and how many in the window?",
)(
    lambda rows, columns, place: (
        place.top * place.width + place.left + (rows - place.top) * place.columns + columns - place.left
    )
)
numbered(
    "counts column by column",
    hint="Torch counts as NumPy reshapes. Which pixel comes after number 0: its right neighbour?",
)(lambda rows, columns, place: columns * place.height + rows)
numbered(
    "takes the height for the length of a row",
    hint="How many pixels stand in one row of the image: H, or W?",
)(lambda rows, columns, place: rows * place.height + columns)
numbered(
    "takes the output's width for the length of a row",
    hint="The indices count pixels of the input. How many of these stand in one row?",
)(lambda rows, columns, place: rows * place.output_width + columns)
numbered(
    "numbers the windows instead of the pixels",
    hint="The index says where the value stood in the image. What does yours say?",
)(lambda rows, columns, place: 0 * rows + place.output)
numbered("begins to count at 1", hint="Which number has the pixel x[n, c, 0, 0]?")(
    lambda rows, columns, place: row_by_row(rows, columns, place) + 1
)
numbered("says the column alone", hint="Which row does the largest value stand in? Where does your number say it?")(
    lambda rows, columns, place: columns
)
numbered("says the row alone", hint="Which column does the largest value stand in? Where does your number say it?")(
    lambda rows, columns, place: rows
)


@numbered(
    "goes on counting from channel to channel",
    hint="Every channel of every image has a pixel 0. Which number has yours in the second channel?",
)
def _(rows, columns, place):
    channels = np.arange(rows.shape[1])
    return row_by_row(rows, columns, place) + channels * place.height * place.width


@numbered(
    "goes on counting through the whole batch",
    hint="Every channel of every image has a pixel 0. Which number has yours in the second image?",
)
def _(rows, columns, place):
    maps = np.arange(rows.size).reshape(rows.shape)
    return row_by_row(rows, columns, place) + maps * place.height * place.width


# Another pixel --------------------------------------------------------------------------------------------------------


def last_largest(pixels):
    return pixels.shape[2] - 1 - pixels[:, :, ::-1].argmax(axis=2)


def first_smallest(pixels):
    return pixels.argmin(axis=2)


choosing = family(
    [INDEXED],
    lambda exercise, choices: lambda x, output_size: indexed(x, sizes_of(x, output_size), **choices),
)
"""Another pixel of the window: which one gives the value (`best`), and which one the index (`seen`)."""

choosing(
    "takes the last of equal numbers",
    hint="`>=` lets a later pixel win that is only as large. Which comparison lets the first one stay?",
)({"seen": last_largest})
choosing("keeps the smallest number", hint="Max pooling keeps the loudest voice. Which one does yours keep?")(
    {"best": first_smallest, "seen": first_smallest}
)
choosing(
    "says where the smallest number stands",
    hint="What do `argmin` and `argmax` say? Which value is the index to lead to?",
)({"seen": first_smallest})
choosing(
    "says where the first channel's largest numbers stand",
    hint="Every channel has its own largest pixel. Over which axes does your search run?",
)({"seen": lambda pixels: np.broadcast_to(pixels[:, :1].argmax(axis=2), pixels.shape[:2])})
choosing(
    "says where the largest numbers of the first image stand",
    hint="Every image has its own largest pixel. Which one do you look at?",
)({"seen": lambda pixels: np.broadcast_to(pixels[:1].argmax(axis=2), pixels.shape[:2])})


@INDEXED.mistake(
    "looks for the value in the whole image",
    hint="The same number may stand in another window, and earlier. In which part of the image do you look for it?",
)
def _(x, output_size):
    values, _ = with_indices(x, output_size)
    images = x.reshape(*x.shape[:2], 1, 1, -1)
    return values, (images == values[..., None]).argmax(axis=-1)


# The two results ------------------------------------------------------------------------------------------------------

returning = family([INDEXED], lambda exercise, bend: lambda x, output_size: bend(*with_indices(x, output_size), x))
"""The right results, returned in another way: `bend(values, indices, x)`."""

returning("returns the indices before the values", hint="Two arrays are wanted. Which of them comes first?")(
    lambda values, indices, x: (indices, values)
)
returning(
    "returns the values alone",
    hint="The values are right. Which second array is wanted, and in which form: `return a, b`?",
)(lambda values, indices, x: values)
returning("returns the indices alone", hint="The indices are right. What should stand before them?")(
    lambda values, indices, x: indices
)
returning(
    "returns a row and a column for each value",
    hint="One number for each value is wanted. How many pixels lie before row r, and how many more before column c?",
)(lambda values, indices, x: (values, np.stack(divmod(indices, x.shape[3]), axis=-1)))
returning("leaves the indices at zero", hint="Which line of yours fills the second array?")(
    lambda values, indices, x: (values, np.zeros_like(indices))
)
