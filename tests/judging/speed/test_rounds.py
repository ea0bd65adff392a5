"""The thresholds of speed, with times that are made up: no clock is asked here."""

import itertools

import numpy as np
import pytest

from autograder.bank import find
from autograder.bank.speed import Speed
from autograder.judging.speed.points import (
    FEWEST_IF_HOPELESS,
    FEWEST_ROUNDS,
    FLOOR,
    MOST_ROUNDS,
    SURE,
    Level,
    Measurements,
    TimedCall,
    Timing,
)
from autograder.judging.speed.rounds import STOPS, round_inputs, time_answer
from autograder.reports.findings import Outcome
from autograder.runner.values import Answer, Failure

FULL, PART = 3.0, 10.0
REFERENCE, LOOPS, HANDOVER = 0.01, 1.0, 0.02  # seconds


def add_up(values, kernel):
    return values.sum()


SPEED = Speed(add_up, lambda rng: (rng.standard_normal(5), rng.standard_normal(3)), FULL, PART, 100)


def after_rounds(answer, *, rounds=FEWEST_ROUNDS, load=1.0, processor=None, handover=HANDOVER):
    """Measurements of rounds that are all the same: of these seconds of work, `load` times as long on the wall."""
    measured = Measurements(SPEED)
    for _ in range(rounds):
        measured.add(TimedCall.HANDOVER, Timing(handover * load, handover))
        measured.add(TimedCall.REFERENCE, Timing((handover + REFERENCE) * load, handover + REFERENCE))
        measured.add(TimedCall.LOOPS, Timing((handover + LOOPS) * load, handover + LOOPS))
        counted = handover + answer if processor is None else processor
        measured.add(TimedCall.ANSWER, Timing((handover + answer) * load, counted))
    return measured


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        (REFERENCE, Level.FULL),
        (REFERENCE * FULL / SURE, Level.FULL),
        (REFERENCE * FULL * SURE * 1.01, Level.PART),
        (LOOPS / PART / SURE, Level.PART),
        (LOOPS / PART * SURE * 1.01, Level.NONE),
        (LOOPS, Level.NONE),
    ],
)
@pytest.mark.parametrize("handover", [0.0, 0.001, HANDOVER])
def test_the_level_is_a_matter_of_the_ratios_of_the_work_whatever_the_hand_over_takes(answer, level, handover):
    assert after_rounds(answer, handover=handover).verdict is level


@pytest.mark.parametrize("handover", [0.001, HANDOVER, 0.1])
def test_what_is_lost_in_the_noise_of_the_hand_over_neither_gains_nor_loses(handover):
    """The hand-over was a little quicker once, or the answer was: either counts as the same small share of it."""
    counted = set()
    for answer in (-0.1 * handover, 0.0, 0.1 * handover, 0.9 * FLOOR * handover):
        measured = after_rounds(answer, handover=handover)
        counted.add(round(measured.seconds(TimedCall.ANSWER), 9))
        assert measured.verdict is Level.FULL
        measured.times[TimedCall.REFERENCE] = measured.times[TimedCall.ANSWER]
        assert measured.ratio() == 1
    assert counted == {round(FLOOR * handover, 9)}


def test_waits_on_the_wall_are_not_work():
    """The hand-over waited for its turns in most rounds, and the answer in all of them: the kernel counts neither."""
    measured = after_rounds(REFERENCE)
    measured.times[TimedCall.HANDOVER] = [Timing(HANDOVER + wait, HANDOVER) for wait in (0.0, 0.03, 0.05)]
    measured.times[TimedCall.ANSWER] = [Timing(HANDOVER + REFERENCE + 0.04, HANDOVER + REFERENCE)] * FEWEST_ROUNDS
    assert measured.ratio() == pytest.approx(1)


@pytest.mark.parametrize("answer", [REFERENCE * FULL * 1.1, LOOPS / PART * 1.1])
def test_what_is_near_a_threshold_gets_the_benefit_after_more_rounds(answer):
    measured = after_rounds(answer)
    assert measured.is_near
    assert not measured.is_decided
    assert measured.verdict is not measured.level()
    assert measured.verdict.share > measured.level().share


@pytest.mark.parametrize("load", [1.0, 2.0, 5.0])
@pytest.mark.parametrize("answer", [REFERENCE, 2 * REFERENCE, 5 * REFERENCE, 0.3, LOOPS, 2 * LOOPS])
def test_a_machine_under_even_load_gives_the_same_verdict(answer, load):
    assert after_rounds(answer, load=load).verdict is after_rounds(answer).verdict


@pytest.mark.parametrize("unlucky", [1.5, 2.0, 4.0])
def test_an_answer_that_had_the_worse_half_of_a_busy_core_loses_nothing(unlucky):
    """The reference slipped between the others' turns each time, and the answer never did."""
    measured = Measurements(SPEED)
    answer = REFERENCE * FULL / SURE / 1.01
    for _ in range(FEWEST_ROUNDS):
        measured.add(TimedCall.REFERENCE, Timing(REFERENCE, REFERENCE))
        measured.add(TimedCall.LOOPS, Timing(LOOPS * unlucky, LOOPS))
        measured.add(TimedCall.ANSWER, Timing(answer * unlucky, answer))
    assert measured.verdict is Level.FULL


