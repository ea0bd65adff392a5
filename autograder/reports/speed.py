"""The findings on an answer's speed: as data, as sentences and as HTML."""

from dataclasses import dataclass, field
from html import escape

from ..bank.exercise import function_name
from ..language import gettext as _
from ..language import joined, ngettext
from .findings import Outcome
from .html import block, with_code

_NEAR = 1.1  # nearer to 1 than this is "about as long as"


@dataclass(frozen=True)
class SpeedFindings:
    """The findings on the speed of one answer.

    Attributes
    ----------
    exercise_id : str
    outcome : Outcome
        `passed` for all points, `slow` for half of them or none, or why it was not timed.
    share : float
        Of the points of speed, from 0 to 1.
    why : str
        A sentence on why it was not timed; empty where it was.
    ratio : float or None
        How many times as long as the course's own answer it takes; None where that was not timed.
    gain : float or None
        How many times as fast as the loop version it is.
    seconds : dict of str to float
        The least times of `loops`, `reference` and `answer`, of the work alone, and of the `handover` of arguments
        and results.
    rounds : int
    full, part : float
        The thresholds: of `ratio` at most, of `gain` at least.
    yardstick : float
        The gain of the course's own answer on another machine; 0 where it was timed on this one.
    where : tuple of str
        Sentences on what the time goes into.
    benefit : bool
        Whether it was so near to a threshold that the threshold counts as reached.
    """

    exercise_id: str
    outcome: Outcome
    share: float = 0.0
    why: str = ""
    ratio: float | None = None
    gain: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    rounds: int = 0
    full: float = 0.0
    part: float = 0.0
    yardstick: float = 0.0
    where: tuple[str, ...] = ()
    benefit: bool = False

    @property
    def name(self) -> str:
        """The name of the function."""
        return function_name(self.exercise_id)


def points_in_words(findings: SpeedFindings) -> str:
    """Say which part of the points of speed was earned."""
    if findings.outcome is Outcome.NOT_TIMED:
        return _("not timed")
    return {1.0: _("all points"), 0.0: _("no points")}.get(findings.share, _("half of the points"))


def sentences(findings: SpeedFindings) -> list[str]:
    """Say in sentences how fast the answer is, what its time goes into, and how it was timed."""
    if findings.why:
        return [findings.why, *findings.where]
    told = [_how_fast(findings)]
    if findings.yardstick:
        return [*told, *findings.where, _yardstick(findings)]
    if findings.benefit:
        told.append(_("That is so near to a threshold that times cannot tell: it counts as reached."))
    return [*told, *findings.where, _how_timed(findings)]


def speed_html(findings: SpeedFindings) -> str:
    """Write the findings as HTML, as it stands in the cell of the points of speed."""
    first, *rest = sentences(findings)
    blocks = [
        f"<p><strong>{escape(_headline(findings))}</strong></p>",
        f'<p class="next">{with_code(first)}</p>',
        *(f"<p>{with_code(line)}</p>" for line in rest),
    ]
    return block(findings.outcome.replace(" ", "-"), blocks)


def _headline(findings: SpeedFindings) -> str:
    return _("{exercise}, speed: {points}", exercise=findings.exercise_id, points=points_in_words(findings))


def _how_fast(findings: SpeedFindings) -> str:
    assert findings.gain is not None
    told = {"name": findings.name, "times": _times(findings.gain), "less": _times(1 / findings.gain)}
    if findings.gain < 1 / _NEAR:
        loops = _("{name} takes {less} times as long as the course's loops", **told)
    elif findings.gain < _NEAR:
        loops = _("{name} is about as fast as the course's loops", **told)
    else:
        loops = _("{name} is {times} times as fast as the course's loops", **told)
    if findings.ratio is None:
        return _("{loops}.", loops=loops)
    beside = {"loops": loops, "times": _times(findings.ratio), "less": _times(1 / findings.ratio)}
    if findings.ratio < 1 / _NEAR:
        return _("{loops}, and {less} times as fast as the course's own answer.", **beside)
    if findings.ratio < _NEAR:
        return _("{loops}, and takes about as long as the course's own answer.", **beside)
    return _("{loops}, and takes {times} times as long as the course's own answer.", **beside)


def _how_timed(findings: SpeedFindings) -> str:
    times = {name: _duration(seconds) for name, seconds in findings.seconds.items()}
    least = ngettext(
        "Least of {number} round: loops {loops}, the course's answer {reference}, yours {answer}.",
        "Least of {number} rounds: loops {loops}, the course's answer {reference}, yours {answer}.",
        findings.rounds,
        **times,
    )
    counts = _(
        "What counts is the processor's time, less the {handover} that it takes to hand over arguments and results.",
        handover=times["handover"],
    )
    how = _(
        "Timed from outside, on one core and with other numbers in each round, so threads, further processes and "
        "answers kept from before do not help."
    )
    return joined(least, counts, _rule(findings), how)


def _rule(findings: SpeedFindings) -> str:
    return _(
        "All points: at most {full} times as long as the course's own answer. Half of them: at least {part} times as "
        "fast as the loops.",
        full=f"{findings.full:g}",
        part=f"{findings.part:g}",
    )


def _yardstick(findings: SpeedFindings) -> str:
    """Compare with the course's own answer as it was timed elsewhere, for a learner's notebook does not have it."""
    ratio = findings.yardstick / findings.gain if findings.gain else 0
    values = {"times": _times(findings.yardstick), "ratio": _times(ratio)}
    told = _("The course's own answer was {times} times as fast as the loops on another machine.", **values)
    if ratio > _NEAR:
        told = _(
            "The course's own answer was {times} times as fast as the loops on another machine, so yours may take "
            "about {ratio} times as long as that.",
            **values,
        )
    return joined(told, _("When your notebook is graded, both are timed on one machine."), _rule(findings))


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"


def _duration(seconds: float) -> str:
    return (
        f"{seconds:.2g} s"
        if seconds >= 0.995
        else f"{1000 * seconds:.2g} ms"
        if seconds < 0.0995
        else f"{1000 * seconds:.0f} ms"
    )
