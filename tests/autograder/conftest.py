"""Honest answers in several styles, for the tests of the judge."""

import importlib

import pytest

from autograder.bank import EXERCISES


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
