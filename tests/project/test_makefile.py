"""What the Makefile does before what."""

import runpy
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def steps():
    """The commands of `make book`, as if nothing were there yet."""
    return subprocess.run(
        ["make", "--dry-run", "--always-make", "book"], cwd=ROOT, text=True, capture_output=True, check=True
    ).stdout


def test_the_book_is_built_from_released_notebooks_and_the_kill_matrix(steps):
    order = ["autograder record", "autograder init", "autograder matrix --json _build/matrix.json", "setup/build-book"]
    places = [steps.rindex(step) for step in order]
    assert places == sorted(places)


def test_warnings_are_errors():
    assert {"-W", "-n", "--keep-going"} <= set(runpy.run_path(str(ROOT / "setup" / "build-book"))["COMMAND"])
