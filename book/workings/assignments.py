"""What the assignments are worth, read from the notebooks in `exercises/`, and what a submission may use."""

import re
from pathlib import Path

from asides import code, table

from autograder.bank import EXERCISES
from autograder.grading.sandbox.limits import Limits

FOLDERS = sorted((Path(__file__).parents[2] / "exercises").glob("[0-9][0-9]-*"))


def points(folder):
    """Points of an assignment: for the cases that students can run, the hidden ones, speed, and those given by hand."""
    text = (folder / f"{folder.name.partition('-')[2]}.md").read_text()
    markers = re.findall(r"^:points: \[([\d.]+), ([\d.]+)(?:, ([\d.]+))?\]", text, re.M)
    written = re.findall(r'^\+\+\+ \{"written": .*"points": (\d+)\}', text, re.M)
    sums = [sum(float(worth or 0) for worth in column) for column in (*zip(*markers, strict=True), written)]
    return tuple(int(total) if total.is_integer() else total for total in map(float, sums))


def exercises(folder):
    return [exercise for exercise in EXERCISES.values() if exercise.chapter == folder.name.partition("-")[2]]


def assignments():
    """The table of all assignments."""
    head = ["assignment", "exercises", "visible", "hidden", "speed", "by hand", "points"]
    rows = [
        [code(folder.name).data, len(exercises(folder)), *points(folder), sum(points(folder))] for folder in FOLDERS
    ]
    return table(
        head, rows, "What each assignment is worth: points for visible cases, hidden cases, speed and written answers"
    )


def limits():
    """What one submission may use, as it is where nothing is said."""
    said = Limits()
    rows = [
        ["one cell", f"{said.cell_seconds:g} s", code("cell_seconds")],
        ["one call of a function", f"{said.call_seconds:g} s", code("call_seconds")],
        ["all calls of one exercise", f"{said.exercise_seconds:g} s", code("exercise_seconds")],
        ["all of a submission", f"{said.submission_seconds:g} s", code("submission_seconds")],
        ["memory of a process", f"{said.memory_bytes / 2**30:g} GiB", code("memory_bytes")],
    ]
    return table(["what", "at most", "setting"], rows, "Limits of a submission")
