"""What an update makes of any notebook: the course's cells are today's, and no word of the learner's is lost.

Hypothesis makes a release, the next one, and what a learner has done to a copy of the first.
"""

import copy
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode, reads, writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.errors import BrokenNotebook
from autograder.learner.merging import merge, update
from autograder.notebook.cells import grade_id, is_locked, new_metadata
from tests.learner._courses import example, exercise, prose, written

EXERCISES = ("add", "multiply", "negate")
TEXTS = ("# Sums", "x = 1", "print(x)", "In other words.", "The end.")
KERNEL = {"name": "python3", "display_name": "Python 3"}
OWN_TEXTS = tuple(f"my {number}" for number in range(6))


def notebook(cells, prefix="sums"):
    """A notebook of copies of these cells, with ids by position, as the build gives them."""
    made = new_notebook(cells=copy.deepcopy(cells), metadata={"kernelspec": KERNEL})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"{prefix}-{number:02}"
    return made


@st.composite
def releases(draw):
    """A release: texts, exercises with their checks and written questions, in any order, each at most once."""
    texts = draw(st.lists(st.sampled_from(TEXTS), max_size=4))  # the same text may stand in several places
    parts = [[draw(st.sampled_from([prose, example]))(text)] for text in texts]
    for name in draw(st.lists(st.sampled_from(EXERCISES), unique=True, max_size=2)):
        parts.append(exercise(name, draw(st.sampled_from(["Compute it.", "Compute it well."]))))
    if draw(st.booleans()):
        parts.append([written()])
    return notebook([cell for part in draw(st.permutations(parts)) for cell in part])


@st.composite
def next_releases(draw, base):
    """What may come after `base`: with the same cells for the most part, or something else altogether."""
    if draw(st.integers(0, 3)) == 0:
        return draw(releases())
    parts = [cell for cell in base.cells if draw(st.integers(0, 4))]
    for text in draw(st.lists(st.sampled_from(TEXTS), max_size=2)):
        parts.insert(draw(st.integers(0, len(parts))), prose(text))
    if draw(st.booleans()):
        parts = draw(st.permutations(parts))
    return notebook(parts)


OPERATIONS = ("edit", "run", "copy", "copy with its id", "insert", "delete", "move", "lose the id", "lose metadata")


@st.composite
def work(draw, base, operations=OPERATIONS):
    """A learner's copy of `base`, after some of these operations on its cells."""
    mine = copy.deepcopy(base)
    cells = mine.cells
    for number in range(draw(st.integers(0, 5))):
        operation = draw(st.sampled_from(operations))
        if operation == "insert":
            make = draw(st.sampled_from([new_code_cell, new_markdown_cell]))
            text = draw(st.sampled_from([*OWN_TEXTS, *TEXTS, " \n"]))
            cells.insert(draw(st.integers(0, len(cells))), make(text, id=f"mine-{number}"))
        elif cells:
            do(operation, cells, draw(st.integers(0, len(cells) - 1)), draw, number)
    return mine


def do(operation, cells, place, draw, number):
    """Do what a learner, or the learner's program, may do to the cell at `place`."""
    cell = cells[place]
    if operation == "edit":
        cell.source = draw(st.sampled_from([*OWN_TEXTS, ""]))
    elif operation == "run" and cell.cell_type == "code":
        cell.outputs, cell.execution_count = [new_output("stream", text=f"{number}\n")], number + 1
    elif operation in ("copy", "copy with its id"):
        twin = copy.deepcopy(cell)
        twin["id"] = cell["id"] if operation == "copy with its id" else f"copy-{number}"
        cells.insert(place + 1, twin)
    elif operation == "delete":
        cells.pop(place)
    elif operation == "move":
        cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(place))
    elif operation == "lose the id":
        cell["id"] = f"lost-{number}"  # reading gives a new one to a cell that has none
    elif operation == "lose metadata":
        cell.metadata = NotebookNode()


