"""The sandbox is tried once for each boot, container, user and version, and again after anything was missing."""

import os
from pathlib import Path

import pytest

from autograder.grading.sandbox import selftest_cache


@pytest.fixture
def tries(monkeypatch):
    """What the self-test finds, one after the other; what is left was not asked for."""
    found = [["no network"], [], ["no network"]]
    monkeypatch.setattr(selftest_cache, "missing_layers", lambda: found.pop(0))
    return found


def test_it_is_tried_until_it_is_whole_and_then_no_more(tries, tmp_path):
    kept = tmp_path / "sandbox"
    assert selftest_cache.missing_layers_once(kept, "code") == ["no network"]
    assert selftest_cache.missing_layers_once(kept, "code") == []
    assert selftest_cache.missing_layers_once(kept, "code") == []
    assert len(tries) == 1


@pytest.mark.parametrize("change", ["code", "boot", "user", "bwrap", "container", "damaged"])
def test_it_is_tried_again_where_anything_has_changed(tries, tmp_path, monkeypatch, change):
    tries.pop(0)
    kept, code = tmp_path / "sandbox", "code"
    assert selftest_cache.missing_layers_once(kept, code) == []
    if change == "code":
        code = "other code"
    elif change == "boot":
        (tmp_path / "boot").write_text("another boot")
        monkeypatch.setattr(selftest_cache, "_BOOT", tmp_path / "boot")
    elif change == "user":
        monkeypatch.setattr(os, "getuid", lambda: 12345)
    elif change == "bwrap":
        monkeypatch.setattr(selftest_cache.shutil, "which", lambda name: None)
    elif change == "container":
        monkeypatch.setattr(Path, "readlink", lambda path: Path("user:[1]"))
    else:
        kept.write_bytes(b"\xff")
    assert selftest_cache.missing_layers_once(kept, code) == ["no network"]


def test_where_nothing_can_be_kept_it_is_tried_every_time(tries, tmp_path):
    tries.pop(0)
    (tmp_path / "file").touch()
    assert selftest_cache.missing_layers_once(tmp_path / "file" / "sandbox", "code") == []
    assert selftest_cache.missing_layers_once(tmp_path / "file" / "sandbox", "code") == ["no network"]


def test_where_the_kernel_names_no_boot_it_is_tried_every_time(tries, tmp_path, monkeypatch):
    tries.pop(0)
    monkeypatch.setattr(selftest_cache, "_BOOT", tmp_path / "nowhere")
    assert selftest_cache.missing_layers_once(tmp_path / "sandbox", "code") == []
    assert selftest_cache.missing_layers_once(tmp_path / "sandbox", "code") == ["no network"]
