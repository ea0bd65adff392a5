"""A fresh environment with the wheel is all a learner needs.

`setup/test-installed` runs this where a wheel is installed, on every system and with every Python that learners have.
"""

import functools
import json
import os
import shutil
import subprocess
import textwrap
import zipfile
from pathlib import Path

import pytest

from autograder.bank import EXERCISES
from autograder.cli import LEARNING

pytestmark = pytest.mark.turn(4, 2)

ROOT = Path(__file__).parents[2]
CHAPTER = "01-convolutional-layers"
NOTEBOOK = f"{CHAPTER}/convolutional-layers.ipynb"


@pytest.fixture(scope="module")
def place(learners_python, tmp_path_factory):
    """A workspace that the installed command made."""
    folder = tmp_path_factory.mktemp("learner")
    assert "with 10 chapters" in autograder(learners_python, "start", "work", "--no-browser", cwd=folder).stdout
    return folder / "work"


def bare_environment():
    """The environment without what tells every Python where else to look for modules."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def autograder(python, *words, cwd, status=0, **environment):
    command = [command_of(python), *words]
    environment = bare_environment() | environment
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@functools.cache
def command_of(python):
    """Where the command lies: on Windows not beside every Python."""
    scripts = run(python, "import sysconfig; print(sysconfig.get_path('scripts'))", cwd=None).strip()
    return shutil.which("autograder", path=scripts)


def run(python, code, cwd):
    """What a program of the learner's prints."""
    command = [python, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=bare_environment())
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_environment_has_no_torch_no_scipy_and_no_nbgrader(learners_python, tmp_path):
    said = run(
        learners_python,
        """
        from importlib.util import find_spec
        print([name for name in ("torch", "scipy", "nbgrader", "solutions", "jupyterlab") if find_spec(name)])
        import autograder
        print(find_spec("autograder.grading"), autograder.__file__)
        """,
        tmp_path,
    )
    assert said.startswith("[]\nNone ")
    assert str(ROOT) not in said


def test_help_shows_the_learners_commands_alone(learners_python, tmp_path):
    said = autograder(learners_python, "--help", cwd=tmp_path).stdout
    assert all(f" {name} " in said for name in LEARNING)
    assert "Teaching" not in said
    assert "doctor" not in said
    assert "grade them" not in said


@pytest.mark.parametrize(
    "words", [["init", "my-course"], ["doctor"], ["grade", "01", "--dry-run"], ["matrix", "--help"]]
)
def test_a_command_of_the_instructors_half_says_where_it_is(learners_python, tmp_path, words):
    done = autograder(learners_python, *words, cwd=tmp_path, status=1)
    assert f"`{words[0]}` belongs to the instructor's half" in done.stderr
    assert "`make`" in done.stderr


def test_from_start_to_the_report(learners_python, place):
    said = run(
        learners_python,
        """
        import numpy as np
        from autograder import check
        assert np.load("data/hills.npy").shape == (403,)
        def correlate1d(signal, kernel):
            stops = len(signal) - len(kernel) + 1
            return np.array([signal[i : i + len(kernel)] @ kernel[::-1] for i in range(stops)])
        report = check(correlate1d, "convolutional-layers/correlate1d")
        print(report)
        print("mistake:", report.mistake, "as HTML:", "kernel" in report._repr_html_())
        def correlate1d(signal, kernel):
            stops = len(signal) - len(kernel) + 1
            return np.array([signal[i : i + len(kernel)] @ kernel for i in range(stops)])
        print("score:", check(correlate1d, "convolutional-layers/correlate1d").score)
        """,
        (place / NOTEBOOK).parent,
    )
    assert "wrong  five samples, three taps" in said
    assert "mistake: flips the kernel as HTML: True" in said
    assert "score: 1.0" in said


def test_a_notebook_is_checked_from_the_terminal(learners_python, place):
    said = autograder(learners_python, "check", NOTEBOOK, cwd=place, status=1).stdout
    assert "correlate1d" in said
    assert autograder(learners_python, "progress", cwd=place).stdout


def test_an_answer_is_written_checked_kept_and_handed_in(learners_python, place):
    notebook = place / NOTEBOOK
    content = json.loads(notebook.read_text(encoding="utf-8"))
    (cell,) = [
        cell for cell in content["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "correlate1d"
    ]
    cell["source"] = ANSWER
    notebook.write_text(json.dumps(content), encoding="utf-8")
    (exercise, *_) = json.loads(autograder(learners_python, "check", NOTEBOOK, "--json", cwd=place, status=1).stdout)[
        "exercises"
    ]
    assert (exercise["exercise"], exercise["outcome"]) == ("convolutional-layers/correlate1d", "passed")
    assert f"1 of {len(EXERCISES)} exercises done" in autograder(learners_python, "progress", cwd=place).stdout
    for options in ([], ["--update"]):
        autograder(learners_python, "start", "--no-browser", *options, cwd=place)
    autograder(learners_python, "submit", CHAPTER, cwd=place)
    with zipfile.ZipFile(place / f"{CHAPTER}.zip") as archive:
        (handed_in,) = [name for name in archive.namelist() if name.endswith(".ipynb")]
        assert json.dumps(ANSWER) in archive.read(handed_in).decode("utf-8")


ANSWER = """def correlate1d(signal, kernel):
    stops = len(signal) - len(kernel) + 1
    return np.array([signal[i : i + len(kernel)] @ kernel for i in range(stops)])"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands(learners_python, tmp_path, shell):
    script = autograder(learners_python, cwd=tmp_path, _AUTOGRADER_COMPLETE=f"source_{shell}").stdout
    assert "_AUTOGRADER_COMPLETE" in script


def test_completion_knows_the_commands(learners_python, tmp_path):
    asked = {"_AUTOGRADER_COMPLETE": "complete_bash", "COMP_WORDS": "autograder s", "COMP_CWORD": "1"}
    assert autograder(learners_python, cwd=tmp_path, **asked).stdout.split() == ["start", "submit"]
