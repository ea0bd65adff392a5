"""An answer that a program has cut into cells is put together; whatever stands below an answer as it is stays there."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.jobs.cut_answers import join_cut_answers
from autograder.notebook.cells import new_metadata


def joined(*sources, named=True):
    """The sources of all cells after joining; the first cell is the answer to f."""
    cells = [new_code_cell(source) if isinstance(source, str) else source for source in sources]
    if named:
        cells[0].metadata["nbgrader"] = new_metadata("f", solution=True)
    notebook = new_notebook(cells=cells)
    notes = join_cut_answers(notebook, ["f"])
    assert (len(notebook.cells) < len(sources)) == bool(notes)
    return [cell.source for cell in notebook.cells]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    "pieces",
    [
        ("def f(x):", "    return x"),
        ("def f(x):\n    y = x", "    return y"),
        ("def f(x):\n    y = x", "    y = y + 1", "    return y"),
        ("def f(x):", "    for y in x:", "        yield y"),
        ("def f(x):", "    print(x)"),
        ("def f(x):\n    return (x +", "            1)"),
    ],
)
def test_what_was_cut_is_one_again(pieces, named):
    assert joined(*pieces, "f(1)", named=named) == ["\n".join(pieces), "f(1)"]


@pytest.mark.parametrize(
    "cells",
    [
        ("def f(x):\n    return x", "f(1)"),
        ("def f(x):\n    return x", "    f(1)"),  # IPython runs it: an indented cell alone is one
        ("def f(x):\n    return x", "    def g(y):\n        return f(y)"),
        ("def f(x):", "return x"),
        ("def f(x):", "    return (x"),
        ("def f(x):", new_markdown_cell("    words"), "    return x"),
        ("x = 1", "    return x"),
    ],
)
def test_what_was_not_cut_stays_as_it_is(cells):
    assert joined(*cells) == [cell if isinstance(cell, str) else cell.source for cell in cells]


def test_a_function_that_nobody_asks_for_is_left_alone():
    assert joined("def g(x):", "    return x", named=False) == ["def g(x):", "    return x"]


def test_another_answer_below_is_no_rest():
    other = new_code_cell("    return x", metadata={"nbgrader": new_metadata("g", solution=True)})
    assert joined("def f(x):", other) == ["def f(x):", "    return x"]
