"""Build the JupyterLite site: the released notebooks, and a Python in the browser that has our wheel.

usage: build.py NOTEBOOKS WHEEL TO   (run by `make lite`, in an environment with lite/requirements.txt)

The kernel gets NumPy, Matplotlib and our wheel while it starts, so that a notebook runs as it is, without a first cell
that installs something. The wheel is put in without what it asks for: `check` needs NumPy alone.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
UP = "../../../../"  # from the kernel's own script to the site
KERNEL_SPEC = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
OWN_COPY = (  # the browser's storage goes before the site's file of the same name, until it is renamed or deleted
    "*This is the notebook of the course's version {version}. Your browser keeps your own copy as soon as you save it, "
    "and opens that one also when the site has a newer notebook. To get the newer one, rename this file in the list on "
    "the left, load the page anew, and open the notebook of the old name: your answers are in the renamed file.*"
)
WHEELS = ["comm==0.2.3"]  # the kernel needs it, and Pyodide does not have it: else it comes from PyPI at every start


def build(notebooks: Path, wheel: Path, to: Path) -> None:
    """Write the site into the folder `to`."""
    if to.exists():
        shutil.rmtree(to)  # the builder keeps what it made before, settings too
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        for chapter in sorted(notebooks.glob("[0-9][0-9]-*/")):
            shutil.copytree(chapter, source / "files" / chapter.name)
        for path in source.glob("files/*/*.ipynb"):
            _prepare(path, wheel.name.split("-")[1])
        (source / "pypi").mkdir()
        shutil.copy(wheel, source / "pypi")
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "download", "--no-deps", "--dest", source / "pypi", *WHEELS], check=True)
        (source / "jupyter-lite.json").write_text(json.dumps(_settings(wheel.name), indent=1))
        command = [sys.executable, "-m", "jupyterlite_core.app", "build", "--lite-dir", source, "--output-dir", to]
        done = subprocess.run(
            [*command, "--apps", "lab", "--no-sourcemaps"], cwd=source, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(done.stdout + done.stderr)


def _settings(wheel: str) -> dict:
    options = {"packages": ["numpy", "matplotlib", f"{UP}pypi/{wheel}"]}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "The Magic Window",
            "litePluginSettings": {KERNEL: {"loadPyodideOptions": options}},
        },
    }


def _prepare(notebook: Path, version: str) -> None:
    """Name the browser's kernel in the notebook, which else asks which one is meant, and say whose version it is."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["metadata"]["kernelspec"] = KERNEL_SPEC
    about = {"cell_type": "markdown", "id": "version", "metadata": {}, "source": OWN_COPY.format(version=version)}
    content["cells"].insert(1, about)
    notebook.write_text(json.dumps(content, indent=1), encoding="utf-8")


if __name__ == "__main__":
    build(*(Path(word).absolute() for word in sys.argv[1:]))
