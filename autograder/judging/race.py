"""From the times of an answer, the loop version and the reference to the points of speed: arithmetic, and no clock."""

from dataclasses import dataclass, field
from enum import StrEnum

from ..bank.speed import Speed

FEWEST_ROUNDS, MOST_ROUNDS = 5, 25
FEWEST_IF_HOPELESS = 3
SURE = 1.25  # an answer this far from every threshold is told at once; one nearer gets the benefit in the end
HOPELESS = 3.0  # as slow as this times a threshold, and nothing that a busy machine does explains it
AGREE = 1.15  # two least times as near as this are the same
BUSY = 1.2  # our own work took this much longer than the processor gave to it: others were at work on this core
_WAIT = 0.1  # seconds, on a quiet machine: a short call waits for its turns longer than for its share of the core
_NEVER_LESS = 1e-5  # seconds: below that, nothing was counted
_LONG = 0.1  # seconds of the processor: shorter work says little of how busy the machine is


class Contestant(StrEnum):
    """What is timed."""

    LOOPS = "loops"
    REFERENCE = "reference"
    ANSWER = "answer"


class Level(StrEnum):
    """How fast an answer is."""

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
class Race:
    """The times of all rounds so far, and what they say.

    The least wall times are compared. Where the machine was busy with other work, they are luck: then the times of the
    processor are compared. The kernel does not count all that an answer's children use. So the least that an answer can
    come to is its time on the wall, divided by how much our own work was slowed down, less the waits of a short call.
    """

    speed: Speed
    times: dict[Contestant, list[Timing]] = field(default_factory=lambda: {one: [] for one in Contestant})

    def add(self, who: Contestant, timing: Timing) -> None:
        """Note the time of one call."""
        self.times[who].append(timing)

    @property
    def rounds(self) -> int:
        """How often the answer was timed."""
        return len(self.times[Contestant.ANSWER])

    @property
    def slowdown(self) -> float:
        """How many times longer our own work took than the processor worked on it, at worst: 1 on a quiet machine."""
        ours = self.times[Contestant.LOOPS] + self.times[Contestant.REFERENCE]
        return max((t.wall / t.processor for t in ours if t.processor and t.processor >= _LONG), default=1.0)

    @property
    def is_busy(self) -> bool:
        """Whether other work ran on this core meanwhile."""
        return self.slowdown > BUSY

    def least(self, who: Contestant) -> float:
        """The least wall time."""
        return min(timing.wall for timing in self.times[who])

    def seconds(self, who: Contestant) -> float:
        """The time that counts: the least on the wall, or of the processor where the machine was busy."""
        if not self.is_busy:
            return self.least(who)
        counted = min(t.wall if t.processor is None else t.processor for t in self.times[who])
        floor = self.least(who) / self.slowdown - _WAIT if who is Contestant.ANSWER else 0.0
        return max(counted, floor, _NEVER_LESS)

    def ratio(self) -> float | None:
        """How many times as long as the reference the answer takes; None where there is no reference."""
        if not self.times[Contestant.REFERENCE]:
            return None
        return self.seconds(Contestant.ANSWER) / self.seconds(Contestant.REFERENCE)

    def gain(self) -> float:
        """How many times as fast as the loop version the answer is."""
        return self.seconds(Contestant.LOOPS) / self.seconds(Contestant.ANSWER)

    def level(self, benefit: float = 1.0) -> Level:
        """What the answer has reached, were it `benefit` times as fast as it was measured."""
        ratio = self.ratio()
        if ratio is not None and ratio / benefit <= self.speed.full:
            return Level.FULL
        return Level.PART if self.gain() * benefit >= self.speed.part else Level.NONE

    @property
    def is_near(self) -> bool:
        """Whether it is so near to a threshold that a little more or less time would give other points."""
        return self.level(SURE) is not self.level(1 / SURE)

    @property
    def needs_loops(self) -> bool:
        """Whether the loop version's time decides anything: not where the answer is as fast as the reference."""
        return not self.times[Contestant.LOOPS] or self.level(1 / SURE) is not Level.FULL

    @property
    def is_decided(self) -> bool:
        """Whether no further round is needed."""
        if self.rounds >= FEWEST_IF_HOPELESS and not self.is_busy and self.level(HOPELESS) is Level.NONE:
            return True
        return self.rounds >= FEWEST_ROUNDS and not self.is_near and all(map(self._agree, self._decisive))

    @property
    def verdict(self) -> Level:
        """The level that counts. Where it cannot be told for sure, it is the better one."""
        return self.level(SURE)

    @property
    def _decisive(self) -> list[Contestant]:
        both = [Contestant.ANSWER, Contestant.REFERENCE]
        return [who for who in both if self.times[who]]

    def _agree(self, who: Contestant) -> bool:
        if self.is_busy:  # then no two times agree, and those of the processor do
            return True
        least, second, *_ = sorted(timing.wall for timing in self.times[who])
        return second <= AGREE * least
