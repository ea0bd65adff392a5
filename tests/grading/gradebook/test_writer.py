"""What our writer writes is what nbgrader's own autograder writes: every row of the gradebook, every file."""

import json
import re
import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import MetaData, create_engine

from autograder.grading.assignment import Assignment
from autograder.grading.grade import Grader
from autograder.grading.gradebook.writer import SubmissionWriter
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK
from tests.grading._classes import hand_in

pytestmark = pytest.mark.turn(4, 0)

ZERO_WHEN_LATE = '\nc.LateSubmissionPlugin.penalty_method = "zero"\nc.LimitOutput.max_lines = 3\n'


@pytest.fixture(scope="module")
def judged(release, tmp_path_factory):
    """A class that was judged, and nothing of it written."""
    course = hand_in(release(tmp_path_factory.mktemp("judged") / "course"), 4)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(ZERO_WHEN_LATE)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-10-01 12:00:00 UTC")
    folders = [course / "submitted" / f"student{number:03}" / ASSIGNMENT for number in range(4)]
    (folders[1] / "timestamp.txt").write_text("2026-10-02 12:00:00 UTC")  # late
    (folders[2] / "timestamp.txt").write_text("2026-09-02 12:00:00 UTC")
    (folders[2] / "notes").mkdir()
    (folders[2] / "notes" / "mine.txt").write_text("beside the notebook")
    (folders[2] / "data").mkdir()
    (folders[2] / "data" / "cat.npy").write_text("not the cat")
    strange(folders[3] / f"{NOTEBOOK}.ipynb")
    assert {sub.fault for sub in Grader(Assignment(course, ASSIGNMENT), 1).judged(students(4))} == {""}
    return course


def students(count):
    return [f"student{number:03}" for number in range(count)]


def strange(path):
    """Make a notebook one that much has to be done to before it can be graded."""
    notebook = nbformat.read(path, as_version=4)
    by_name = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    notebook.cells.remove(by_name["conv1d-hidden"])
    by_name["conv3d-check"].source = "print(1)"
    by_name["conv2d-check"].metadata.nbgrader = {"grade_id": "conv2d-check", "points": 90}
    by_name["conv2d-check"].metadata.collapsed = True
    notebook.cells.append(
        nbformat.v4.new_code_cell("for i in range(9): print('line', i)", outputs=[], execution_count=7)
    )
    notebook.metadata.kernelspec = {"name": "ir", "language": "R", "display_name": "R"}
    notebook.metadata.autograder = {"notes": ["forged"]}
    path.write_bytes(b"\xef\xbb\xbf" + nbformat.writes(notebook).encode())


@pytest.fixture
def both(judged, tmp_path):
    """The class twice, to be written by ours and by nbgrader's autograder."""
    courses = tmp_path / "ours" / "course", tmp_path / "nbgraders" / "course"
    return [shutil.copytree(judged, course) for course in courses]


def grade(course, ours, **how):
    grader = Grader(Assignment(course, ASSIGNMENT), 1)
    assert grader.writer is not None
    if not ours:
        grader.writer = None
    return sorted(grader.grade(students(4), **how), key=lambda result: result.student)


def rows(course):
    """Every row of every table, ids resolved to what they stand for."""
    engine = create_engine(f"sqlite:///{course / 'gradebook.db'}")
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {name: connection.execute(table.select()).mappings().all() for name, table in tables.tables.items()}
    engine.dispose()
    names = {}
    for table in ("assignment", "notebook", "base_cell", "source_cell"):
        names |= {row["id"]: f"{table} {row['name']}" for row in found[table] if row["id"]}
    names |= {row["id"]: f"of {row['student_id']}" for row in found["submitted_assignment"]}
    names |= {
        row["id"]: f"{names[row['notebook_id']]} {names[row['assignment_id']]}" for row in found["submitted_notebook"]
    }
    for table in ("grade", "comment"):
        names |= {row["id"]: f"{names[row['cell_id']]} {names[row['notebook_id']]}" for row in found[table]}
    return {
        table: sorted(str({key: names.get(value, value) for key, value in row.items()}) for row in every)
        for table, every in found.items()
    }


