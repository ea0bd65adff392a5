"""The modules and magics that `submit` takes to be there when a notebook is graded are there, and all magics."""

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
