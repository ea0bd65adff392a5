"""Compute the points of speed from the times of an answer, the loop version and the reference; no clock is read here.

What a call of a sandbox takes is the work, and the hand-over of arguments and result: the same for all, and often more
than the work. In a ratio it would hide the work, so it is timed by itself, as a call that returns its result at once,
and subtracted. That needs times without noise, and on the wall there are none: whatever goes through a pipe waits for
its turn, and on a busy machine two such waits differ by many times the work. What the kernel counts that the processor
did has no waits in it.

The kernel does not count all that an answer's children do. So an answer comes to no less than its time on the wall,
divided by how much our own work was slowed down, less the waits of a short call.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ...bank.speed import Speed

FEWEST_ROUNDS, MOST_ROUNDS = 5, 25
FEWEST_IF_HOPELESS = 3
SURE = 1.25  # an answer this far from every threshold is told at once; one nearer gets the benefit in the end
HOPELESS = 3.0  # as slow as this times a threshold, and nothing that a busy machine does explains it
BUSY = 1.2  # our own work took this much longer than the processor gave to it: others were at work on this core
FLOOR = 0.2  # of the hand-over: work that takes less than this is lost in its noise, and counts as this much
WAIT = 0.1  # seconds: so long may a short call have waited on a busy machine, beyond its share of the core
_NEVER_LESS = 1e-5  # seconds: below that, nothing was counted
_LONG = 0.1  # seconds of the processor: shorter work says little of how busy the machine is


class TimedCall(StrEnum):
    """The calls that are timed beside each other."""

    LOOPS = "loops"
    REFERENCE = "reference"
    HANDOVER = "handover"  # of the same arguments and a result of the same size, without any work
    ANSWER = "answer"


class Level(StrEnum):
    """The level of an answer's speed."""

    FULL = "full"
    PART = "part"
    NONE = "none"

    @property
    def share(self) -> float:
        """Its share of the points of speed."""
        return {Level.FULL: 1.0, Level.PART: 0.5, Level.NONE: 0.0}[self]


@dataclass(frozen=True)
class Timing:
    """The seconds of one call.

    Attributes
    ----------
    wall : float
        By the judge's clock, from sending the arguments to having the result.
    processor : float or None
        That the kernel gave to all the processes that the call ran in; None where nobody asked it.
    """

    wall: float
    processor: float | None = None


@dataclass
class Measurements:
    """The times of all rounds so far, and what they say of an answer's speed."""

    speed: Speed
    times: dict[TimedCall, list[Timing]] = field(default_factory=lambda: {one: [] for one in TimedCall})

    def add(self, which: TimedCall, timing: Timing) -> None:
        """Note the time of one call."""
        self.times[which].append(timing)

    @property
    def rounds(self) -> int:
        """The number of times that the answer was timed."""
        return len(self.times[TimedCall.ANSWER])

    @property
    def slowdown(self) -> float:
        """The ratio of the clock's time to the processor's, of our own work and at worst: 1 on a quiet machine."""
        ours = self.times[TimedCall.LOOPS] + self.times[TimedCall.REFERENCE]
        return max((t.wall / t.processor for t in ours if t.processor and t.processor >= _LONG), default=1.0)

    @property
    def is_busy(self) -> bool:
        """Whether other work ran on this core meanwhile."""
        return self.slowdown > BUSY

    def least_wall(self, which: TimedCall) -> float:
        """The least time by the judge's clock."""
        return min(timing.wall for timing in self.times[which])

    def seconds(self, which: TimedCall) -> float:
        """The time of the work alone: the least that was counted of a call, less the hand-over.

        Nothing is handed over in a learner's notebook.
        """
        least = min(map(_counted, self.times[which]), default=0.0)
        if which is TimedCall.HANDOVER:
            return least
        handover = self.seconds(TimedCall.HANDOVER)
        work = least - handover
        if which is TimedCall.ANSWER:
            work = max(work, self.least_wall(which) / self.slowdown - WAIT)
        return max(work, FLOOR * handover, _NEVER_LESS)

    def ratio(self) -> float | None:
        """The ratio of the answer's time to the reference's; None where there is no reference."""
        if not self.times[TimedCall.REFERENCE]:
            return None
        return self.seconds(TimedCall.ANSWER) / self.seconds(TimedCall.REFERENCE)

    def gain(self) -> float:
        """The ratio of the loop version's time to the answer's."""
        return self.seconds(TimedCall.LOOPS) / self.seconds(TimedCall.ANSWER)

    def level(self, benefit: float = 1.0) -> Level:
        """The level that the answer would reach if it were `benefit` times as fast as it was measured."""
        ratio = self.ratio()
        if ratio is not None and ratio / benefit <= self.speed.full:
            return Level.FULL
        return Level.PART if self.gain() * benefit >= self.speed.part else Level.NONE

    @property
    def is_near(self) -> bool:
        """Whether a little more or less time would give other points."""
        return self.level(SURE) is not self.level(1 / SURE)

    @property
    def needs_loops(self) -> bool:
        """Whether the loop version's time decides anything: not where the answer is as fast as the reference."""
        return not self.times[TimedCall.LOOPS] or self.level(1 / SURE) is not Level.FULL

    @property
    def is_decided(self) -> bool:
        """Whether no further round is needed."""
        if self.rounds >= FEWEST_IF_HOPELESS and not self.is_busy and self.level(HOPELESS) is Level.NONE:
            return True
        if self.rounds < FEWEST_ROUNDS or self.is_near:
            return False
        return not any(other.is_near or other.level() is not self.level() for other in self._without_one_least())

    @property
    def verdict(self) -> Level:
        """The level that counts. Where it cannot be told for sure, it is the better one."""
        return self.level(SURE)

    def _without_one_least(self) -> Iterator["Measurements"]:
        """List what would be known without the least time of one of the calls: a single lucky time must not decide."""
        for which in (TimedCall.ANSWER, TimedCall.REFERENCE, TimedCall.HANDOVER):
            if len(self.times[which]) > 1:
                rest = sorted(self.times[which], key=_counted)[1:]
                yield replace(self, times={**self.times, which: rest})


def _counted(timing: Timing) -> float:
    """The time of a call that counts: the processor's, or that on the wall where nobody asked the kernel."""
    return timing.wall if timing.processor is None else timing.processor
