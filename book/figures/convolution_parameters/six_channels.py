"""Two photographs in the six channels of one input: what two groups make of them, dealt out rightly and wrongly."""

import numpy as np
from skimage.data import rocket

from solutions import conv2d

from ..photograph import square_cat
from ..style import INK, MUTED, Picture, Row

MEAN = np.full((2, 3, 1, 1), 1 / 3)  # one filter a group, which takes the mean of its three channels


def stacked():
    """Red, green and blue of the cat, then of the rocket: (1, 6, 224, 224)."""
    pictures = [square_cat(), rocket()[170:394, 206:430]]
    return np.concatenate([picture.transpose(2, 0, 1) for picture in pictures])[None].astype(float)


def blocks():
    """Two groups of three channels that belong together: (2, 224, 224)."""
    return conv2d(stacked(), MEAN, groups=2)[0]


def dealt():
    """The same layer on channels that were dealt out like cards: 0, 2, 4 to one group and 1, 3, 5 to the other."""
    return conv2d(stacked()[:, [0, 2, 4, 1, 3, 5]], MEAN, groups=2)[0]


def right_and_wrong():
    shows = [
        ("blocks: 0 1 2", blocks()[0], "The cat in grey."),
        ("blocks: 3 4 5", blocks()[1], "The rocket in grey."),
        ("dealt out: 0 2 4", dealt()[0], "Cat and rocket, one shining through the other."),
        ("dealt out: 1 3 5", dealt()[1], "Rocket and cat again, in another mixture."),
    ]
    return Row([_panel(name, values, words, n) for n, (name, values, words) in enumerate(shows)])


def _panel(name, values, words, number, side=148):
    picture = Picture(side, side + 44, f"Channels in {name}. {words}")
    picture.write(0, 11, name, 13, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, side, side, limits=(0, 200))
    picture.write(0, side + 35, f"map {number % 2}", 12, MUTED, ha="left")
    return picture
