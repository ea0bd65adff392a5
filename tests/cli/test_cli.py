"""The command line's manners: what it makes, what it refuses, and in how few words."""

import ast
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from importlib.metadata import version
from types import SimpleNamespace

import pytest

from tests.grading import _classes as classes

pytestmark = pytest.mark.turn(2)


def autograder(*words, cwd, status=0):
    said = SimpleNamespace(out=io.StringIO(), errors=io.StringIO())
    ended = classes.autograder(*words, cwd=cwd, **vars(said))
    done = SimpleNamespace(stdout=said.out.getvalue(), stderr=said.errors.getvalue())
    assert ended == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_init_makes_a_course_once_and_keeps_what_is_there(tmp_path):
    course = tmp_path / "a course"
    assert "nbgrader_config.py" in autograder("init", course, "--bare", cwd=tmp_path).stdout
    key = course / ".magic-window" / "key"
    before = key.read_text()
    assert stat.S_IMODE(os.stat(key).st_mode) == 0o600
    (course / "nbgrader_config.py").write_text("# mine, with JudgeSubmission\n")
    assert "nothing was changed" in autograder("init", course, "--bare", cwd=tmp_path).stdout
    assert key.read_text() == before
    assert (course / "nbgrader_config.py").read_text().startswith("# mine")


def test_init_needs_no_name_where_a_course_is(tmp_path):
    said = autograder("init", "--bare", cwd=tmp_path, status=1).stderr
    assert "name the directory to make" in said
    assert len(said.splitlines()) == 1
    autograder("init", ".", "--bare", cwd=tmp_path)
    (tmp_path / "README.md").unlink()
    assert "made README.md" in autograder("init", "--bare", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    "words", ["build", "grade 01-a", "sample", "collect . -a 01-a", "report 01-a", "export 01-a", "replay ada 01-a"]
)
def test_a_directory_that_is_no_course_is_refused_in_a_line(tmp_path, words):
    said = autograder(*words.split(), cwd=tmp_path, status=1).stderr
    assert "is not a course directory: make one with `autograder init" in said
    assert len(said.splitlines()) == 1


def test_a_course_that_lost_its_key_is_refused(tmp_path):
    autograder("init", ".", "--bare", cwd=tmp_path)
    (tmp_path / ".magic-window" / "key").unlink()
    assert "lost its key" in autograder("grade", "01-convolutional-layers", cwd=tmp_path, status=1).stderr


@pytest.mark.parametrize("key", [b"short", b"", b"\xff" * 64], ids=str)
def test_a_course_with_a_damaged_key_is_refused_in_one_line(tmp_path, key):
    autograder("init", ".", "--bare", cwd=tmp_path)
    (tmp_path / ".magic-window" / "key").write_bytes(key)
    (line,) = autograder("grade", "01-convolutional-layers", cwd=tmp_path, status=1).stderr.splitlines()
    assert "does not hold a key of 32 bytes in hexadecimal; bring the old one back" in line


def test_a_course_with_another_config_is_refused(tmp_path):
    autograder("init", ".", "--bare", cwd=tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    assert "does not use our judge" in autograder("build", cwd=tmp_path, status=1).stderr


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x = (", "'(' was never closed"),
        ("c.Foo.bar = nonsense", "NameError: name 'nonsense' is not defined"),
        ("c.JudgeSubmission.cell_seconds = 'soon'", "expected a float, not the str 'soon'"),
    ],
)
def test_nothing_is_done_under_a_configuration_that_cannot_be_read(tmp_path, line, words):
    autograder("init", ".", "--bare", cwd=tmp_path)
    with (tmp_path / "nbgrader_config.py").open("a") as file:
        file.write(line + "\n")
    said = autograder("grade", "01-convolutional-layers", cwd=tmp_path, status=1).stderr
    assert words in said
    assert "nothing was done" in said
    assert len(said.splitlines()) == 1


