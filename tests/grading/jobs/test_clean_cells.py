"""Cells that are made without asking nbformat's schema are those that it would have let through."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.grading.jobs.clean_cells import SCHEMA_SPEAKS_OF
from autograder.grading.jobs.restoration import restore

SCHEMA = json.loads((Path(nbformat.__file__).parent / "v4" / "nbformat.v4.5.schema.json").read_text())["definitions"]
MAKE = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def test_every_key_of_which_the_schema_says_something_is_known():
    metadata = [SCHEMA[f"{kind}_cell"]["properties"]["metadata"] for kind in MAKE]
    assert all(said["additionalProperties"] for said in metadata)
    assert {key for said in metadata for key in said["properties"]} == SCHEMA_SPEAKS_OF


@pytest.mark.parametrize("kind", MAKE)
def test_a_cell_is_the_one_that_nbformat_makes(kind):
    metadata = {"nbgrader": {"grade_id": "nobody's"}, "editable": False, "slideshow": {"slide_type": ["-"]}}
    cell = MAKE[kind]("x = 1", metadata=metadata)
    notebook = new_notebook(cells=[cell])
    cell.strange, cell.attachments = 1, {}
    restore(notebook, {})
    (made,) = notebook.cells
    assert {**made, "id": 0} == {
        **MAKE[kind]("x = 1", metadata={k: metadata[k] for k in ("editable", "slideshow")}),
        "id": 0,
    }
    assert type(made.metadata) is type(cell.metadata)
    nbformat.validate(notebook)


@pytest.mark.parametrize("kind", MAKE)
def test_metadata_that_the_schema_refuses_is_refused(kind):
    notebook = new_notebook(cells=[MAKE[kind]("x = 1")])
    notebook.cells[0].metadata = {"tags": "not a list"}
    with pytest.raises(nbformat.ValidationError):
        restore(notebook, {})
