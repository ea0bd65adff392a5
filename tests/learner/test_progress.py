"""How one stands is kept in the workspace, shown in the terminal and on a page, and survives a broken file."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

from autograder import check
from autograder.files import write_whole
from autograder.learner import progress_store
from autograder.learner.progress import ExerciseStatus, Progress
from autograder.learner.progress_store import read
from autograder.learner.workspace import Workspace
from solutions import padding_layers
from tests.learner._chapter import ASSIGNMENT, released, shell, workspace

pytestmark = pytest.mark.turn(2)

PAD1D, ZERO = "padding-layers/reflection_pad1d", "padding-layers/zero_pad2d"


@pytest.fixture(scope="module")
def stubs():
    return released()


@pytest.fixture
def root(tmp_path, stubs, monkeypatch):
    """A fresh workspace, and this process in the folder of its notebook, as a kernel is."""
    root = workspace(tmp_path / "my work", stubs)
    monkeypatch.chdir(root / ASSIGNMENT)
    monkeypatch.setattr(progress_store, "IN_THIS_PROCESS", Progress())
    return root


def half(x, padding):
    """Right for the case that adds nothing."""
    return x


def test_what_is_done_tried_and_open_is_told_with_its_points(root):
    check(padding_layers.reflection_pad1d, PAD1D)
    check(half, ZERO)
    said = shell("progress", cwd=root / ASSIGNMENT).stdout
    rows = [line.split() for line in said.splitlines()]
    assert ["reflection_pad1d", "done", "7", "of", "7", "1", "of", "1"] in rows
    assert ["zero_pad2d", "tried", "1", "of", "8", "0.125", "of", "1"] in rows
    assert ["same_padding", "open", "-", "0", "of", "1"] in rows
    assert "1 of 7 exercises done, 1.125 of 7 visible points\n" in said
    assert said.splitlines()[-1] == f"As a page: {root / 'progress.html'}"


def test_what_was_done_stays_done_and_the_last_check_stands_beside_it(root):
    check(padding_layers.zero_pad2d, ZERO)
    check(half, ZERO)
    check(half, ZERO)
    status = read(Workspace(root)).of(ZERO)
    assert (status.state, status.share, status.failures) == ("done", 1.0, 2)
    said = shell("progress", cwd=root).stdout
    rows = [line.split() for line in said.splitlines()]
    assert ["zero_pad2d", *["done", "(the", "last", "check:", "1", "of", "8)", "8", "of", "8", "1", "of", "1"]] in rows
    assert '<span class="done">done</span> <span class="muted">(the last check: 1 of 8)</span>' in (
        root / "progress.html"
    ).read_text(encoding="utf-8")
    check(padding_layers.zero_pad2d, ZERO)
    assert "last check" not in shell("progress", cwd=root).stdout


def test_progress_of_an_older_version_is_read(root):
    old = {"outcome": "passed", "passed": 8, "cases": 8, "failures": 0, "answer": "", "mistake": ""}
    file = root / ".magic-window" / "progress.json"
    file.write_text(json.dumps({"version": 1, "exercises": {ZERO: old}}))
    check(half, ZERO)
    assert read(Workspace(root)).of(ZERO).state == "done"


def test_the_terminal_and_the_notebook_count_in_the_same_place(root):
    assert [check(half, ZERO).failures for _ in range(2)] == [1, 2]
    progress_store.IN_THIS_PROCESS.exercises.clear()  # as in another process
    assert check(half, ZERO).failures == 3
    assert read(Workspace(root)).of(ZERO).failures == 3


def test_the_page_is_written_by_every_check_and_needs_no_network(root):
    page = root / "progress.html"
    assert not page.exists()
    check(half, ZERO)
    first = page.read_text(encoding="utf-8")
    assert "returns the input as it is" in first
    check(padding_layers.zero_pad2d, ZERO)
    second = page.read_text(encoding="utf-8")
    assert "1 of 7 exercises done, 1 of 7 visible points" in second
    assert re.findall(r"(?:src|url\(|@import)", second) == []
    links = re.findall(r'href="([^"]*)"', second)
    assert len(links) == 7
    assert all((root / unquote(link)).is_file() for link in links)
    assert '<html lang="en">' in second
    assert "prefers-color-scheme: dark" in second
    assert second.count('<th scope="row">') == 7


def test_what_the_page_shows_is_escaped(root):
    (root / ".magic-window" / "progress.json").write_text(
        json.dumps({"exercises": {ZERO: {"outcome": "wrong", "cases": 8, "mistake": "<script>alert(1)</script>"}}})
    )
    shell("progress", root, cwd=root)
    assert "<script>" not in (root / "progress.html").read_text()


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"exercises": []}', '{"exercises": {"a": {"passed": "1"}}}', '{"exercises": {"a": {"b": 1}}}', "\0"],
)
def test_a_broken_file_is_kept_and_said_and_costs_no_check(root, content):
    file = root / ".magic-window" / "progress.json"
    file.write_text(content)
    report = check(half, ZERO)
    assert "could not be read, and your progress begins anew" in str(report)
    assert "could not be read" in report._repr_html_()
    kept = file.with_name("progress.broken.json")
    assert kept.read_text() == content
    assert "could not be read" not in str(check(half, ZERO))
    file.write_text(content)
    assert "begins anew" in shell("progress", cwd=root).stderr
    assert file.with_name("progress.broken2.json").exists()


def test_a_workspace_that_cannot_be_written_costs_no_check(root):
    (root / ".magic-window" / "progress.json").mkdir()
    report = check(half, ZERO)
    assert report.passed == 1
    assert "Your progress was not saved" in str(report)
    assert check(half, ZERO).failures == 2


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    write_whole(file, b"before")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_chapter_whose_notebook_is_broken_is_still_counted(root):
    notebook = next((root / ASSIGNMENT).glob("*.ipynb"))
    notebook.write_text("{")
    assert "0 of 7 exercises done" in shell("progress", cwd=root).stdout


def test_outside_of_a_workspace_it_says_how_to_make_one(tmp_path):
    said = shell("progress", cwd=tmp_path, status=1).stderr
    assert "is in no workspace of the course: make one with `autograder start`" in said
    assert len(said.splitlines()) == 1


def test_beside_a_workspace_and_nowhere_it_says_where_to_look(root, tmp_path):
    said = shell("progress", cwd=tmp_path, status=1).stderr
    assert f"Right below it lies {root.name}: go there with `cd {root.name}`, or name it" in said
    said = shell("progress", "nowhere", cwd=tmp_path, status=1).stderr
    assert "there is no folder nowhere" in said


def test_the_table_is_shown_where_the_page_cannot_be_written(root):
    (root / "progress.html").mkdir()
    done = shell("progress", cwd=root)
    assert "0 of 7 exercises done" in done.stdout
    assert f"The page {root / 'progress.html'} could not be written: " in done.stderr


def test_a_refused_answer_earns_nothing(root):
    def padded(x, padding):
        return np.pad(x, ((0, 0), (0, 0), (padding, padding)))

    assert check(padded, PAD1D).refusal
    standing = read(Workspace(root)).of(PAD1D)
    assert standing == ExerciseStatus("wrong", 0, 7, 1)
    assert standing.state == "tried"
