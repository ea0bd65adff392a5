"""Notebooks as editors save them: read by whoever checks, and by whoever grades."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.notebook.file import read_notebook, read_notebook_node


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_damage(tmp_path, encoding):
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(nbformat.writes(new_notebook(cells=[new_code_cell("höhe = 1")])).encode(encoding))
    assert read_notebook(path)["cells"][0]["source"] == "höhe = 1"
    assert read_notebook_node(path).cells[0].source == "höhe = 1"
