"""The modules and magics that `submit` takes to be there when a notebook is graded are there, and all magics."""

from importlib import metadata

import pytest

from autograder.grading.sandbox.importable import importable
from autograder.grading.sandbox.session import Session
from autograder.learner.not_when_graded import EXTENSIONS, MAGICS, MODULES


def test_the_modules_are_there():
    there = {name.removesuffix(".py") for name in importable()}
    assert MODULES - there == {"autograder"}  # the stand-in


def test_the_magics_are_those_of_the_sandbox():
    with Session() as session:
        run = session.run_cell("m = get_ipython().magics_manager.magics\nprint(*{*m['line'], *m['cell']} - {'!'})")
    there = set(run.outputs[0].text.split())
    assert there >= MAGICS
    assert there - MAGICS == set()


def test_the_extensions_bring_their_magics():
    with Session() as session:
        for name, magics in EXTENSIONS.items():
            load = f"%load_ext {name}\nassert {set(magics)!r} <= {{*get_ipython().magics_manager.magics['line']}}"
            assert session.run_cell(load).error == ""


@pytest.mark.parametrize("name", ["RECORD", "top_level.txt"])
def test_what_can_be_imported_is_found_by_each_kind_of_list(monkeypatch, name):
    """An installed wheel has RECORD; a package of a Linux distribution has only the names of its modules."""
    read_text = metadata.PathDistribution.read_text
    found = importable.__wrapped__()
    only = {name, "METADATA"}
    monkeypatch.setattr(
        metadata.PathDistribution, "read_text", lambda self, file: read_text(self, file) if file in only else None
    )
    assert importable.__wrapped__().keys() >= {"numpy", "matplotlib", "PIL", "IPython", "matplotlib_inline"}
    assert name != "RECORD" or importable.__wrapped__() == found
