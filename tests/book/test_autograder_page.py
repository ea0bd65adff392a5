"""What the page on the autograder says of cases, tolerance, recognition and the kill matrix."""

import json
import re

import numpy as np
import pytest
from figures.other_pages.two_sides import two_sides
from workings import matrix

from autograder.bank import EXERCISES
from autograder.building.kill_matrix import STUB, Row
from autograder.judging import oracle
from autograder.judging.compare import tolerance
from autograder.runner.calls import call
from tests.book._reading import article, texts

PAGE = "autograder"


def test_numbers_of_cases(prose):
    visible = [len(exercise.cases) for exercise in EXERCISES.values()]
    prose.says(f"The course has {len(visible)} exercises with {sum(visible)} visible cases, between")
    prose.says(f"between {min(visible)} and {max(visible)} each")


def test_the_tolerance_is_the_one_that_is_told():
    eps = np.finfo(np.float32).eps
    assert tolerance(np.array([4.0, -2.0]), 27) == pytest.approx(eps * (27 + 16) * 4)


def test_the_example_is_recognised(prose):
    prose.says("This is what you get when the answer reads the stride as (width, height).")
    passed, cases = re.search(r"convolution-parameters/conv2d: (\d+) of (\d+) cases", prose).groups()
    prose.says(f"{passed} of {cases}, or {int(passed) / int(cases):.2f}, in the report above")


@pytest.mark.turn(3)
def test_the_nearest_mistake_is_a_thousand_tolerances_away():
    with np.errstate(all="ignore"):
        nearest = min(
            max(distance(exercise, case, mistake) for case in exercise.cases)
            for exercise in EXERCISES.values()
            for mistake in exercise.mistakes
        )
    assert nearest > 1000


def distance(exercise, case, mistake):
    """How many tolerances a mistake's answer lies from the right one; infinitely many where it is no such array."""
    wanted, got = oracle.expected(exercise, case)[0], call(mistake.function, case.args)
    if got.failure or not isinstance(wanted, np.ndarray) or not isinstance(got.value, np.ndarray):
        return np.inf
    if np.iscomplexobj(got.value):  # refused for its kind, whatever the numbers
        return np.inf
    if got.value.shape != wanted.shape or (np.isfinite(wanted) & ~np.isfinite(got.value)).any():
        return np.inf
    return np.nanmax(np.abs(got.value - wanted)) / tolerance(wanted, exercise.terms(*case.args))


ROWS = [
    Row("pooling-layers/max_pool1d", "ignores <b>", True, 0.75, "wrong", "ignores <b>", ("one window",)),
    Row("pooling-layers/max_pool1d", "is called otherwise", True, 0.5, "wrong", "another", (), "This is Flax's way."),
    Row("pooling-layers/max_pool1d", "is not caught", True, 1.0, "passed", None, ()),
    Row("pooling-layers/max_pool1d", STUB, False, 0.0, "not attempted", None, ()),
    Row("pooling-layers/max_pool1d", "the reference", False, 1.0, "passed", None, ()),
]


def test_counting_tells_caught_from_named_and_honest_from_both():
    assert matrix.counts(ROWS) == (3, 2, 1, 1, 1)
    assert "<td>3</td><td>2</td><td>1</td><td>1</td><td>1</td>" in matrix.chapters(ROWS).data


def test_a_mistake_has_a_mark_for_every_case():
    page = matrix.details(ROWS).data
    names = [case.name for case in EXERCISES["pooling-layers/max_pool1d"].cases]
    rows = re.findall(r'<th scope="row">([^<]*)</th><td><span[^>]*>([^<]*)</span></td><td>([^<]*)</td>', page)
    assert rows[0][0] == "ignores &lt;b&gt;"
    assert {len(marks) for _, marks, _ in rows} == {len(names)}
    for (_, marks, count), row in zip(rows, ROWS, strict=False):
        assert marks.count(matrix.CAUGHT) == len(set(row.caught_by) & set(names))
        assert count == f"{len(row.caught_by)} of {len(names)}"


def test_the_matrix_is_read_where_there_is_one_and_else_is_made_for_one_chapter(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix, "FILE", tmp_path / "matrix.json")
    monkeypatch.setattr(matrix, "SHORT", "convolutional-layers/correlate1d")
    found, whole = matrix.rows()
    assert not whole
    assert {row.exercise_id for row in found} == {"convolutional-layers/correlate1d"}
    assert all(row.as_it_should_be for row in found)
    few = {row.exercise_id: EXERCISES[row.exercise_id] for row in found}
    (tmp_path / "matrix.json").write_text(json.dumps([vars(row) for row in found]))
    assert not matrix.rows()[1], "a matrix of other mistakes than today's is no matrix"
    monkeypatch.setattr(matrix, "EXERCISES", few)
    again, whole = matrix.rows()
    assert whole
    assert matrix.counts(again) == matrix.counts(found)


def test_the_page_has_the_whole_matrix(site, prose):
    mistakes = sum(len(exercise.mistakes) for exercise in EXERCISES.values())
    prose.says("This table was made by the judge, from all exercises.")
    prose.says(f"Of {mistakes} mistakes, {mistakes} are caught and {mistakes} called by their name")
    elsewhere = sum(bool(mistake.elsewhere) for exercise in EXERCISES.values() for mistake in exercise.mistakes)
    prose.says(f"Of {elsewhere} mistakes the report also says in which other library they would be right")
    page = article(site, PAGE)
    assert page.count("<details") >= len(EXERCISES)
    assert page.count('class="mw-dots"') == mistakes


def test_the_verdict_is_on_the_judges_side():
    picture = two_sides()
    assert {"the judge's side", "the runner's side", "no verdict comes from here"} <= set(texts(picture))
    assert "no arrow from the runner reaches" in picture.alt
