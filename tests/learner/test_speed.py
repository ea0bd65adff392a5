"""`check` says how fast a right answer is. What its clock says is not asked here, only what is done with it."""

import linecache

import numpy as np
import pytest

from autograder import check
from autograder.bank import find
from autograder.bank.speed import Speed
from autograder.judging.speed import rounds as timing
from autograder.learner import progress_store
from autograder.learner.progress import Progress
from autograder.reports.findings import Outcome
from autograder.runner.values import Answer
from tests.grading.jobs._loops import loops_of_conv2d

EXERCISE = "convolutional-layers/conv2d"
RIGHT = """
def conv2d(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3))
    out = np.einsum("nchwij,ocij->nohw", windows, weight)
    return out if bias is None else out + bias[:, None, None]
"""


def normal(rng, *shape):
    return rng.standard_normal(shape).astype(np.float32)


def small(rng):
    return normal(rng, 2, 2, 9, 8), normal(rng, 3, 2, 3, 2), normal(rng, 3)


def larger(rng):
    """Inputs so large that the products take more time than what comes before them, whatever else the machine does."""
    return normal(rng, 2, 4, 20, 20), normal(rng, 8, 4, 3, 3), normal(rng, 8)


@pytest.fixture(autouse=True)
def timed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress_store, "IN_THIS_PROCESS", Progress())
    monkeypatch.setattr(find(EXERCISE), "speed", Speed(loops_of_conv2d, small, full=3, part=5, gain=100))


def answer(source=RIGHT, name="<answer>"):
    names = {"np": np}
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), names)
    return names["conv2d"]


@pytest.fixture
def clock(monkeypatch):
    """Let the answer take so many times as long as the loops do."""

    def set_to(factor):
        def clocked(function):
            seconds = 1.0 if function is loops_of_conv2d else factor
            return lambda args, limit: (Answer(function(*args)), timing.Timing(seconds))

        monkeypatch.setattr(timing, "_clocked_here", clocked)

    return set_to


@pytest.mark.parametrize(
    ("factor", "said"), [(0.01, "100 times as fast"), (0.25, "4.0 times"), (2.0, "2.0 times as long")]
)
def test_the_result_counts_whatever_the_speed(clock, factor, said):
    clock(factor)
    report = check(answer(), EXERCISE)
    assert (report.outcome, report.score) == (Outcome.PASSED, 1)
    assert f"Speed: conv2d {'takes' if factor > 1 else 'is'} {said} " in str(report)
    assert "The course's own answer was 100 times as fast as the loops on another machine" in str(report)
    assert "on another machine" in report._repr_html_()


def test_a_slow_answer_is_told_what_takes_its_time(clock, monkeypatch):
    monkeypatch.setattr(find(EXERCISE), "speed", Speed(loops_of_conv2d, larger, full=3, part=5, gain=100))
    clock(0.5)
    assert "Without `optimize`, `einsum` multiplies and adds by itself" in str(check(answer(), EXERCISE))
    clock(0.01)
    assert "einsum" not in str(check(answer(), EXERCISE))


def test_an_answer_that_is_stopped_is_told_its_loop(monkeypatch):
    """It is stopped once, and watched; that is what a learner of seven loops sees."""
    loops = RIGHT.replace("    windows", "    for _ in range(5000):\n        y = x[0, 0, 0, 0] * 2\n    windows")
    stopped = timing.Timing(3.0)

    def clocked(function):
        ours = function is loops_of_conv2d
        late = Answer(limit="took longer than 3 s")
        return lambda args, limit: (Answer(function(*args)), timing.Timing(1.0)) if ours else (late, stopped)

    monkeypatch.setattr(timing, "_clocked_here", clocked)
    said = check(answer(loops), EXERCISE).speed
    assert said[0].startswith("Speed: For the timed input, which is larger than those of the cases, it took longer")
    assert "`for _ in range(5000)` (line 3) goes round 5,000 times" in said[1]


def test_a_quick_answer_is_called_several_times_and_the_least_time_counts(monkeypatch):
    times = iter([0.04, 0.01, 0.02, 0.03, 0.05])
    clocked = timing._least_of_several(lambda args, limit: (Answer(1.0), timing.Timing(next(times))))
    assert clocked((), 1.0)[1].wall == 0.01
    assert list(times) == []
    late = iter([timing.Timing(0.5)])
    assert timing._least_of_several(lambda args, limit: (Answer(1.0), next(late)))((), 1.0)[1].wall == 0.5


def test_what_is_not_right_is_not_timed():
    report = check(answer(RIGHT.replace("+ bias", "- bias")), EXERCISE)
    assert report.speed == ()
    assert "Speed" not in str(report)


def test_an_answer_that_is_wrong_at_the_timed_size_alone_still_passes_its_cases():
    wrong = RIGHT.replace("    return out", "    if x.shape == (2, 2, 9, 8): out = out + 1\n    return out", 1)
    report = check(answer(wrong), EXERCISE)
    assert report.outcome is Outcome.PASSED
    assert "For the timed input its result is not right" in str(report)


def test_the_loops_of_the_course_are_timed_for_real():
    assert "as the course's loops" in check(answer(), EXERCISE).speed[0]


def test_an_exercise_without_speed_says_nothing_of_it(monkeypatch):
    monkeypatch.setattr(find(EXERCISE), "speed", None)
    assert check(answer(), EXERCISE).speed == ()
