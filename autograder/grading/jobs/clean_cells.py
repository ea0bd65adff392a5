"""Make well-formed, harmless cells of whatever a notebook holds."""

import re
from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.corpus.words import generate_corpus_id
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

MAKE: dict[str, Callable[..., NotebookNode]] = {"code": new_code_cell, "markdown": new_markdown_cell}
SCHEMA_SPEAKS_OF = {"collapsed", "execution", "format", "jupyter", "name", "scrolled", "tags"}  # of a cell's metadata
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"](?=\((?!\s*(?:https?://|#|attachment:|[\w./%-]+[)\s]))|:(?!\s*https?://))")


def clean_cell(cell: NotebookNode) -> NotebookNode:
    """Make a well-formed cell of the same text from a hand-made or damaged one."""
    kind = str(cell.get("cell_type"))
    kind = kind if kind in MAKE else "raw"
    metadata, source = cell.get("metadata"), str(cell.get("source", ""))
    metadata = metadata if isinstance(metadata, dict) else {}
    source = source if kind == "code" else inert(source)
    if metadata.keys() & SCHEMA_SPEAKS_OF:
        checked: NotebookNode = MAKE.get(kind, new_raw_cell)(source, metadata=metadata)
        return checked
    # The same, without looking for what cannot be wrong here: that took most of the time to read a notebook.
    empty: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    made = {"id": generate_corpus_id(), "cell_type": kind, "metadata": metadata, **empty, "source": source}
    clean: NotebookNode = from_dict(made)
    return clean


def inert(markdown: str) -> str:
    """Take what could act out of Markdown: tags, and links that lead elsewhere than to a page or a file.

    nbgrader renders it for the instructor in formgrader, where a script would have the instructor's rights.
    """
    return _LINK.sub("] ", _TAG.sub("< ", markdown))
