"""The result of a job is kept whole or not at all, and a picture only once."""

import base64
import gzip
import itertools
from dataclasses import replace

import pytest
from nbformat import NotebookNode

from autograder.grading.jobs.job import JobResult
from autograder.grading.jobs.kept_results import Store
from autograder.grading.jobs.verdict import Verdict
from autograder.grading.sandbox.session import CellOutput

RESULT = JobResult(
    [CellOutput([NotebookNode(output_type="stream", name="stdout", text="1\n")], "took longer than 2 seconds")],
    [Verdict("a/b", False, "wrong", 0.5, "flips the kernel", ("one",), 7, "torch", True, "Look.", html="<p>")],
    ["Look at it."],
    0.5,
)


def test_what_is_kept_is_found_again(tmp_path):
    store = Store(tmp_path)
    assert store.get("00" * 32) is None
    store.put("00" * 32, RESULT)
    assert store.get("00" * 32) == RESULT
    assert "00" * 32 in store


PICTURES = {
    "a picture": (base64.b64encode(b"\x89PNG, or what claims to be").decode(), 1),
    "no base64": ("kept ../../../elsewhere", 0),
    "another way to write it": (base64.b64encode(b"\x89PNG").decode() + "\n", 0),
    "nothing": ("", 1),
}


@pytest.mark.parametrize(("picture", "files"), PICTURES.values(), ids=PICTURES)
def test_a_picture_is_kept_once_and_comes_back_as_it_was(tmp_path, picture, files):
    output = NotebookNode(output_type="display_data", data=NotebookNode({"image/png": picture}), metadata={})
    result = replace(RESULT, cell_outputs=[CellOutput([output, output])])
    store = Store(tmp_path)
    store.put("00" * 32, result)
    store.put("11" * 32, result)
    assert store.get("00" * 32) == store.get("11" * 32) == result
    assert store.get("00" * 32, pictures=False).verdicts == result.verdicts
    kept = [path for path in store.pictures.rglob("*") if path.is_file()]
    assert len(kept) == files
    for path, damaged in itertools.product(kept, (False, True)):
        path.unlink()
        if damaged:
            path.write_bytes(b"half a pict")
        assert store.get("00" * 32) is None
        assert "00" * 32 not in store  # it is run again
        store.put("00" * 32, result)
        assert store.get("11" * 32) == result


DAMAGE = {
    "empty": b"",
    "torn": b"\x1f\x8b",
    "not gzip": b"not gzip",
    "no result": gzip.compress(b"{}"),
    "a list": gzip.compress(b"[1]"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_result_is_as_good_as_none(tmp_path, damage):
    store = Store(tmp_path)
    store.put("00" * 32, RESULT)
    store._path("00" * 32).write_bytes(damage)
    assert store.get("00" * 32) is None
    assert "00" * 32 not in store  # so that it is judged again


def test_a_full_disk_leaves_no_half_a_result(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    store = Store(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put("00" * 32, RESULT)
    assert store.get("00" * 32) is None
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []
