"""Small courses of one chapter, in two releases, to start workspaces from."""

import copy
import json
from pathlib import Path

from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.notebook.cells import new_metadata

CHAPTER, NOTEBOOK = "01-sums", "sums.ipynb"
STUB = 'def {0}(x):\n    """{1}"""\n    # YOUR CODE HERE\n    raise NotImplementedError()'


def prose(text):
    return new_markdown_cell(text)


def example(code):
    return new_code_cell(code)


def exercise(name, doc="Add them up."):
    """The three cells of an exercise, as nbgrader releases them."""
    answer = new_code_cell(
        STUB.format(name, doc), metadata={"deletable": False, "nbgrader": new_metadata(name, solution=True)}
    )
    check = new_code_cell(f'check({name}, "sums/{name}")')
    check.metadata = {
        "deletable": False,
        "editable": False,
        "nbgrader": new_metadata(f"{name}-check", grade=True, points=1),
    }
    return [answer, check]


def written(name="why"):
    about = new_metadata(f"{name}-written", grade=True, solution=True, points=3)
    return new_markdown_cell("YOUR ANSWER HERE", metadata={"nbgrader": about})


def release(folder: Path, *cells, data=b"1 2 3"):
    """Write a course of these cells as it is released: ids by position, as the build gives them."""
    notebook = new_notebook(cells=copy.deepcopy(list(cells)))
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"sums-{number:02}"
    (folder / CHAPTER / "data").mkdir(parents=True, exist_ok=True)
    (folder / CHAPTER / NOTEBOOK).write_text(writes(notebook, version=4))
    (folder / CHAPTER / "data" / "numbers.txt").write_bytes(data)
    return folder


def edit(path: Path, change):
    """Edit the notebook `path` as JupyterLab would: `change` gets its cells, as they lie in the file."""
    content = json.loads(path.read_text())
    change(content["cells"])
    path.write_text(json.dumps(content, indent=1))


def sources(path: Path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
