"""What a report says beside its cases, in one order for both of its faces: the cause above them, the advice below."""

from .findings import Findings, Outcome, Step

MAX_PRINTED = 10  # lines


def cause(report: Findings) -> list[str]:
    """What is wrong, in a line; nothing where all is right."""
    if report.refusal:
        return [report.refusal]
    if report.outcome is Outcome.NOT_ATTEMPTED:
        return ["Not attempted yet: write your answer where the function says `raise NotImplementedError()`."]
    if report.outcome is Outcome.COURSE_FAULT:
        return [
            "A case marked `course` is a fault of the course, not yours, and does not count. Please tell us about it."
        ]
    if report.outcome is Outcome.NOT_COMPARED:
        return [
            "What is right is not known here: PyTorch's recorded answers are missing, or belong to another version of "
            "the course. Install its wheel again, or PyTorch. This is no fault of your answer."
        ]
    return [report.cause.text] if report.cause else []


def advice(report: Findings) -> list[Step]:
    """What its speed is, what to do next, and what helps with it."""
    steps = [Step(f"Next: {report.cause.next}")] if report.cause and report.cause.next and not report.refusal else []
    if not steps and not report.steps:
        steps += _look_first(report)
    steps = [*map(Step, report.speed), *steps, *report.steps]
    if report.printed:
        steps.append(_printed(report))
    return [*steps, Step(report.note)] if report.note else steps


def tests(report: Findings) -> str:
    """What the recommended case tests, where it helps to know."""
    case = report.recommended
    helps = case and report.cause and report.cause.in_the_values and "by hand" not in case.case.why
    if not case or not helps or not case.case.why:
        return ""
    return f"This case tests: {case.case.why}{'' if case.case.why.endswith('?') else '.'}"


def _look_first(report: Findings) -> list[Step]:
    what = tests(report)
    return [Step(f'Look at "{report.recommended.case.name}" first. {what}')] if report.recommended and what else []


def _printed(report: Findings) -> Step:
    lines = report.printed.rstrip("\n").splitlines()
    case = f', in "{report.recommended.case.name}"' if report.recommended else ""
    cut = (f"... {len(lines) - MAX_PRINTED} more lines",) if len(lines) > MAX_PRINTED else ()
    return Step(f"Your function printed{case}:", (*lines[:MAX_PRINTED], *cut))
