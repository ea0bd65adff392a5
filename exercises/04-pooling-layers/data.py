"""Write the data of this notebook's story: a walk over hills, a piece of sky, and a page of handwriting."""

from pathlib import Path

import numpy as np
from matplotlib import cbook
from skimage import data as photographs


def hills() -> np.ndarray:
    """Heights in metres from north to south across the Jacksboro fault. US Geological Survey, public domain."""
    return cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][:, 120].astype(np.float32)


def sky() -> np.ndarray:
    """A piece of the Hubble eXtreme Deep Field in grey, (163, 211) bytes. NASA, in the public domain."""
    return photographs.hubble_deep_field()[420:583, 600:811].mean(axis=2).round().astype(np.uint8)


def page() -> np.ndarray:
    """Dark handwriting on light paper, (172, 448) bytes. From Wikipedia, released into the public domain."""
    return photographs.text()


def write(folder: Path) -> None:
    """Save every array below `folder`."""
    for name, array in {"hills": hills(), "sky": sky(), "page": page()}.items():
        np.save(folder / f"{name}.npy", array)
