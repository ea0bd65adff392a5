"""The numbers of a class report, the page and the table: from results made up here, so every number is known."""

import csv
from datetime import datetime

import pytest
from markupsafe import escape

from autograder.grading.jobs.verdict import Verdict
from autograder.grading.platforms.safe_csv import plain
from autograder.grading.reporting import page
from autograder.grading.reporting.class_report import ClassReport, Entry, lines_of_code
from autograder.grading.results import Result
from autograder.reports.findings import Outcome
from tests.grading._misconceptions import FLIPPED, NAMES, OWN_WAY, RENAMED

NOW = datetime(2026, 10, 13, 9, 30)
CONV1D, CONV2D, CORRELATE = (f"convolutional-layers/{name}" for name in ("conv1d", "conv2d", "correlate1d"))
SECRET = 7_777_777_777


def verdicts(exercise, share, *, mistake=None, outcome=None, failed=(), hidden_failed=()):
    """The two verdicts on an exercise worth 1 and 3 points."""
    outcome = outcome or (Outcome.PASSED if share == 1 else Outcome.WRONG)
    about = {"exercise": exercise, "outcome": outcome.value, "score": share, "mistake": mistake, "seed": SECRET}
    about |= {"oracle": "torch", "sandboxed": True, "hint": "Which kernel?" if mistake else ""}
    return (
        Verdict(hidden=False, points=1, failed=tuple(failed), **about),
        Verdict(hidden=True, points=3, failed=tuple(hidden_failed), **about),
    )


def entry(number, *found, answers=None, **options):
    first, last = NAMES.get(number, (f"First{number}", f"Last{number}"))
    name = f"{last}, {first}"
    result = Result(f"s{number}", sum(found, ()), late_seconds=options.pop("late", 0.0))
    return Entry(f"s{number}", name, result, answers or {}, seconds=1.0 + number, **options)


FLIPS = {"mistake": "flips the kernel", "failed": ("one channel, one filter",), "hidden_failed": ("hidden case 1",)}
OPEN = {"outcome": Outcome.NOT_ATTEMPTED}
REPORT = ClassReport(
    "01-convolutional-layers",
    (
        entry(0, verdicts(CONV1D, 1), verdicts(CONV2D, 1), verdicts(CORRELATE, 1), answers={CONV2D: FLIPPED["conv2d"]}),
        entry(1, verdicts(CONV1D, 1), verdicts(CONV2D, 1), verdicts(CORRELATE, 0), answers={CONV2D: RENAMED["conv2d"]}),
        entry(2, verdicts(CONV1D, 0.5, **FLIPS), verdicts(CONV2D, 0.5, **FLIPS), verdicts(CORRELATE, 1), late=100_000),
        entry(3, verdicts(CONV1D, 0), verdicts(CONV2D, 0, **FLIPS), verdicts(CORRELATE, 0), current=False),
        entry(4, verdicts(CONV1D, 0), verdicts(CONV2D, 0, **OPEN), verdicts(CORRELATE, 1), answers=OWN_WAY),
    ),
    (
        ("torn", "Rn, To <i>", "it is not a notebook: <script>alert(2)</script>"),
        ("absent", "absent", "nothing was handed in"),
    ),
)
PAGE = page.render(REPORT, NOW)


def test_the_shares_and_their_distribution():
    assert REPORT.shares == pytest.approx([1, 2 / 3, 2 / 3, 0, 1 / 3])
    assert REPORT.quartiles == pytest.approx((1 / 3, 2 / 3, 2 / 3))
    assert [(low, count) for low, _, count in REPORT.histogram if count] == [(0, 1), (30, 1), (60, 2), (90, 1)]
    assert REPORT.full_marks == 1


def test_a_share_on_a_bins_edge_is_in_the_upper_bin():
    edge = ClassReport("a", (entry(5, verdicts(CONV1D, 0.3)), entry(6, verdicts(CONV1D, 0.7))), ())
    assert [low for low, _, count in edge.histogram if count] == [30, 70]


def test_mistakes_are_counted_by_name_with_their_students_and_cases():
    first, second = REPORT.mistakes
    assert (first.exercise, first.mistake, first.students) == (CONV2D, "flips the kernel", ("s2", "s3"))
    assert (second.exercise, second.students) == (CONV1D, ("s2",))
    assert first.cases == {"one channel, one filter": 2}
    assert first.hidden == 2
    assert "kernel" in first.hint


def test_what_has_no_name_is_listed_apart_and_what_was_never_begun_is_not_wrong():
    assert {(made.exercise, made.students) for made in REPORT.unexplained} == {
        (CONV1D, ("s3", "s4")),
        (CORRELATE, ("s1", "s3")),
    }


def test_an_exercise_separates_if_it_goes_along_with_the_others():
    separates = {one.exercise: one.separates for one in REPORT.numbers}
    assert separates[CONV1D] == pytest.approx(1 / 2.2**0.5)  # (1, 1, .5, 0, 0) with (2, 1, 1.5, 0, 1)
    assert separates[CONV1D] > separates[CORRELATE]
    assert REPORT.extremes[0].exercise == CORRELATE


