"""One submission as a job: all that its verdicts depend on, in one value, and all that comes of it, in another.

A worker knows nothing else: not whose it is, not the course's key, not the gradebook. So a job gives the same
verdicts wherever and whenever it runs, and what came of it can be kept under the job's digest.
"""

import contextlib
import functools
import hashlib
import itertools
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ... import language
from ...bank import EXERCISES
from ...bank.exercise import Case, Exercise
from ...judging.judge import judge_answers
from ...judging.static_analysis.forbidden import StaticSource, called, watched
from ...judging.static_analysis.undefined import why_undefined
from ...language import noted, words_of
from ...notebook.cells import HIDDEN, SPEED, exercise_name, grade_id, is_judged, points
from ...reports.findings import Outcome
from ...reports.html import html
from ...reports.report import Report
from ...reports.speed import SpeedFindings
from ...runner.values import Answer
from ..sandbox.forkserver import SandboxFault
from ..sandbox.limits import Limits
from ..sandbox.one_core import one_core
from ..sandbox.session import CellOutput, Session
from .ahead import Ahead
from .digests import digest_of_files, source_digest
from .seeds import seed
from .timing import notes_on_speed, time_exercise, verdict_on_speed, without_sandbox
from .trusted_output import CHECKED, METADATA
from .verdict import Part, Verdict

RANDOMNESS = "random numbers"  # what the seed of the notebook's own random numbers is drawn for


class NotGraded(RuntimeError):
    """A fault of ours kept a submission from being graded. It is never a zero."""


@dataclass(frozen=True)
class Job:
    """All that the verdicts on one notebook depend on.

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
    language: str = "en"

    @property
    def exercises(self) -> list[str]:
        """The exercises that are asked about, in order."""
        return list(dict.fromkeys(text for judged, text in self.cells if judged))

    @functools.cached_property
    def written(self) -> StaticSource:
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
            "files": digest_of_files(self.files),
            "sandboxed": self.sandboxed,
            "language": [self.language, language.digest(self.language)],
            "course": source_digest(),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class JobResult:
    """What came of a job.

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
    nb: NotebookNode, slug: str, student: str, key: bytes, limits: Limits, files: Path | None, sandboxed: bool
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
    others = {f"{slug}/{name}": function for name, function in nb.metadata.get(METADATA, {}).get(CHECKED, {}).items()}
    checked = {name: others[name] for name in asked if name in others}
    timed = tuple(exercise for exercise, _, speed in parts if speed)
    return Job(cells, seeds, limits, files, sandboxed, checked=checked, timed=timed)


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
    """What a grade cell asks about: the exercise, and whether it is its hidden cases, or its speed."""
    name = grade_id(cell)
    return exercise_of(cell, slug).id, name.endswith(HIDDEN), name.endswith(SPEED)


def run(job: Job, user: int | None = None) -> JobResult:
    """Run the cells in a sandbox, and judge the functions from outside, in the language of the job.

    Where there is no sandbox, `user` runs the cells: see `unsandboxed`.

    Raises
    ------
    NotGraded
        If a fault of ours kept it from being judged.
    """
    with language.speaking(job.language):
        return _in_its_language(job, user)


def _in_its_language(job: Job, user: int | None) -> JobResult:
    start = time.perf_counter()
    randomness = next(value for name, value in job.seeds.items() if name.endswith(RANDOMNESS))
    figures = job.figures if job.figures and job.figures.exists() else None
    how: dict[str, Any] = {"sandboxed": job.sandboxed, "user": user, "randomness": randomness, "figures": figures}
    how["watched"] = list(dict.fromkeys(name for asked in job.exercises for name in watched(EXERCISES[asked])))
    try:
        with contextlib.ExitStack() as stack:
            core = stack.enter_context(one_core()) if job.timed and job.sandboxed else None
            session = stack.enter_context(Session(job.limits, job.files, **how, core=core))
            cell_outputs, judged = _run(job, session)
            speeds = {name: _speed(job, session, judged[name], core) for name in job.timed}
    except SandboxFault as fault:
        raise NotGraded(not_their_fault(words_of(fault))) from fault
    verdicts = []
    for name, one in judged.items():
        verdicts += [_verdict(job, one.report, hidden=hidden) for hidden in (False, True)]
        verdicts += [verdict_on_speed(speeds[name], job.seeds[name], sandboxed=job.sandboxed)] if name in speeds else []
    notes = [*_notes(job, judged), *notes_on_speed(speeds.values())]
    return JobResult(cell_outputs, verdicts, notes, time.perf_counter() - start)


def not_their_fault(why: str) -> str:
    """What to say of a submission that a fault of ours kept from being graded."""
    return noted("not graded, and not the student's fault: {why}", why=why)


@dataclass(frozen=True)
class _Judged:
    """The report of one exercise, the watched functions that its answer called, and the name of that function."""

    report: Report
    called: frozenset[str]
    function: str