def files(course):
    """Every file of `autograded/`: its mode, and its content without what is new each time."""
    found = {}
    for path in sorted((course / "autograded").rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".ipynb":
            content = re.sub(rb'"(id|seconds)": ("[0-9a-f-]+"|[\d.]+)', b"", content)
        found[str(path.relative_to(course))] = (path.stat().st_mode, content)
    return found


def test_both_write_the_same_rows_and_the_same_files(both):
    results = [grade(course, ours) for course, ours in zip(both, (True, False), strict=True)]
    assert results[0] == results[1]
    assert [result.graded for result in results[0]] == [True] * 4
    assert results[0][1].penalty > 0
    assert rows(both[0]) == rows(both[1])
    assert files(both[0]) == files(both[1])
    assert (both[0] / "autograded" / "student002" / ASSIGNMENT / "notes" / "mine.txt").exists()


@pytest.mark.long
def test_both_do_the_same_to_points_that_were_given_by_hand(both):
    for course, ours in zip(both, (True, False), strict=True):
        grade(course, ours)
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            for student in students(4):
                for name, points in (("similarity-written", 2.5), ("conv1d-check", 0.5)):
                    given = gradebook.find_grade(name, NOTEBOOK, ASSIGNMENT, student)
                    given.manual_score, given.needs_manual_grade, given.extra_credit = points, False, 1
                gradebook.find_comment("conv1d", NOTEBOOK, ASSIGNMENT, student).manual_comment = "Well done."
            gradebook.db.commit()
        for number, written in enumerate(("the first answer", "another answer")):
            path = course / "submitted" / f"student{number:03}" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
            notebook = json.loads(path.read_text(encoding="utf-8-sig"))
            for cell in notebook["cells"]:
                if cell["metadata"].get("nbgrader", {}).get("grade_id") == "similarity-written" and number:
                    cell["source"] = written
            path.write_text(json.dumps(notebook), encoding="utf-8")
        grade(course, ours, again=True)
    assert rows(both[0]) == rows(both[1])
    assert files(both[0]) == files(both[1])


def test_a_notebook_that_was_not_handed_in_is_graded_as_nbgrader_does(both):
    for course in both:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            gradebook.update_or_create_notebook("another", ASSIGNMENT)
            gradebook.update_or_create_grade_cell("asked", "another", ASSIGNMENT, max_score=2, cell_type="code")
            gradebook.update_or_create_source_cell("asked", "another", ASSIGNMENT, source="", cell_type="code")
    results = [grade(course, ours) for course, ours in zip(both, (True, False), strict=True)]
    assert results[0] == results[1]
    assert rows(both[0]) == rows(both[1])


def test_an_interrupted_writer_leaves_nothing_half_done(both, monkeypatch):
    course = both[0]
    assignment = Assignment(course, ASSIGNMENT)
    before = rows(course)
    monkeypatch.setattr(
        SubmissionWriter, "_write_files", lambda *args: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    results = list(Grader(assignment, 1).grade(students(4)))
    assert [result.fault for result in results] == ["OSError: [Errno 28] No space left"] * 4
    assert rows(course) == before
    monkeypatch.undo()
    assert all(result.graded for result in grade(course, ours=True))
    assert files(course).keys() >= {f"autograded/{student}/{ASSIGNMENT}/{NOTEBOOK}.ipynb" for student in students(4)}


@pytest.mark.parametrize(
    "line",
    [
        "c.Autograde.create_student = False",
        'c.Autograde.exclude_overwriting = {"x": ["y"]}',
        "c.OverwriteCells.add_missing_cells = True",
        "c.BaseConverter.permissions = 600",
        "c.NbGraderPreprocessor.enabled = True",
    ],
)
def test_a_configuration_with_other_steps_is_left_to_nbgrader(both, line):
    with (both[0] / "nbgrader_config.py").open("a") as file:
        file.write(f"\n{line}\n")
    assert Grader(Assignment(both[0], ASSIGNMENT), 1).writer is None
