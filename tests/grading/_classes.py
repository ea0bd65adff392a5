"""Classes to grade: a released course directory, and as many made-up submissions as a test wants."""

import atexit
import contextlib
import functools
import io
import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import nbformat
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.course.directory import load_config
from autograder.grading.jobs.kept_results import Store
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, cells_of, fill, functions_of, without_plots

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}
STUDENTS = int(os.environ.get("MW_STUDENTS", "8"))  # of the class that is handed in
GRADE = ("autograder", "grade", ASSIGNMENT, "--no-feedback", "--jobs", "1")
SIDE_BY_SIDE = (*GRADE[:-1], "2")
STYLES: tuple[tuple[dict, list], ...] = (  # functions, and the cells that they need
    ({}, []),
    (functions_of("typical"), cells_of("typical")),
    (functions_of("other_style"), cells_of("other_style")),
    ({"conv2d": "def conv2d(x, weight, bias=None): 1 / 0"}, []),
)


def run(*command, cwd, status=0):
    """Run a command of this environment as a user would, and return all it says.

    Ours is run in this process, which has loaded already what the command would have to load, and nbgrader's in a fork
    of one that has.
    """
    if command[0] == "autograder":
        said = io.StringIO()
        ended, words = autograder(*command[1:], cwd=cwd, out=said, errors=said), said.getvalue()
    else:
        assert command[0] == "nbgrader"
        ended, words = _in_a_fork(command, cwd)
    assert ended == status, words
    return words


def autograder(*words, cwd, out, errors):
    """Run our command in this process: its exit status; what it says is written to `out` and `errors`."""
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, ENVIRONMENT),
        mock.patch.object(sys, "argv", ["autograder", *map(str, words)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
    ):
        try:
            main()
        except SystemExit as end:
            return end.code
    return 0


def _in_a_fork(command, cwd):
    order = {"number": None, "environment": ENVIRONMENT, "folder": str(cwd), "words": list(map(str, command))}
    server = _server()
    server.stdin.write(json.dumps({"order": order, "given": ""}) + "\n")
    server.stdin.flush()
    assert select.select([server.stdout], [], [], 300)[0], f"{order['words']} has not ended after 300 s"
    done = json.loads(server.stdout.readline())
    return done["status"], done["said"]


@functools.cache
def _server():
    """What forks for each command; it ends when this process does."""
    piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    server = subprocess.Popen([sys.executable, "-m", "tests.grading._prefork"], cwd=ROOT, text=True, **piped)
    atexit.register(server.communicate)  # it has nothing more to read, and so it ends
    return server


def release(course, *options, source=None):
    """Make `course` a course directory with the first chapter released and nothing handed in.

    Where there is a `source` that was built before, the notebook is copied and not built.
    """
    course.mkdir(parents=True)
    (course / "course.toml").write_text(f'assignments = ["{ASSIGNMENT}"]\n')
    if source:
        shutil.copytree(source, course / "source")
    run("autograder", "init", course, *options, cwd=course.parent)
    return course


def hand_in(course, count):
    """Fill `submitted/` with so many submissions in several styles; no two are the same."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for number in range(count):
        folder = course / "submitted" / f"student{number:03}" / ASSIGNMENT
        folder.mkdir(parents=True)
        functions, cells = STYLES[number % len(STYLES)]
        filled = fill(released, functions, first=[f"number = {number}", *cells])
        nbformat.write(without_plots(filled), folder / f"{NOTEBOOK}.ipynb")
    return course


def fresh_copy(course, to):
    """The same class, with nothing graded yet."""
    shutil.copytree(course, to, ignore=shutil.ignore_patterns("autograded", "feedback", "results"))
    return to


def scores(course):
    """Every automatic score of the gradebook, by student and cell."""
    url = load_config(course).CourseDirectory.get("db_url") or f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }


def kept(course):
    """All verdicts that are kept, as bytes, by digest."""
    store = Store(course)
    digests = [path.parent.name + path.name.partition(".")[0] for path in store.folder.glob("*/[!.]*.json.gz")]
    return {digest: store.get(digest).verdicts_json().encode() for digest in digests}
