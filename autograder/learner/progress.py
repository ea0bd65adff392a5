"""How a learner's exercises stand: kept in their workspace, or in this process. Nothing is sent anywhere."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import UserError
from ..files import write_whole
from ..reports.report import Outcome, Report
from .workspace import Workspace, find


@dataclass
class Standing:
    """What came of the last check of an exercise.

    Attributes
    ----------
    outcome : str
        An `Outcome`.
    passed, cases : int
    failures : int
        How many checks have failed in a row.
    answer : str
        Which answer failed last, where somebody tells answers apart.
    mistake : str
    """

    outcome: str = Outcome.NOT_ATTEMPTED.value
    passed: int = 0
    cases: int = 0
    failures: int = 0
    answer: str = ""
    mistake: str = ""

    @property
    def state(self) -> str:
        """`done`, `tried` or `open`."""
        if self.outcome == Outcome.PASSED.value:
            return "done"
        return "tried" if self.outcome != Outcome.NOT_ATTEMPTED.value or self.failures else "open"

    @property
    def share(self) -> float:
        """The share of the cases that passed."""
        return self.passed / self.cases if self.cases else 0.0


@dataclass
class Progress:
    """Every exercise that was checked, by its id."""

    exercises: dict[str, Standing] = field(default_factory=dict)
    note: str = ""  # something about the file that the learner should know

    def of(self, exercise_id: str) -> Standing:
        """How one exercise stands."""
        return self.exercises.get(exercise_id, Standing())

    def take(self, report: Report, answer: str = "") -> Standing:
        """Note what came of a check.

        A failure counts each time; with an `answer` (any text that tells answers apart) only if it is another one
        than failed last. A pass begins anew. A stub and a fault of the course are no failures.
        """
        before = self.of(report.exercise_id)
        failures, failed = before.failures, before.answer
        if report.outcome is Outcome.PASSED:
            failures, failed = 0, ""
        elif report.outcome not in (Outcome.NOT_ATTEMPTED, Outcome.COURSE_FAULT):
            failures += not (answer and answer == before.answer)
            failed = answer
        counted = 0 if report.refusal else report.passed
        now = Standing(report.outcome.value, counted, len(report.cases), failures, failed, report.mistake or "")
        self.exercises[report.exercise_id] = now
        return now


PAGE = "progress.html"
_HERE = Progress()  # for a notebook that lies in no workspace


def take(report: Report, answer: str = "", folder: Path | None = None) -> tuple[Standing, str]:
    """Note what came of a check, in the workspace around `folder` if there is one, else in this process.

    Returns
    -------
    Standing
    str
        What kept it from being written or read, for the learner; empty if nothing did.
    """
    workspace = _workspace(folder)
    if workspace is None:
        return _HERE.take(report, answer), ""
    try:
        progress = read(workspace)
        standing = progress.take(report, answer)
        write(workspace, progress)
    except OSError as error:  # a check is worth more than its bookkeeping
        return _HERE.take(report, answer), f"Your progress was not saved: {error.strerror or error}."
    return standing, progress.note


def read(workspace: Workspace) -> Progress:
    """What `workspace` remembers. A file that cannot be read is kept under another name, and `note` says so."""
    path = workspace.progress_file
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Progress({str(name): _standing(found) for name, found in content["exercises"].items()})
    except FileNotFoundError:
        return Progress()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        kept = _free_name(path)
        path.replace(kept)
        return Progress(
            note=f"{path.name} could not be read, and your progress begins anew; what was there is in {kept}."
        )


def write(workspace: Workspace, progress: Progress) -> None:
    """Write it, and the page that shows it: whole or not at all."""
    from .progress_page import page  # here, because it reads notebooks and this must stay quick to import

    content = {"version": 1, "exercises": {name: asdict(one) for name, one in progress.exercises.items()}}
    write_whole(workspace.progress_file, json.dumps(content, indent=1).encode())
    write_whole(workspace.root / PAGE, page(workspace, progress).encode())


def _workspace(folder: Path | None) -> Workspace | None:
    try:
        return find(folder or Path.cwd())
    except (UserError, OSError):
        return None


def _standing(found: dict[str, Any]) -> Standing:
    standing = Standing(**found)
    wanted = Standing()
    for name, value in asdict(standing).items():
        if type(value) is not type(getattr(wanted, name)):
            raise TypeError(name)
    return standing


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.broken{number}{path.suffix}") for number in ("", *map(str, range(2, 1000))))
    return next(name for name in names if not name.exists())
