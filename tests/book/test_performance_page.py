"""The page on performance shows what the benchmarks have measured, and nothing else."""

import pytest
from figures.other_pages.speeds import seconds_each, speeds
from workings import measured

from benchmarks.gradients import GRADIENTS
from benchmarks.operations import GROUPS
from benchmarks.workloads import WORKLOADS

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


def test_grading_is_compared_with_stock_nbgrader_which_has_one_worker():
    def spent(clock):
        return {"clock": clock, "processor": clock, "MiB": 100}

    result = {
        "rows": [
            {"what": "one worker", "stock": spent(6), "ours now": spent(0.6)},
            {"what": "two workers", "ours now": spent(0.3)},
            {"what": "two workers, with feedback", "stock": spent(8), "ours now": spent(0.4)},
        ]
    }
    assert measured.bars(result)["two workers"] == (6, 0.3)
    table = measured.graded(result).data
    for line in ("6.00</td><td>0.60</td><td>6.00</td><td>0.60</td><td>10.0<", "8.00</td><td>0.40</td>", "<td>20.0<"):
        assert line in table
    assert "two workers: stock 6.00, ours 0.30" in seconds_each(measured.bars(result)).alt


def test_what_is_more_than_twice_as_slow_is_named():
    assert measured.slowest(ROWS) == "shuffling: by 2 (3.0)"
    assert measured.slowest(ROWS[:2]) == "none"


@pytest.mark.parametrize("threads", [1, 2])
def test_the_numbers_that_are_kept_are_those_of_a_whole_run(threads):
    result = measured.operations(threads)
    assert list(measured.groups(result["rows"])) == list(GROUPS)
    assert result["environment"]["threads"] == threads
    assert len(result["rows"]) == len(WORKLOADS) + len(GRADIENTS)


def test_the_page_shows_the_numbers_that_are_kept(prose):
    classes = measured.grading()
    assert classes["submissions"] >= 60
    prose.says(f"The same {classes['submissions']} submissions of chapter 1")
    prose.says(measured.where(classes))
    for what, (stock, ours) in measured.bars(classes).items():
        prose.says(f"{what} {stock:.2f} {ours:.2f}")
    prose.says(f"the geometric mean of all is {measured.mean(measured.operations()['rows']):.2f}")
