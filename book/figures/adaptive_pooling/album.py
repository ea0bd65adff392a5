"""Photographs of four shapes through adaptive pools, what a global pool forgets, and which places speak for a class.

Photographs: Chelsea by Stéfan van der Walt (CC0), a coffee cup by Rachel Michetti (CC0), a rocket by SpaceX (public
domain), the astronaut Eileen Collins (NASA, public domain). The digits are those of `released`.
"""

import numpy as np
from skimage import data

from solutions import adaptive_avg_pool2d, avg_pool2d

from ..grids import TIMES, number, sizes
from ..photograph import square_cat
from ..putting_it_all_together import released
from ..putting_it_all_together.handwriting import ink
from ..putting_it_all_together.networks import digit_stages
from ..style import ANSWER, INK, KERNEL, MUTED, SIGNED, WINDOW, Picture, Row
from .sizes import weights

ALBUM = {"cat": data.chelsea, "coffee": data.coffee, "rocket": data.rocket, "astronaut": data.astronaut}
SHOWN, TILES = 154, 4


def channels_first(photograph):
    return 1.0 * photograph.transpose(2, 0, 1)[None]


def as_photograph(x):
    return np.clip(np.round(x[0]), 0, 255).astype(np.uint8).transpose(1, 2, 0)


def album(wanted):
    """Each photograph in its own shape, and below it what is left in the shape that all of them get."""
    return Row(_page(name, load(), wanted) for name, load in ALBUM.items())


def _page(name, photograph, wanted):
    (height, width), small = (
        photograph.shape[:2],
        as_photograph(adaptive_avg_pool2d(channels_first(photograph), wanted)),
    )
    tall = SHOWN * height / width
    low = 30 + SHOWN + 12
    picture = Picture(
        SHOWN + 4,
        low + SHOWN * wanted[0] / wanted[1] + 28,
        f"The {name}: a photograph of {height} rows and {width} columns, and below it the same as {wanted[0]} rows and "
        f"{wanted[1]} columns of colours.",
    )
    picture.write(2, 11, f"{name}, {height} {TIMES} {width}", 12, WINDOW, ha="left", weight="bold")
    picture.image(photograph[::3, ::3], 2, 26 + SHOWN - tall, SHOWN, tall)
    picture.image(small, 2, low, SHOWN, SHOWN * wanted[0] / wanted[1])
    picture.box(2, low, SHOWN, SHOWN * wanted[0] / wanted[1], edge=ANSWER, line=1.5)
    picture.write(2, picture.height - 10, f"{wanted[0]} {TIMES} {wanted[1]}", 12, ANSWER, ha="left", weight="bold")
    return picture


def scrambled(seed=1):
    """The cat's face, its tiles in another order."""
    face, side = square_cat(), len(square_cat()) // TILES
    tiles = [face[i * side : (i + 1) * side, j * side : (j + 1) * side] for i, j in np.ndindex(TILES, TILES)]
    order = np.random.default_rng(seed).permutation(len(tiles))
    rows = [np.concatenate([tiles[k] for k in order[i * TILES : (i + 1) * TILES]], axis=1) for i in range(TILES)]
    return np.concatenate(rows)


def same_to_a_global_pool():
    """The cat and the scrambled cat: as many numbers as channels, and they are the same; with 2 x 2 they are not."""
    return Row(_pooled(name, photo) for name, photo in {"the cat": square_cat(), "in pieces": scrambled()}.items())


def _pooled(name, photograph):
    x = channels_first(photograph)
    colour, four = adaptive_avg_pool2d(x, 1), adaptive_avg_pool2d(x, 2)
    told = ", ".join(number(value, 0) for value in colour.ravel())
    picture = Picture(
        328,
        206,
        f"{name}: pooled to one pixel, its red, green and blue are {told}. Pooled to 2 by 2, the reds are "
        + ", ".join(number(value, 0) for value in four[0, 0].ravel())
        + ".",
    )
    picture.write(2, 11, name, 13, WINDOW, ha="left", weight="bold")
    picture.image(photograph, 2, 24, 156, 156)
    for k, (title, pooled) in enumerate((("1 by 1", colour), ("2 by 2", four))):
        x0 = 170 + 82 * k
        picture.write(x0, 34, title, 12, ANSWER, ha="left", weight="bold")
        picture.image(as_photograph(pooled), x0, 48, 70, 70)
        picture.box(x0, 48, 70, 70, edge=ANSWER)
    picture.write(170, 138, "one pixel: " + told, 12, INK, ha="left")
    picture.write(2, 196, "224 by 224 pixels", 12, MUTED, ha="left")
    return picture


