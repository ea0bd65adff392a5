"""Read a table as a learning platform or a spreadsheet program writes it: separated by commas or by semicolons."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import UserError
from ...language import gettext as _


@dataclass(frozen=True)
class PlatformTable:
    """A table whose columns have English names here, whatever the platform calls them.

    Attributes
    ----------
    heading : tuple of str
        The names of the columns.
    written : tuple of str
        What stands there in the file.
    lines : tuple of tuple of str
        The cells of each line, as they stand there.
    semicolons : bool
        Whether the file is separated by semicolons, as Excel writes it where a comma is for decimals.
    """

    heading: tuple[str, ...]
    written: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    semicolons: bool = False


def read_table(path: Path, columns: Sequence[str] = ()) -> PlatformTable:
    """Read a table.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        What the platform calls columns in another language, such as `Identifier=Identifiant`.

    Raises
    ------
    UserError
        If it is none, or has no column of a name that is in `columns`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [tuple(line) for line in csv.reader(file, strict=True, delimiter=separator)]
    except FileNotFoundError:
        raise UserError(_("{path} does not exist", path=path)) from None
    except UnicodeDecodeError:
        raise UserError(
            _("{path} cannot be read as a table: it is not in UTF-8; in Excel, save it as CSV UTF-8", path=path)
        ) from None
    except csv.Error as error:
        raise UserError(_("{path} cannot be read as a table: {why}", path=path, why=error)) from error
    written = lines[0] if lines else ()
    ours = _english(columns, written, path)
    return PlatformTable(tuple(ours.get(name, name) for name in written), written, tuple(lines[1:]), separator == ";")


def _english(columns: Sequence[str], written: Sequence[str], path: Path) -> Mapping[str, str]:
    """Return the English names of columns by what the platform calls them."""
    names = {}
    for pair in columns:
        english, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (english and equals and theirs):
            raise UserError(
                _('--column {pair}: write the English name and the one of your list, as "Grade=Note"', pair=repr(pair))
            )
        if theirs not in written:
            told = {"pair": repr(pair), "path": path, "column": theirs, "there": ", ".join(written)}
            raise UserError(_("--column {pair}: {path} has no column {column}; it has {there}", **told))
        names[theirs] = english
    return names
