"""Write the data of this notebook's story: an album of four photographs, and a detail of each."""

from pathlib import Path

import numpy as np
from skimage import data as photographs


def cat() -> np.ndarray:
    """A cat, red, green and blue. Photograph by Stefan van der Walt, CC0."""
    return photographs.chelsea()


def coffee() -> np.ndarray:
    """A cup of espresso. Photograph by Rachel Michetti, CC0, courtesy of Pikolo Espresso Bar."""
    return photographs.coffee()


def rocket() -> np.ndarray:
    """A Falcon 9 at Cape Canaveral. Photograph by SpaceX, released into the public domain."""
    return photographs.rocket()


def astronaut() -> np.ndarray:
    """Eileen Collins. Photograph by NASA, released into the public domain."""
    return photographs.astronaut()


def album() -> dict[str, np.ndarray]:
    """The four pictures, smaller, each of its own shape: bytes of (rows, columns, 3)."""
    return {
        "cat": cat()[::3, ::3],
        "coffee": coffee()[::3, ::3],
        "rocket": rocket()[::3, ::3],
        "astronaut": astronaut()[:300:2, 100:340:2],
    }


def details() -> dict[str, np.ndarray]:
    """A part of each of the four pictures, larger than it is in the album."""
    return {
        "cat": cat()[100:240:2, 150:330:2],
        "coffee": coffee()[40:330:2, 300:500:2],
        "rocket": rocket()[60:300:2, 350:500:2],
        "astronaut": astronaut()[30:200:2, 150:300:2],
    }


def write(folder: Path) -> None:
    """Save every picture below `folder`."""
    for name, picture in album().items():
        np.save(folder / f"{name}.npy", picture)
    for name, picture in details().items():
        np.save(folder / f"{name}-detail.npy", picture)
