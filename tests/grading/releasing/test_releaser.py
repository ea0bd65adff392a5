"""`autograder init`: the assignments are released, and brought up to date without touching what counts."""

import os
import shutil
import sqlite3
import stat
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbgrader
import pytest
from nbgrader.api import Gradebook

from autograder.building.notebooks import chapters
from autograder.cli import main
from autograder.errors import UserError
from autograder.grading.course.directory import init, load_config
from autograder.grading.gradebook.database_errors import UnusableGradebook
from autograder.grading.releasing.releaser import Releaser, State
from tests.grading.test_all_chapters import ROOT

pytestmark = pytest.mark.turn(2)

CHAPTER = next(one for one in chapters(ROOT / "exercises", ROOT / "solutions") if one.slug == "adaptive-pooling")
NAME = CHAPTER.assignment


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tmp_path_factory.mktemp("init") / "course"
    init(course)
    return course


@pytest.fixture(scope="module")
def releaser(course):
    return Releaser(course)


@pytest.fixture
def notebook(course, releaser):
    """The source notebook, as the course has it; put back afterwards."""
    releaser.release(CHAPTER)
    path = course / "source" / NAME / "adaptive-pooling.ipynb"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


@pytest.fixture
def older(releaser, notebook, tmp_path):
    """Release the notebook as an earlier version of the course had it: with a sentence more."""

    def release():
        folder = tmp_path / NAME
        shutil.copytree(CHAPTER.folder, folder)
        with (folder / CHAPTER.text.name).open("a") as text:
            text.write("\nA window is a pane of glass.\n")
        releaser.release(replace(CHAPTER, folder=folder))
        assert "pane of glass" in notebook.read_text()

    return release


def test_an_assignment_is_released_once(tmp_path):
    course = tmp_path / "course"
    init(course)
    releaser = Releaser(course)
    assert releaser.release(CHAPTER) is State.NEW
    release = course / "release" / NAME / "adaptive-pooling.ipynb"
    assert "raise NotImplementedError" in release.read_text()
    assert "BEGIN SOLUTION" not in release.read_text()
    before = release.stat().st_mtime_ns
    assert releaser.release(CHAPTER) is State.SAME
    assert release.stat().st_mtime_ns == before


def test_a_release_that_was_cut_short_is_made_again(releaser, older):
    older()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releaser, "_generate", lambda name: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            releaser.release(CHAPTER)
    assert releaser.release(CHAPTER) is State.NEW  # not the same as before: it was never released
    assert releaser.release(CHAPTER) is State.SAME


def counting(folder, tmp_path):
    """A copy of the chapter, and how often its data have been made."""
    count = tmp_path / "count"
    copy = tmp_path / NAME
    shutil.copytree(folder, copy)
    with (copy / "data.py").open("a") as program:
        program.write(f"\n\nwith open({str(count)!r}, 'a') as file:\n    file.write('.')\n")
    return replace(CHAPTER, folder=copy), lambda: len(count.read_text())


def test_data_are_not_made_again_until_what_makes_them_has_changed(tmp_path, monkeypatch):
    init(tmp_path / "course")
    releaser = Releaser(tmp_path / "course")
    chapter, made = counting(CHAPTER.folder, tmp_path)
    data = tmp_path / "course" / "source" / NAME / "data"
    assert (releaser.release(chapter), made()) == (State.NEW, 1)
    written = {path.name: path.read_bytes() for path in data.iterdir()}
    assert written
    assert (releaser.release(chapter), made()) == (State.SAME, 1)

    with chapter.text.open("a") as text:
        text.write("\nA window is a pane of glass.\n")
    assert (releaser.release(chapter), made()) == (State.UPDATED, 1)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == written

    with chapter.data.open("a") as program:
        program.write("# another program\n")
    assert (releaser.release(chapter), made()) == (State.SAME, 2)
    assert (releaser.release(chapter), made()) == (State.SAME, 2)
    (chapter.folder / "what the program may read.csv").write_text("1,2")
    assert (releaser.release(chapter), made()) == (State.SAME, 3)
    monkeypatch.setattr("autograder.grading.releasing.releaser.PACKAGES", ("numpy",))  # as if torch were another
    assert (releaser.release(chapter), made()) == (State.SAME, 4)


def test_data_that_somebody_has_changed_are_not_taken_for_ours(tmp_path):
    init(tmp_path / "course")
    releaser = Releaser(tmp_path / "course")
    chapter, made = counting(CHAPTER.folder, tmp_path)
    releaser.release(chapter)
    for path in (tmp_path / "course" / "source" / NAME / "data").iterdir():
        path.write_bytes(b"mine")
    assert (releaser.release(chapter), made()) == (State.EDITED, 2)