def test_work_that_the_kernel_did_not_count_for_the_answer_buys_no_more_than_the_load_explains():
    assert after_rounds(LOOPS, processor=0.0).verdict is Level.NONE
    assert after_rounds(LOOPS, processor=0.0, load=2.0).verdict is Level.NONE
    assert after_rounds(REFERENCE, processor=0.0, load=2.0).verdict is Level.FULL


def test_a_slow_answer_that_had_the_better_half_of_a_busy_core_gains_nothing():
    measured = Measurements(SPEED)
    for _ in range(FEWEST_ROUNDS):
        measured.add(TimedCall.REFERENCE, Timing(REFERENCE * 9, REFERENCE))
        measured.add(TimedCall.LOOPS, Timing(LOOPS * 3, LOOPS))
        measured.add(TimedCall.ANSWER, Timing(REFERENCE * 5, REFERENCE * 5))
    assert measured.verdict is Level.PART


@pytest.mark.parametrize(("load", "waited"), [(1.3, 0.05), (2, 0.1), (12, 0.6)])
def test_a_short_answer_that_waited_for_its_turn_in_every_round_loses_nothing(load, waited):
    measured = Measurements(SPEED)
    for _ in range(FEWEST_ROUNDS):
        measured.add(TimedCall.REFERENCE, Timing(REFERENCE, REFERENCE))
        measured.add(TimedCall.LOOPS, Timing(LOOPS * load, LOOPS))
        measured.add(TimedCall.ANSWER, Timing(REFERENCE + waited, REFERENCE))
    assert measured.verdict is Level.FULL


def test_one_quick_round_of_many_slow_ones_is_what_counts():
    measured = after_rounds(20 * REFERENCE, rounds=4)
    assert measured.verdict is Level.NONE
    measured.add(TimedCall.ANSWER, Timing(REFERENCE, REFERENCE))
    assert measured.verdict is Level.FULL


@pytest.mark.parametrize(
    ("answer", "which", "lucky"),
    [
        (20 * REFERENCE, TimedCall.ANSWER, REFERENCE),
        (1.5 * REFERENCE, TimedCall.REFERENCE, REFERENCE / 5),
    ],
)
def test_a_single_lucky_call_decides_nothing(answer, which, lucky):
    """The points would be others without it: then there are more rounds."""
    measured = after_rounds(answer)
    assert measured.is_decided
    measured.times[which][-1] = Timing(HANDOVER + lucky, HANDOVER + lucky)
    assert measured.verdict is not after_rounds(answer).verdict
    assert not measured.is_decided
    measured.times[which][-2] = Timing(HANDOVER + lucky, HANDOVER + lucky)
    assert measured.is_decided


def test_luck_that_changes_nothing_asks_for_no_more_rounds():
    measured = after_rounds(REFERENCE)
    measured.times[TimedCall.ANSWER][-1] = Timing(HANDOVER + REFERENCE / 2, HANDOVER + REFERENCE / 2)
    assert measured.is_decided


def test_an_answer_that_is_far_too_slow_is_told_early_on_a_quiet_machine_only():
    assert after_rounds(LOOPS, rounds=FEWEST_IF_HOPELESS).is_decided
    assert not after_rounds(LOOPS, rounds=FEWEST_IF_HOPELESS, load=2.0).is_decided


def test_the_loops_are_not_timed_again_for_an_answer_that_needs_no_mercy():
    assert not after_rounds(REFERENCE).needs_loops
    assert after_rounds(REFERENCE * FULL).needs_loops


# The rounds, with answers and times from a script.

EXERCISE = find("convolutional-layers/correlate1d")


@pytest.fixture
def timed(monkeypatch):
    """Time an answer of so many seconds, or what a function of the round gives; without any clock."""
    monkeypatch.setattr(EXERCISE, "speed", SPEED)

    def run(answer, stops=STOPS, **options):
        rounds = itertools.count()
        seen = []

        def theirs(args, seconds):
            seen.append(args)
            given = answer(next(rounds), args) if callable(answer) else answer
            return (Answer(add_up(*args)), Timing(given, given)) if isinstance(given, float) else given

        clocked = {
            TimedCall.REFERENCE: lambda args, seconds: (Answer(add_up(*args)), Timing(REFERENCE, REFERENCE)),
            TimedCall.HANDOVER: lambda args, seconds: (Answer(add_up(*args)), Timing(0.0, 0.0)),
            TimedCall.LOOPS: lambda args, seconds: (Answer(add_up(*args)), Timing(LOOPS, LOOPS)),
            TimedCall.ANSWER: theirs,
        }
        return time_answer(EXERCISE, 1, clocked | options, lambda args: add_up(*args), stops=stops).findings, seen

    return run


