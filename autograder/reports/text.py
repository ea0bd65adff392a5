"""A report in plain text: marks, then words; no colour is needed to read it."""

import numpy as np

from ..bank.exercise import OutputPart
from .advice import advice, cause
from .findings import CaseReport, Findings, Outcome

MAX_ROWS, MAX_COLUMNS, MAX_MATRICES = 7, 9, 4


def text(report: Findings) -> str:
    """Write `report` as lines of text: how much works, the cause, every case, and what to do next."""
    lines = [*_top(report), *case_lines(report.cases, worked_case(report)), *_steps(report)]
    return "\n".join(lines)


def short(report: Findings) -> str:
    """The same in few lines: the case to look at first, and the names of the others."""
    failing = [case for case in report.cases if case.outcome is not Outcome.PASSED]
    shown = report.recommended or next(iter(failing), None)
    others = "; ".join(case.case.name for case in failing if case is not shown)
    lines = [*_top(report), *case_lines((shown,) if shown else (), worked_case(report))]
    lines += [f"  also   {others}"] if others else []
    return "\n".join([*lines, *_steps(report)])


def _top(report: Findings) -> list[str]:
    return [*([report.warning] if report.warning else []), headline(report), *cause(report)]


def _steps(report: Findings) -> list[str]:
    return [line for step in advice(report) for line in (step.text, *("    " + line for line in step.lines))]


def headline(report: Findings) -> str:
    """The exercise and how much of it works."""
    count = "not accepted" if report.refusal else f"{report.passed} of {len(report.cases)} cases"
    return f"{report.exercise_id}: {count}"


def worked_case(report: Findings) -> CaseReport | None:
    """The case whose numbers are laid open, if any are by now: the recommended one, or the first that has them."""
    if not report.shows_working:
        return None
    return next((case for case in (report.recommended, *report.cases) if case and case.parts), None)


def case_lines(cases: tuple[CaseReport, ...], worked: CaseReport | None = None) -> list[str]:
    """One line a case; under `worked`, the numbers that its first wrong output is made of."""
    width = max((len(case.case.name) for case in cases), default=0)
    lines, last = [], ""
    for case in cases:
        message = "the same" if case.message and case.message == last else case.message
        last = case.message
        lines.append(f"  {case.outcome.mark:<6} {case.case.name:<{width}}  {message}".rstrip())
        if case is worked:
            lines += ["         " + line for line in working(case.parts)]
    return lines


def working(parts: tuple[OutputPart, ...]) -> list[str]:
    """The window, the kernel and the bias that make one output."""
    lines = ["the first wrong number should be made of"]
    for part in parts:
        label, body = part.label, matrix_lines(np.asarray(part.array))
        lines += [f"  {label} = {body[0]}"] if len(body) == 1 else [f"  {label} ="] + ["    " + row for row in body]
    return lines


def tidy(array: np.ndarray) -> np.ndarray:
    """The same numbers for reading: what is only a rounding error beside the largest of them is 0, and so is -0."""
    if array.dtype.kind != "f" or not array.size:
        return array
    finite = np.abs(array[np.isfinite(array)])
    scale = finite.max() if finite.size else 0.0
    return np.where(np.abs(array) <= 1e-7 * scale, 0, array).astype(array.dtype)


def matrix_lines(array: np.ndarray) -> list[str]:
    """An array as aligned rows; what is too much to read is cut, and says so."""
    array = tidy(array)
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
