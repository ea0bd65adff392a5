"""The reference has every public function, with its arguments, and shows no body."""

import html
import importlib
import inspect
import re

import pytest

import autograder
import solutions
import solutions.elsewhere
from autograder.bank import EXERCISES
from tests.book._reading import article
from tests.book._sphinx_app import small_site
from tests.book.test_answers_stay_out import leaks

import families  # isort: skip  (an extension of the book: `_sphinx_app` knows where it is)

PAGE = "reference"
SHAPES = re.compile(r"\((?:N|C|C_in|C_out), [^()]*\)")
FAMILIES = [name for name in solutions.__all__ if name.endswith(("1d", "3d"))]
NAMES = (
    [f"solutions.{name}" for name in solutions.__all__]
    + [f"solutions.elsewhere.{name}" for name in solutions.elsewhere.__all__]
    + [f"solutions.{exercise.chapter.replace('-', '_')}.{exercise.name}" for exercise in EXERCISES.values()]
    + [f"autograder.{name}" for name in autograder.__all__]
)


@pytest.fixture(scope="module")
def entries(site):
    """Every documented name and what stands in its signature, as text."""
    found = re.findall(r'<dt class="sig[^"]*" id="([^"]+)">(.*?)</dt>', article(site, PAGE), re.S)
    return {name: html.unescape(re.sub(r"<[^>]*>|\s", "", signature)) for name, signature in found}


def test_every_public_name_is_there(entries):
    assert [name for name in NAMES if name not in entries] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.rpartition(".")[2].islower()])
def test_its_arguments_are_the_functions_own(entries, name):
    module, _, function = name.rpartition(".")
    arguments = inspect.signature(getattr(importlib.import_module(module), function)).parameters
    shown = entries[name]
    at = -1
    for argument in arguments:
        assert (at := shown.find(argument, at + 1)) >= 0, (argument, shown)


def test_no_body_is_shown(site):
    assert leaks(article(site, PAGE)) == []


def test_a_docstring_becomes_parameters_and_no_annotation(tmp_path):
    text = "Title\n=====\n\n.. autofunction:: solutions.pad\n"
    page = (small_site(tmp_path, ["reference"], {"index": text}) / "index.html").read_text()
    assert "Parameters" in page
    assert "np.ndarray" not in page
    assert "array" in page


@pytest.mark.parametrize("name", FAMILIES)
def test_a_short_docstring_is_completed_from_the_one_for_images(name):
    function = getattr(solutions, name)
    short, full = inspect.getdoc(function), families.full_documentation(function)
    entries = re.findall(r"^(\w+(?:, \w+)*) : ", full, re.M)
    assert sorted(", ".join(entries).split(", ")) == sorted(inspect.signature(function).parameters)
    assert set(SHAPES.findall(short)) <= set(SHAPES.findall(full))
    assert "Same as `torch.nn.functional." + name in full
    assert not re.search("image|pixel|2d|row|None keeps" if name.endswith("1d") else "image|pixel|2d|row", full)
    assert "(H" not in full
    assert ("height" in full) == name.endswith("3d")


def test_the_completed_documentation_is_on_the_page(tmp_path):
    text = "Title\n=====\n\n.. autofunction:: solutions.avg_pool1d\n"
    page = (small_site(tmp_path, ["reference"], {"index": text}) / "index.html").read_text()
    assert "Average every window of signals." in page
    assert "count_include_pad" in page
    assert "divisor_override" not in page
