"""What there is to say of an answer's speed: as data, as text and as HTML."""

from dataclasses import dataclass, field
from html import escape

from .findings import Outcome
from .html import STYLE, with_code

LOOPS_IN_WORDS = "The course's loops, which make one output after the other,"
_NEAR = 1.1  # nearer to 1 than this is "about as long as"


@dataclass(frozen=True)
class SpeedFindings:
    """The findings on the speed of one answer.

    Attributes
    ----------
    exercise_id : str
    outcome : Outcome
        `passed` for all points, `slow` for half of them or none, or what kept it from being timed.
    share : float
        Of the points of speed, from 0 to 1.
    why : str
        What kept it from being timed, in a sentence.
    ratio : float or None
        How many times as long as the course's own answer it takes; None where that was not timed.
    gain : float or None
        How many times as fast as the loop version it is.
    seconds : dict of str to float
        The least times, by what was timed; of the processor where the machine was busy.
    busy : bool
        Whether other work ran on the same core.
    rounds : int
    full, part : float
        The thresholds: of `ratio` at most, of `gain` at least.
    yardstick : float
        The gain of the course's own answer on another machine; 0 where it was timed on this one.
    where : tuple of str
        What the time goes into, a sentence each.
    benefit : bool
        Whether it was so near to a threshold that it got the benefit.
    """

    exercise_id: str
    outcome: Outcome
    share: float = 0.0
    why: str = ""
    ratio: float | None = None
    gain: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    busy: bool = False
    rounds: int = 0
    full: float = 0.0
    part: float = 0.0
    yardstick: float = 0.0
    where: tuple[str, ...] = ()
    benefit: bool = False

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.exercise_id.split("/")[1]


def points_in_words(findings: SpeedFindings) -> str:
    """How many of the points of speed there are, in words."""
    if findings.outcome is Outcome.NOT_TIMED:
        return "not timed"
    return {1.0: "all points", 0.0: "no points"}.get(findings.share, "half of the points")


def sentences(findings: SpeedFindings) -> list[str]:
    """What came of it, what the time goes into, and how it was timed."""
    if findings.why:
        return [findings.why, *findings.where]
    told = [_how_fast(findings)]
    if findings.yardstick:
        return [*told, *findings.where, _yardstick(findings)]
    if findings.benefit:
        told.append("That is so near to a threshold that times cannot tell: it counts as reached.")
    return [*told, *findings.where, _how_timed(findings)]


def speed_text(findings: SpeedFindings) -> str:
    """Write the findings as lines of text."""
    return "\n".join([f"{findings.exercise_id}, speed: {points_in_words(findings)}", *sentences(findings)])


def speed_html(findings: SpeedFindings) -> str:
    """Write the findings as HTML, as it stands in the cell of the points of speed."""
    first, *rest = sentences(findings)
    css = findings.outcome.replace(" ", "-")
    blocks = [
        f"<p><strong>{escape(findings.exercise_id)}, speed: {points_in_words(findings)}</strong></p>",
        f'<p class="next">{with_code(first)}</p>',
        *(f"<p>{with_code(line)}</p>" for line in rest),
    ]
    return f'<style>{STYLE}</style><div class="magic-window {css}">{"".join(blocks)}</div>'


def _how_fast(findings: SpeedFindings) -> str:
    assert findings.gain is not None
    if findings.gain < 1 / _NEAR:
        told = f"{findings.name} takes {_times(1 / findings.gain)} as long as the course's loops"
    elif findings.gain < _NEAR:
        told = f"{findings.name} is about as fast as the course's loops"
    else:
        told = f"{findings.name} is {_times(findings.gain)} as fast as the course's loops"
    if findings.ratio is None:
        return told + "."
    if findings.ratio < 1 / _NEAR:
        return f"{told}, and {_times(1 / findings.ratio)} as fast as the course's own answer."
    beside = "about as long as" if findings.ratio < _NEAR else f"{_times(findings.ratio)} as long as"
    return f"{told}, and takes {beside} the course's own answer."


def _how_timed(findings: SpeedFindings) -> str:
    times = {name: _duration(seconds) for name, seconds in findings.seconds.items()}
    least = f"Least of {findings.rounds} rounds: "
    if findings.busy:
        least = f"The machine had other work, so its processor's own time counts. Least of {findings.rounds} rounds: "
    return (
        f"{least}loops {times['loops']}, the course's answer {times['reference']}, yours {times['answer']}. "
        f"{_rule(findings)} Timed from outside, on one core and with other numbers in each round, so threads, further "
        "processes and answers kept from before do not help."
    )


def _rule(findings: SpeedFindings) -> str:
    return (
        f"All points: at most {findings.full:g} times as long as the course's own answer. Half of them: at least "
        f"{findings.part:g} times as fast as the loops."
    )


def _yardstick(findings: SpeedFindings) -> str:
    """What the course's own answer does, which is not there in a learner's notebook, and what will count."""
    told = f"The course's own answer was {_times(findings.yardstick)} as fast as the loops on another machine"
    ratio = findings.yardstick / findings.gain if findings.gain else 0
    if ratio > _NEAR:
        told += f", so yours may take about {_times(ratio)} as long as that"
    return f"{told}. When your notebook is graded, both are timed on one machine. {_rule(findings)}"


def _times(ratio: float) -> str:
    return f"{ratio:.1f} times" if ratio < 9.95 else f"{ratio:.0f} times"


def _duration(seconds: float) -> str:
    return (
        f"{seconds:.2g} s"
        if seconds >= 0.995
        else f"{1000 * seconds:.2g} ms"
        if seconds < 0.0995
        else f"{1000 * seconds:.0f} ms"
    )
