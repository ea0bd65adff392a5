"""Find and read a learner's notebook, and say what is wrong with a file that is none."""

import codecs
import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BrokenNotebook, UserError
from ..language import gettext as _
from .cells import source_text
from .source import conflict_marker

if TYPE_CHECKING:
    from nbformat import NotebookNode

MAX_NOTEBOOK_BYTES = 50 * 1024**2  # checking, collecting and grading refuse more
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half of a character, or the first half of a whole one
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # what a damaged notebook can raise


def locate(path: Path) -> Path:
    """The notebook that `path` names: itself, or that of a chapter's folder, or the only one in a folder.

    Raises
    ------
    UserError
        If there is none, or more than one.
    """
    if not path.is_dir():
        return path
    notebooks = sorted(path.glob("*.ipynb"))
    if not notebooks:
        raise UserError(
            _("{path} is a folder without a notebook: name the notebook, a file that ends in .ipynb", path=path)
        )
    own = path / f"{path.resolve().name.partition('-')[2]}.ipynb"
    if own in notebooks:
        return own
    if len(notebooks) > 1:
        names = ", ".join(notebook.name for notebook in notebooks)
        raise UserError(
            _("{path} has {number} notebooks: name one of {names}", path=path, number=len(notebooks), names=names)
        )
    return notebooks[0]


def read_notebook(path: Path) -> dict[str, Any]:
    """Read the notebook `path` as JSON has it, the source of every cell as one text.

    Raises
    ------
    UserError
        If it is not there or too large.
    BrokenNotebook
        If it is not a notebook.
    """
    try:
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise UserError(
                _(
                    "{path} is larger than {size} MiB: in Jupyter, clear the outputs of all cells and save it",
                    path=path,
                    size=MAX_NOTEBOOK_BYTES // 1024**2,
                )
            )
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        near = sorted(path.parent.glob("*.ipynb")) if path.parent.is_dir() else []
        names = ", ".join(notebook.name for notebook in near[:3])
        words = _("there is no file {path} (there is {names})", path=path, names=names) if near else ""
        raise UserError(words or _("there is no file {path}", path=path)) from None
    return parse_notebook(content, path)


def parse_notebook(content: bytes, path: Path) -> dict[str, Any]:
    """Parse the content of the notebook `path`, which was read already: see `read_notebook`."""
    try:
        notebook: dict[str, Any] = json.loads(_decode(content))
        for cell in notebook["cells"]:
            if not isinstance(cell["metadata"], dict) or not isinstance(cell["cell_type"], str):
                raise TypeError("not a cell")
            cell["source"] = source_text(cell)
    except _DAMAGE as error:
        raise broken(path, error, _in_words(error, content)) from None
    return notebook


def broken(path: Path, error: BaseException, words: str = "") -> BrokenNotebook:
    """Make the error that says that the file `path` is no notebook; `words` say why, where that is known."""
    lines = str(error).strip().splitlines()
    if words:
        return BrokenNotebook(_("{path} is not a notebook that can be read: {why}", path=path, why=words), words)
    message = _("{path} is not a notebook that can be read", path=path)
    return BrokenNotebook(message, (lines[0] if lines else type(error).__name__)[:200])


def _decode(content: bytes) -> str:
    """Decode a text file: UTF-8, with or without a byte order mark, or UTF-16 with one, as some editors save it."""
    return content.decode("utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")


def read_notebook_node(path: Path) -> "NotebookNode":
    """Read the notebook `path` as nbformat has it, brought up to version 4 from whatever version it is of.

    Its cells are dictionaries; what is in them can be anything that JSON can say.

    Raises
    ------
    OSError
        If it cannot be read at all.
    BrokenNotebook
        If it is not a notebook.
    """
    import nbformat  # here, because it takes seconds to be imported and most of what a learner does goes without

    with damage_is_broken_notebook(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about old minor versions, which are read all the same
        notebook: NotebookNode = nbformat.reads(_without_half_characters(_decode(path.read_bytes())), as_version=4)
        if not all(isinstance(cell, dict) for cell in notebook.cells):
            raise TypeError("not a cell")
    return notebook


@contextmanager
def damage_is_broken_notebook(path: Path) -> Iterator[None]:
    """Raise a `BrokenNotebook` of the file `path` in place of whatever damaged cells make nbformat raise."""
    from nbformat import ValidationError

    try:
        yield
    except (*_DAMAGE, ValidationError) as error:
        content = path.read_bytes() if path.is_file() else b""
        raise broken(path, error, _in_words(error, content)) from error


def _without_half_characters(text: str) -> str:
    """Replace lone surrogates, which JSON can name but no file can hold."""
    if not _HALF.search(text):
        return text
    whole = json.dumps(json.loads(text), ensure_ascii=False)
    return whole.encode("utf-8", "replace").decode("utf-8")


def _in_words(error: BaseException, content: bytes) -> str:
    """Say what is wrong with a notebook's file and what to do, for the kinds of damage that have a name."""
    if isinstance(error, UnicodeDecodeError):
        return _("it was saved in another encoding than UTF-8: open it in Jupyter and save it again")
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    if not content.strip():
        return _("it is empty")
    text = content.decode(errors="replace")
    marker = conflict_marker(text)
    if marker:
        line = text.count("\n", 0, marker.start()) + 1
        return _("it has the conflict markers of a merge (line {line}): choose one side with git or nbdime", line=line)
    if isinstance(error, (KeyError, TypeError, AttributeError)):
        return _("it has not the cells of a notebook")
    return _why_no_json(content)


def _why_no_json(content: bytes) -> str:
    """Say what keeps a file from being JSON: it is something else, or not whole. Empty where it is JSON."""
    try:
        json.loads(_decode(content))
    except json.JSONDecodeError as error:
        text = error.doc.strip()
        if not text.startswith("{"):
            beginning = "".join(letter if letter.isprintable() else "?" for letter in text[:16])
            return _('it is another kind of file, which begins with "{beginning}"', beginning=beginning)
        if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
            return _("it breaks off in line {line}: it was saved or uploaded only in part", line=error.lineno)
        return _("line {line} is not what Jupyter writes ({why})", line=error.lineno, why=error.msg)
    except (ValueError, RecursionError):
        pass
    return ""
