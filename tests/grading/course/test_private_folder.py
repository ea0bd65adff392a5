"""A course directory that nothing can be written into is refused in words, and the error names no draft of ours."""

import errno
import os
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.files import write_whole
from autograder.grading.course.private_folder import private_folder, require_writable


def failing_with(number):
    def fail(*about, **more):
        raise OSError(number, os.strerror(number))

    return fail


def test_a_course_that_can_be_written_into_stays_as_it_was(tmp_path):
    private_folder(tmp_path).mkdir()
    require_writable(tmp_path)
    assert list(private_folder(tmp_path).iterdir()) == []


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_course_that_cannot_is_refused_in_words(tmp_path, monkeypatch, number):
    monkeypatch.setattr(Path, "open", failing_with(number))
    with pytest.raises(UserError, match=rf"^nothing can be written into {tmp_path} \({os.strerror(number)}\): make it"):
        require_writable(tmp_path)


def test_another_fault_is_not_taken_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing_with(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        require_writable(tmp_path)


def test_the_error_names_the_file_also_where_its_draft_cannot_be_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "open", failing_with(errno.EROFS))
    monkeypatch.setattr(Path, "unlink", failing_with(errno.EROFS))
    with pytest.raises(OSError, match="Read-only") as raised:
        write_whole(tmp_path / "file", b"")
    assert raised.value.filename == str(tmp_path / "file")
