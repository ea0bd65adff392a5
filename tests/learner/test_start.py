"""A workspace is made once, is never overwritten, and can be brought up to date without losing a word."""

import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograder import cli
from autograder.bank.chapters import COURSE
from autograder.cli.learning import start
from autograder.errors import UserError
from autograder.learner import installation, starting, workspace
from tests.learner._chapter import ROOT
from tests.learner._courses import CHAPTER, NOTEBOOK, edit, example, exercise, prose, release, sources, written

FIRST = [prose("# Sums"), example("x = 1"), *exercise("add"), example("print(add([x]))"), written()]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Release a course of these cells, with a version; before that there is a first one."""

    def publish(*cells, version="0.1.0", **more):
        folder = release(tmp_path / f"released-{version}", *cells, **more)
        for module in (starting, workspace):
            monkeypatch.setattr(module, "released_folder", lambda: folder)
        for module in (starting, start):
            monkeypatch.setattr(module, "installed_version", lambda: version)
        return folder

    publish(*FIRST)
    monkeypatch.chdir(tmp_path)
    return publish


PRINTED = {"output_type": "stream", "name": "stdout", "text": ["1"]}


def own(kind, cell_id, text):
    """A cell that the learner added."""
    return {"cell_type": kind, "id": cell_id, "metadata": {}, "source": text}


def run(*words, status=0):
    """What the command says."""
    done = CliRunner().invoke(cli.application(), ["start", *map(str, words)])
    if isinstance(done.exception, UserError):
        assert status == 1, done.exception
        return str(done.exception)
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture
def place(course):
    """A workspace of the first course."""
    run("place", "--no-browser")
    return Path("place")


@pytest.fixture
def notebook(place):
    return place / CHAPTER / NOTEBOOK


def answer(cells, name, text):
    """Write `text` into the answer cell `name`."""
    (cell,) = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == name]
    cell["source"] = text


def test_a_workspace_has_notebooks_data_and_a_readme(course):
    said = run("place", "--no-browser")
    assert "Made the workspace place, with 1 chapters" in said
    assert (Path("place") / CHAPTER / NOTEBOOK).read_bytes() == (
        Path("released-0.1.0") / CHAPTER / NOTEBOOK
    ).read_bytes()
    assert (Path("place") / CHAPTER / "data" / "numbers.txt").read_bytes() == b"1 2 3"
    assert "autograder start --update" in (Path("place") / "README.md").read_text()


def test_the_real_course_makes_all_its_chapters_and_they_are_valid_notebooks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert f"with {len(COURSE)} chapters" in run("--no-browser")
    found = workspace.find_workspace(tmp_path / "magic-window" / "03-padding-layers" / "data")
    assert [chapter.slug for chapter in found.chapters()] == [name.replace("_", "-") for name in COURSE]
    for chapter in found.chapters():
        nbformat.validate(nbformat.read(chapter.notebook, as_version=4))


def test_a_second_start_overwrites_nothing_and_brings_back_what_is_missing(place, notebook):
    edit(notebook, lambda cells: answer(cells, "add", "def add(x): return sum(x)"))
    (place / "README.md").write_text("mine")
    (place / CHAPTER / "data" / "numbers.txt").unlink()
    before = notebook.read_bytes()
    assert "Added what was missing: 01-sums/data/numbers.txt" in run("place", "--no-browser")
    assert notebook.read_bytes() == before
    assert (place / "README.md").read_text() == "mine"
    assert (place / CHAPTER / "data" / "numbers.txt").exists()


def test_inside_a_workspace_no_folder_need_be_named(place, monkeypatch):
    monkeypatch.chdir(place / CHAPTER)
    run("--no-browser")
    assert not Path("magic-window").exists()
    assert "would lie inside the workspace" in run("another", "--no-browser", status=1)


def test_beside_a_workspace_that_one_is_meant(place, monkeypatch):
    run("--no-browser")
    assert not Path("magic-window").exists()
    with pytest.raises(UserError, match="Right below it lies place: go there with `cd place`, or name it"):
        workspace.find_workspace()
    run("second", "--no-browser")
    assert "there are 2 workspaces here: name one of place, second" in run("--no-browser", status=1)


def test_a_workspace_that_forgot_itself_gets_no_other_inside(place, notebook, monkeypatch):
    shutil.rmtree(place / ".magic-window")
    edit(notebook, lambda cells: answer(cells, "add", "def add(x): return sum(x)"))
    before = notebook.read_bytes()
    root = place.absolute()
    for folder in (root, root / CHAPTER):
        monkeypatch.chdir(folder)
        said = run("--no-browser", status=1)
        assert f"{root} has notebooks of the course, but not the folder .magic-window" in said
        assert not Path("magic-window").exists()
    run(root, "--no-browser")
    assert (root / CHAPTER / NOTEBOOK).read_bytes() == before
    assert workspace.find_workspace().root == root


def test_where_nothing_is_to_be_written_nothing_is(place, monkeypatch):
    def refuse(descriptor):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "fsync", refuse)
    run("place", "--no-browser")
    (place / "README.md").unlink()
    said = run("place", "--no-browser", status=1)
    assert f"cannot write {place / 'README.md'}: {os.strerror(errno.EROFS)}" in said


def test_a_newer_course_says_what_changed_and_changes_nothing(course, place, notebook):
    before = notebook.read_bytes()
    changed = [prose("# Sums, again"), *FIRST[1:], *exercise("multiply")]
    course(*changed, version="0.2.0", data=b"4 5")
    for _ in range(2):  # it says so until it was done
        said = run("place", "--no-browser")
        assert "The course has changed (version 0.1.0 to 0.2.0)" in said
        assert "01-sums: numbers.txt changed; 1 cell changed; 2 cells new; new exercise multiply" in said
        assert f"What else is new: {ROOT / 'CHANGES.md'}" in said
        assert notebook.read_bytes() == before
        assert (place / CHAPTER / "data" / "numbers.txt").read_bytes() == b"1 2 3"
    assert not (place / starting.BACKUPS).exists()


def test_an_update_keeps_answers_own_cells_and_outputs_and_takes_the_rest(course, place, notebook):
    def work(cells):
        answer(cells, "add", "def add(x):\n    return sum(x)")
        answer(cells, "why-written", "Because.")
        cells[4] |= {"outputs": [PRINTED], "execution_count": 7}
        cells.insert(2, own("code", "mine", "my = 1") | {"outputs": [], "execution_count": None})
        cells.append(own("markdown", "sums-06", "my last words"))  # an id that the course will use itself

    edit(notebook, work)
    before = notebook.read_bytes()
    answer_cell, check = exercise("add", "Add up all of them.")
    check.source += "  # now with more cases"
    course(
        prose("# Sums, better told"), FIRST[1], prose("Something new."), answer_cell, check, FIRST[4],
        *exercise("multiply"), written(), version="0.2.0", data=b"4 5",
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nbformat mends two cells of one id, and warns
        said = run("place", "--update", "--no-browser")
    assert "kept 2 answers and 2 cells of yours" in said
    assert f"What else is new: {ROOT / 'CHANGES.md'}" in said
    now = sources(notebook)
    assert now[:3] == ["# Sums, better told", "x = 1", "my = 1"]
    assert now[3:6] == ["Something new.", "def add(x):\n    return sum(x)", check.source]
    assert now[-2:] == ["Because.", "my last words"]
    assert any("def multiply" in source for source in now)
    cells = json.loads(notebook.read_text())["cells"]
    assert [cell["outputs"] for cell in cells if "".join(cell["source"]) == "print(add([x]))"] == [[PRINTED]]
    assert len({cell["id"] for cell in cells}) == len(cells)
    nbformat.validate(nbformat.read(notebook, as_version=4))
    assert (place / CHAPTER / "data" / "numbers.txt").read_bytes() == b"4 5"
    (backup,) = (place / starting.BACKUPS).glob(f"*/{CHAPTER}/{NOTEBOOK}")
    assert backup.read_bytes() == before
    assert "up to date with version 0.2.0" in run("place", "--update", "--no-browser")
    assert "changed" not in run("place", "--no-browser")


def test_an_untouched_notebook_becomes_the_new_one(course, place, notebook):
    new = [prose("# Sums, anew"), *exercise("add", "In other words."), written()]
    folder = course(*new, version="0.2.0")
    run("place", "--update", "--no-browser")
    assert sources(notebook) == sources(folder / CHAPTER / NOTEBOOK)


def test_what_the_learner_rewrote_and_the_course_changed_too_is_there_twice(course, place, notebook):
    edit(notebook, lambda cells: cells[1].update(source="x = 1000"))
    course(FIRST[0], example("x = 2"), *FIRST[2:], version="0.2.0")
    run("place", "--update", "--no-browser")
    assert sources(notebook)[:3] == ["# Sums", "x = 1000", "x = 2"]


def test_what_the_learner_rewrote_stays_where_the_course_kept_its_own(course, place, notebook):
    edit(notebook, lambda cells: cells[1].update(source="x = 1000"))
    course(*FIRST, prose("The end."), version="0.2.0")
    run("place", "--update", "--no-browser")
    assert sources(notebook) == ["# Sums", "x = 1000", *[cell.source for cell in FIRST[2:]], "The end."]


def test_an_answer_to_an_exercise_that_is_gone_is_kept_as_an_own_cell(course, place, notebook):
    edit(notebook, lambda cells: answer(cells, "add", "def add(x): return 5"))
    edit(notebook, lambda cells: answer(cells, "add-check", "print('passed')"))
    course(FIRST[0], *exercise("multiply"), version="0.2.0")
    run("place", "--update", "--no-browser")
    (cell,) = [cell for cell in json.loads(notebook.read_text())["cells"] if "return 5" in "".join(cell["source"])]
    assert cell["metadata"] == {}
    assert "print('passed')" not in sources(notebook)


def test_a_locked_cell_that_was_changed_is_the_courses_again(course, place, notebook):
    edit(notebook, lambda cells: answer(cells, "add-check", "print('passed')"))
    course(*FIRST, prose("more"), version="0.2.0")
    run("place", "--update", "--no-browser")
    assert 'check(add, "sums/add")' in sources(notebook)
    assert "print('passed')" not in sources(notebook)


def test_a_notebook_saved_without_ids_is_understood(course, place, notebook):
    def forget(cells):
        answer(cells, "add", "def add(x): return sum(x)")
        for cell in cells:
            del cell["id"]

    edit(notebook, forget)
    content = json.loads(notebook.read_text()) | {"nbformat_minor": 4}
    notebook.write_text(json.dumps(content))
    course(*FIRST, prose("more"), version="0.2.0")
    run("place", "--update", "--no-browser")
    assert sources(notebook) == ["# Sums", "x = 1", "def add(x): return sum(x)", *[c.source for c in FIRST[3:]], "more"]


def test_notebooks_that_were_unpacked_by_hand_are_taken_as_they_are(course):
    folder = release(Path("by-hand"), *FIRST)
    edit(folder / CHAPTER / NOTEBOOK, lambda cells: answer(cells, "add", "def add(x): return 0"))
    run("by-hand", "--no-browser")
    course(*FIRST, prose("more"), version="0.2.0")
    run("by-hand", "--update", "--no-browser")
    assert "def add(x): return 0" in sources(folder / CHAPTER / NOTEBOOK)
    assert "more" in sources(folder / CHAPTER / NOTEBOOK)


def test_a_workspace_is_opened_also_where_a_folder_above_it_has_become_one(course):
    course(*FIRST)
    run("inner/place", "--no-browser")
    shutil.move("inner/place", "kept")
    run("outer", "--no-browser")
    shutil.move("kept", "outer/place")
    run("outer/place", "--no-browser")
    assert "would lie inside" in run("outer/other", "--no-browser", status=1)


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]", b'{"cells": [{"source": 1}]}', b"\xff\xfe"], ids=range(5))
def test_a_broken_notebook_is_named_and_left_alone(course, place, notebook, broken):
    notebook.write_bytes(broken)
    said = run("place", "--no-browser", status=1)
    assert "place/01-sums/sums.ipynb was left alone, for it is not a notebook that can be read" in said
    course(*FIRST, prose("more"), version="0.2.0", data=b"4 5")
    said = run("place", "--update", "--no-browser", status=1)
    assert "place/01-sums/sums.ipynb was left alone, for it is not a notebook that can be read" in said
    assert notebook.read_bytes() == broken
    assert (place / CHAPTER / "data" / "numbers.txt").read_bytes() == b"4 5"
    notebook.unlink()
    assert "Added what was missing: 01-sums/sums.ipynb" in run("place", "--no-browser")


def test_a_workspace_of_a_newer_course_is_not_taken_back(course, place):
    course(*FIRST, version="0.10.0")
    run("place", "--update", "--no-browser")
    course(*FIRST, version="0.9.1")
    said = run("place", "--no-browser", status=1)
    assert "is of version 0.10.0 of the course, and 0.9.1 is installed here" in said


def test_a_file_and_a_course_directory_are_refused(course):
    Path("file").write_text("")
    assert "file is a file: name a folder" in run("file", "--no-browser", status=1)
    Path("teaching").mkdir()
    (Path("teaching") / "nbgrader_config.py").write_text("")
    assert "an instructor's course directory" in run("teaching", "--no-browser", status=1)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "cannot write"), (errno.EROFS, "cannot write")],
    ids=["full", "not ours", "read-only"],
)
def test_a_disk_that_takes_nothing_leaves_what_is_there_whole(course, place, notebook, monkeypatch, number, words):
    before = notebook.read_bytes()
    course(*FIRST, prose("more"), version="0.2.0")

    def refuse(descriptor):
        os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    assert words in run("place", "--update", "--no-browser", status=1)
    assert notebook.read_bytes() == before
    assert list(notebook.parent.glob(".*")) == []


def start_with_a_fake_jupyterlab(folder, user):
    """What `autograder start real` does in `folder` for the user of that number."""
    fake = folder / "jupyterlab"
    fake.mkdir()
    (fake / "__init__.py").write_text("")
    (fake / "__main__.py").write_text("import os, sys; print('LAB', os.getcwd(), *sys.argv[1:]); sys.exit(3)")
    program = f"import os; os.geteuid = lambda: {user}; from autograder.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "start", "real"],
        cwd=folder, env=os.environ | {"PYTHONPATH": f"{folder}:{ROOT}"}, capture_output=True, text=True,
    )  # fmt: skip


def test_root_is_told_the_command_that_jupyterlab_accepts(tmp_path):
    done = start_with_a_fake_jupyterlab(tmp_path, user=0)
    assert done.returncode == 0, done.stderr
    assert "LAB" not in done.stdout
    assert done.stdout.splitlines()[-2:] == ["  cd real", "  jupyter lab --allow-root"]


def test_jupyterlab_is_opened_where_the_learner_left_off(tmp_path):
    done = start_with_a_fake_jupyterlab(tmp_path, user=1000)
    assert done.returncode == 3, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("LAB")]
    assert line.startswith(f"LAB {tmp_path / 'real'} ")
    assert line.endswith("01-convolutional-layers/convolutional-layers.ipynb")


def test_without_jupyterlab_it_says_how_to_get_it(course, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jupyterlab" else find(name))
    said = run("place")
    assert "python -m pip install jupyterlab" in said
    assert f"begin with place/{CHAPTER}/{NOTEBOOK}" in said


def test_without_notebooks_it_says_where_they_are(monkeypatch, tmp_path):
    monkeypatch.setattr(installation, "_PACKAGE", tmp_path / "site-packages" / "autograder")
    monkeypatch.chdir(tmp_path)
    assert "came without the notebooks" in run("--no-browser", status=1)
    (tmp_path / "site-packages" / "exercises").mkdir(parents=True)
    assert "run `make downloads`" in run("--no-browser", status=1)
    assert not Path("magic-window").exists()