def test_a_new_course_is_nobody_elses_to_read(course):
    assert stat.S_IMODE(course.stat().st_mode) == 0o700


def test_the_instructors_own_edits_stay(releaser, notebook):
    mine = notebook.read_text().replace("window", "opening")
    notebook.write_text(mine)
    assert releaser.release(CHAPTER) is State.EDITED
    assert notebook.read_text() == mine


def test_a_changed_course_is_released_again(releaser, notebook, older):
    older()
    assert releaser.release(CHAPTER) is State.UPDATED
    assert "pane" not in notebook.read_text()
    assert releaser.release(CHAPTER) is State.SAME


def test_what_was_handed_in_keeps_its_assignment(course, releaser, notebook, older):
    older()
    folder = course / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    assert releaser.release(CHAPTER) is State.HANDED_IN
    assert "pane" in notebook.read_text()
    folder.rmdir()


def test_a_due_date_reaches_the_gradebook_once(course, releaser, notebook):
    when = datetime(2026, 10, 12, 21, 59)
    assert releaser.set_due(NAME, when)
    assert not releaser.set_due(NAME, when)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(NAME).duedate == when


def test_what_is_no_longer_asked_for_is_named_and_stays(course, releaser, notebook):
    assert releaser.others([NAME]) == []
    assert releaser.others(["01-convolutional-layers"]) == [NAME]
    assert (course / "release" / NAME).is_dir()


def test_a_gradebook_of_an_older_nbgrader_is_one_line(course, releaser, older):
    older()
    book, kept = course / "gradebook.db", course / "kept.db"
    book.rename(kept)
    shutil.copyfile(Path(nbgrader.__file__).parent / "tests" / "apps" / "files" / "gradebook.db", book)
    try:
        for refused in (lambda: releaser.release(CHAPTER), lambda: releaser.set_due(NAME, datetime(2026, 1, 1))):
            with pytest.raises(UnusableGradebook, match=r"older nbgrader .*: run `nbgrader db upgrade` in") as caught:
                refused()
            assert "\n" not in str(caught.value)
    finally:
        kept.replace(book)


def test_a_gradebook_that_cannot_be_written_is_one_line(course, releaser, notebook, capfd):
    with sqlite3.connect(course / "gradebook.db") as lock:
        lock.execute("create trigger full before update on assignment begin select raise(abort, 'disk is full'); end")
    try:
        with pytest.raises(UnusableGradebook, match=r"^the gradebook cannot be used: disk is full\. Nothing is lost: "):
            releaser.set_due(NAME, datetime(2027, 1, 1))
    finally:
        with sqlite3.connect(course / "gradebook.db") as lock:
            lock.execute("drop trigger full")
    assert "Traceback" not in "".join(capfd.readouterr())


def test_nbgraders_refusal_is_passed_on_in_a_line(releaser, older, monkeypatch):
    older()
    monkeypatch.setattr(
        releaser._nbgrader,
        "generate_assignment",
        lambda name: {"success": False, "log": "[INFO] one\n    OSError: no room\n[ERROR] see above\n"},
    )
    with pytest.raises(UserError, match=f"^nbgrader could not release {NAME}: OSError: no room$"):
        releaser.release(CHAPTER)


def test_reading_the_configuration_changes_nothing_of_the_process(tmp_path, monkeypatch):
    init(tmp_path)
    before, there = dict(os.environ), Path.cwd()
    load_config(tmp_path)
    assert (dict(os.environ), Path.cwd()) == (before, there)


def test_the_command_finds_the_programs_of_an_environment_that_is_not_active(monkeypatch):
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin"]))
    monkeypatch.setattr(sys, "argv", ["autograder", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert shutil.which("alembic") == str(Path(sys.executable).with_name("alembic"))


def test_a_file_is_no_directory(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match="is a file"):
        init(tmp_path / "notes.txt")


def test_points_alone_can_change_after_work_was_handed_in(course, releaser, notebook):
    folder = course / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    try:
        dearer = replace(CHAPTER, points={"adaptive_windows": [0, 7.5]})
        assert releaser.release(dearer) is State.POINTS
        assert releaser.release(dearer) is State.SAME
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            assert gradebook.find_grade_cell("adaptive_windows-hidden", "adaptive-pooling", NAME).max_score == 7.5
        assert releaser.release(CHAPTER) is State.POINTS
    finally:
        folder.rmdir()
