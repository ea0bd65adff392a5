"""The page on performance shows what was measured, and says whether that is all of it."""

import json
import re
from pathlib import Path

import pytest
from figures.other_pages.speeds import speeds
from workings import measured

PAGE = "performance"
ROWS = [
    {
        "group": group,
        "name": name,
        "shape": [1, 3],
        "error": 1e-7,
        "torch": 2e-3,
        "ours": ours,
        "limit": 1e-3,
        **more,
    }
    for group, name, ours, more in [
        ("pooling", "max", 1e-3, {"learners": {"loops": 5e-1, "windows": 2e-3}}),
        ("pooling", "average", 4e-3, {}),
        ("shuffling", "by 2", 6e-3, {}),
    ]
]


def test_twice_and_half_cancel():
    assert measured.mean(ROWS[:2]) == pytest.approx(1)
    assert list(measured.groups(ROWS)) == ["pooling", "shuffling"]


def test_the_tables():
    assert "<td>2</td><td>1.00</td><td>0.50</td><td>2.00</td>" in measured.by_group(ROWS).data
    rows = measured.all_of(ROWS).data
    assert "<td>2.00</td><td>0.50</td><td>0.50</td><td>windows 2.0, loops 500.0</td>" in rows
    assert rows.count("not measured") == 2


def test_the_figure_says_the_means():
    assert "pooling 1.00 over 2; shuffling 3.00 over 1" in speeds({"pooling": [0.5, 2], "shuffling": [3]}).alt


def test_a_full_measurement_is_shown_where_there_is_one(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "BENCH", tmp_path)
    assert measured.grading() is None
    full = {"rows": ROWS, "environment": {}}
    (tmp_path / "operations.json").write_text(json.dumps(full))
    assert measured.operations() == (full, True)


def test_else_a_short_one_is_asked_for_and_read(tmp_path, monkeypatch):
    def measure(command, **_):
        assert command[1:4] == ["-m", "benchmarks.operations", "--short"]
        (Path(command[-1]) / "operations.json").write_text(json.dumps({"rows": ROWS}))

    monkeypatch.setattr(measured, "BENCH", tmp_path)
    monkeypatch.setattr(measured.subprocess, "run", measure)
    assert measured.operations() == ({"rows": ROWS}, False)


@pytest.mark.long
def test_else_a_short_one_is_made_on_the_spot(tmp_path, monkeypatch):
    monkeypatch.setattr(measured, "BENCH", tmp_path)
    result, whole = measured.operations()
    assert not whole
    assert {len(rows) for rows in measured.groups(result["rows"]).values()} == {1}
    assert "one thread each" in measured.machine(result)


def test_the_page_says_which_form_it_is(prose):
    whole = (measured.BENCH / "operations.json").exists()
    prose.says(re.sub("[*`]", "", measured.FORM[whole]))
    prose.says("the geometric mean of all is")
