"""Write the data of this notebook's story: a rocket before its launch, and the same photograph badly printed."""

from pathlib import Path

import numpy as np
from skimage import data as photographs


def rocket() -> np.ndarray:
    """The rocket that carried DSCOVR, (180, 240, 3) bytes of red, green, blue. Photograph by SpaceX, public domain."""
    whole = photographs.rocket()[60:420, :480].astype(float)
    return np.round(whole.reshape(180, 2, 240, 2, 3).mean(axis=(1, 3))).astype(np.uint8)


def misprint() -> np.ndarray:
    """The rocket as if printed with plates that had slipped: red too far to the right, blue too far to the left."""
    picture = rocket()
    red, blue = np.roll(picture[..., 0], 5, axis=1), np.roll(picture[..., 2], -3, axis=1)
    return np.stack([red, picture[..., 1], blue], axis=2)[:, 8:-8]


def write(folder: Path) -> None:
    """Save every array below `folder`."""
    for name, array in {"rocket": rocket(), "misprint": misprint()}.items():
        np.save(folder / f"{name}.npy", array)
