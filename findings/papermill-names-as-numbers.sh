#!/usr/bin/env bash
# papermill -p turns some names into numbers: the student Nan becomes nan, the id 1_000 becomes 1000 and 007 becomes 7.
source "$(dirname "$0")/_fresh.bash"
fresh papermill==2.7.0 nbformat==5.11.1
python - <<'PY'
import subprocess
import sys
from importlib.metadata import version

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

cell = new_code_cell("student = ''", metadata={"tags": ["parameters"]})
metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
nbformat.write(new_notebook(cells=[cell], metadata=metadata), "in.ipynb")


def injected(option, name):
    command = [sys.executable, "-m", "papermill", "--prepare-only", "in.ipynb", "out.ipynb", option, "student", name]
    subprocess.run(command, check=True, capture_output=True)
    return nbformat.read("out.ipynb", 4).cells[1].source.splitlines()[1]


print("papermill", version("papermill"), "-p student NAME: the line that the notebook gets")
for name, line in {
    "Nan": "student = float('nan')",
    "Infinity": "student = float('inf')",
    "007": "student = 7",
    "1_000": "student = 1000",
    "None": "student = None",
}.items():
    print(f'expected: student = "{name}"')
    read, raw = injected("-p", name), injected("-r", name)
    print("seen:    ", read, "  with -r:", raw)
    assert read == line and raw == f'student = "{name}"'
PY
