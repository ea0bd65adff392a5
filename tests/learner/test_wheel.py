"""The learner's wheel: what is in it, what is not, and that a fresh environment with it is all a learner needs."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
import tomllib
import zipfile

import pytest

from autograder.cli import LEARNING
from tests.book._building import DOWNLOADS, ROOT

NOTEBOOK = "01-convolutional-layers/convolutional-layers.ipynb"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
INSTRUCTORS = ("building", "cli/authoring", "cli/teaching", "grading", "runner/inside", "runner/stand_in")


@pytest.fixture(scope="module")
def files(wheel):
    """The wheel's files, by their names."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def repository(tmp_path):
    """A copy of what the wheel is built from, as git has it: nothing that `make` builds is there."""
    copy = tmp_path / "repository"
    generated = shutil.ignore_patterns("__pycache__", "recorded.npz", "released")
    for name in ("autograder", "setup"):
        shutil.copytree(ROOT / name, copy / name, ignore=generated)
    for name in ("pyproject.toml", ".gitignore", "README.md", "CHANGES.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def place(learners_python, tmp_path_factory):
    """A workspace that the installed command made."""
    folder = tmp_path_factory.mktemp("learner")
    assert "with 8 chapters" in autograder(learners_python, "start", "work", "--no-browser", cwd=folder).stdout
    return folder / "work"


def bare_environment():
    """The environment without what tells every Python where else to look for modules."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def autograder(python, *words, cwd, status=0, **environment):
    command = [python.with_name("autograder"), *words]
    environment = bare_environment() | environment
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def run(python, code, cwd):
    """What a program of the learner's prints."""
    command = [python, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=bare_environment())
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_has_the_notebooks_their_data_and_what_torch_said(files):
    released = {path.relative_to(DOWNLOADS).as_posix() for path in DOWNLOADS.glob("*/**/*") if path.is_file()}
    assert released
    for name in released:
        assert files[f"autograder/released/{name}"] == (DOWNLOADS / name).read_bytes()
    assert len(files["autograder/judging/recorded.npz"]) > 100_000
    others = {"reports/report.css", "learner/workspace_readme.md", "py.typed"}
    assert {f"autograder/{name}" for name in others} <= files.keys()
    assert files["autograder/CHANGES.md"] == (ROOT / "CHANGES.md").read_bytes()


def test_it_has_nothing_that_grades_and_no_answer(files):
    names = set(files)
    roots = ("autograder", f"magic_window-{PROJECT['version']}.dist-info")
    assert not [name for name in names if name.split("/")[0] not in roots]
    assert not [name for name in names if is_instructors(name.removeprefix("autograder/"))]
    for command in LEARNING:
        assert f"autograder/cli/learning/{command}.py" in names
    for name in names:
        if name.endswith(".ipynb"):
            answers = [cell["source"] for cell in json.loads(files[name])["cells"] if is_answer(cell)]
            assert len(answers) > 3
            assert [answer for answer in answers if "raise NotImplementedError()" not in "".join(answer)] == []


def is_instructors(name):
    """Whether a path below `autograder/` lies in a folder of the instructor's half."""
    return name.startswith(tuple(f"{folder}/" for folder in INSTRUCTORS))


def test_a_new_file_is_in_it_in_the_learners_folders_and_in_no_other(repository, tmp_path):
    package = repository / "autograder"
    folders = [path.parent for path in package.rglob("*.py")]
    new = {folder / name for folder in folders for name in ("new_code.py", "new_data.json")}
    for path in new:
        path.write_text("0")
    subprocess.run([repository / "setup" / "build-wheel", DOWNLOADS, tmp_path / "new"], check=True, capture_output=True)
    (wheel,) = (tmp_path / "new").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name.removeprefix("autograder/") for name in archive.namelist() if "/new_" in name}
    names = {path.relative_to(package).as_posix() for path in new}
    assert {folder for folder in INSTRUCTORS if f"{folder}/new_code.py" in names} == set(INSTRUCTORS)
    assert shipped == {name for name in names if not is_instructors(name)}


def is_answer(cell):
    return cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution")


def test_it_asks_for_little():
    names = {line.split(">")[0] for line in PROJECT["dependencies"]}
    assert names == {"numpy", "matplotlib", "ipython", "nbformat", "jupytext", "typer", "rich"}


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


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands(learners_python, tmp_path, shell):
    script = autograder(learners_python, cwd=tmp_path, _AUTOGRADER_COMPLETE=f"source_{shell}").stdout
    assert "_AUTOGRADER_COMPLETE" in script


def test_completion_knows_the_commands(learners_python, tmp_path):
    asked = {"_AUTOGRADER_COMPLETE": "complete_bash", "COMP_WORDS": "autograder s", "COMP_CWORD": "1"}
    assert autograder(learners_python, cwd=tmp_path, **asked).stdout.split() == ["start", "submit"]


def test_a_plain_build_of_the_repository_has_check_and_says_what_it_lacks(repository, tmp_path):
    """What `pip install git+https://...` gives: nothing that `make` builds is there."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, repository]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    start = [sys.executable, "-P", "-m", "autograder", "start", "--no-browser"]
    done = subprocess.run(
        start, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(wheel)}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "came without the notebooks" in done.stderr
    assert "Traceback" not in done.stderr
