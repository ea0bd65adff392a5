"""Write the data of this notebook's story: a cat, a range of hills, and a short film."""

from pathlib import Path

import numpy as np
from matplotlib import cbook
from skimage import data as photographs


def cat() -> np.ndarray:
    """A cat's face, (160, 200, 3) bytes of red, green and blue. Photograph by Stefan van der Walt, CC0."""
    return photographs.chelsea()[40:200, 100:300]


def hills() -> np.ndarray:
    """Heights in metres along a line across the Jacksboro fault, Tennessee. US Geological Survey, public domain."""
    return cbook.get_sample_data("jacksboro_fault_dem.npz")["elevation"][200].astype(np.float32)


def film() -> np.ndarray:
    """A ball that rolls through a still room: (8, 24, 32) brightness from 0 to 1, drawn here."""
    rows, columns = np.mgrid[:24, :32]
    room = 0.25 + 0.15 * ((rows // 6 + columns // 8) % 2)
    frames = [
        np.where(np.hypot(rows - 14 + abs(frame - 4), columns - 5 - 3 * frame) < 3.5, 1.0, room) for frame in range(8)
    ]
    return np.stack(frames).astype(np.float32)


def write(folder: Path) -> None:
    """Save every array below `folder`."""
    for name, array in {"cat": cat(), "hills": hills(), "film": film()}.items():
        np.save(folder / f"{name}.npy", array)
