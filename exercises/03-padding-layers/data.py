"""Write the data of this notebook's story: a range of hills, and a photograph of which we know what lies around it."""

from pathlib import Path

import numpy as np
from matplotlib import cbook
from skimage import data as photographs


def hills() -> np.ndarray:
    """Heights in metres along a line across the Jacksboro fault, Tennessee. US Geological Survey, public domain."""
    return cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][200].astype(np.float32)


def coffee() -> np.ndarray:
    """A cup of coffee on a table, (200, 300, 3) bytes of red, green and blue. Photograph by Rachel Michetti, CC0."""
    whole = photographs.coffee().astype(float)
    return np.round(whole.reshape(200, 2, 300, 2, 3).mean(axis=(1, 3))).astype(np.uint8)


def write(folder: Path) -> None:
    """Save every array below `folder`."""
    for name, array in {"hills": hills(), "coffee": coffee()}.items():
        np.save(folder / f"{name}.npy", array)
