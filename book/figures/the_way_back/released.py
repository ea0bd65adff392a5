"""What the notebook of chapter 9 has got: digits, weights to start from, and what torch made of both in its `data.py`.

The digits: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI Machine Learning
Repository, CC BY 4.0.
"""

from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[3] / "_build/downloads/notebooks/09-the-way-back/data"
RATE, BATCH, SEED = 0.05, 32, 0  # as in data.py, and in the notebook


def digits(which="seen"):
    """Digits (N, 1, 8, 8) from 0 to 1, and which they are; `which` is "seen" or "kept_back"."""
    images, labels = (np.load(FOLDER / f"{name}_{which}.npy") for name in ("digits", "labels"))
    return images / np.float32(16), labels


def start():
    """The weights that training starts from."""
    with np.load(FOLDER / "start.npz") as file:
        return dict(file)


@cache
def torchs():
    """What torch made of it: losses, and shares of the digits that were read."""
    with np.load(FOLDER / "runs_of_torch.npz") as file:
        return dict(file)
