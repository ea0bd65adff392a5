"""Chapter 7: what learners write instead when they copy and move pixels, and the question that leads each one on."""

from functools import partial

import numpy as np

from ..chapters._resizing import copied, pair
from ..chapters.upsampling_and_pixelshuffle import (
    PIXEL_SHUFFLE,
    PIXEL_UNSHUFFLE,
    RESIZED,
    SHUFFLED,
    UPSAMPLE_NEAREST2D,
)
from ..family import family
from ._upsampling import blend, nearest, pick, resized, shuffle, unshuffle

# Nearest --------------------------------------------------------------------------------------------------------------


def _copied(exercise, source):
    def wrong(x, size):
        axes = zip(x.shape[2:], pair(size), strict=True)
        return pick(x, *(np.clip(np.asarray(source(old, new)).astype(int), 0, old - 1) for old, new in axes))

    return wrong


copying = family([UPSAMPLE_NEAREST2D], _copied)
"""A wrong choice of the pixel to copy, `source(in_size, out_size)`; it is kept inside of the picture."""

copying(
    "takes the pixel that the output's centre falls on",
    hint="It may well be better: torch calls it 'nearest-exact'. Which pixel does plain 'nearest' take for output 0 "
    "when 5 pixels become 1?",
)(lambda old, new: np.floor((np.arange(new) + 0.5) * old / new))
copying(
    "rounds to the nearest whole number", hint="i * H / size is 1.67 somewhere. Which row is copied there, 1 or 2?"
)(lambda old, new: np.round(np.arange(new) * old / new))
copying("rounds up", hint="i * H / size is 1.33 somewhere. Which row is copied there, 1 or 2?")(
    lambda old, new: np.ceil(np.arange(new) * old / new - 1e-9)
)
copying(
    "lays whole copies of the picture side by side",
    hint="Write the row 1 2 3 twice as long. Do you want 1 2 3 1 2 3 or 1 1 2 2 3 3?",
)(lambda old, new: np.arange(new) % old)
copying(
    "spreads the pixels from corner to corner",
    hint="In this mode corners are not aligned. By how much of the input do you move from one output to the next?",
)(lambda old, new: np.arange(new) * (old - 1) / max(new - 1, 1))
copying(
    "copies each pixel equally often and cuts off the rest",
    hint="4 pixels become 6: do all of them get two copies? Which of the four can be missing then?",
)(lambda old, new: np.arange(new) // -(-new // old))
copying(
    "moves by whole pixels only",
    hint="Is the step from one output to the next a whole number of input pixels? When do you round?",
)(lambda old, new: np.arange(new) * max(1, old // new) if new < old else np.arange(new) // (new // old))
copying(
    "turns the step upside down",
    hint="From one output to the next, do you move by more or by less than one input pixel when the picture grows?",
)(lambda old, new: np.arange(new) * new / old)


@UPSAMPLE_NEAREST2D.mistake(
    "takes the mean of the pixels when it shrinks",
    hint="Torch has a mode 'area' for that. How many input pixels does one output of 'nearest' come from?",
)
def _(x, size):
    def matrix(old, new):
        if new >= old:
            return np.eye(old)[copied(old, new)]
        return np.stack([np.eye(old)[i * old // new : -(-(i + 1) * old // new)].mean(axis=0) for i in range(new)])

    return blend(x, pair(size), matrix)


@UPSAMPLE_NEAREST2D.mistake(
    "repeats every pixel a whole number of times",
    hint="4 pixels become 6. How many copies does each of them get in your code, and how many are there then in all?",
)
def _(x, size):
    height, width = pair(size)
    return x.repeat(height // x.shape[2], axis=2).repeat(width // x.shape[3], axis=3)


@UPSAMPLE_NEAREST2D.mistake(
    "pairs each row with one column",
    hint="x[:, :, [0, 1], [4, 5]] gives two pixels, not four. How do you take every row with every column?",
)
def _(x, size):
    rows, columns = (copied(old, new) for old, new in zip(x.shape[2:], pair(size), strict=True))
    return x[:, :, rows, columns]


@UPSAMPLE_NEAREST2D.mistake(
    "leaves black gaps between the copied pixels",
    hint="Every output should be a copy of some pixel. Which ones are not?",
)
def _(x, size):
    out = nearest(x, size)
    for axis in (2, 3):
        source = copied(x.shape[axis], out.shape[axis])
        repeated = np.r_[False, source[1:] == source[:-1]]
        out[(slice(None),) * axis + (repeated,)] = 0
    return out


# What all functions that resize to a size share -----------------------------------------------------------------------


resizing = family(RESIZED, lambda exercise, wrong: partial(wrong, resized(exercise)))
"""What goes wrong before or behind the resizing, `wrong(resize, x, size, *align_corners)`."""


@resizing("reads size as (width, height)", hint="Torch names the height first. Which axis of x does size[0] belong to?")
def _(resize, x, size, *corners):
    return resize(x, pair(size)[::-1], *corners)


@resizing("takes the height for the width too", hint="`size` may hold two numbers. Where do you use the second?")
def _(resize, x, size, *corners):
    return resize(x, pair(size)[0], *corners)


@resizing(
    "multiplies by size instead of resizing to it", hint="Is `size` the new size, or how many times larger it gets?"
)
def _(resize, x, size, *corners):
    return resize(x, tuple(int(n) for n in np.multiply(x.shape[2:], size)), *corners)


@resizing(
    "keeps the picture's proportions when size is an int",
    hint="torchvision's Resize does that. What shape has the output of `interpolate` for size=7?",
)
def _(resize, x, size, *corners):
    if np.ndim(size) == 0:
        short = min(x.shape[2:])
        size = tuple(int(size * old / short) for old in x.shape[2:])
    return resize(x, size, *corners)


# Channels into space and back -----------------------------------------------------------------------------------------


def exchanged(x, r):
    """Rows and columns exchanged within each block of channels."""
    n, _, h, w = x.shape
    return x.reshape(n, -1, r, r, h, w).swapaxes(2, 3).reshape(x.shape)


def turned_up(x, r):
    """The rows of each block of channels in the opposite order."""
    n, _, h, w = x.shape
    return x.reshape(n, -1, r, r, h, w)[:, :, ::-1].reshape(x.shape)


def _one_way(exercise, ways):
    there, back = ways
    if exercise is PIXEL_SHUFFLE:
        return lambda x, upscale_factor: there(x, upscale_factor)
    return lambda x, downscale_factor: back(x, downscale_factor)


both_ways = family(SHUFFLED, _one_way)
"""A wrong shuffle and the same error on the way back: two functions of (x, r)."""

both_ways(
    "reshapes without moving an axis",
    hint="A reshape keeps the order in which the numbers are stored. Which two numbers of x should be neighbours in "
    "the first row of the result, and how far apart are they stored?",
)(
    (
        lambda x, r: x.reshape(x.shape[0], x.shape[1] // r**2, x.shape[2] * r, x.shape[3] * r),
        lambda x, r: x.reshape(x.shape[0], x.shape[1] * r**2, x.shape[2] // r, x.shape[3] // r),
    )
)
both_ways(
    "fills each block column by column",
    hint="Channel 1 of four: does it belong to the right of channel 0 in the block, or below it?",
)((lambda x, r: shuffle(exchanged(x, r), r), lambda x, r: exchanged(unshuffle(x, r), r)))
DEALT = (
    lambda x, r: shuffle(x.reshape(len(x), r * r, -1, *x.shape[2:]).swapaxes(1, 2).reshape(x.shape), r),
    lambda x, r: (
        unshuffle(x, r)
        .reshape(len(x), x.shape[1], r * r, x.shape[2] // r, x.shape[3] // r)
        .swapaxes(1, 2)
        .reshape(len(x), -1, x.shape[2] // r, x.shape[3] // r)
    ),
)
both_ways(
    "takes the channels of a block from all over x",
    hint="TensorFlow orders the channels like that. Which r*r channels of x belong to output channel 0 in torch?",
    only=[PIXEL_SHUFFLE],
)(DEALT)
both_ways(
    "takes the channels of a block from all over x",
    hint="TensorFlow orders the channels like that. Which channels of the result come from channel 0 in torch?",
    only=[PIXEL_UNSHUFFLE],
)(DEALT)
TILES = (
    lambda x, r: (
        lambda n, c, h, w: (
            x.reshape(n, c // r**2, r, r, h, w).transpose(0, 1, 2, 4, 3, 5).reshape(n, c // r**2, h * r, w * r)
        )
    )(*x.shape),
    lambda x, r: (
        lambda n, c, h, w: (
            x.reshape(n, c, r, h // r, r, w // r).transpose(0, 1, 2, 4, 3, 5).reshape(n, c * r**2, h // r, w // r)
        )
    )(*x.shape),
)
both_ways(
    "keeps each channel in one piece, as a tile of the picture",
    hint="A block of the large picture has one pixel from each of r*r channels. Where does yours have them from?",
    only=[PIXEL_SHUFFLE],
)(TILES)
both_ways(
    "keeps each channel in one piece, as a tile of the picture",
    hint="Do neighbouring pixels of the large picture go to the same channel, or to different ones?",
    only=[PIXEL_UNSHUFFLE],
)(TILES)
both_ways(
    "fills the blocks from the bottom up", hint="Row 0 is the upper one. Where in its block does channel 0 belong?"
)((lambda x, r: shuffle(turned_up(x, r), r), lambda x, r: turned_up(unshuffle(x, r), r)))
both_ways("does the opposite", hint="Should the picture become larger or smaller? And the number of channels?")(
    (unshuffle, shuffle)
)
both_ways("always uses a factor of two", hint="Where does the factor come into your reshape?")(
    (lambda x, r: shuffle(x, 2), lambda x, r: unshuffle(x, 2))
)


# What only one of the two does ----------------------------------------------------------------------------------------


@PIXEL_SHUFFLE.mistake(
    "puts the channels last and then reshapes",
    hint="Then all the channels of one pixel lie in one row. Which of them belong to the row below?",
)
def _(x, r):
    return x.transpose(0, 2, 3, 1).reshape(len(x), x.shape[1] // r**2, x.shape[2] * r, x.shape[3] * r)


@PIXEL_SHUFFLE.mistake(
    "uses the first channel for the whole block",
    hint="That only copies pixels. Where do the other r*r - 1 channels go?",
)
def _(x, r):
    return x[:, :: r * r].repeat(r, axis=2).repeat(r, axis=3)


@PIXEL_SHUFFLE.mistake(
    "takes the mean of the channels of a block",
    hint="Nothing is averaged here. How many numbers go in, and how many different ones come out?",
)
def _(x, r):
    channels = x.reshape(len(x), -1, r * r, *x.shape[2:])
    return channels.mean(axis=2).repeat(r, axis=2).repeat(r, axis=3)


@PIXEL_UNSHUFFLE.mistake(
    "keeps one pixel of each block and drops the others",
    hint="No number gets lost. Into which axis of the result do the other pixels of the block go?",
)
def _(x, r):
    return x[:, :, ::r, ::r]


@PIXEL_UNSHUFFLE.mistake(
    "copies one pixel of each block into all of its channels",
    hint="Channel 0 has the upper left pixel of each block. Which pixel has channel 1?",
)
def _(x, r):
    return x[:, :, ::r, ::r].repeat(r * r, axis=1)


@PIXEL_UNSHUFFLE.mistake(
    "takes the mean of each block",
    hint="That is average pooling. How many numbers go in, and how many should come out?",
)
def _(x, r):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // r, r, w // r, r).mean(axis=(3, 5))
