"""The verdict on one grade cell: from the judge's report to the table and the gradebook it is this one value."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from ...language import from_json, to_json

Part = tuple[str, bool, bool]
_NOTED = ("mistake", "hint")  # are kept in English, and said in the language of whoever reads them


@dataclass(frozen=True)
class Verdict:
    """The verdict on the visible or the hidden cases of an exercise, or on its speed, with all that is said of it.

    Attributes
    ----------
    exercise : str
    hidden : bool
    outcome : str
        A value of `Outcome`.
    score : float
        The share of the cases that passed, from 0 to 1.
    mistake : str or None
        The name of the recognised mistake.
    failed : tuple of str
        The names of the cases that did not pass.
    oracle : str
        Where the expected results came from.
    sandboxed : bool
    seed : int
        The seed of the exercise's hidden cases; 0 where it is not known.
    hint : str
        What the recognised mistake has to say; of two mistakes at once, both hints.
    points : float
        What the cell is worth. A job does not know it: the notebook's cell says it.
    html : str
        The report, for people. In a notebook it is the output itself, and not part of the metadata.
    speed : bool
        Whether it is on the speed. Then `score` is the share of the points of speed, and no case has failed.
    words : str
        What there is to say of the speed, a sentence or more a line.
    """

    exercise: str
    hidden: bool
    outcome: str
    score: float
    mistake: str | None
    failed: tuple[str, ...]
    oracle: str
    sandboxed: bool
    seed: int = 0
    hint: str = ""
    points: float = 0.0
    html: str = ""
    speed: bool = False
    words: str = ""

    @property
    def part(self) -> Part:
        """The part that the verdict is about: the exercise, and whether its hidden cases, or its speed."""
        return self.exercise, self.hidden, self.speed

    def without_times(self) -> "Verdict":
        """Leave out what tells of times."""
        return replace(self, html="", words="") if self.speed else self

    @property
    def earned(self) -> float:
        """The points that this cell gets."""
        return round(self.score * self.points, 4)

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON can hold them."""
        return asdict(self) | {name: to_json(getattr(self, name)) for name in _NOTED}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Verdict":
        """Make a verdict of what `to_dict` gave; `KeyError` or `TypeError` for anything else."""
        noted = {name: from_json(fields[name]) for name in _NOTED if name in fields}
        return cls(**{**fields, **noted, "failed": tuple(fields["failed"])})
