"""Tables in terminals of every width and in a pipe: names and numbers are folded where they must be, and never cut."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from autograder import cli
from autograder.bank import EXERCISES
from autograder.cli import console as consoles
from autograder.cli.console import UNFOLDED, print_table
from autograder.cli.teaching.table import show, show_changes, show_verdicts
from autograder.grading.jobs.job import JobResult
from autograder.grading.jobs.verdict import Verdict
from autograder.grading.results import Change, Result
from autograder.reports.findings import Outcome

WIDTHS = [20, 40, 60, 80, 100, 200, UNFOLDED]
CHAPTERS = ["convolutional-layers", "the-way-back", "as-fast-as-torch"]
STUDENTS = ["ada", "maximiliane-von-und-zu-hohenstaufen-1234", "欧阳娜娜司马相如上官婉儿诸葛孔明慕容复", "li[bold]"]
OUTCOMES = [Outcome.PASSED, Outcome.WRONG, Outcome.CRASHED, Outcome.NOT_ATTEMPTED]


@pytest.fixture
def printed(monkeypatch):
    """Print into a text: `printed(width, function, *args)` gives it."""

    def run(width, function, *args):
        monkeypatch.setattr(consoles.console, "_width", width)  # `width` itself would not be put back as it was
        with consoles.console.capture() as text:
            function(*args)
        return text.get()

    return run


def verdicts(chapter, student):
    """Make a verdict on each half of each exercise of a chapter; the outcomes take turns."""
    names = [name for name in EXERCISES if name.startswith(chapter + "/")]
    for place, name in enumerate(names):
        outcome = OUTCOMES[(place + student) % len(OUTCOMES)] if student else Outcome.PASSED
        for hidden in (False, True):
            score = float(outcome is Outcome.PASSED)
            yield Verdict(name, hidden, outcome.value, score, None, (), "torch", sandboxed=True, points=1.25)


def results_of(chapter):
    graded = [Result(name, tuple(verdicts(chapter, at)), by_hand=7.0) for at, name in enumerate(STUDENTS)]
    return [*graded, Result("never-graded", fault="no notebook")]


def unfolded(name, text):
    """Tell whether the lines of `text` have the parts of a name one below the other."""
    rest = name
    for line in text.replace(":", " ").replace(",", " ").splitlines():
        for word in line.split():
            rest = name.removeprefix(word) if name.startswith(word) else rest.removeprefix(word)
            if not rest:
                return True
    return False


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_class_shows_who_and_how_many_points_at_every_width(printed, chapter, width):
    results = results_of(chapter)
    text = printed(width, show, "01-an-assignment", results)
    assert "…" not in text
    starts = [place for place, line in enumerate(text.splitlines()) if re.search(r"\d/\d|not graded", line)]
    blocks = [text.splitlines()[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    for result, block in zip(results, blocks, strict=False):
        line = block[0]
        if result.graded:
            assert f"{result.earned:.4g}/{result.possible:g}" in line
            assert "0/7" in line
        # A folded name goes on below its beginning, in the first column of the same row.
        folded = "".join(part.split()[0] for part in block if part.strip() and not part.startswith("  "))
        assert result.student in folded


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_class_shows_which_exercises_are_not_right_at_every_width(printed, chapter, width):
    results = results_of(chapter)
    text = printed(width, show, "01-an-assignment", results)
    names = [name.partition("/")[2] for name in results[0].outcomes]
    lines = text.splitlines()
    rows = [line.partition("0/7")[2].split() for line in lines if "0/7" in line]
    if any(rows):
        assert max(map(cell_len, lines)) <= width
        heading = squeezed(text.partition("─")[0])
        assert all(part in heading for name in names for part in name.split("_"))
        assert rows == [[Outcome(outcome).mark for outcome in result.outcomes.values()] for result in results[:-1]]
        return
    for result in results[:-1]:
        mine = f"  {result.student}: "
        told = next((line.removeprefix(mine) for line in lines if line.startswith(mine)), "")
        for name, outcome in zip(names, result.outcomes.values(), strict=True):
            group = next((part for part in told.split("; ") if re.search(rf"\b{name}\b", part)), "")
            assert group.startswith(f"{Outcome(outcome).mark}: ") if outcome != Outcome.PASSED else not group


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_in_a_pipe_each_student_has_one_line_with_all_marks(printed, chapter):
    results = results_of(chapter)
    lines = printed(UNFOLDED, show, "01-an-assignment", results).splitlines()
    heading = next(line for line in lines if line.strip().startswith("student"))
    names = [name.partition("/")[2] for name in results[0].outcomes]
    assert heading.split() == ["student", "score", "by", "hand", *names]
    for result in results[:-1]:
        line = next(line for line in lines if line.strip().startswith(result.student))
        assert line.split()[-len(names) :] == [Outcome(outcome).mark for outcome in result.outcomes.values()]


@pytest.mark.parametrize("width", WIDTHS)
def test_changes_and_verdicts_keep_students_cells_and_exercises(printed, width):
    cell = "adaptive_max_pool2d_with_indices-hidden"
    for student in STUDENTS:
        text = printed(width, show_changes, [Change(student, cell, None, 2.125)])
        assert "2.125" in text
        assert unfolded(student, text)
        assert unfolded(cell, text)
    judged = JobResult([], list(verdicts("the-way-back", 1)), [], 0.0)
    text = printed(width, show_verdicts, judged)
    assert "…" not in text
    assert all(unfolded(verdict.exercise.partition("/")[2], text) for verdict in judged.verdicts)


@pytest.mark.parametrize("width", [5, 10, *WIDTHS])
def test_whatever_stands_in_a_table_is_shown_whole(printed, width):
    cells = [("first" * 9, "一二三四五" * 9, "100 %"), ("[red]second[/]" + "x" * 40, "one two " * 20, "0 %")]
    table = Table(title="of_a_long_name" * 3)
    table.add_column("name")
    table.add_column("words")
    table.add_column("score", no_wrap=True)
    for row in cells:
        table.add_row(*row)
    text = printed(width, print_table, table)
    letters = sorted(squeezed("".join(Text.from_markup(cell).plain for row in cells for cell in row)))
    shown = squeezed(text)
    for letter in set(letters):
        assert shown.count(letter) >= letters.count(letter)
    assert "…" not in text
    assert "100 %" in text


def test_what_is_narrower_than_its_table_gets_lines(printed):
    table = Table(title="the title")
    for heading in ("name", "", "score"):
        table.add_column(heading, no_wrap=True)
    table.add_row("ada", "ok", "100 %")
    table.add_row("bob", "", "50 %")
    assert printed(10, print_table, table).splitlines() == ["the title", "ada: ok, score 100 %", "bob: score 50 %"]
    assert "ada: " not in printed(80, print_table, table)


def test_no_command_prints_a_table_in_another_way():
    folder = Path(cli.__file__).parent
    for path in folder.rglob("*.py"):
        if path.name != "console.py":
            assert not re.search(r"console\.print\([^)]", path.read_text(encoding="utf-8")), path
