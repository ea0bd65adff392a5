"""A report in plain text: marks, then words; no colour is needed to read it."""

import numpy as np

from ..bank.exercise import OutputPart
from .findings import CaseReport, Findings, Outcome

MAX_ROWS, MAX_COLUMNS, MAX_MATRICES = 7, 9, 4


def text(report: Findings) -> str:
    """Write `report` as lines of text."""
    lines = [headline(report), *case_lines(report.cases, report.shows_working), *advice(report), *_steps(report)]
    return "\n".join([*lines, report.note] if report.note else lines)


def short(report: Findings) -> str:
    """The same in few lines: the first case that fails, the names of the others, and the advice."""
    failing = [case for case in report.cases if case.outcome is not Outcome.PASSED]
    others = "; ".join(case.case.name for case in failing[1:])
    lines = [headline(report), *case_lines(tuple(failing[:1]), report.shows_working)]
    lines += [f"  also   {others}"] if others else []
    return "\n".join([*lines, *advice(report), *_steps(report)])


def _steps(report: Findings) -> list[str]:
    return [line for step in report.steps for line in (step.text, *("    " + line for line in step.lines))]


def headline(report: Findings) -> str:
    """The exercise and how much of it works."""
    count = "not accepted" if report.refusal else f"{report.passed} of {len(report.cases)} cases"
    return f"{report.exercise_id}: {count}"


def case_lines(cases: tuple[CaseReport, ...], with_working: bool = True) -> list[str]:
    """One line a case; under the first that is wrong, if wished, the numbers its output is made of."""
    width = max((len(case.case.name) for case in cases), default=0)
    lines, shown, last = [], False, ""
    for case in cases:
        message = "the same" if case.message and case.message == last else case.message
        last = case.message
        lines.append(f"  {case.outcome.mark:<6} {case.case.name:<{width}}  {message}".rstrip())
        if case.parts and with_working and not shown:
            lines += ["         " + line for line in working(case.parts)]
            shown = True
    return lines


def working(parts: tuple[OutputPart, ...]) -> list[str]:
    """The window, the kernel and the bias that make one output."""
    lines = ["the first wrong number should be made of"]
    for part in parts:
        label, body = part.label, matrix_lines(np.asarray(part.array))
        lines += [f"  {label} = {body[0]}"] if len(body) == 1 else [f"  {label} ="] + ["    " + row for row in body]
    return lines


def matrix_lines(array: np.ndarray) -> list[str]:
    """An array as aligned rows; what is too much to read is cut, and says so."""
    if array.ndim == 0:
        return [f"{float(array):g}"]
    if array.ndim == 1:
        return [row_text(array)]
    if array.ndim == 2:
        rows = [row_text(row) for row in array[:MAX_ROWS]]
        return rows + ([f"... {len(array) - MAX_ROWS} more rows"] if len(array) > MAX_ROWS else [])
    lead = array.reshape(-1, *array.shape[-2:])
    lines = []
    for place, matrix in zip(np.ndindex(array.shape[:-2]), lead[:MAX_MATRICES], strict=False):
        lines.append(f"[{', '.join(map(str, place))}]")
        lines += ["  " + row for row in matrix_lines(matrix)]
    return lines + ([f"... {len(lead) - MAX_MATRICES} more like these"] if len(lead) > MAX_MATRICES else [])


def row_text(row: np.ndarray) -> str:
    """One row of numbers in columns."""
    cut = " ..." if len(row) > MAX_COLUMNS else ""
    return " ".join(f"{float(value):6.4g}" for value in row[:MAX_COLUMNS]) + cut


def advice(report: Findings) -> list[str]:
    """What the report makes of it, in one to three lines."""
    failing = [case for case in report.cases if case.outcome is not Outcome.PASSED]
    if report.refusal:
        return [report.refusal]
    if report.outcome is Outcome.NOT_ATTEMPTED:
        return ["Not attempted yet: write your answer where the function says `raise NotImplementedError()`."]
    if report.diagnosis:
        return [
            f"This is what you get when the answer {report.diagnosis.name}.",
            f"Next: {report.diagnosis.hint}",
        ]
    faults = [case for case in failing if case.outcome is Outcome.COURSE_FAULT]
    if faults:
        return ["A case marked `ours` is a fault of the course, not yours; it does not count. Please tell us about it."]
    if report.stops_at:
        return [f"Every case stops {report.stops_at}. Begin there."]
    if report.pattern:
        return [f"It goes wrong where {report.pattern}, and nowhere else."]
    whys = [f'"{case.case.name}" is there because of this: {case.case.why}.' for case in failing if case.case.why]
    return whys[:1]
