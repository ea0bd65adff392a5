"""Figures that were drawn before, and the file in which they are kept, with the list of fonts."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

TOLERANCE = 1e-5  # of the largest number of an array: that moves no pixel
_ROUNDED_ZERO = 1e-12
_DAMAGED = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


class Description(NamedTuple):
    """A figure: the digest of all that it is but its numbers, and those, array after array, with the arrays' sizes."""

    structure: str
    numbers: np.ndarray
    sizes: np.ndarray

    def shows_the_same_as(self, other: "Description") -> bool:
        """Tell whether this is the other figure, but for rounding."""
        if self.structure != other.structure or not np.array_equal(self.sizes, other.sizes):
            return False
        starts = np.cumsum(other.sizes) - other.sizes
        with np.errstate(invalid="ignore"):  # infinities less infinities
            largest = np.maximum.reduceat(np.nan_to_num(np.abs(other.numbers), posinf=0), starts)
            near = np.abs(self.numbers - other.numbers) <= np.repeat(TOLERANCE * largest + _ROUNDED_ZERO, other.sizes)
        same = (self.numbers == other.numbers) | (np.isnan(self.numbers) & np.isnan(other.numbers))
        return bool(np.all(near | same))


class DrawnFigure(NamedTuple):
    """A figure and the picture that was drawn of it: a PNG in base64."""

    description: Description
    picture: str


def to_bytes(figures: Sequence[DrawnFigure], fonts: str = "") -> bytes:
    """Make the content of a file that `read` and `fonts_in` read."""
    arrays: dict[str, Any] = {"count": np.array(len(figures)), "fonts": np.frombuffer(fonts.encode(), np.uint8)}
    for number, (description, picture) in enumerate(figures):
        arrays |= {f"{number} {name}": np.asarray(value) for name, value in description._asdict().items()}
        arrays[f"{number} picture"] = np.frombuffer(picture.encode("ascii"), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def read(path: Path) -> list[DrawnFigure]:
    """Read the figures that `path` holds; none where it is damaged."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            return [
                DrawnFigure(
                    Description(str(file[f"{n} structure"]), file[f"{n} numbers"], file[f"{n} sizes"]),
                    file[f"{n} picture"].tobytes().decode("ascii"),
                )
                for n in range(int(file["count"]))
            ]
    except _DAMAGED:
        return []


def fonts_in(path: Path) -> str:
    """Read the list of fonts that `path` holds beside its figures, see `fonts`; nothing where it holds none."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            names: str = file["fonts"].tobytes().decode()
            return names
    except _DAMAGED:
        return ""
