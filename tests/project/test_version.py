"""The version stands in `pyproject.toml`; whatever else names it agrees."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_citation_agrees():
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == VERSION


def test_the_wheel_that_the_readme_installs_has_it():
    assert set(re.findall(r"magic_window-(.+?)-py3", (ROOT / "README.md").read_text())) == {VERSION}
