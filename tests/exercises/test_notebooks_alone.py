"""A notebook without its data, or without the package, says in its first cell what to do."""

import subprocess
import sys

import jupytext
import pytest

from tests.book._building import ROOT

PATHS = sorted((ROOT / "exercises").glob("*/*.md"))
SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
if "no package" in sys.argv:
    sys.modules["autograder"] = None  # what is not there
shell = InteractiveShell.instance(colors="NoColor")
for cell in sys.stdin.read().split("CELL"):
    shell.run_cell(cell)
    print("CELL")
"""


@pytest.fixture(scope="module")
def first_cells():
    """The first code cell of every notebook, where it imports the package and reads its data."""
    cells = [[cell for cell in jupytext.read(path).cells if cell.cell_type == "code"] for path in PATHS]
    assert len(cells) == 10
    return [first.source for first, *_ in cells]


def shown(cells, folder, *words):
    """What IPython shows of each cell, run in `folder`."""
    command = [sys.executable, "-c", SHELL, *words]
    done = subprocess.run(command, cwd=folder, input="CELL".join(cells), capture_output=True, text=True, check=True)
    outputs = done.stdout.split("CELL")[:-1]
    assert len(outputs) == len(cells)
    return outputs


def test_the_traceback_of_missing_data_shows_what_to_do(first_cells, tmp_path):
    with_data = [cell for cell in first_cells if "np.load" in cell]
    assert len(with_data) == 9  # the tenth draws its numbers itself
    for said in shown(with_data, tmp_path):
        assert "FileNotFoundError" in said
        assert "# No such file? Take the chapter's zip instead of the notebook alone, or run `autograder start`" in said


def test_the_traceback_of_a_missing_package_shows_what_to_do(first_cells, tmp_path):
    for said in shown(first_cells, tmp_path, "no package"):
        assert "ModuleNotFoundError" in said
        assert "# No module named autograder? The book's first page says how to install it." in said
