"""Seconds of what an instructor does when nothing has changed, and of export and report, in a small and a large class.

One submission of each kind is judged for real. The others are made of them: a notebook of their own, the verdicts under
their own digest, their lines in the gradebook and their page. So nothing is left to do for `autograder grade`, and the
time is what it takes to find that out.
"""

import argparse
import json
import sys
import tempfile
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from rich.console import Console
from rich.table import Table

from autograder.grading.assignment import Assignment
from autograder.grading.reporting.feedback_page import STATE_TAG, digests
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill, without_plots

from .classes import KINDS, ROOT, Spent, make_course, run

COMMANDS = {
    "grade, nothing to do": ("python", "-m", "autograder", "grade", ASSIGNMENT),
    "grade --dry-run": ("python", "-m", "autograder", "grade", ASSIGNMENT, "--dry-run"),
    "export": ("python", "-m", "autograder", "export", ASSIGNMENT),
    "report": ("python", "-m", "autograder", "report", ASSIGNMENT),
}
OWN_LINES = ("n, c, h, w = x.shape", "batch, _, height, width = x.shape")  # of two kinds: what is compared is different


def judge_models(course: Path) -> list[str]:
    """Make a course directory and grade one submission of each kind; return the students."""
    make_course(course)
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    models = [f"model{number}" for number in range(len(KINDS))]
    for student, (functions, cells) in zip(models, KINDS, strict=True):
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        notebook = without_plots(fill(released, functions, first=[*cells, "number = -1"]))
        nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")
    run(*COMMANDS["grade, nothing to do"], cwd=course)
    return models


def multiply(course: Path, models: list[str], count: int) -> None:
    """Make `count` students of the models, graded like these and with their pages."""
    assignment = Assignment(course, ASSIGNMENT)
    model_of = {f"student{number:05}": models[number % len(models)] for number in range(count)}
    jobs = {model: assignment.prepare(model).jobs[NOTEBOOK].digest for model in models}
    results = {model: assignment.store.get(digest) for model, digest in jobs.items()}
    for number, (student, model) in enumerate(model_of.items()):
        own = {"number = -1": f"number = {number}"}
        copy(course, "submitted", model, student, own, number=number)
        digest = assignment.prepare(student).jobs[NOTEBOOK].digest
        result = results[model]
        assert result is not None
        assignment.store.put(digest, result)
        copy(course, "autograded", model, student, {jobs[model]: digest}, number=number)
    with assignment.gradebook() as gradebook:
        copy_grades(gradebook, model_of)
    with assignment.reading_once():
        for student, model in model_of.items():
            shown, of_model = (STATE_TAG.format(digests(assignment, who)[NOTEBOOK]) for who in (student, model))
            copy(course, "feedback", model, student, {of_model: shown}, ending="html")


def copy(
    course: Path,
    stage: str,
    model: str,
    student: str,
    changes: dict[str, str],
    *,
    ending: str = "ipynb",
    number: int = 0,
) -> Path:
    """Copy a file of the model's, in which some text becomes another, and an answer one that nobody else has."""
    source, target = (course / stage / who / ASSIGNMENT / f"{NOTEBOOK}.{ending}" for who in (model, student))
    text = source.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    for line in OWN_LINES:
        text = text.replace(line, f"{line}; unused = {number}")
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    return target


def copy_grades(gradebook: Gradebook, model_of: dict[str, str]) -> None:
    """Copy the lines of the models in the gradebook, all at once: nbgrader would take minutes."""
    of_model = {one.student.id: one for one in gradebook.assignment_submissions(ASSIGNMENT)}
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
    }

    def add(table: Any, line: Any, **changes: Any) -> str:
        columns = {column.name: getattr(line, column.name) for column in table.__table__.columns}
        rows[table].append(columns | {"id": uuid.uuid4().hex} | changes)
        return str(rows[table][-1]["id"])

    for student, model in model_of.items():
        submission = of_model[model]
        add(Student, submission.student, id=student)
        of_student = add(SubmittedAssignment, submission, student_id=student)
        for notebook in submission.notebooks:
            of_notebook = add(SubmittedNotebook, notebook, assignment_id=of_student)
            for table, lines in ((Grade, notebook.grades), (Comment, notebook.comments)):
                for line in lines:
                    add(table, line, notebook_id=of_notebook)
    for table, lines in rows.items():
        gradebook.db.execute(table.__table__.insert(), lines)
    gradebook.db.commit()


def measure(course: Path) -> dict[str, Spent]:
    """Return what each command has taken."""
    return {name: run(*command, cwd=course) for name, command in COMMANDS.items()}


def growth(few: Spent, many: Spent, times: float) -> str:
    """Say whether a command's time has grown with the class and no faster: its start, which is the same, helps it."""
    grown = many.processor / few.processor
    return f"{grown:.1f} times the time for {times:g} times the students: " + (
        "it grows with the class and no faster" if grown <= times else "it grows FASTER than the class"
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, nargs=2, default=(500, 5000), help="of the small and the large class")
    parser.add_argument("--to", type=Path, default=ROOT / "_build" / "bench", help="folder for the numbers")
    options = parser.parse_args()
    small, large = options.students
    found = []
    for count in (small, large):
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            multiply(course, judge_models(course), count)
            print(f"a class of {count} is there", file=sys.stderr)
            found.append(measure(course))
    table = Table(title=f"A whole command with {small} and with {large} students")
    headings = [f"{what}, {count}" for what in ("seconds", "of the processor") for count in (small, large)]
    for heading in ("command", *headings, "ms of the processor for one more student", "MiB of the larger"):
        table.add_column(heading, justify="left" if heading == "command" else "right")
    few, many = found
    for name in COMMANDS:
        numbers = [getattr(each[name], what) for what in ("clock", "processor") for each in found]
        more = 1000 * (many[name].processor - few[name].processor) / (large - small)
        table.add_row(name, *(f"{number:.1f}" for number in numbers), f"{more:.1f}", f"{many[name].memory:.0f}")
    console = Console()
    console.print(table)
    options.to.mkdir(parents=True, exist_ok=True)
    for name in COMMANDS:
        console.print(f"{name}: {growth(few[name], many[name], large / small)}", highlight=False)
    about = {
        str(count): {name: asdict(spent) for name, spent in each.items()}
        for count, each in zip((small, large), found, strict=True)
    }
    (options.to / "course.json").write_text(json.dumps(about, indent=1))


if __name__ == "__main__":
    main()
