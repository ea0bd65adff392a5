"""The digest that decides whether a kept verdict may be used again: it covers what can change one, and nothing else."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.book._building import ROOT

DECIDES = (
    "autograder/bank/chapters",
    "autograder/bank/mistakes",
    "autograder/judging",
    "autograder/judging/diagnosing",
    "autograder/judging/explaining",
    "autograder/judging/speed",
    "autograder/judging/static_analysis",
    "autograder/language",
    "autograder/notebook",
    "autograder/reports",
    "autograder/runner",
    "autograder/runner/inside",
    "autograder/grading/sandbox",
    "autograder/grading/jobs",
    "solutions",
    "solutions/general",
)
DOES_NOT = ("autograder/learner", "autograder/building", "autograder/cli/teaching", "autograder/grading/reporting")
STYLE = "autograder/reports/report.css"
PROGRAM = """
import sys
from pathlib import Path
from autograder.grading.jobs.digests import source_digest

print(source_digest())
for path in map(Path, sys.argv[1:]):
    path.write_text((path.read_text() if path.exists() else "") + ("/* touched */" if path.suffix == ".css" else "#"))
    source_digest.cache_clear()
    print(source_digest())
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the code that can be changed."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("autograder", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "released"))
    return folder


@pytest.fixture(scope="module")
def digests(copy):
    """The digest before anything is changed, and after each of the changes that `paths` lists."""

    def digests(*paths):
        around = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", PROGRAM, *map(str, paths)]
        done = subprocess.run(command, cwd=copy, env=around, capture_output=True, text=True, check=True)
        return done.stdout.split()

    return digests


def test_it_changes_with_every_folder_that_can_change_a_verdict(copy, digests):
    touched = [sorted((copy / folder).glob("*.py"))[-1] for folder in DECIDES]
    assert len(set(digests(*touched, copy / STYLE))) == len(DECIDES) + 2


def test_it_does_not_change_with_any_other(copy, digests):
    assert len(set(digests(*(copy / folder / "newcomer.py" for folder in DOES_NOT)))) == 1
