"""Notebooks as editors save them: read by whoever checks, and by whoever grades."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.errors import BrokenNotebook
from autograder.notebook.file import read_notebook, read_notebook_node


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_damage(tmp_path, encoding):
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(nbformat.writes(new_notebook(cells=[new_code_cell("höhe = 1")])).encode(encoding))
    assert read_notebook(path)["cells"][0]["source"] == "höhe = 1"
    assert read_notebook_node(path).cells[0].source == "höhe = 1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"cells": [\n<<<<<<< HEAD\n]}', "the conflict markers of a merge (line 2): choose one side"),
        ("{'h\xf6he'}".encode("latin-1"), "saved in another encoding than UTF-8: open it in Jupyter"),
        (b" \n", "it is empty"),
        (b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b'{"cells": null, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "it has not the cells of a notebook"),
        (b'{"cells": [\n{"source": "a = 1', "it breaks off in line 2: it was saved or uploaded only in part"),
        (b'{"cells": [\n', "it breaks off in line"),
        (b'{"cells": [\n}', "line 2 is not what Jupyter writes (Expecting value)"),
        (b"%PDF-1.7 my homework", 'it is another kind of file, which begins with "%PDF-1.7 my home"'),
        (b"PK\3\4 an archive", 'it is another kind of file, which begins with "PK?? an archive"'),
        (b"[]", "it has not the cells of a notebook"),
    ],
)
@pytest.mark.parametrize("read", [read_notebook, read_notebook_node])
def test_damage_is_said_in_words(tmp_path, read, content, words):
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(content)
    with pytest.raises(BrokenNotebook) as broken:
        read(path)
    assert words in broken.value.reason
    assert words in str(broken.value)


def test_half_a_character_is_replaced_and_a_whole_one_stays(tmp_path):
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(new_notebook(cells=[new_code_cell("half \ud800, whole \U0001f600")])))
    assert read_notebook_node(path).cells[0].source == "half ?, whole \U0001f600"
