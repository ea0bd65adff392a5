"""Write the data of this notebook's story: a portrait, a range of hills, and what a camera's sensor sees."""

from pathlib import Path

import numpy as np
from matplotlib import cbook
from skimage import data as photographs


def portrait() -> np.ndarray:
    """The astronaut Eileen Collins, (160, 128, 3) bytes of red, green and blue. Photograph by NASA, public domain."""
    return photographs.astronaut()[20:180, 160:288]


def hills() -> np.ndarray:
    """Nine heights in metres across the Jacksboro fault, Tennessee. US Geological Survey, public domain."""
    return cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][200, ::50].astype(np.float32)


def sensor() -> np.ndarray:
    """A cup of coffee as a camera's sensor sees it, (240, 320) bytes: one colour for each pixel.

    In each block of 2x2 pixels, red stands at the upper left, green at the upper right and the lower left, blue at the
    lower right. Photograph by Rachel Michetti, CC0.
    """
    coffee = photographs.coffee()[60:300, 160:480]
    mosaic = np.empty(coffee.shape[:2], dtype=coffee.dtype)
    for row, column, colour in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        mosaic[row::2, column::2] = coffee[row::2, column::2, colour]
    return mosaic


def write(folder: Path) -> None:
    """Save every array below `folder`."""
    for name, array in {"portrait": portrait(), "hills": hills(), "sensor": sensor()}.items():
        np.save(folder / f"{name}.npy", array)
