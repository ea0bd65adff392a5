"""What the notebook of chapter 8 has got: pictures, and the weights of networks that its `data.py` trained.

`make` trains them once and releases them before it builds the book, so page and notebook show the same networks.
"""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[3] / "_build/downloads/notebooks/08-putting-it-all-together/data"
FIRST_HELD_OUT = 1437  # how many digits the network was trained on: data.py has the same number


def array(name):
    """One of the pictures, or what torch made of them."""
    return np.load(_existing(f"{name}.npy"))


def state(name):
    """The weights of a network under torch's keys, in float64, as the pictures are."""
    with np.load(_existing(f"{name}.npz")) as arrays:
        return {key: values.astype(float) for key, values in arrays.items()}


def cat():
    """The cat (1, 3, 150, 224), brightness from 0 to 1, as networks take it."""
    return (array("cat") / 255).transpose(2, 0, 1)[None]


def digits():
    """Digits that the network has never seen (N, 1, 8, 8), from 0 (paper) to 1 (ink), and which they are."""
    return array("digits") / 16, array("digit_labels")


def face():
    """The face (1, 3, 192, 144), and the same at half its size: the mean of every 2 x 2 block."""
    whole = array("face") / 255
    (n, c, h, w) = whole.shape
    return whole, whole.reshape(n, c, h // 2, 2, w // 2, 2).mean(axis=(3, 5))


def _existing(name):
    if not (FOLDER / name).exists():
        raise FileNotFoundError(f"{FOLDER / name} is not there: `make downloads` makes it")
    return FOLDER / name
