"""Hand in for six made-up students of the first chapter: real notebooks, filled-in releases.

The answers stand in the files beside this one. They are read as text and never imported: one of them is hostile.

typical       most is right, with two mistakes that many make
other_style   plain loops, an FFT, prints: right answers of another style
hostile       two honest answers, and attacks in the place of the others
"""

import ast
import copy
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from ...building.answers import read_operation
from ...errors import UserError
from ...language import gettext as _
from ...notebook.cells import grade_id, is_answer
from ...notebook.file import read_notebook_node
from ..course.directory import STAMP, load_config
from ..gradebook.database_errors import translating_database_errors

ASSIGNMENT, NOTEBOOK = "01-convolutional-layers", "convolutional-layers"
DUE = datetime(2026, 10, 12, 22, 0, tzinfo=UTC)
ANSWERS = Path(__file__).parent
REFERENCE = ANSWERS.parents[2] / "solutions" / "convolutional_layers.py"
WRITTEN = (
    "The answers are 2 and 18: the bright window wins although it looks nothing like the kernel. A dot product "
    "measures likeness only among windows of the same brightness."
)


def hand_in(course: Path) -> list[Path]:
    """Write every student's submission into the course directory, and the assignment's due date into the gradebook.

    Returns
    -------
    list of Path
        The notebooks.

    Raises
    ------
    UserError
        If the assignment was not released yet.
    """
    released = course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    if not released.exists():
        raise UserError(
            _(
                "{name} is not released: run `autograder init {course}` first, with it in course.toml",
                name=ASSIGNMENT,
                course=course,
            )
        )
    notebook = read_notebook_node(released)
    with translating_database_errors(), Gradebook(_gradebook_url(course)) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE.replace(tzinfo=None))
    paths = []
    for student, filled in submissions(notebook).items():
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        handed_in = DUE + timedelta(hours=31) if student == "late" else DUE - timedelta(hours=5)
        (folder / STAMP).write_text(f"{handed_in:%Y-%m-%d %H:%M:%S} UTC\n")
        paths.append(folder / f"{NOTEBOOK}.ipynb")
        nbformat.write(filled, paths[-1])
    return paths


def submissions(released: NotebookNode) -> dict[str, NotebookNode]:
    """Fill in the released notebook as each student does."""
    return {
        "perfect": fill(released, {}, written=WRITTEN),
        "typical": fill(released, functions_of("typical"), first=cells_of("typical"), written=WRITTEN),
        "other-style": fill(released, functions_of("other_style"), first=cells_of("other_style"), written=WRITTEN),
        "empty": copy.deepcopy(released),
        "late": fill(released, {}, written=WRITTEN),
        "hostile": fill(released, functions_of("hostile"), first=cells_of("hostile")),
    }


def fill(
    released: NotebookNode, answers: dict[str, str], *, first: Sequence[str] = (), written: str = ""
) -> NotebookNode:
    """Fill in a copy of the release: `answers` by function, the reference for the rest, `first` in cells on top."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        name = grade_id(cell)
        if is_answer(cell) and cell.cell_type == "code":
            cell.source = answers[name] if name in answers else read_operation(REFERENCE, name).source
        elif is_answer(cell) and written:
            cell.source = written
    notebook.cells[:0] = [new_code_cell(source, id=f"first-{number}") for number, source in enumerate(first)]
    return notebook


def without_plots(notebook: NotebookNode) -> NotebookNode:
    """Copy the notebook without the cells that only show pictures: they take most of the time."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if "plt.show" not in cell.source or grade_id(cell)]
    return notebook


def functions_of(student: str) -> dict[str, str]:
    """Return the source of every function that a student's file defines."""
    text = (ANSWERS / f"{student}.py").read_text(encoding="utf-8")
    return {
        node.name: ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def cells_of(student: str) -> list[str]:
    """Return the code before a student's functions, cut into cells where the file says `# %%`."""
    text = (ANSWERS / f"{student}.py").read_text(encoding="utf-8")
    tree = ast.parse(text)
    first_function = next(node.lineno for node in tree.body if isinstance(node, ast.FunctionDef))
    after_docstring = tree.body[0].end_lineno or 0
    before = "\n".join(text.splitlines()[after_docstring : first_function - 1])
    return [cell.strip() for cell in before.replace("# %%", "\f#").split("\f") if cell.strip()]


def _gradebook_url(course: Path) -> str:
    config = load_config(course)
    return config.CourseDirectory.get("db_url") or f"sqlite:///{course / 'gradebook.db'}"
