"""A look at the source of a cell tells which functions it defines, and what a merge or a program has done to it."""

import time

import pytest

from autograder.notebook.source import begins_indented, conflict_marker, defined_functions

SOURCE = """
async def waits(x): ...

def conv2d (x):
    def inner(y):
        return y
    return inner(x)
definite = "def no(x):"
# def nor(x):
"""


def test_functions_are_told_from_those_inside_of_others():
    assert defined_functions(SOURCE) == ["waits", "conv2d"]
    assert defined_functions(SOURCE, indented=True) == ["waits", "conv2d", "inner"]


@pytest.mark.parametrize(
    "line", ["<<<<<<< HEAD", ">>>>>>> 1f2e (mine)", '<span style="color:red">**<<<<<<< mine**</span>']
)
def test_the_first_line_of_a_conflict_is_found(line):
    marker = conflict_marker(f"x = 1\n{line}\ny = 2")
    assert marker is not None
    assert marker.start() == 6
    assert line.startswith(marker[0])


@pytest.mark.parametrize("source", ["x = 1 << 7", "'<<<<<<< HEAD'", "=======", "  <<<<<<< HEAD"])
def test_what_only_looks_like_one_is_none(source):
    assert conflict_marker(source) is None


def test_a_cell_that_begins_in_the_middle_of_a_function():
    assert begins_indented("\n\n    return x\ny = 2")
    assert not begins_indented("\n\nx = 2\n    return x")
    assert not begins_indented("")


def test_a_source_made_to_exhaust_its_reader_is_read_at_once():
    start = time.process_time()
    for piece in ("\n", " \n", "<<<<<<", "<span ", "def f", "async "):
        source = piece * 200_000
        defined_functions(source, indented=True)
        conflict_marker(source)
    assert time.process_time() - start < 5