def test_where_all_have_the_same_or_few_are_there_nothing_separates():
    same = tuple(entry(n, verdicts(CONV1D, 1), verdicts(CONV2D, n / 10)) for n in range(6))
    assert [one.separates for one in ClassReport("a", same, ()).numbers] == [None, None]
    assert [one.separates for one in ClassReport("a", REPORT.entries[:4], ()).numbers] == [None] * 3


def test_outcomes_are_those_of_both_kinds_of_cases():
    numbers = {one.exercise: one for one in REPORT.numbers}
    assert numbers[CONV2D].outcomes == {Outcome.PASSED: 2, Outcome.WRONG: 2, Outcome.NOT_ATTEMPTED: 1}
    assert numbers[CONV2D].mean == pytest.approx(0.5)
    assert numbers[CONV2D].lines == (12, 12)


def on_speed(exercise, share, outcome):
    """The verdict on the speed of an exercise, worth 2 points."""
    about = {"mistake": None, "failed": (), "seed": SECRET, "oracle": "", "sandboxed": True, "points": 2}
    return (Verdict(exercise, hidden=False, speed=True, outcome=outcome.value, score=share, **about),)


def test_points_of_speed_are_counted_apart_and_make_a_column():
    found = [(1, Outcome.PASSED), (0.5, Outcome.SLOW), (0, Outcome.SLOW), (1, Outcome.NOT_TIMED), (0, Outcome.CRASHED)]
    entries = (entry(n, verdicts(CONV1D, 1), on_speed(CONV1D, *one)) for n, one in enumerate(found))
    report = ClassReport("a", tuple(entries), ())
    (speed,) = report.speeds
    assert (speed.full, speed.half, speed.none, speed.not_timed) == (("s0",), ("s1",), ("s2", "s4"), ("s3",))
    assert report.numbers[0].outcomes == {Outcome.PASSED: 2, Outcome.SLOW: 2, Outcome.CRASHED: 1}
    assert report.mistakes == []
    shown = page.render(report, NOW)
    assert "Points of speed" in shown
    assert '<th scope="col" class="number">slow</th>' in shown
    assert "Points of speed" not in PAGE
    assert '<th scope="col" class="number">slow</th>' not in PAGE


def test_near_identical_answers_are_found_by_exercise():
    assert [(group.exercise, group.students) for group in REPORT.alike] == [(CONV2D, ("s0", "s1"))]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("def f(x):\n    '''Doc.\n\n    More.'''\n\n    # why\n    return (x +\n            1)", 2),
        ("def f(:\n\n  x", 2),
        ("", 0),
    ],
)
def test_lines_of_code_are_counted_however_they_are_laid_out(source, count):
    assert lines_of_code(source) == count


def test_the_page_says_how_many_made_which_mistake():
    words = " ".join(PAGE.split())
    assert (
        '<td class="number">2 of 5</td> <td><code>conv2d</code></td> <th scope="row" class="text">flips the kernel'
        in words
    )
    assert "Not graded is not zero" in words
    assert "1 of 5 have handed in something else since" in words
    assert "no proof of anything" in words
    assert "1 d 3 h" in words


def test_no_name_and_no_fault_gets_into_the_page_unescaped():
    assert "<script" not in PAGE
    assert "<i>" not in PAGE
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in PAGE
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in PAGE
    assert "O&#39;Brien &amp; Sons" in PAGE
    for made in REPORT.entries:  # and none turns the letters round it
        assert PAGE.count(str(escape(made.name))) == PAGE.count(f"<bdi>{escape(made.name)}</bdi>") > 0


def test_the_page_asks_nothing_of_anybody():
    for word in ("src=", 'href="http', "url(", "@import", "<link"):
        assert word not in PAGE


def test_hidden_cases_are_only_counted():
    assert "hidden case 1" not in PAGE
    assert str(SECRET) not in PAGE
    assert "hidden cases" in PAGE


def test_a_class_of_nobody_has_a_page_too():
    empty = page.render(ClassReport("a", (), (("torn", "torn", "why"),)), NOW)
    assert "torn" in empty
    assert "Mistakes by name" not in empty


def test_the_table_has_everybody_and_no_formula(tmp_path):
    html, table = page.write(REPORT, tmp_path, NOW)
    assert html.read_text(encoding="utf-8") == PAGE
    with table.open(encoding="utf-8", newline="") as file:
        lines = {line["student"]: line for line in csv.DictReader(file)}
    assert list(lines) == ["s0", "s1", "s2", "s3", "s4", "torn", "absent"]
    assert lines["s1"]["name"].startswith("'+49")
    assert plain(lines["s1"]["name"]) == f"{NAMES[1][1]}, {NAMES[1][0]}"
    assert (lines["s2"]["conv2d outcome"], lines["s2"]["conv2d mistake"]) == ("wrong", "flips the kernel")
    assert (lines["s2"]["points"], lines["s2"]["of"], lines["s2"]["seconds_late"]) == ("8", "12", "100000")
    assert (lines["s0"]["conv2d lines"], lines["s0"]["conv1d lines"]) == ("12", "")
    assert lines["s3"]["status"] == "graded, but changed since"
    assert lines["absent"]["status"] == "not graded: nothing was handed in"
    assert lines["absent"]["points"] == ""