@pytest.mark.parametrize(("answer", "share"), [(0.01, 1.0), (0.06, 0.5), (0.5, 0.0)])
def test_the_share_of_the_points_follows(timed, answer, share):
    found, _ = timed(answer)
    assert found.share == share
    assert found.outcome is (Outcome.PASSED if share == 1 else Outcome.SLOW)


def test_every_round_has_other_numbers_of_the_same_shapes(timed):
    _, seen = timed(0.01)
    assert len(seen) == FEWEST_ROUNDS
    assert len({args[0].tobytes() for args in seen}) == FEWEST_ROUNDS
    assert {args[0].shape for args in seen} == {(5,)}


def test_the_numbers_are_those_of_the_seed(monkeypatch):
    monkeypatch.setattr(EXERCISE, "speed", SPEED)
    np.testing.assert_array_equal(round_inputs(EXERCISE, 7, 2)[0], round_inputs(EXERCISE, 7, 2)[0])
    assert (round_inputs(EXERCISE, 7, 2)[0] != round_inputs(EXERCISE, 8, 2)[0]).any()


def test_rounds_end_near_a_threshold_and_the_answer_gets_the_benefit(timed):
    found, seen = timed(REFERENCE * FULL * 1.1)
    assert len(seen) == MOST_ROUNDS
    assert found.benefit
    assert found.share == 1


def test_an_answer_that_is_wrong_in_one_round_has_no_speed(timed):
    found, seen = timed(lambda number, args: (Answer(add_up(*args) + (number == 3)), Timing(0.001)))
    assert (found.outcome, found.share, len(seen)) == (Outcome.WRONG, 0, 4)
    assert "only what is right has a speed" in found.why
    assert "Does it keep something from one call for the next?" in found.why


def test_an_answer_that_is_wrong_from_the_first_round_on_keeps_nothing(timed):
    found, seen = timed(lambda number, args: (Answer(add_up(*args) + 1), Timing(0.001)))
    assert (found.outcome, len(seen)) == (Outcome.WRONG, 1)
    assert "keep" not in found.why


def test_an_answer_that_changes_its_input_has_no_speed(timed):
    found, _ = timed(lambda number, args: (Answer(add_up(*args), changed_inputs=(0,)), Timing(0.001)))
    assert (found.outcome, found.share) == (Outcome.WRONG, 0)


def test_an_answer_that_raises_is_told_where(timed):
    failure = Failure("MemoryError", "too much", 3, "np.zeros(10**12)", "conv2d")
    found, _ = timed(lambda number, args: (Answer(failure=failure), Timing(0.001)))
    assert (found.outcome, found.share) == (Outcome.CRASHED, 0)
    assert "MemoryError: too much (in conv2d, line 3: np.zeros(10**12))" in found.why


def test_an_answer_that_never_ends_is_stopped_twice_and_told_so(timed):
    found, seen = timed(lambda number, args: (Answer(limit="took longer than 3 seconds"), Timing(3.0)))
    assert (found.outcome, found.share, len(seen)) == (Outcome.SLOW, 0, 2)
    assert "it took longer than 3 seconds and was stopped. The course's loops, which" in found.why
    assert "take 1 s. Right results keep their points" in found.why


def test_where_somebody_waits_an_answer_is_stopped_once(timed):
    _, seen = timed(lambda number, args: (Answer(limit="took longer than 3 seconds"), Timing(3.0)), stops=1)
    assert len(seen) == 1


def test_an_answer_that_ends_python_is_not_called_slow(timed):
    found, _ = timed(lambda number, args: (Answer(limit="ended the Python process"), Timing(0.1)))
    assert (found.outcome, found.share) == (Outcome.OUT_OF_LIMITS, 0)
    assert "slow" not in found.why


def test_one_late_answer_is_the_machines_fault(timed):
    late = (Answer(limit="took longer than 3 seconds"), Timing(3.0))
    found, seen = timed(lambda number, args: late if number == 2 else 0.01)
    assert found.share == 1
    assert len(seen) == FEWEST_ROUNDS + 1


def test_the_times_that_are_shown_are_the_processors_without_the_hand_over(timed):
    ours = {
        TimedCall.LOOPS: lambda args, seconds: (Answer(add_up(*args)), Timing(4 * LOOPS, LOOPS)),
        TimedCall.HANDOVER: lambda args, seconds: (Answer(add_up(*args)), Timing(0.02, 0.005)),
    }
    found, _ = timed(lambda number, args: (Answer(add_up(*args)), Timing(4 * 0.06, 0.06)), **ours)
    assert found.seconds == pytest.approx({"loops": 0.995, "reference": 0.005, "handover": 0.005, "answer": 0.055})


@pytest.mark.parametrize("which", [TimedCall.REFERENCE, TimedCall.HANDOVER, TimedCall.LOOPS])
def test_a_fault_of_ours_is_nobodys_loss(timed, which):
    wrong = {which: lambda args, seconds: (Answer(0.0), Timing(REFERENCE))}
    found, seen = timed(0.5, **wrong)
    assert (found.outcome, found.share, seen) == (Outcome.NOT_TIMED, 1.0, [])