def squeezed(side=24):
    """A wide photograph, pooled to a square: everything becomes narrower."""
    cup = data.coffee()
    square = as_photograph(adaptive_avg_pool2d(channels_first(cup), (side, side)))
    wide = as_photograph(adaptive_avg_pool2d(channels_first(cup), (side, side * 3 // 2)))
    return Row(
        [
            _cup(cup[::2, ::2], cup.shape, "A cup of coffee; its saucer is as wide as it is deep, seen from above."),
            _cup(wide, wide.shape, "The same in blocks: a cup on a saucer."),
            _cup(square, square.shape, "Narrower: saucer and cup are squeezed from the sides."),
        ]
    )


def _cup(photograph, shape, shows):
    height, width = shape[:2]
    picture = Picture(round(140 * width / height) + 4, 190, f"{height} by {width} pixels. {shows}")
    picture.write(2, 11, f"{height} {TIMES} {width}", 13, INK, ha="left", weight="bold")
    picture.image(photograph, 2, 26, 140 * width / height, 140)
    return picture


def heat(shape, wanted):
    """How much every pixel of a picture counts in the mean of all outputs: rows times columns."""
    return np.outer(weights(shape[0], wanted[0]), weights(shape[1], wanted[1]))


def plaid(shape=(17, 24), wanted=(7, 7)):
    """That heat, as a map with the number of the strongest and of the weakest pixel."""
    values, cell = heat(shape, wanted), 17
    picture = Picture(
        shape[1] * cell + 4,
        shape[0] * cell + 46,
        f"A picture of {shape[0]} by {shape[1]} pixels, pooled to {wanted[0]} by {wanted[1]}. A plaid pattern: pixels "
        f"where shared rows and columns cross count {number(values.max())} times, the weakest {number(values.min())}.",
    )
    picture.write(
        2, 11, f"{shape[0]} {TIMES} {shape[1]} pixels, pooled to {wanted[0]} {TIMES} {wanted[1]}", 13, INK, "left"
    )
    picture.image(values, 2, 24, shape[1] * cell, shape[0] * cell, SIGNED, (0.0, 2.0))
    picture.box(2, 24, shape[1] * cell, shape[0] * cell, edge=MUTED)
    told = f"from {number(values.min())} (orange) to {number(values.max())} (purple) times"
    picture.write(2, picture.height - 9, told, 12, MUTED, ha="left")
    return picture


def class_map(index):
    """Where on one digit's pooled maps its class finds its score; that is the mean of this map, and a bias."""
    x, _ = released.digits()
    state = released.state("digit_network")
    found = digit_stages(x[index : index + 1], state)
    guess = int(found["fc"][0].argmax())
    return (
        guess,
        np.tensordot(state["fc.weight"][guess], found["pool"][0], 1),
        state["fc.bias"][guess],
        found["fc"][0, guess],
    )


def class_maps(indices):
    return Row(_voices(index) for index in indices)


def _voices(index):
    guess, sheet, bias, score = class_map(index)
    x, labels = released.digits()
    side = 116
    picture = Picture(
        2 * side + 62,
        side + 76,
        f"A {labels[index]}, read as {guess}. Beside it a map of {sizes(sheet)}, purple where the pixels speak for "
        f"{guess}, orange where they speak against it. Mean {number(sheet.mean())}, bias {number(bias)}, score "
        f"{number(score)}.",
    )
    picture.write(2, 11, f"a {labels[index]}", 13, WINDOW, ha="left", weight="bold")
    ink(picture, x[index, 0], 2, 24, side)
    picture.write(side + 34, 11, f"for and against {guess}", 13, KERNEL, ha="left", weight="bold")
    limit = np.abs(sheet).max()
    picture.image(sheet, side + 34, 24, side, side, SIGNED, (-limit, limit))
    picture.box(side + 34, 24, side, side, edge=KERNEL)
    picture.write(2, side + 42, f"mean of the map {number(sheet.mean())}, bias {number(bias)}", 12, MUTED, ha="left")
    picture.write(2, side + 62, f"score {number(score)}", 13, ANSWER, ha="left", weight="bold")
    return picture


def ordinary(photograph, wanted):
    """What an ordinary pool gives with the kernel size and stride that division suggests."""
    x = channels_first(photograph)
    kernel = tuple(max(n // w, 1) for n, w in zip(x.shape[2:], wanted, strict=True))
    return avg_pool2d(x, kernel)


def too_many(shape=(23, 37), wanted=(8, 12)):
    """A small cat through an adaptive pool, and through the ordinary one that division suggests."""
    small = as_photograph(adaptive_avg_pool2d(channels_first(data.chelsea()), shape))
    found = {
        f"asked for {wanted[0]} {TIMES} {wanted[1]}": adaptive_avg_pool2d(channels_first(small), wanted),
        f"kernel {shape[0]} // {wanted[0]}, {shape[1]} // {wanted[1]}": ordinary(small, wanted),
    }
    cell = 204 / shape[1]
    rows = [_blocks(small, "the input", cell)]
    for title, y in found.items():
        rows.append(_blocks(as_photograph(y), title, 204 / wanted[1] if title.startswith("asked") else cell * 3))
    return Row(rows)


def _blocks(photograph, title, cell):
    height, width = photograph.shape[:2]
    picture = Picture(
        208, max(round(height * cell), 130) + 52, f"{title}: {height} rows and {width} columns of colours."
    )
    picture.write(2, 11, title, 13, INK, ha="left", weight="bold")
    picture.image(photograph, 2, 26, min(width * cell, 204), height * min(cell, 204 / width))
    picture.write(2, picture.height - 10, f"{height} {TIMES} {width}", 12, MUTED, ha="left")
    return picture
