"""One submission as a job: all that its verdicts depend on, in one value, and all that comes of it, in another.

A worker knows nothing else: not whose it is, not the course's key, not the gradebook. So a job gives the same
verdicts wherever and whenever it runs, and what came of it can be kept under the job's digest.
"""

import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ... import language
from ...bank import EXERCISES
from ...bank.exercise import Exercise
from ...judging.static_analysis.forbidden import StaticSource
from ...language import noted
from ...notebook.cells import HIDDEN, SPEED, exercise_name, grade_id, is_answer, is_judged, points
from ..sandbox.limits import Limits
from ..sandbox.session import CellOutput
from .digests import digest_of_files, source_digest
from .seeds import seed
from .trusted_output import CHECKED, GIVEN, METADATA
from .verdict import Part, Verdict

RANDOMNESS = "random numbers"  # what the seed of the notebook's own random numbers is drawn for


class NotGraded(RuntimeError):
    """A fault of ours kept a submission from being graded. It is never a zero."""


def not_their_fault(why: str) -> str:
    """Say of a submission that a fault of ours kept it from being graded."""
    return noted("not graded, and not the student's fault: {why}", why=why)


@dataclass(frozen=True)
class Job:
    """A notebook to judge, with everything that its verdicts depend on.

    Attributes
    ----------
    cells : tuple of (bool, str)
        The code cells in order: whether a verdict belongs there, and the source, or the exercise that it asks about.
    seeds : dict of str to int
        The seeds of every exercise's hidden cases, and of the notebook's random numbers.
    limits : Limits
    checked : dict of str to str
        By exercise, a function of another name with which the notebook calls its check: it is tried too.
    timed : tuple of str
        The exercises whose speed is graded too.
    files : Path or None
        A folder whose entries lie beside the notebook.
    sandboxed : bool
    figures : Path or None
        A file with the figures that need not be drawn, once it is there. It is no part of the digest, because no
        verdict depends on a picture.
    given : tuple of str
        The functions that the released notebook gives.
    answers : dict of str to int
        By exercise, which of the cells that are not judged is the one for its answer, where that is known.
    language : str
        What its reports are written in, whatever the worker's own language is.
    """

    cells: tuple[tuple[bool, str], ...]
    seeds: dict[str, int]
    limits: Limits = field(default_factory=Limits)
    files: Path | None = None
    sandboxed: bool = True
    figures: Path | None = None
    checked: dict[str, str] = field(default_factory=dict)
    timed: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    answers: dict[str, int] = field(default_factory=dict)
    language: str = "en"

    @property
    def exercises(self) -> list[str]:
        """The exercises that are asked about, in order."""
        return list(dict.fromkeys(text for judged, text in self.cells if judged))

    @functools.cached_property
    def static_source(self) -> StaticSource:
        """The student's cells, to be read."""
        return StaticSource(text for judged, text in self.cells if not judged)

    @functools.cached_property
    def digest(self) -> str:
        """The name under which the result is kept: another one for anything that could change it."""
        content = {
            "cells": self.cells,
            "seeds": self.seeds,
            "limits": asdict(self.limits),
            "checked": self.checked,
            "timed": self.timed,
            "given": self.given,
            "answers": self.answers,
            "files": digest_of_files(self.files),
            "sandboxed": self.sandboxed,
            "language": [self.language, language.digest(self.language)],
            "course": source_digest(),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class JobResult:
    """The result of a job.

    Attributes
    ----------
    cell_outputs : list of CellOutput
        What each cell that is not judged showed, in order.
    verdicts : list of Verdict
        Two for each exercise, on its visible and on its hidden cases, and a third on its speed where that is graded;
        none knows its points yet.
    notes : list of str
        What a person should look at, in plain lines.
    seconds : float
        How long it took, which is no part of the verdicts.
    """

    cell_outputs: list[CellOutput]
    verdicts: list[Verdict]
    notes: list[str] = field(default_factory=list)
    seconds: float = field(default=0.0, compare=False)

    def verdict(self, exercise: str, *, hidden: bool = False, speed: bool = False) -> Verdict:
        """The verdict on the visible cases of an exercise, on its hidden ones, or on its speed."""
        wanted = exercise, hidden, speed
        (verdict,) = (one for one in self.verdicts if one.part == wanted)
        return verdict

    def verdict_on(self, cell: NotebookNode, slug: str) -> Verdict:
        """The verdict on one grade cell of the notebook `slug`, which knows what it is worth."""
        exercise, hidden, speed = part_of(cell, slug)
        return replace(self.verdict(exercise, hidden=hidden, speed=speed), points=points(cell))

    def verdicts_json(self) -> str:
        """The verdicts alone, as text that is the same, byte for byte, whenever the job is run.

        A report on speed tells of times, which are never the same: it is left out, and the verdict stays.
        """
        return json.dumps([asdict(verdict.without_times()) for verdict in self.verdicts], indent=1)

    def to_json(self) -> str:
        """Everything, as JSON."""
        data = asdict(self)
        data["verdicts"] = [verdict.to_dict() for verdict in self.verdicts]
        data["notes"] = list(map(language.to_json, self.notes))
        for kept, cell in zip(data["cell_outputs"], self.cell_outputs, strict=True):
            kept["limit"] = language.to_json(cell.limit) if cell.limit else None
        return json.dumps(data)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "JobResult":
        """Read what the text of `to_json` holds; `ValueError`, `KeyError` or `TypeError` for anything else."""
        verdicts = [Verdict.from_dict(fields) for fields in data["verdicts"]]
        cells = [CellOutput(cell["outputs"], language.from_json(cell["limit"])) for cell in data["cell_outputs"]]
        return cls(cells, verdicts, list(map(language.from_json, data["notes"])), data["seconds"])


def job_of(
    nb: NotebookNode, slug: str, student: str, *, key: bytes, limits: Limits, files: Path | None, sandboxed: bool
) -> Job:
    """The job of a restored notebook.

    Raises
    ------
    NotGraded
        If one of its grade cells names no exercise of the course.
    """
    cells = tuple(
        (True, exercise_of(cell, slug).id) if is_judged(cell) else (False, str(cell.source)) for cell in code_cells(nb)
    )
    parts = [part_of(cell, slug) for cell in code_cells(nb) if is_judged(cell)]
    asked = [exercise for exercise, _, _ in parts]
    seeds = {name: seed(key, student, name) for name in (*dict.fromkeys(asked), f"{slug}: {RANDOMNESS}")}
    known = nb.metadata.get(METADATA, {})
    others = {f"{slug}/{name}": function for name, function in known.get(CHECKED, {}).items()}
    checked = {name: others[name] for name in asked if name in others}
    timed = tuple(exercise for exercise, _, speed in parts if speed)
    return Job(
        *(cells, seeds, limits, files, sandboxed),
        checked=checked,
        timed=timed,
        given=tuple(known.get(GIVEN, ())),
        answers=_answer_places(nb, slug),
    )


def _answer_places(nb: NotebookNode, slug: str) -> dict[str, int]:
    """Find the cells for answers by their names; one that has lost its name is the one right above its check."""
    cells = list(code_cells(nb))
    place, named, above_check = -1, {}, {}
    for cell, above in zip(cells, [None, *cells], strict=False):
        if is_answer(cell):
            named[f"{slug}/{grade_id(cell)}"] = place + 1
        elif is_judged(cell) and above is not None and not grade_id(above):
            above_check[exercise_of(cell, slug).id] = place
        place += not is_judged(cell)
    return above_check | named


def code_cells(nb: NotebookNode) -> Iterator[NotebookNode]:
    """The cells that a job is about."""
    return (cell for cell in nb.cells if cell.cell_type == "code")


def exercise_of(cell: NotebookNode, slug: str) -> Exercise:
    """The exercise that a grade cell asks about, by the gradebook's name of the cell."""
    name = exercise_name(grade_id(cell))
    if f"{slug}/{name}" not in EXERCISES:
        raise NotGraded(noted("the grade cell {name} of {slug} names no exercise of the course", name=name, slug=slug))
    return EXERCISES[f"{slug}/{name}"]


def part_of(cell: NotebookNode, slug: str) -> Part:
    """The part that a grade cell asks about: the exercise, and whether its hidden cases, or its speed."""
    name = grade_id(cell)
    return exercise_of(cell, slug).id, name.endswith(HIDDEN), name.endswith(SPEED)
