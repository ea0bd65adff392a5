"""Time an answer beside the loop version and the reference: rounds of other numbers, until the times tell enough."""

import contextlib
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...bank.exercise import Exercise
from ...language import gettext as _
from ...language import joined, noted
from ...reports.findings import Outcome
from ...reports.speed import SpeedFindings, sentences
from ...runner.calls import call
from ...runner.values import Answer, Arguments, Function
from ...runner.watching import watch
from ..compare import difference
from ..stopped import error_in_words, limit_in_words
from .points import MOST_ROUNDS, Level, Measurements, TimedCall, Timing
from .slowness import where_the_time_goes

Clocked = Callable[[Arguments, float], tuple[Answer, Timing]]
SECONDS = 60.0  # after which no further round begins
OURS_SECONDS = 120.0  # that a call of the loop version or of the reference may take, on the slowest of machines
SHORTEST_BOUND, BOUND = 2.0, 3.0  # seconds that an answer has at least; how many times as long as the loops
STOPS = 2  # once may be the machine's fault
HERE_SECONDS, HERE_ROUNDS = 2.0, 3  # in a learner's own notebook, where somebody waits
HERE_CALLS, HERE_CALLS_SECONDS = 5, 0.2  # of a quick answer in one round: its first call is the slowest
WATCH_HERE_SECONDS = 3.0
NO_FAULT = noted("This is no fault of yours: the points are given, and a person is told.")
_OURS_NOT_TIMED = {
    TimedCall.LOOPS: noted("The course's own loops could not be timed."),
    TimedCall.REFERENCE: noted("The course's own reference could not be timed."),
    TimedCall.HANDOVER: noted("How long it takes to hand over arguments and results could not be timed."),
}


@dataclass(frozen=True)
class TimedAnswer:
    """The result of the rounds: the findings, and of the last round the arguments and the answer."""

    findings: SpeedFindings
    args: Arguments = ()
    answer: Answer = field(default_factory=Answer)

    def with_where(self, told: Sequence[str]) -> SpeedFindings:
        """The findings with what the time goes into."""
        return replace(self.findings, where=tuple(told))


def round_inputs(exercise: Exercise, seed: int, number: int) -> Arguments:
    """The arguments of one round: the same for the same seed, and others in every round."""
    assert exercise.speed is not None
    return exercise.speed.inputs(np.random.default_rng([zlib.crc32(exercise.id.encode()), seed, number]))


def time_answer(
    exercise: Exercise,
    seed: int,
    clocked: Mapping[TimedCall, Clocked],
    expected: Callable[[Arguments], Any],
    *,
    alone: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext,
    seconds: float = SECONDS,
    most_rounds: int = MOST_ROUNDS,
    stops: int = STOPS,
) -> TimedAnswer:
    """Run rounds until it is clear how fast the answer is.

    Parameters
    ----------
    exercise : Exercise
    seed : int
        What the arguments are drawn from; whoever wrote the answer does not know it.
    clocked : mapping of TimedCall to callable
        `clocked[which](args, seconds)` gives the answer of each and its time.
    expected : callable
        `expected(args)` is what is right.
    alone : callable
        Makes the block in which what is ours is timed: there the answer's processes stand still.
    seconds : float
        After which no further round begins.
    most_rounds : int
    stops : int
        How often the answer may be stopped, because it takes too long, until that is believed.
    """
    assert exercise.speed is not None
    measured, attempts, late, end = Measurements(exercise.speed), 0, 0, time.monotonic() + seconds
    while not measured.rounds or not (measured.is_decided or measured.rounds >= most_rounds or time.monotonic() > end):
        args = round_inputs(exercise, seed, attempts)
        attempts += 1
        wanted, terms = expected(args), exercise.terms(*args)
        with alone():
            for which in _ours(measured, clocked):
                given, timing = clocked[which](args, OURS_SECONDS)
                if given.limit or given.failure or difference(wanted, given.value, terms):
                    return TimedAnswer(not_timed(exercise, _(_OURS_NOT_TIMED[which])))
                measured.add(which, timing)
        answer, timing = clocked[TimedCall.ANSWER](args, _bound(measured))
        if answer.limit and answer.limit.startswith("took longer"):
            late += 1
            if late < stops:
                continue
            if measured.rounds:
                break
        stopped = _stopped(exercise, answer, wanted, terms, measured)
        if stopped:
            return TimedAnswer(stopped, args, answer)
        measured.add(TimedCall.ANSWER, timing)
    return TimedAnswer(_findings(exercise, measured), args, answer)


def not_timed(exercise: Exercise, why: str) -> SpeedFindings:
    """The findings where a fault of ours, or of the machine, keeps an answer from being timed: nobody's loss."""
    return SpeedFindings(exercise.id, Outcome.NOT_TIMED, 1.0, joined(why, _(NO_FAULT)))


def _ours(measured: Measurements, clocked: Mapping[TimedCall, Clocked]) -> list[TimedCall]:
    """The calls of our own that are timed in the next round.

    The hand-over is timed twice: were too much taken off, answers would look slower beside the reference.
    """
    often = (TimedCall.REFERENCE, TimedCall.HANDOVER, TimedCall.HANDOVER)
    short = [which for which in often if which in clocked]
    return [*short, TimedCall.LOOPS] if not measured.rounds or measured.needs_loops else short


