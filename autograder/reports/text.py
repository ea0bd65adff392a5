"""A report in plain text: marks, then words; no colour is needed to read it."""

import unicodedata

import numpy as np

from ..bank.exercise import OutputPart
from ..language import gettext as _
from ..language import ngettext
from .advice import advice, cause
from .findings import CaseReport, Findings, Outcome

MAX_ROWS, MAX_COLUMNS, MAX_MATRICES = 7, 9, 4
MARK = 6  # columns of the margin


def text(report: Findings) -> str:
    """Write `report` as lines of text: how much works, the cause, every case, and what to do next."""
    return "\n".join([*_top(report), *_case_lines(report, report.cases), *_steps(report)])


def short(report: Findings) -> str:
    """Write `report` in few lines: the case to look at first, and the names of the others that fail."""
    failing = [case for case in report.cases if case.outcome is not Outcome.PASSED]
    shown = report.recommended or next(iter(failing), None)
    others = "; ".join(case.name for case in failing if case is not shown)
    lines = [*_top(report), *_case_lines(report, (shown,) if shown else ())]
    also = _padded(_("also"), MARK)
    lines += [f"  {also} {others}"] if others else []
    return "\n".join([*lines, *_steps(report)])


def _top(report: Findings) -> list[str]:
    return [*([report.warning] if report.warning else []), headline(report), *cause(report)]


def _case_lines(report: Findings, shown: tuple[CaseReport, ...]) -> list[str]:
    return case_lines(shown, report.worked_case if report.shows_working else None)


def _steps(report: Findings) -> list[str]:
    return [line for step in advice(report) for line in (step.text, *("    " + line for line in step.lines))]


def headline(report: Findings) -> str:
    """Name the exercise, and say how many of its cases pass."""
    if report.refusal:
        return _("{exercise}: not accepted", exercise=report.exercise_id)
    return _(
        "{exercise}: {passed} of {all} cases", exercise=report.exercise_id, passed=report.passed, all=len(report.cases)
    )


def case_lines(cases: tuple[CaseReport, ...], worked: CaseReport | None = None) -> list[str]:
    """Write a line for each case; under `worked`, the numbers that its first wrong output is made of."""
    width = max((_width(case.name) for case in cases), default=0)
    margin = max((_width(case.outcome.mark) for case in cases), default=0)
    lines, last = [], ""
    for case in cases:
        message = _("the same") if case.message and case.message == last else case.message
        last = case.message
        mark = _padded(case.outcome.mark, max(margin, MARK))
        lines.append(f"  {mark} {_padded(case.name, width)}  {message}".rstrip())
        if case is worked:
            lines += ["         " + line for line in working(case.parts)]
    return lines


def working(parts: tuple[OutputPart, ...]) -> list[str]:
    """Write out the numbers that make one output: the window, the kernel and the bias."""
    lines = [_("the first wrong number should be made of")]
    for part in parts:
        label, body = _(part.label), matrix_lines(np.asarray(part.array))
        lines += [f"  {label} = {body[0]}"] if len(body) == 1 else [f"  {label} ="] + ["    " + row for row in body]
    return lines


def _width(text: str) -> int:
    """Count the columns that a text takes up in a terminal: a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def tidy(array: np.ndarray) -> np.ndarray:
    """Round an array for reading: what is only a rounding error beside the largest number becomes 0, and so does -0."""
    if array.dtype.kind != "f" or not array.size:
        return array
    finite = np.abs(array[np.isfinite(array)])
    scale = finite.max() if finite.size else 0.0
    return np.where(np.abs(array) <= 1e-7 * scale, 0, array).astype(array.dtype)


def matrix_lines(array: np.ndarray) -> list[str]:
    """Write an array as aligned rows; where it is cut because it is too long to read, a line says so."""
    array = tidy(array)
    if array.ndim == 0:
        return [f"{float(array):g}"]
    if array.ndim == 1:
        return [row_text(array)]
    if array.ndim == 2:
        rows = [row_text(row) for row in array[:MAX_ROWS]]
        more = len(array) - MAX_ROWS
        return rows + ([ngettext("... {number} more row", "... {number} more rows", more)] if more > 0 else [])
    lead = array.reshape(-1, *array.shape[-2:])
    lines = []
    for place, matrix in zip(np.ndindex(array.shape[:-2]), lead[:MAX_MATRICES], strict=False):
        lines.append(f"[{', '.join(map(str, place))}]")
        lines += ["  " + row for row in matrix_lines(matrix)]
    more = len(lead) - MAX_MATRICES
    return lines + ([ngettext("... {number} more like this", "... {number} more like these", more)] if more > 0 else [])


def row_text(row: np.ndarray) -> str:
    """Write one row of numbers in columns."""
    cut = " ..." if len(row) > MAX_COLUMNS else ""
    return " ".join(f"{float(value):6.4g}" for value in row[:MAX_COLUMNS]) + cut
