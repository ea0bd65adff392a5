"""The sentences of a report around its cases: the cause above them, the advice below. Text and HTML have the same."""

from ..language import gettext as _
from ..language import joined, ngettext
from .findings import Findings, Outcome, Step

MAX_PRINTED = 10  # lines


def cause(report: Findings) -> list[str]:
    """Say what is wrong, in a line; nothing where all is right."""
    if report.refusal:
        return [report.refusal]
    if report.outcome is Outcome.NOT_ATTEMPTED:
        return [_("Not attempted yet: write your answer where the function says `raise NotImplementedError()`.")]
    if report.outcome is Outcome.COURSE_FAULT:
        told = _(
            "A case marked `{mark}` is a fault of the course, not yours, and does not count. Please tell us about it.",
            mark=Outcome.COURSE_FAULT.mark,
        )
        return [told]
    if report.outcome is Outcome.NOT_COMPARED:
        told = _(
            "Your answer could not be compared: PyTorch's recorded answers are missing, or belong to another "
            "version of the course. Install the course's wheel again, or PyTorch. This is no fault of your answer."
        )
        return [told]
    return [report.cause.text] if report.cause else []


def advice(report: Findings) -> list[Step]:
    """List what stands below the cases: the speed, what to do next, and the hints."""
    following = report.cause.next if report.cause and not report.refusal else ""
    steps = [Step(_("Next: {what}", what=following))] if following else []
    if not steps and not report.steps:
        steps += _look_first(report)
    steps = [*map(Step, report.speed), *steps, *report.steps]
    if report.printed:
        steps.append(_printed(report))
    return [*steps, Step(report.note)] if report.note else steps


def tests(report: Findings) -> str:
    """Say what the recommended case tests, where that helps; an empty text elsewhere."""
    case = report.recommended
    helps = case and report.cause and report.cause.in_the_values and "by hand" not in case.case.why
    if not case or not helps or not case.case.why:
        return ""
    why = _(case.case.why)
    if case.case.why.endswith("?"):
        return _("This case tests: {question}", question=why)
    return _("This case tests: {what}.", what=why)


def _look_first(report: Findings) -> list[Step]:
    what = tests(report)
    if not report.recommended or not what:
        return []
    return [Step(joined(_('Look at "{case}" first.', case=report.recommended.name), what))]


def _printed(report: Findings) -> Step:
    lines = report.printed.rstrip("\n").splitlines()
    more = len(lines) - MAX_PRINTED
    cut = (ngettext("... {number} more line", "... {number} more lines", more),) if more > 0 else ()
    text = _("Your function printed:")
    if report.recommended:
        text = _('Your function printed, in "{case}":', case=report.recommended.name)
    return Step(text, (*lines[:MAX_PRINTED], *cut))
