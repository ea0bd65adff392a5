"""Cells without metadata are found by their text and their place, and nothing is taken for an answer that is none."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.jobs.lost_cells import answers_by_place, claim_by_text
from autograder.grading.jobs.restoration import restore
from autograder.notebook.cells import grade_id, new_metadata

ANSWER = "Because it is\n\nsmaller."


def named(cell, name, **about):
    cell.metadata["nbgrader"] = new_metadata(name, **about)
    return cell


ORIGINAL = [
    new_markdown_cell("# Title"),
    named(new_code_cell("check(f, 'a/f')"), "f-check", grade=True, points=1.0),
    named(new_code_cell("# hidden"), "f-hidden", grade=True, points=1.0),
    named(new_code_cell("# hidden"), "g-hidden", grade=True, points=1.0),
    new_markdown_cell("## Why?\n\nSay why."),
    named(new_markdown_cell("YOUR ANSWER HERE"), "why", grade=True, solution=True, points=2.0),
    new_markdown_cell("## And then?"),
    named(new_markdown_cell("YOUR ANSWER HERE"), "then", grade=True, solution=True, points=2.0),
    new_markdown_cell("The end."),
]
RELEASED = {grade_id(cell): cell for cell in ORIGINAL if grade_id(cell)}


def handed_in(*, nameless=True, change=lambda cells: None):
    cells = copy.deepcopy(ORIGINAL)
    cells[5].source, cells[7].source = ANSWER, "Nothing."
    change(cells)
    for cell in cells if nameless else ():
        cell.metadata.clear()
    return new_notebook(cells=cells)


def answers(notebook, original=ORIGINAL):
    notes = restore(notebook, copy.deepcopy(RELEASED), original)
    names = [grade_id(cell) for cell in notebook.cells if grade_id(cell)]
    assert sorted(names) == sorted(RELEASED)  # each once
    found = {grade_id(cell): cell.source for cell in notebook.cells}
    return found["why"], found["then"], notes


def test_locked_cells_of_one_text_are_told_apart_by_their_order():
    notebook = handed_in()
    assert claim_by_text(notebook, RELEASED) == ["f-check", "f-hidden", "g-hidden"]
    assert [grade_id(cell) for cell in notebook.cells[:4]] == ["", "f-check", "f-hidden", "g-hidden"]


def test_each_answer_goes_to_its_own_question():
    why, then, notes = answers(handed_in())
    assert (why, then) == (ANSWER, "Nothing.")
    assert sum("found by its place" in note for note in notes) == 2


CHANGES = {
    "prose with other white space": lambda cells: cells[4].update(source="## Why?\nSay  why.\n"),
    "prose rewritten below its heading": lambda cells: cells[4].update(source="## Why?\n\nI say why."),
    "the next heading is gone": lambda cells: cells.pop(6) and cells.pop(6),
    "in two cells": lambda cells: (
        cells[5].update(source="Because it is"),
        cells.insert(6, new_markdown_cell("smaller.")),
    ),
    "a stub above it": lambda cells: cells.insert(5, new_markdown_cell("YOUR ANSWER HERE")),
    "raw": lambda cells: cells[5].update(cell_type="raw"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_answer_is_found_although(change):
    assert answers(handed_in(change=change))[0] == ANSWER


LOST = {
    "all above it is gone": lambda cells: cells.__delitem__(slice(5)),
    "it is code": lambda cells: cells.__setitem__(5, new_code_cell("answer = 1")),
    "it is elsewhere": lambda cells: cells.append(cells.pop(5)),
}


@pytest.mark.parametrize("change", LOST.values(), ids=LOST)
def test_a_person_is_asked_where_it_cannot_be_found(change):
    why, _, notes = answers(handed_in(change=change))
    assert why.startswith("YOUR ANSWER HERE\n\n*(This cell was missing")
    assert any("why was missing; it was put back. Is the answer elsewhere" in note for note in notes)


def test_without_the_released_file_a_person_is_asked():
    why, then, _ = answers(handed_in(), original=[])
    assert "(This cell was missing" in why
    assert "(This cell was missing" in then


def test_a_question_that_was_never_answered_stays_so():
    why, _, notes = answers(handed_in(change=lambda cells: cells[5].update(source="YOUR ANSWER HERE")))
    assert why == "YOUR ANSWER HERE"
    assert not any("why" in note for note in notes)


def test_what_is_in_its_cell_is_left_alone():
    note = new_markdown_cell("A note of mine.")
    notebook = handed_in(nameless=False, change=lambda cells: cells.insert(6, note))
    assert answers(notebook)[0] == ANSWER
    assert [cell.source for cell in notebook.cells].count("A note of mine.") == 1


def test_a_stub_with_an_answer_beside_it_holds_that_answer():
    def change(cells):
        cells[5].source = "YOUR ANSWER HERE"
        cells.insert(5, new_markdown_cell(ANSWER))

    notebook = handed_in(nameless=False, change=change)
    assert answers(notebook)[0] == ANSWER
    assert [cell.source for cell in notebook.cells].count(ANSWER) == 1


def test_a_question_that_was_not_released_is_not_found():
    assert answers_by_place(handed_in(), "no such question", ORIGINAL) == []
