"""The answers that feedback shows after a date: the reference's and two others, each whole and right."""

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.bank import EXERCISES
from autograder.grading.reporting.answers import shown_answers
from autograder.grading.reporting.feedback_exporter import with_answers
from autograder.judging.judge import judge
from autograder.notebook.cells import HIDDEN, SPEED, VISIBLE, new_metadata
from autograder.reports.findings import Outcome


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_has_three_answers_that_run_by_themselves(name):
    reference, *others = shown_answers(EXERCISES[name])
    assert reference.source.startswith(f"def {EXERCISES[name].name}(")
    assert len(others) == 2
    for other in others:
        exec(compile(other.source, name, "exec"), {})
    assert others[0].source != others[1].source


def test_an_answer_in_another_style_is_right_as_it_is_shown():
    scope = {}
    exec(shown_answers(EXERCISES["convolutional-layers/conv2d"])[1].source, scope)
    exercise = EXERCISES["convolutional-layers/conv2d"]
    assert judge(exercise.id, scope["loops"]).outcome is Outcome.PASSED
    assert scope["loops"](np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2))).item() == 4


@pytest.mark.parametrize("kinds", [(VISIBLE, HIDDEN), (VISIBLE, HIDDEN, SPEED)])
def test_the_answers_stand_below_the_last_check_of_their_exercise(kinds):
    cells = [
        new_code_cell("check", metadata={"nbgrader": new_metadata("conv2d" + kind, grade=True, points=1)})
        for kind in kinds
    ]
    notebook = new_notebook(cells=[*cells, new_code_cell("plt.show()")])
    shown = with_answers(notebook, "convolutional-layers")
    assert [cell.cell_type for cell in shown.cells] == [*["code"] * len(kinds), *["markdown", "code"] * 3, "code"]
    assert "The course's answer" in shown.cells[len(kinds)].source
    assert len(notebook.cells) == len(kinds) + 1  # which stays as it was
