"""Nothing is lost between the MyST file and the released notebook, and the answers stay behind."""

import ast
import shutil
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbgrader.preprocessors import ClearSolutions

from autograder.bank import EXERCISES
from autograder.building.answers import read_operation
from autograder.building.notebooks import BuildError, build, chapters, source_notebook
from tests.building._answers import code_lines

ROOT = Path(__file__).parents[2]
CHAPTERS = chapters(ROOT / "exercises", ROOT / "solutions")


@pytest.fixture(params=CHAPTERS, ids=lambda chapter: chapter.assignment)
def chapter(request):
    return request.param


def graded(notebook):
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def test_every_exercise_of_the_chapter_is_in_its_notebook(chapter):
    cells = graded(source_notebook(chapter))
    for exercise in EXERCISES.values():
        if exercise.chapter == chapter.slug:
            assert f'check({exercise.name}, "{exercise.id}")' == cells[f"{exercise.name}-check"].source
            assert cells[f"{exercise.name}-hidden"].source.startswith("#")
            assert "assert" not in cells[f"{exercise.name}-hidden"].source


def test_points_add_up_to_twenty(chapter):
    points = [cell.metadata.nbgrader.get("points", 0) for cell in graded(source_notebook(chapter)).values()]
    assert sum(points) == 20


def test_prose_and_plain_code_come_through_unchanged(chapter):
    markers = {"exercise", "given", "written"}
    written = [cell.source for cell in jupytext.read(chapter.text).cells if not markers & set(cell.metadata)]
    built = [cell.source for cell in source_notebook(chapter).cells if "nbgrader" not in cell.metadata]
    assert built == written


@pytest.mark.share(5)
def test_building_twice_gives_the_same_bytes(chapter, tmp_path):
    first = build(chapter, tmp_path / "one").read_bytes()
    assert build(chapter, tmp_path / "two").read_bytes() == first
    nbformat.validate(nbformat.reads(first.decode(), as_version=4))


def test_clearing_the_solutions_leaves_a_stub_that_parses_and_no_answer(chapter):
    notebook, _ = ClearSolutions().preprocess(source_notebook(chapter), {})
    cells = graded(notebook)
    for exercise in EXERCISES.values():
        if exercise.chapter == chapter.slug:
            stub = cells[exercise.name].source
            ast.parse(stub)
            assert stub.endswith("raise NotImplementedError()")
            assert "Raises" not in stub
            body = read_operation(chapter.answers, exercise.name).body
            assert not set(map(str.strip, body.splitlines())) & set(map(str.strip, stub.splitlines())) - {""}


def test_the_answers_need_nothing_but_the_notebook(chapter):
    """No cell of the instructor's notebook names torch, SciPy or `solutions`; `test_unwritten.py` runs them all."""
    notebook = source_notebook(chapter)
    code = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert "solutions" not in code
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    assert not names & {"torch", "scipy"}


def test_code_lines_knows_an_answer_when_it_sees_one():
    lines = code_lines(CHAPTERS[0].answers)
    assert "windows = sliding_windows(x, weight.shape[2:])" in lines
    assert not any("Parameters" in line for line in lines)


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        (":exercise: conv9d\n:points: [1, 1]", "no exercise is called 'convolutional-layers/conv9d'"),
        (":exercise: conv2d\n:points: 3", "conv2d needs `:points: [visible, hidden]`, got 3"),
        (":given: no_such_helper", "convolutional_layers.py has no function no_such_helper"),
    ],
)
def test_a_marker_that_means_nothing_is_refused_with_its_place(tmp_path, marker, words):
    folder = tmp_path / "exercises" / "01-convolutional-layers"
    folder.mkdir(parents=True)
    (folder / "convolutional-layers.md").write_text(f"# Title\n\n```{{code-cell}} ipython3\n{marker}\n```\n")
    (chapter,) = chapters(tmp_path / "exercises", ROOT / "solutions")
    with pytest.raises(BuildError, match=r"convolutional-layers\.md, cell 2: ") as refused:
        build(chapter, tmp_path / "source")
    assert words in str(refused.value)


def test_an_empty_folder_and_a_chapter_without_a_notebook_are_refused_in_words(tmp_path):
    with pytest.raises(BuildError, match="no exercises in"):
        chapters(tmp_path, ROOT / "solutions")
    shutil.copytree(CHAPTERS[0].folder, tmp_path / "07-nothing")
    with pytest.raises(BuildError, match=r"has no nothing\.md"):
        build(chapters(tmp_path, ROOT / "solutions")[0], tmp_path)
