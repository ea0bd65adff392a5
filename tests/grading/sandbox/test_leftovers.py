"""What a run that was killed has left is swept by the next one, and nothing else is."""

import os
import subprocess
import time

import pytest

from autograder.grading.jobs.kept_results import Store
from autograder.grading.sandbox import leftovers


@pytest.fixture(scope="module")
def ended():
    """The number of a process that is gone."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_only_what_a_process_has_left_that_is_gone_is_swept(tmp_path, ended):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").touch()
    folder = tmp_path / "temporary"
    folder.mkdir()
    (folder / f"magic-window-bait-{ended}-1x2").touch()
    (folder / f"magic-window-beside-{ended}-abc" / "deep").mkdir(parents=True)
    (folder / f"magic-window-link-{ended}-abc").symlink_to(outside)
    stays = [f"{leftovers.prefix('bait')}x", f"another-{ended}-x", "magic-window-notes-by-hand"]
    for name in stays:
        (folder / name).touch()
    leftovers.sweep(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(stays)
    assert (outside / "mine").exists()


def test_the_folder_for_temporary_files_is_swept_where_none_is_given(tmp_path, ended, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"magic-window-bait-{ended}-1x2").touch()
    leftovers.sweep()
    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_swept_when_nobody_can_be_writing_it_any_more(tmp_path):
    store = Store(tmp_path)
    for folder in (store.folder, store.pictures):
        (folder / "ab").mkdir(parents=True)
        for name in (".old-1-1", ".new-1-1", "kept"):
            (folder / "ab" / name).touch()
        yesterday = time.time() - 86_400
        os.utime(folder / "ab" / ".old-1-1", (yesterday, yesterday))
        os.utime(folder / "ab" / "kept", (yesterday, yesterday))
    store.sweep()
    for folder in (store.folder, store.pictures):
        assert sorted(path.name for path in folder.glob("ab/*")) == [".new-1-1", "kept"]
