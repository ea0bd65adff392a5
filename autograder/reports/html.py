"""A report as HTML for a notebook and for nbgrader's feedback: one self-contained block, in light and in dark."""

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

import numpy as np

from ..language import gettext as _
from ..language import listed, noted, tag
from .advice import advice, cause
from .findings import CaseReport, Findings, Step
from .text import headline, working

MAX_CELLS = 40  # of the picture, along one side
CELL = 14  # pixels
_ADDRESS = re.compile(r"https?://[\w./#:~-]+")

# It inherits the page's own text colour, so that it fits light and dark; colours only repeat what a word says.
STYLE = files(__package__).joinpath("report.css").read_text(encoding="utf-8")


def html(report: Findings) -> str:
    """Write `report` as HTML. All that comes from a learner is escaped."""
    blocks = [
        *([f'<p class="next">{with_code(report.warning)}</p>'] if report.warning else []),
        f"<p><strong>{escape(headline(report))}</strong></p>",
        *(f'<p class="next">{with_code(line)}</p>' for line in cause(report)),
        _table(report.cases),
        *(_step(step) for step in advice(report)),
        *([_working(report.worked_case, report.shows_working)] if report.worked_case else []),
        *([f'<p class="oracle">{escape(_compared(report))}</p>'] if report.oracles else []),
    ]
    css = "older" if report.warning else report.outcome.replace(" ", "-")  # no green for a function that is not meant
    return block(css, blocks)


def block(css: str, parts: Iterable[str]) -> str:
    """Wrap parts of HTML in one block with its style and its language."""
    return f'<style>{STYLE}</style><div class="magic-window {css}" lang="{tag()}">{"".join(parts)}</div>'


def _compared(report: Findings) -> str:
    return _("Compared with {sources}.", sources=listed([noted(source) for source in report.oracles]))


def with_code(text: str) -> str:
    """Escape `text` for HTML, and show as code what stands between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _table(cases: tuple[CaseReport, ...]) -> str:
    rows = "".join(
        f'<tr><td class="mark">{case.outcome.mark}</td><th scope="row">{escape(case.name)}</th>'
        f"<td>{escape(case.message)}</td></tr>"
        for case in cases
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _step(step: Step) -> str:
    lines = escape("\n".join(step.lines))
    text = _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', with_code(step.text))
    return f"<p>{text}</p>" + (f"<pre>{lines}</pre>" if lines else "")


def _working(case: CaseReport, unfolded: bool) -> str:
    numbers = escape("\n".join(working(case.parts)))
    summary = _("The numbers of this case: {case}", case=case.name)
    state = " open" if unfolded else ""
    return f"<details{state}><summary>{escape(summary)}</summary>{picture(case)}<pre>{numbers}</pre></details>"


def picture(case: CaseReport) -> str:
    """Draw where the output differs: the slice of the first difference, a cross in every wrong cell."""
    if case.difference is None or case.difference.wrong is None or case.difference.index is None:
        return ""
    wrong, index = case.difference.wrong, case.difference.index
    if wrong.ndim < 1 or max(wrong.shape[-2:]) > MAX_CELLS:
        return ""
    grid = np.atleast_2d(wrong[index[:-2]] if wrong.ndim >= 2 else wrong)
    rows, columns = grid.shape
    alt = _("Where the output differs: {places}.", places=_places(grid))
    if wrong.ndim > 2:
        place = f"[{', '.join(map(str, index[:-2]))}]"
        alt = _("Where the output of {place} differs: {places}.", place=place, places=_places(grid))
    cells = "".join(_cell(row, column, bool(grid[row, column])) for row in range(rows) for column in range(columns))
    size = f'width="{columns * CELL + 1}" height="{rows * CELL + 1}"'
    drawing = f'<svg role="img" aria-label="{escape(alt)}" {size}>{cells}</svg>'
    return f"<figure>{drawing}<figcaption>{escape(alt)}</figcaption></figure>"


def _cell(row: int, column: int, wrong: bool) -> str:
    x, y = column * CELL + 0.5, row * CELL + 0.5
    fill = "#d1602d" if wrong else "none"
    square = f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="#7a869a"/>'
    if not wrong:
        return square
    near, far = 4, CELL - 4
    cross = f"M{x + near} {y + near}L{x + far} {y + far}M{x + far} {y + near}L{x + near} {y + far}"
    return f'{square}<path d="{cross}" stroke="#fff"/>'


def _places(grid: np.ndarray) -> str:
    if grid.all():
        return _("in all {number} places", number=grid.size)
    rows = _span(_ROWS, np.flatnonzero(grid.any(axis=1)), grid.shape[0])
    columns = _span(_COLUMNS, np.flatnonzero(grid.any(axis=0)), grid.shape[1])
    return _(
        "in {number} of {size} places: {rows}, {columns}", number=grid.sum(), size=grid.size, rows=rows, columns=columns
    )


_ROWS = noted("every row"), noted("row {first}"), noted("rows {first} to {last}")
_COLUMNS = noted("every column"), noted("column {first}"), noted("columns {first} to {last}")


def _span(words: tuple[str, str, str], places: np.ndarray, size: int) -> str:
    every, one, several = words
    said = every if len(places) == size else one if len(places) == 1 else several
    return _(said, first=places[0], last=places[-1])
