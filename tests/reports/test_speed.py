"""What is said of an answer's speed, in text and in HTML."""

from dataclasses import replace

from autograder.reports.findings import Outcome
from autograder.reports.speed import SpeedFindings, sentences, speed_html

SLOW = SpeedFindings(
    "as-fast-as-torch/conv2d_gemm",
    Outcome.SLOW,
    0.5,
    ratio=12.3,
    gain=8.0,
    seconds={"loops": 1.2, "reference": 0.0123, "handover": 0.002, "answer": 0.151},
    rounds=7,
    full=3,
    part=5,
    where=('Line 4 takes 90 % of its time: `out = np.einsum("i<j", x)`.',),
)


def test_a_slow_answer_reads_from_the_points_to_the_times():
    assert "<strong>as-fast-as-torch/conv2d_gemm, speed: half of the points</strong>" in speed_html(SLOW)
    first, second, third = sentences(SLOW)
    assert first == (
        "conv2d_gemm is 8.0 times as fast as the course's loops, and takes 12 times as long as the course's own answer."
    )
    assert second == SLOW.where[0]
    assert third.startswith("Least of 7 rounds: loops 1.2 s, the course's answer 12 ms, yours 151 ms.")
    assert "at most 3 times as long" in third
    assert "at least 5 times as fast" in third
    assert "the processor's time, less the 2 ms that it takes to hand over arguments and results. All points" in third


def test_what_is_equal_is_not_said_in_digits():
    near = replace(SLOW, ratio=1.04, gain=1.02)
    assert "is about as fast as the course's loops, and takes about as long as" in sentences(near)[0]
    assert "takes 2.0 times as long as the course's loops" in sentences(replace(SLOW, gain=0.5))[0]
    assert "2.0 times as fast as the course's own answer" in sentences(replace(SLOW, ratio=0.5))[0]


def test_the_benefit_is_said():
    assert "it counts as reached" in " ".join(sentences(replace(SLOW, benefit=True)))
    assert "it counts as reached" not in " ".join(sentences(SLOW))


def test_in_a_learners_notebook_another_machines_number_is_called_that():
    here = replace(SLOW, ratio=None, yardstick=120)
    assert sentences(here)[0] == "conv2d_gemm is 8.0 times as fast as the course's loops."
    assert sentences(here)[-1].startswith(
        "The course's own answer was 120 times as fast as the loops on another machine, "
        "so yours may take about 15 times as long as that. "
    )
    assert "so yours may take" not in " ".join(sentences(replace(here, gain=115.0)))
    assert "151 ms" not in " ".join(sentences(here))


def test_what_was_not_timed_says_why_and_no_more():
    fault = SpeedFindings("a/b", Outcome.NOT_TIMED, 1.0, why="There is no sandbox.")
    assert "<strong>a/b, speed: not timed</strong>" in speed_html(fault)
    assert sentences(fault) == ["There is no sandbox."]


def test_what_was_stopped_is_told_what_its_time_goes_into():
    stopped = SpeedFindings("a/b", Outcome.SLOW, why="It took longer than 3 s.", where=("A loop.",))
    assert "<strong>a/b, speed: no points</strong>" in speed_html(stopped)
    assert sentences(stopped) == ["It took longer than 3 s.", "A loop."]


def test_the_page_escapes_what_comes_from_an_answer():
    shown = speed_html(SLOW)
    assert "<code>out = np.einsum(&quot;i&lt;j&quot;, x)</code>" in shown
    assert 'class="magic-window slow"' in shown
