"""A notebook runs whichever of its answers are missing: a cell stops where it needs one of them, and nowhere else."""

import ast
import contextlib
import copy
import functools
import io

import matplotlib
import pytest
from matplotlib import pyplot
from nbgrader.preprocessors import ClearSolutions

from autograder.bank import EXERCISES
from autograder.building.notebooks import chapters, source_notebook
from tests.book._building import DOWNLOADS, ROOT

CHAPTERS = {chapter.slug: chapter for chapter in chapters(ROOT / "exercises", ROOT / "solutions")}
MISSING = [(slug, None) for slug in CHAPTERS] + [
    (exercise.chapter, exercise.name) for exercise in EXERCISES.values() if exercise.chapter in CHAPTERS
]


@functools.cache
def cells_of(slug):
    """A notebook's code cells: the name of the answer in it, its source, and its stub."""
    whole = source_notebook(CHAPTERS[slug])
    stubs, _ = ClearSolutions().preprocess(copy.deepcopy(whole), {})
    pairs = [(cell, stub) for cell, stub in zip(whole.cells, stubs.cells, strict=True) if cell.cell_type == "code"]
    plain = [(cell.metadata.get("nbgrader", {}), cell.source, stub.source) for cell, stub in pairs]
    return [(about.get("solution") and about["grade_id"], *text) for about, *text in plain if not about.get("grade")]


def quick(function, *args, rounds=1):
    """What chapter 10 calls `seconds`, without a clock: every call once."""
    function(*args)
    return 1e-3


def run(cells, missing):
    """Run the cells, with the stub where an answer is missing; give what stopped a cell, and no missing answer did."""
    names, lost, errors = {"__name__": "__main__"}, set(), []
    for answer, source, stub in cells:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(stub if answer in missing else source, names)
        except NotImplementedError:
            lost |= assigned(source)
        except NameError as error:
            errors += [] if error.name in lost else [f"{error!r} in {source!r}"]
            lost |= assigned(source)
        except Exception as error:  # noqa: BLE001 (whatever it is, the test says which)
            errors.append(f"{error!r} in {source!r}")
        finally:
            pyplot.close("all")
        if "seconds" in names:
            names["seconds"] = quick
    return errors


def assigned(source):
    """The names that a cell would have given."""
    names = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # files that `np.load` left open
@pytest.mark.share(4)
@pytest.mark.parametrize(("slug", "name"), MISSING)
def test_it_runs_without_one_answer_and_without_all(slug, name, monkeypatch):
    """A cell that is stopped leaves out what a later one needs, which may have all of its own answers."""
    matplotlib.use("agg")
    cells = cells_of(slug)
    monkeypatch.chdir(DOWNLOADS / CHAPTERS[slug].assignment)  # where its data lies
    assert run(cells, {name} if name else {answer for answer, _, _ in cells}) == []