def test_nbgrader_refuses_such_a_configuration_too_when_it_is_told_to(tmp_path, monkeypatch):
    monkeypatch.setenv("TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR", "1")
    autograder("init", ".", "--bare", cwd=tmp_path)
    assert "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR=1" in (tmp_path / "nbgrader_config.py").read_text()
    with (tmp_path / "nbgrader_config.py").open("a") as file:
        file.write("x = (\n")
    words = [sys.executable, "-m", "nbgrader", "autograde", "01-convolutional-layers"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "was never closed" in done.stderr
    assert "No notebooks were matched" not in done.stderr  # which it says where it goes on


def test_nbgrader_keeps_the_judge_where_it_goes_on(tmp_path):
    autograder("init", ".", "--bare", cwd=tmp_path)
    with (tmp_path / "nbgrader_config.py").open("a") as file:
        file.write("x = (\n")
    asks = "from nbgrader.apps import AutogradeApp as App; app = App(); app.initialize([]); print(app.config.Autograde)"
    words = [sys.executable, "-c", asks]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    assert "was never closed" in done.stderr
    steps = ast.literal_eval(done.stdout)
    assert steps["sanitize_preprocessors"][0] == "autograder.grading.restore.RestoreCells"
    assert steps["autograde_preprocessors"][0] == "autograder.grading.preprocessor.JudgeSubmission"
    assert "nbgrader.preprocessors.Execute" not in steps["autograde_preprocessors"]


def test_a_broken_json_is_named(tmp_path):
    autograder("init", ".", "--bare", cwd=tmp_path)
    (tmp_path / "nbgrader_config.json").write_text("{")
    said = autograder("grade", "01-convolutional-layers", cwd=tmp_path, status=1).stderr
    assert "nbgrader_config.json cannot be read, and nothing was done" in said
    assert len(said.splitlines()) == 1


def test_an_older_course_gets_the_json_with_its_own_lists(tmp_path):
    autograder("init", ".", "--bare", cwd=tmp_path)
    (tmp_path / "nbgrader_config.json").unlink()
    with (tmp_path / "nbgrader_config.py").open("a") as file:
        file.write("c.Autograde.autograde_preprocessors += ['mine.Own']\n")
    autograder("init", ".", "--bare", cwd=tmp_path)
    made = json.loads((tmp_path / "nbgrader_config.json").read_text())["Autograde"]
    assert made["autograde_preprocessors"][-1] == "mine.Own"
    assert made["sanitize_preprocessors"][0] == "autograder.grading.restore.RestoreCells"


def test_a_bare_course_directory_says_how_to_go_on(tmp_path):
    said = autograder("init", ".", "--bare", cwd=tmp_path).stdout
    assert "choose your chapters in ./course.toml" in " ".join(said.split())
    for command in (["sample"], ["grade", "01-convolutional-layers"]):
        assert "`autograder init" in autograder(*command, cwd=tmp_path, status=1).stderr


def test_an_unknown_assignment_and_an_empty_class_are_refused_in_words(release, tmp_path):
    course = release(tmp_path / "course")
    shutil.rmtree(course / "release")
    (course / "gradebook.db").unlink()
    said = autograder("grade", "01-convolutional-layers", cwd=course, status=1).stderr
    assert "nbgrader generate_assignment 01-convolutional-layers" in said
    said = autograder("grade", "99-nonsense", cwd=course, status=1).stderr
    assert "there is no assignment 99-nonsense in this course (it has: 01-convolutional-layers)" in said
    for wrong in ("01", "01-convolution-layers"):
        said = autograder("grade", wrong, cwd=course, status=1).stderr
        assert f"there is no assignment {wrong} in this course; the nearest is 01-convolutional-layers" in said
    said = autograder("sample", cwd=course, status=1).stderr
    assert "is not released: run `autograder init" in said


def test_a_damaged_gradebook_is_to_be_brought_back(release, tmp_path):
    course = release(tmp_path / "course")
    (course / "gradebook.db").write_text("garbage")
    said = autograder("grade", "01-convolutional-layers", cwd=course, status=1).stderr
    assert "the gradebook is damaged (file is not a database): bring back a copy of it. Or move it away" in said
    (course / "gradebook.db").unlink()
    said = autograder("grade", "01-convolutional-layers", cwd=course, status=1).stderr
    assert "run `nbgrader generate_assignment 01-convolutional-layers --force`" in said  # which skips it without


def test_init_says_how_to_drop_an_assignment(release, tmp_path):
    course = release(tmp_path / "course")
    (course / "course.toml").write_text('assignments = ["05-adaptive-pooling"]\n')
    said = autograder("init", course, cwd=tmp_path).stdout
    assert "01-convolutional-layers: left as it is, although course.toml does not have it" in said
    assert "rm -r source/NAME release/NAME && nbgrader db assignment remove NAME" in said


def test_exercises_that_are_not_there_are_refused(tmp_path):
    autograder("init", ".", "--bare", cwd=tmp_path)
    assert "no exercises in" in autograder("build", "--exercises", tmp_path, cwd=tmp_path, status=1).stderr


def test_the_version_is_said(tmp_path):
    assert autograder("--version", cwd=tmp_path).stdout == f"magic-window {version('magic-window')}\n"


def test_help_names_every_command(tmp_path):
    said = autograder("--help", cwd=tmp_path).stdout
    for command in ("init", "build", "collect", "grade", "doctor", "sample"):
        assert command in said


def test_the_doctor_finds_this_machine_whole(tmp_path):
    said = autograder("doctor", cwd=tmp_path).stdout
    assert "grading can start" in said
    assert "missing" not in said


def test_the_matrix_of_a_chapter_is_shown_and_written(tmp_path):
    said = autograder("matrix", "convolutional-layers/corr", "--json", "kill/matrix.json", cwd=tmp_path).stdout
    assert "flips the kernel" in said
    assert re.search(r"\n2 exercises, \d+ mistakes", said)
    assert "0 not as they should be" in said
    rows = json.loads((tmp_path / "kill" / "matrix.json").read_text())
    assert {row["answer"] for row in rows} > {"the reference", "the untouched stub", "flips the kernel"}
    assert "no exercise's id begins with 'nothing'" in autograder("matrix", "nothing", cwd=tmp_path, status=1).stderr
