"""The learner's wheel: what is in it, and what is not."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

from autograder.cli import LEARNING
from autograder.language import DOMAINS
from tests.book._building import DOWNLOADS, ROOT

pytestmark = pytest.mark.turn(2, 1)

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
    generated = shutil.ignore_patterns("__pycache__", "recorded.npz", "*.mo")
    for name in ("autograder", "setup"):
        shutil.copytree(ROOT / name, copy / name, ignore=generated)
    for name in ("pyproject.toml", "_config.yml", ".gitignore", "README.md", "CHANGES.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, copy)
    return copy


def test_it_has_the_notebooks_their_data_and_what_torch_said(files):
    released = {path.relative_to(DOWNLOADS).as_posix() for path in DOWNLOADS.glob("*/**/*") if path.is_file()}
    assert released
    for name in released:
        assert files[f"autograder/released/{name}"] == (DOWNLOADS / name).read_bytes()
    assert len(files["autograder/judging/recorded.npz"]) > 100_000
    others = {f"language/{name}/LC_MESSAGES/{domain}.mo" for name in ("de", "zh_CN") for domain in DOMAINS}
    others |= {"reports/report.css", "learner/workspace_readme.md", "py.typed"}
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


def test_folders_that_were_left_over_are_not_the_instructors_half(unpacked, tmp_path):
    """As where both halves were installed once: what is not theirs, such as compiled files, pip leaves behind."""
    site = shutil.copytree(unpacked, tmp_path / "site")
    for folder in ("grading", "cli/teaching", "cli/authoring"):
        (site / "autograder" / folder / "__pycache__").mkdir(parents=True)
    help_, grade = (
        subprocess.run(
            [sys.executable, "-P", "-m", "autograder", *words],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True,
        )
        for words in (["--help"], ["grade", "01-convolutional-layers"])
    )  # fmt: skip
    assert help_.returncode == 0, help_.stderr
    assert "submit" in help_.stdout
    assert "Teaching" not in help_.stdout
    assert grade.returncode == 1
    assert "`grade` belongs to the instructor's half of the course" in " ".join(grade.stderr.split())


def test_it_asks_for_little():
    names = {line.split(">")[0] for line in PROJECT["dependencies"]}
    assert names == {"numpy", "matplotlib", "ipython", "nbformat", "jupytext", "typer", "rich"}


def plainly_built(repository, to, **environment):
    """What `pip install` makes of the repository: the wheel, and what the build says."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", to, repository]
    done = subprocess.run(build, check=True, capture_output=True, text=True, env=os.environ | environment)
    (wheel,) = to.glob("*.whl")
    return wheel, done.stdout + done.stderr


def test_a_plain_build_of_the_bare_repository_has_check_and_says_what_it_lacks(repository, tmp_path):
    wheel, said = plainly_built(repository, tmp_path)
    assert "without the notebooks and without PyTorch's recorded answers" in said
    start = [sys.executable, "-P", "-m", "autograder", "start", "--no-browser"]
    done = subprocess.run(
        start, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(wheel)}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "came without the notebooks" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plain_build_where_everything_is_built_is_the_learners_wheel(repository, files, tmp_path):
    """What `pip install .` gives after `make`."""
    shutil.copytree(DOWNLOADS, repository / "_build" / "downloads" / "notebooks")
    (repository / "autograder" / "judging" / "recorded.npz").write_bytes(files["autograder/judging/recorded.npz"])
    wheel, said = plainly_built(repository, tmp_path)
    assert "without" not in said
    with zipfile.ZipFile(wheel) as archive:
        assert set(archive.namelist()) == set(files)


def test_a_release_is_enough_for_the_wheel(repository, files, tmp_path):
    release = tmp_path / "release"
    release.mkdir()
    for path in DOWNLOADS.glob("*.zip"):
        shutil.copy(path, release)
    (release / "recorded.npz").write_bytes(files["autograder/judging/recorded.npz"])
    subprocess.run([repository / "setup" / "build-wheel", release, tmp_path / "to"], check=True, capture_output=True)
    (wheel,) = (tmp_path / "to").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert set(archive.namelist()) == set(files)


def test_the_metadata_name_the_book_and_the_repository_where_they_are_known(repository, files, tmp_path):
    (metadata,) = [content.decode() for name, content in files.items() if name.endswith("METADATA")]
    assert ("Project-URL" in metadata) == any(name in os.environ for name in ("COURSE_URL", "COURSE_REPOSITORY"))
    around = {"COURSE_URL": "https://example.org/course/", "COURSE_REPOSITORY": "someone/course"}
    with zipfile.ZipFile(plainly_built(repository, tmp_path, **around)[0]) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("METADATA")]
        lines = archive.read(name).decode().splitlines()
    assert "Project-URL: Documentation, https://example.org/course/" in lines
    assert "Project-URL: Source, https://github.com/someone/course" in lines
