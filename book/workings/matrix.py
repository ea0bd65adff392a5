"""The kill matrix as tables: which mistake is caught by which cases."""

import json
from html import escape
from pathlib import Path

from asides import table
from IPython.display import HTML

from autograder.bank import EXERCISES
from autograder.building.kill_matrix import Row, matrix

FILE = Path(__file__).parents[2] / "_build" / "matrix.json"  # `make book` writes it, with `autograder matrix --json`
SHORT = "convolutional-layers/"  # what is judged here where nobody has done so before
CAUGHT, MISSED = "\N{BLACK CIRCLE}", "\N{WHITE CIRCLE}"


def rows():
    """The rows of all exercises, and whether these are all; judged on the spot for the first chapter only."""
    if FILE.exists():
        found = [Row(**row) for row in json.loads(FILE.read_text())]
        if _mistakes(found) == {(id, mistake.name) for id, known in EXERCISES.items() for mistake in known.mistakes}:
            return found, True
    few = [exercise for exercise in EXERCISES.values() if exercise.id.startswith(SHORT)]
    return [row for exercise in few for row in matrix(exercise)], False


def _mistakes(found):
    """What tells a matrix of today's mistakes from an older one."""
    return {(row.exercise_id, row.answer) for row in found if row.is_mistake}


def by_exercise(found):
    """The rows of each exercise, in the order of the course."""
    return {name: [row for row in found if row.exercise_id == name] for name in {row.exercise_id: 0 for row in found}}


def counts(found):
    """Mistakes, of them caught, called by their name, right in another library; honest answers with a full score."""
    mistakes = [row for row in found if row.is_mistake]
    return (
        len(mistakes),
        sum(row.score < 1 for row in mistakes),
        sum(row.recognised == row.answer for row in mistakes),
        sum(bool(row.elsewhere) for row in mistakes),
        sum(not row.is_mistake and row.score == 1 for row in found),
    )


def chapters(found):
    """A line for every chapter."""
    lines = []
    for chapter in {row.exercise_id.partition("/")[0]: 0 for row in found}:
        here = [row for row in found if row.exercise_id.startswith(f"{chapter}/")]
        exercises = by_exercise(here)
        cases = sum(len(EXERCISES[name].cases) for name in exercises)
        lines.append([f'<a href="{chapter}.html">{chapter}</a>', len(exercises), cases, *counts(here)])
    lines.append(["all", *(sum(line[column] for line in lines) for column in range(1, 8))])
    head = ["chapter", "exercises", "visible cases", "mistakes", "caught", "called by name", "right elsewhere"]
    head += ["honest answers"]
    return table(head, lines, "Mistakes and what became of them; honest answers, and the reference, that score 1")


def details(found):
    """For every exercise, to be opened: its cases, and which of them catch which mistake. Too long for paper."""
    return HTML("".join(_exercise(name, here) for name, here in by_exercise(found).items()))


def _exercise(name, found):
    names = [case.name for case in EXERCISES[name].cases]
    mistakes = [row for row in found if row.is_mistake]
    lines = [[escape(row.answer), _dots(row, names), f"{len(row.caught_by)} of {len(names)}"] for row in mistakes]
    cases = "".join(f"<li>{escape(case)}</li>" for case in names)
    written = table(["mistake", f"cases 1 to {len(names)}", "caught by"], lines, f"Mistakes of {name}").data
    return (
        f'<details class="mw-choice mw-on-site"><summary><code>{escape(name)}</code>: {len(mistakes)} mistakes, '
        f"{len(names)} cases</summary><p>The cases:</p><ol>{cases}</ol>{written}</details>"
    )


def _dots(row, names):
    """A mark for every case; the next column says the same in numbers."""
    marks = "".join(CAUGHT if name in row.caught_by else MISSED for name in names)
    return HTML(f'<span class="mw-dots" aria-hidden="true">{marks}</span>')