@st.composite
def updates(draw, operations=OPERATIONS):
    """A release, what a learner made of it, and the next release."""
    base = draw(releases())
    return base, draw(work(base, operations)), draw(next_releases(base))


def sources(book):
    return [cell.source for cell in book.cells]


@given(updates())
def test_an_untouched_notebook_becomes_the_new_one(notebooks):
    base, _, new = notebooks
    new.metadata = NotebookNode(kernelspec=KERNEL | {"name": "another"})
    merged = merge(base, base, new)
    assert merged.notebook == new
    assert (merged.answers, merged.own) == (0, 0)


@given(updates())
def test_the_course_has_its_cells_of_today_in_its_order(notebooks):
    base, mine, new = notebooks
    merged = merge(base, mine, new).notebook
    ids = {cell["id"] for cell in new.cells}
    courses = [cell for cell in merged.cells if cell["id"] in ids]
    assert [(cell["id"], grade_id(cell)) for cell in courses] == [(cell["id"], grade_id(cell)) for cell in new.cells]
    assert [cell.source for cell in courses if is_locked(cell)] == [c.source for c in new.cells if is_locked(c)]
    for cell in merged.cells:
        if cell["id"] not in ids:
            assert not cell.metadata
    assert len({cell["id"] for cell in merged.cells}) == len(merged.cells)
    assert reads(writes(merged), as_version=4) == merged


@given(updates())
def test_what_the_learner_wrote_is_there_as_often_as_before(notebooks):
    base, mine, new = notebooks
    merged = Counter(sources(merge(base, mine, new).notebook))
    locked = {grade_id(cell) for book in (base, new) for cell in book.cells if is_locked(cell)}
    was_locked = {cell["id"] for cell in base.cells if is_locked(cell)}
    free = [cell for cell in mine.cells if grade_id(cell) not in locked and cell["id"] not in was_locked]
    everything, certain = Counter(sources(mine)), Counter(cell.source for cell in free)
    for text in OWN_TEXTS:
        assert certain[text] <= merged[text] <= everything[text]


@given(updates(["insert"]))
def test_what_the_learner_and_the_course_both_wrote_is_there_once(notebooks):
    """The learner's cell is in place of the course's, or stands beside it where the course has used that one up."""
    base, mine, new = notebooks
    merged = Counter(sources(merge(base, mine, new).notebook))
    added = Counter(sources(mine)) - Counter(sources(base))
    for text in TEXTS:
        assert merged[text] <= sources(new).count(text) + added[text]
        assert merged[text] >= max(added[text], sources(new).count(text))


@given(st.data())
def test_where_the_course_has_not_changed_the_notebook_stays_as_it_is(data):
    base = data.draw(releases())
    mine = data.draw(work(base, ["run", "copy", "copy with its id", "insert"]))
    mine.metadata.language_info = NotebookNode(name="python")
    for cell in mine.cells:
        if not is_locked(cell) and data.draw(st.booleans()):
            cell.source = data.draw(st.sampled_from(OWN_TEXTS))
    merged = merge(base, mine, base).notebook
    wanted = [cell for cell in mine.cells if cell.source.strip()]
    assert sources(merged) == [cell.source for cell in wanted]
    assert [cell.get("outputs") for cell in merged.cells] == [cell.get("outputs") for cell in wanted]
    assert merged.metadata == mine.metadata


@given(updates())
def test_to_merge_twice_is_to_merge_once(notebooks):
    base, mine, new = notebooks
    once = merge(base, mine, new).notebook
    assert merge(new, once, new).notebook == once


@given(st.data())
def test_an_update_can_be_done_again_where_it_was_not_noted_that_it_was_done(data):
    """As when the disk is full after the notebook was written, and before what it was released as."""
    base = data.draw(releases())
    new = notebook([prose("Something new."), *base.cells])  # every cell has the id now that the next one had
    once = merge(base, data.draw(work(base)), new).notebook
    assert sources(merge(base, once, new).notebook) == sources(once)


