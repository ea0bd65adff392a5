"""Honest answers in several styles, for the tests of the judge."""

import importlib
import runpy
from pathlib import Path

import pytest

from autograder import recorded
from autograder.bank import EXERCISES


@pytest.fixture(autouse=True)
def live_oracle(monkeypatch, request):
    """Ask torch itself, unless a test is about what was recorded."""
    if "recording" not in request.fixturenames:
        monkeypatch.setattr(recorded, "look_up", lambda exercise, case: None)


def reference(exercise):
    chapter = importlib.import_module("solutions." + exercise.chapter.replace("-", "_"))
    return getattr(chapter, exercise.name)


@pytest.fixture(params=EXERCISES.values(), ids=EXERCISES)
def exercise(request):
    return request.param


@pytest.fixture
def answer(exercise):
    """The reference's answer to `exercise`."""
    return reference(exercise)


@pytest.fixture(scope="session")
def styles():
    """Other honest answers, by exercise: `STYLES` of `styles/CHAPTER.py`."""
    found = {}
    for path in (Path(__file__).parent / "styles").glob("*.py"):
        for name, answers in runpy.run_path(str(path))["STYLES"].items():
            found[f"{path.stem.replace('_', '-')}/{name}"] = answers
    return found
