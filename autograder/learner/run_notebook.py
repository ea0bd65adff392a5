"""Run one notebook in this process, without a kernel, and report on the standard output, line by line.

`python -m autograder.learner.run_notebook NOTEBOOK SECONDS [more]` is what `autograder check` starts. Each line is a
JSON object; its `event` is `cells` (how many there are), `cell` (which one begins), `report` (the result of an
exercise), `error` or `limit` (what went wrong in a cell), or `end`.
"""

import ast
import hashlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ..bank import EXERCISES
from ..bank.exercise import untouched_stub
from ..judging.judge import judge
from ..judging.static_analysis.undefined import why_undefined
from ..language import gettext as _
from ..notebook.cells import first_line, is_judged, is_locked
from ..notebook.contents import NotebookExercise, contents_of, given_functions
from ..notebook.file import read_notebook
from ..reports.findings import Outcome
from ..reports.text import headline, short
from ..runner.shell import Shell
from .check import with_advice
from .notebook_result import ExerciseResult

STUB = "NotImplementedError"


class Runner:
    """Runs the cells of a notebook in order, and checks its exercises where they ask for it."""

    def __init__(
        self, notebook: Mapping[str, Any], name: str, seconds: float, tell: Callable[..., None], more: bool = False
    ) -> None:
        self.cells = notebook["cells"]
        self.contents = contents_of(notebook, name)
        self.seconds = seconds
        self.tell = tell
        self.more = more
        self.shell = Shell.start()
        self.errors: dict[int, str] = {}  # by the cell's place
        self.answers: dict[int | None, str] = {}  # the exercises' names by the places of their answers
        self.missing: set[str] = set()  # names that a failed cell would have given

    def run(self) -> None:
        """Run the notebook. An answer that stands below its check is checked once more at the end, as in grading."""
        checks = {exercise.check: exercise for exercise in self.contents.exercises}
        self.answers = {exercise.answer: exercise.name for exercise in self.contents.exercises}
        self.tell("cells", count=len(self.cells))
        again = []
        for place, cell in enumerate(self.cells):
            self.tell("cell", number=place + 1)
            if place in checks and checks[place].id in EXERCISES:
                if not self._check(checks[place], last=False):
                    again.append(checks[place])
            elif cell["cell_type"] == "code" and not is_judged(cell):
                self._run(place, cell["source"])
        for exercise in again:
            self._check(exercise, last=True)
        self.tell("end")

    def _run(self, place: int, source: str) -> None:
        sys.last_value = None
        ran = self.shell.run(source, self.seconds)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        failed = next((output for output in ran["outputs"] if output["output_type"] == "error"), None)
        if ran["out_of_time"]:
            self.errors[place] = _("it took longer than {seconds} seconds", seconds=f"{self.seconds:g}")
            self._tell_cell("limit", place)
        elif failed:
            self._failed(place, source, failed["ename"], failed["evalue"])
        if ran["out_of_time"] or failed:
            self.missing |= {*_names_assigned(source), self.answers.get(place, "")}

    def _failed(self, place: int, source: str, kind: str, message: str) -> None:
        raised = sys.last_value
        where = _line_of(raised) if type(raised).__name__ == kind else None  # the last of several errors, or this
        message = str(raised.msg) if where and isinstance(raised, SyntaxError) else message
        self.errors[place] = f"{kind}: {message}"
        if where:
            line, code = where
            self.errors[place] = _("{error} (line {line}: {code})", error=self.errors[place], line=line, code=code)
        follows = isinstance(raised, NameError) and raised.name in self.missing
        # What waits for an open exercise is no error; an answer's own is told with its exercise.
        if kind != STUB and not follows and place not in self.answers:
            self._tell_cell("error", place)

    def _tell_cell(self, event: str, place: int) -> None:
        first = first_line(self.cells[place])[:60]
        self.tell(event, number=place + 1, first=first, words=self.errors[place])

    def _check(self, exercise: NotebookExercise, *, last: bool) -> bool:
        """Check one exercise; return False if it should be checked again at the end."""
        result = ExerciseResult(exercise.id, points=exercise.points, cases=len(EXERCISES[exercise.id].cases))
        try:
            function = self._answer_to(exercise)
            given = callable(function)
            report = judge(exercise.id, function if given else untouched_stub, hidden=self.more, seconds=self.seconds)
        except Exception as error:  # noqa: BLE001 (an answer may be any object, and break what looks at it)
            why = f"{type(error).__name__}: {error}"
            words = _("{exercise}: could not be checked ({why})", exercise=exercise.id, why=why)
            self._tell_report(replace(result, outcome=Outcome.CRASHED.value, report=words))
            return True
        if report.may_pass_later and not last:
            return False
        if given or exercise.answer not in self.errors:
            why = "" if given else self._why_undefined(exercise)
            report = report.undefined(why) if why else report
            report = with_advice(report, function if given else untouched_stub, answer=self._digest(exercise))
            outcome, words = report.outcome, short(report)
        else:
            outcome = Outcome.CRASHED
            why = _("The cell of the answer does not run: {why}.", why=self.errors[exercise.answer])
            words = f"{headline(report)}\n{why}"
        result = replace(
            result,
            outcome=outcome.value,
            score=report.score,
            passed=0 if report.refusal else report.passed,
            cases=len(report.cases),
            mistake=report.mistake,
            report=words,
            speed=report.speed,
        )
        self._tell_report(result, report.note)
        return True

    def _digest(self, exercise: NotebookExercise) -> str:
        """A digest of the answer's cell, which tells one answer from another."""
        source = self.cells[exercise.answer]["source"] if exercise.answer is not None else ""
        return hashlib.sha256(source.encode()).hexdigest()[:16]

    def _answer_to(self, exercise: NotebookExercise) -> Any:
        """The function of the exercise's name, unless only the one that its check is called with is right."""
        own, other = (self.shell.user_ns.get(name) for name in (exercise.name, exercise.checked))
        if not callable(other) or exercise.checked == exercise.name:
            return own
        if callable(own) and judge(exercise.id, own, seconds=self.seconds).outcome is Outcome.PASSED:
            return own
        return other

    def _why_undefined(self, exercise: NotebookExercise) -> str:
        code = [place for place, cell in enumerate(self.cells) if cell["cell_type"] == "code"]
        cells = ((self.cells[place]["source"], self.errors.get(place, "")) for place in code)
        answer = code.index(exercise.answer) if exercise.answer in code else -1
        return why_undefined(exercise.name, cells, given_functions(filter(is_locked, self.cells)), answer)

    def _tell_report(self, result: ExerciseResult, note: str = "") -> None:
        self.tell("report", result=asdict(result), note=note)


def _names_assigned(source: str) -> Iterator[str]:
    """List the names that a cell assigns, functions and classes among them."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name


def _line_of(error: BaseException | None) -> tuple[int | None, str | None] | None:
    """Find the learner's line that raised an error, the innermost one of a cell: its number and its text."""
    if isinstance(error, SyntaxError):
        return error.lineno, (error.text or "").strip()
    frames = traceback.extract_tb(error.__traceback__) if error else []
    own = [frame for frame in frames if frame.filename.startswith("<ipython-input")]
    return (own[-1].lineno, own[-1].line) if own else None


def main(path: Path, seconds: float, more: bool) -> None:
    """Run the notebook `path` and report on the standard output."""
    # What the notebook writes to the standard output is not ours: it goes to the standard error.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)

    def tell(event: str, **about: Any) -> None:
        out.write(json.dumps({"event": event, **about}) + "\n")

    notebook = read_notebook(path)
    os.chdir(path.parent)
    sys.path.insert(0, "")
    Runner(notebook, path.stem, seconds, tell, more).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), float(sys.argv[2]), "more" in sys.argv[3:])