def _run(job: Job, session: Session) -> tuple[list[CellOutput], dict[str, _Judged]]:
    """What the cells showed, and what came of every exercise."""
    cell_outputs, judgements = [], {}
    ahead = Ahead({EXERCISES[name]: job.seeds[name] for name in job.exercises})
    for judged, text in job.cells:
        if not judged:
            cell_outputs.append(session.run_cell(text))
        elif text not in judgements:  # asked once for both of its grade cells
            judgements[text] = _judge(job, session, ahead, EXERCISES[text])
    # What stands below a check is there by now, the function itself or one that it uses: ask once more.
    for name in [name for name, judged in judgements.items() if _may_pass_later(job, judged.report)]:
        again = _judge(job, session, ahead, EXERCISES[name])
        judgements[name] = max(again, judgements[name], key=lambda one: one.report.score)
    return cell_outputs, {
        name: replace(one, report=_said_if_undefined(job, cell_outputs, one.report)) for name, one in judgements.items()
    }


def _may_pass_later(job: Job, report: Report) -> bool:
    return report.may_pass_later or (report.exercise_id in job.checked and report.outcome is not Outcome.PASSED)


def _said_if_undefined(job: Job, cell_outputs: list[CellOutput], report: Report) -> Report:
    """The report, which says what became of a function that was begun and is not there."""
    if report.outcome is not Outcome.NOT_ATTEMPTED:
        return report
    sources = (text for judged, text in job.cells if not judged)
    cells = zip(sources, (shown.error for shown in cell_outputs), strict=True)
    needed = [EXERCISES[name].name for name in job.exercises]
    before = itertools.takewhile(lambda cell: cell != (True, report.exercise_id), job.cells)
    above = sum(not judged for judged, _ in before)  # the answer stands right above its check, as a rule
    why = why_undefined(EXERCISES[report.exercise_id].name, cells, needed, above - 1)
    return report.undefined(why) if why else report


def _judge(job: Job, session: Session, ahead: Ahead, exercise: Exercise) -> _Judged:
    """Ask the student's function every case; where it is not right, also the one that its check is called with."""
    judged = _ask(job, session, ahead, exercise, exercise.name)
    other = job.checked.get(exercise.id)
    if other and judged.report.outcome is not Outcome.PASSED:
        again = _ask(job, session, ahead, exercise, other)
        return max(judged, again, key=lambda one: (one.report.score, one.report.outcome is not Outcome.NOT_ATTEMPTED))
    return judged


def _ask(job: Job, session: Session, ahead: Ahead, exercise: Exercise, function: str) -> _Judged:
    used: set[str] = set()

    def ask(case: Case) -> Answer:
        answer = session.call(function, case.args, measured=case.most_bytes is not None)
        used.update(answer.called)
        return missing_is_not_attempted(answer)

    with session.exercise():
        report = judge_answers(
            exercise,
            ask,
            ahead.cases(exercise),
            job.written.refuse(exercise, function),
            expected=ahead.expected,
        )
    if report.outcome in (Outcome.COURSE_FAULT, Outcome.NOT_COMPARED):
        raise NotGraded(not_their_fault(str(report)))
    return _Judged(report, frozenset(used), function)


def _speed(job: Job, session: Session, judged: _Judged, core: int | None) -> SpeedFindings:
    """Time the answer to one exercise, where there is a core to time it on."""
    exercise = EXERCISES[judged.report.exercise_id]
    if core is None:
        return without_sandbox(exercise, judged.report)
    return time_exercise(exercise, judged.function, judged.report, session, core, job.seeds[exercise.id])


def _notes(job: Job, judged: Mapping[str, _Judged]) -> list[str]:
    """What a person should look at: an answer that hides what it calls, or that called what is no answer."""
    lines: list[str] = []
    for exercise in map(EXERCISES.__getitem__, job.exercises):
        names = dict.fromkeys((exercise.name, job.checked.get(exercise.id, exercise.name)))
        hidden = ", ".join(filter(None, (job.written.dynamic_access(exercise, name) for name in names)))
        if hidden:
            lines.append(
                noted(
                    "The code of {name} does not show everything that it calls ({hidden}): a person should look at it.",
                    name=exercise.name,
                    hidden=hidden,
                )
            )
        found = called(exercise, judged[exercise.id].called)
        if found and not judged[exercise.id].report.refusal:
            lines.append(
                noted(
                    "{name} called {found} when it ran, and its code does not show that: a person should look at it.",
                    name=exercise.name,
                    found=language.listed(found),
                )
            )
    return lines


def _verdict(job: Job, report: Report, *, hidden: bool) -> Verdict:
    """The verdict on one half of the cases. The mistake is recognised, and the oracle named, by both together."""
    half = report.part(hidden=True).sealed() if hidden else report.part(hidden=False)
    return Verdict(
        exercise=report.exercise_id,
        hidden=hidden,
        outcome=half.outcome.value,
        score=half.score,
        mistake=report.mistake,
        failed=tuple(case.case.name for case in half.cases if case.outcome is not Outcome.PASSED),
        seed=job.seeds[report.exercise_id],
        oracle=report.oracle,
        sandboxed=job.sandboxed,
        hint=report.diagnosis.hint if report.diagnosis else "",
        html=html(half),
    )


def missing_is_not_attempted(answer: Answer) -> Answer:
    """The answer of a function that the notebook does not define is that of its stub."""
    if answer.failure and answer.failure.type == "NameError" and answer.failure.line_number is None:
        return replace(answer, failure=replace(answer.failure, type="NotImplementedError"))
    return answer
