"""One chapter as learners get it, and answers to put into it: the padding layers, built without nbgrader's release."""

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from nbgrader.utils import compute_checksum

from autograder.building.answers import read_operation
from autograder.building.notebooks import Chapter, source_notebook
from autograder.learner.workspace import Record

ROOT = Path(__file__).parents[2]
ASSIGNMENT, SLUG = "03-padding-layers", "padding-layers"
REFERENCE = ROOT / "solutions" / "padding_layers.py"
_SOLUTION = re.compile(r"    ### BEGIN SOLUTION.*### END SOLUTION", re.DOTALL)

DOUBLED_EDGE = """def reflection_pad1d(x, padding):
    left, right = (padding, padding) if np.ndim(padding) == 0 else padding
    length = x.shape[2]
    return np.concatenate([x[:, :, :left][:, :, ::-1], x, x[:, :, length - right :][:, :, ::-1]], axis=2)"""
ENDLESS = "def zero_pad2d(x, padding):\n    while True:\n        pass"
CRASHING = "def replication_pad2d(x, padding):\n    rows = x.shape\n    return rows[17]"
NO_PYTHON = "def circular_pad2d(x, padding)\n    return x"
TORCH = "def same_padding(kernel_size, dilation=1):\n    import torch\n    return (0, 0)"


def released(*, slim=True):
    """The notebook as it is handed out, as JSON gives it; slim: without all that is no part of an exercise."""
    notebook = source_notebook(Chapter(ROOT / "exercises" / ASSIGNMENT, ROOT / "solutions"))
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            code = cell.cell_type == "code"
            stub = "    # YOUR CODE HERE\n    raise NotImplementedError()"
            cell.source = _SOLUTION.sub(stub, cell.source) if code else "YOUR ANSWER HERE"
        if about:
            about |= {"cell_type": cell.cell_type, "checksum": compute_checksum(cell)}
    content = json.loads(json.dumps(notebook))
    if slim:
        first = {"cell_type": "code", "execution_count": None, "id": "first", "metadata": {}, "outputs": []}
        first["source"] = "import numpy as np\n\nfrom autograder import check"
        content["cells"] = [first] + [cell for cell in content["cells"] if "nbgrader" in cell["metadata"]]
    return content


def answered(notebook, answers=None, *, leave=()):
    """A copy with answers: `answers` by name, the reference's for the rest, and none for those in `leave`."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        name = about.get("grade_id")
        if not about.get("solution") or name in leave:
            continue
        if cell["cell_type"] == "markdown":
            cell["source"] = "Circular for (a), zero for (b), reflection for (c)."
        else:
            cell["source"] = (answers or {}).get(name) or read_operation(REFERENCE, name).source
            cell["execution_count"] = 1
    return notebook


def cell_of(notebook, name):
    """The cell that nbgrader calls `name`."""
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def code(source):
    """A code cell of the learner's own."""
    return {"cell_type": "code", "execution_count": None, "id": "own", "metadata": {}, "outputs": [], "source": source}


def save(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def workspace(root, notebook):
    """A workspace of this one chapter, with the released notebook in it."""
    name = f"{ASSIGNMENT}/{SLUG}.ipynb"
    for place in (root / name, root / ".magic-window" / "released" / name):
        save(place, notebook)
    record = Record("0.1.0", {name: "digest"})
    (root / ".magic-window" / "released.json").write_text(
        json.dumps({"version": record.version, "files": record.files})
    )
    return root


def shell(*words, cwd, status=0):
    """Run the command as a learner would, and return what it said on both streams."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, words)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done
