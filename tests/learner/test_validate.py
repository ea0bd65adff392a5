"""nbgrader's Validate, which students press before they hand in: it fails where an answer is not right."""

import pytest
from nbgrader.validator import Validator

from tests.learner import _chapter as chapter

CHECK = 'check({name}, "padding-layers/{name}")'


@pytest.fixture(scope="module")
def released():
    return chapter.released()


def validated(folder, notebook):
    """What Validate says: (source, message) of every failed cell."""
    found = Validator().validate(str(chapter.save(folder / "padding-layers.ipynb", notebook)))
    assert "changed" not in found
    return {cell["source"]: cell["error"] for cell in found.get("failed", [])}


def test_a_right_notebook_is_valid(released, tmp_path):
    assert validated(tmp_path, chapter.answered(released)) == {}


def test_wrong_and_open_answers_are_not_and_the_report_says_why(released, tmp_path):
    answers = {"reflection_pad1d": chapter.DOUBLED_EDGE}
    failed = validated(tmp_path, chapter.answered(released, answers, leave=["circular_pad2d"]))
    wrong, still_open = (CHECK.format(name=name) for name in ("reflection_pad1d", "circular_pad2d"))
    assert set(failed) == {wrong, still_open}
    assert "This is what you get when the answer" in failed[wrong]
    assert "Not attempted yet" in failed[still_open]
    assert "Traceback" not in "".join(failed.values())
