"""Find and read a learner's notebook; what cannot be one is refused in words."""

import json
from pathlib import Path
from typing import Any

from ..errors import BrokenNotebook, UserError
from .contents import text

MAX_NOTEBOOK_BYTES = 50 * 1024**2  # checking, collecting and grading refuse more


def locate(path: Path) -> Path:
    """The notebook that `path` names: itself, or that of a chapter's folder, or the only one in a folder.

    Raises
    ------
    UserError
        If there is none, or more than one.
    """
    if not path.is_dir():
        return path
    found = sorted(path.glob("*.ipynb"))
    if not found:
        raise UserError(f"{path} is a folder without a notebook: name the notebook, a file that ends in .ipynb")
    own = path / f"{path.resolve().name.partition('-')[2]}.ipynb"
    if own in found:
        return own
    if len(found) > 1:
        raise UserError(f"{path} has {len(found)} notebooks: name one of {', '.join(one.name for one in found)}")
    return found[0]


def read(path: Path) -> dict[str, Any]:
    """Read the notebook `path`, the source of every cell as one text. (nbformat would take seconds to be imported.)

    Raises
    ------
    UserError
        If it is not there, not a notebook, or too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_NOTEBOOK_BYTES:
            limit = f"{MAX_NOTEBOOK_BYTES // 1024**2} MiB"
            raise UserError(f"{path} is larger than {limit}: in Jupyter, clear the outputs of all cells and save it")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if not isinstance(cell["metadata"], dict) or not isinstance(cell["cell_type"], str):
                raise TypeError("not a cell")
            cell["source"] = text(cell)
    except (FileNotFoundError, NotADirectoryError):
        near = sorted(path.parent.glob("*.ipynb")) if path.parent.is_dir() else []
        hint = f" (there is {', '.join(one.name for one in near[:3])})" if near else ""
        raise UserError(f"there is no file {path}{hint}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BrokenNotebook(f"{path} is not a notebook that can be read") from None
    return notebook