@given(updates())
def test_the_notebooks_that_are_merged_stay_as_they_are(notebooks):
    before = copy.deepcopy(notebooks)
    merge(*notebooks)
    assert notebooks == before


def test_a_picture_in_a_written_answer_is_kept():
    base = notebook([written()])
    mine, new = copy.deepcopy(base), notebook([prose("# Sums"), written()])
    mine.cells[0] |= {"source": "![why](attachment:why.png)", "attachments": {"why.png": {"image/png": "iVBORw0KGgo="}}}
    merged = merge(base, mine, new).notebook
    assert merged.cells[1].attachments == mine.cells[0].attachments
    assert grade_id(merged.cells[1]) == "why-written"


def test_a_cell_that_the_learner_made_prose_is_prose():
    base = notebook([example("x = 1")])
    mine = notebook([prose("It was `x = 1` here.")])
    assert merge(base, mine, base).notebook.cells == mine.cells


@pytest.mark.parametrize("locked", [False, True], ids=["gone", "locked"])
def test_an_answer_to_what_is_no_question_any_more_becomes_a_cell_of_the_learners(locked):
    base = notebook(exercise("add"))
    mine = copy.deepcopy(base)
    mine.cells[0].source = "def add(x): return 5"
    given = new_code_cell("def add(x): return sum(x)", metadata={"nbgrader": new_metadata("add")})
    new = notebook([given] * locked + [prose("The end.")])
    merged = merge(base, mine, new)
    assert sorted(sources(merged.notebook)) == sorted([*sources(new), "def add(x): return 5"])
    assert (merged.answers, merged.own) == (0, 1)


def test_an_answer_that_lost_nbgraders_metadata_is_an_answer_again():
    base = notebook(exercise("add"))
    mine = copy.deepcopy(base)
    mine.cells[0].source = "def add(x): return sum(x)"
    for cell in mine.cells:
        cell.metadata = NotebookNode()
    merged = merge(base, mine, notebook([prose("# Sums"), *base.cells]))
    assert sources(merged.notebook) == ["# Sums", "def add(x): return sum(x)", base.cells[1].source]
    assert grade_id(merged.notebook.cells[1]) == "add"
    assert (merged.answers, merged.own) == (1, 0)


def test_only_settings_that_the_learner_changed_are_the_learners():
    base, new = notebook([]), notebook([])
    mine = copy.deepcopy(base)
    new.metadata.kernelspec = NotebookNode(KERNEL | {"name": "another"})
    mine.metadata.language_info = NotebookNode(name="python")
    assert merge(base, mine, new).notebook.metadata == new.metadata | {"language_info": {"name": "python"}}
    mine.metadata.kernelspec = NotebookNode(KERNEL | {"name": "mine"})
    assert merge(base, mine, new).notebook.metadata.kernelspec.name == "mine"


@pytest.mark.parametrize(
    "damage",
    [{"metadata": []}, {"source": 1}, {"metadata": {"nbgrader": 5}}, {"outputs": 1}],
    ids=["metadata", "source", "nbgrader", "outputs"],
)
def test_a_damaged_cell_breaks_no_update(tmp_path, damage):
    """It is kept, or the notebook is called broken; there is no other end."""
    paths = [tmp_path / name for name in ("mine.ipynb", "released.ipynb", "new.ipynb")]
    for path in paths:
        path.write_text(writes(notebook([example("x = 1"), prose("# Sums")])))
    content = json.loads(paths[0].read_text())
    content["cells"][0] |= {"id": "mine", "source": "my 1"} | damage
    paths[0].write_text(json.dumps(content))
    try:
        merged, notes = update(*paths)
    except BrokenNotebook:
        return
    assert "my 1" in sources(reads(merged.decode(), as_version=4))
    assert notes == ["kept 1 cell of yours"]