def _bound(measured: Measurements) -> float:
    """The seconds after which an answer is stopped: so slow that it could get no points."""
    return max(SHORTEST_BOUND, BOUND * max(timing.wall for timing in measured.times[TimedCall.LOOPS]))


def _stopped(
    exercise: Exercise, answer: Answer, wanted: Any, terms: int, measured: Measurements
) -> SpeedFindings | None:
    """The findings on an answer that has no time: it did not end by itself, or what it gave is not right."""
    if answer.limit and answer.limit.startswith("took longer"):
        why = _(
            "For the timed input, which is larger than those of the cases, it {limit} and was stopped. The course's "
            "loops, which make one output after the other, take {seconds} s. Right results keep their points, however "
            "slow they are.",
            limit=limit_in_words(answer.limit),
            seconds=f"{measured.least_wall(TimedCall.LOOPS):.2g}",
        )
        return SpeedFindings(exercise.id, Outcome.SLOW, why=why)
    if answer.limit:
        why = _(
            "For the timed input, which is larger than those of the cases, it {limit}.",
            limit=limit_in_words(answer.limit),
        )
        return SpeedFindings(exercise.id, Outcome.OUT_OF_LIMITS, why=why)
    if answer.failure:
        why = _(
            "For the timed input, which is larger than those of the cases, it stops: {complaint}",
            complaint=error_in_words(answer.failure),
        )
        return SpeedFindings(exercise.id, Outcome.CRASHED, why=why)
    found = difference(wanted, answer.value, terms)
    if found or answer.changed_inputs:
        what = found.message if found else _("it changes the arrays it is given")
        why = _("For the timed input its result is not right, and only what is right has a speed: {what}.", what=what)
        if measured.rounds and found:  # it was right before: with other numbers, of the same shapes
            before = _("With other numbers it was right. Does it keep something from one call for the next?")
            why = joined(why, before)
        return SpeedFindings(exercise.id, Outcome.WRONG, why=why)
    return None


def _findings(exercise: Exercise, measured: Measurements) -> SpeedFindings:
    speed, level = measured.speed, measured.verdict
    return SpeedFindings(
        exercise.id,
        Outcome.PASSED if level is Level.FULL else Outcome.SLOW,
        level.share,
        ratio=measured.ratio(),
        gain=measured.gain(),
        seconds={str(which): measured.seconds(which) for which in measured.times if measured.times[which]},
        rounds=measured.rounds,
        full=speed.full,
        part=speed.part,
        benefit=level is not measured.level(),
    )


def speed_here(exercise: Exercise, function: Function, seed: int) -> tuple[str, ...]:
    """Time a right answer beside the loop version in this process, and say what came of it: it gives no points.

    Parameters
    ----------
    exercise : Exercise
    function : callable
    seed : int
        What the timed arguments are drawn from.

    Returns
    -------
    tuple of str
        Sentences for the report; none where the exercise has no speed.
    """
    speed = exercise.speed
    if speed is None:
        return ()
    loops = _clocked_here(speed.loops)
    looped: list[tuple[Answer, Timing]] = []

    def expected(args: Arguments) -> Any:
        looped.append(loops(args, OURS_SECONDS))  # right, and timed: once is enough for both
        return looped[-1][0].value

    clocked: dict[TimedCall, Clocked] = {
        TimedCall.LOOPS: lambda args, seconds: looped[-1],
        TimedCall.ANSWER: _least_of_several(_clocked_here(function)),
    }
    timed = time_answer(exercise, seed, clocked, expected, seconds=HERE_SECONDS, most_rounds=HERE_ROUNDS, stops=1)
    if timed.findings.outcome is Outcome.NOT_TIMED:
        return (_("Its speed could not be timed here, which says nothing of your answer."),)
    findings = replace(timed.findings, yardstick=speed.gain)
    if findings.outcome is Outcome.SLOW and (findings.gain or 0) * speed.full < speed.gain:
        seen = watch(function, timed.args, WATCH_HERE_SECONDS)
        findings = replace(findings, where=tuple(where_the_time_goes(seen, timed.args, timed.answer)))
    first, *rest = sentences(findings)
    return (_("Speed: {sentence}", sentence=first), *rest)


def _clocked_here(function: Function) -> Clocked:
    def clocked(args: Arguments, seconds: float) -> tuple[Answer, Timing]:
        start = time.perf_counter()
        answer = call(function, args, seconds)
        return answer, Timing(time.perf_counter() - start)

    return clocked


def _least_of_several(clocked: Clocked) -> Clocked:
    """Call a quick answer several times, and let the least time count, as when it is graded."""

    def least(args: Arguments, seconds: float) -> tuple[Answer, Timing]:
        answer, timing = clocked(args, seconds)
        spent, walls = timing.wall, [timing.wall]
        while not (answer.limit or answer.failure or spent > HERE_CALLS_SECONDS or len(walls) == HERE_CALLS):
            answer, timing = clocked(args, seconds)
            spent += timing.wall
            walls.append(timing.wall)
        return answer, Timing(min(walls))

    return least
