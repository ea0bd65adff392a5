"""Write the data of this notebook's story: a thumbnail of a cup of coffee, and a range of hills as seen from afar."""

from pathlib import Path

import numpy as np
from matplotlib import cbook
from skimage import data as photographs


def cup() -> np.ndarray:
    """A cup of coffee, a thumbnail of (50, 75, 3) bytes of red, green and blue. Photograph by Rachel Michetti, CC0."""
    return photographs.coffee().reshape(50, 8, 75, 8, 3).mean(axis=(1, 3)).round().astype(np.uint8)


def hills() -> np.ndarray:
    """400 heights in metres along a line in Tennessee. US Geological Survey, public domain."""
    return cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][120, :400].astype(np.float32)


def write(folder: Path) -> None:
    """Save every array below `folder`."""
    for name, array in {"cup": cup(), "hills": hills()}.items():
        np.save(folder / f"{name}.npy", array)
