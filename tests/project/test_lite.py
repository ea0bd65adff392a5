"""The site for the browser, as far as it can be judged without building it: `make lite-test` opens it in Chromium."""

import json
import re
import runpy
from pathlib import Path

import nbformat
import pytest

from tests.book._building import DOWNLOADS, ROOT


@pytest.fixture(scope="module")
def build():
    return runpy.run_path(str(ROOT / "lite" / "build.py"))


def test_every_requirement_is_pinned_and_the_kernel_fits_its_house():
    lines = re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "lite" / "requirements.txt").read_text(), re.M)
    assert dict(lines)["jupyterlite-core"] == dict(lines)["jupyterlite-pyodide-kernel"]
    assert "jupyterlite" not in (ROOT / "requirements.txt").read_text()


def test_the_kernel_starts_with_numpy_and_our_wheel(build):
    settings = build["_settings"]("magic_window-1-py3-none-any.whl")["jupyter-config-data"]
    options = settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]["loadPyodideOptions"]
    numpy, matplotlib, wheel = options["packages"]
    assert (numpy, matplotlib) == ("numpy", "matplotlib")
    script = Path("/site/extensions/@jupyterlite/pyodide-kernel-extension/static")
    assert str((script / wheel).resolve()) == "/site/pypi/magic_window-1-py3-none-any.whl"


def test_a_notebook_of_the_site_differs_by_its_kernel_and_says_how_to_get_a_newer_one(build, tmp_path):
    original = DOWNLOADS / "01-convolutional-layers" / "convolutional-layers.ipynb"
    copy = tmp_path / original.name
    copy.write_bytes(original.read_bytes())
    build["_prepare"](copy, "1.2.3")
    before, after = (json.loads(path.read_text()) for path in (original, copy))
    about = after["cells"].pop(1)
    nbformat.validate(about, ref="markdown_cell", version=4)
    assert "version 1.2.3" in about["source"]
    assert "rename this file" in about["source"]
    assert after["metadata"].pop("kernelspec")["name"] == "python"
    assert before["metadata"].pop("kernelspec")["name"] == "python3"
    assert after == before


def test_make_builds_it_from_the_wheel_in_an_environment_of_its_own():
    rule = (ROOT / "Makefile").read_text()
    assert re.search(r"^lite: wheel _build/lite-env/ready$", rule, re.M)
    assert "-r lite/requirements.txt" in rule
