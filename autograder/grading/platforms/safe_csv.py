"""Write tables as CSV in such a way that no spreadsheet runs a student's text as a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

_STARTS_A_FORMULA = ("=", "+", "-", "@")
_GUARD = "'"  # what spreadsheets themselves put before text that looks like something else


class Verbatim(str):
    """Text that a learning platform wrote and reads again, so that it must come back as it was: never guarded."""

    __slots__ = ()


def guarded(text: str) -> str:
    """Put an apostrophe before `text` where a spreadsheet would run it, or `plain` would strip one."""
    return _GUARD + text if _looks_like_a_formula(text.lstrip(_GUARD)) else text


def plain(cell: str) -> str:
    """Return the text that was guarded as `cell`."""
    return cell[1:] if cell.startswith(_GUARD) and _looks_like_a_formula(cell.lstrip(_GUARD)) else cell


def number(value: float | None) -> str:
    """Write a number with up to four decimals and no exponent; empty for None."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def table(heading: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """Write a heading and rows as text, quoted by the csv module.

    Numbers stay as they are, and all text is guarded that is not `Verbatim`.
    """
    out = io.StringIO()
    writer = csv.writer(out)  # ends lines with CR LF, and so quotes a lone CR too
    for row in (heading, *rows):
        writer.writerow([_as_text(cell) for cell in row])
    return out.getvalue()


def _as_text(cell: str | float | None) -> str:
    if isinstance(cell, Verbatim):
        return str(cell)
    return guarded(cell) if isinstance(cell, str) else number(cell)


def write(path: Path, heading: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> None:
    """Write a table as UTF-8."""
    path.write_text(table(heading, rows), encoding="utf-8", newline="")


def _looks_like_a_formula(text: str) -> bool:
    if text.startswith(("\t", "\r", "\n")):
        return True
    # Blanks in front are skipped by some programs, and full-width signs are as good as plain ones in others.
    return unicodedata.normalize("NFKC", text.lstrip()[:1]).startswith(_STARTS_A_FORMULA)
