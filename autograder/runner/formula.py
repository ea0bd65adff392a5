"""A function of one array that is sent as its text to where an answer runs."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Formula:
    """A function of an array, as an exercise's argument.

    Parameters
    ----------
    text : str
        One expression in `x` and `xp`, the library: "xp.sum(x * xp.sin(x))". Only what NumPy and torch both have.
    """

    text: str

    def __call__(self, x: Any) -> Any:
        """Return what the formula makes of a NumPy array."""
        return self.using(np, np.asarray(x))

    def using(self, library: Any, x: Any) -> Any:
        """Return what the formula makes of an array of `library`."""
        return eval(self.text, {"__builtins__": {}}, {"xp": library, "x": x})  # the course's own text, never a reply

    @property
    def source(self) -> str:
        """The function as a learner would write it."""
        return f"lambda x: {self.text.replace('xp.', 'np.')}"
