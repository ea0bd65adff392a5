"""Points that a person gives to one member of a group are the whole group's."""

import pytest

from autograder.grading.gradebook.groups import points_by_hand
from autograder.grading.gradebook.records import RecordedGrade, RecordedSubmission

ANSWER = ("convolutional-layers", "similarity-written")


def recorded(manual, *, needs=False):
    grade = RecordedGrade(None, manual, None, needs, by_hand=True, max_score=3.0)
    return RecordedSubmission(None, None, None, grades={ANSWER: grade})


@pytest.mark.parametrize(
    ("grades", "texts", "whose"),
    [
        ({"ada": recorded(None), "bob": recorded(2.0)}, ("a", "a"), "bob"),  # a copy was read
        ({"ada": recorded(1.0), "bob": recorded(2.0)}, ("a", "a"), "ada"),  # the author's holds
        ({"ada": recorded(1.0, needs=True), "bob": recorded(2.0)}, ("a", "a"), "bob"),
        ({"ada": recorded(1.0, needs=True), "bob": recorded(2.0)}, ("new", "a"), None),  # given for an older answer
        ({"ada": recorded(None), "bob": None}, ("a", None), None),
    ],
)
def test_points_by_hand_are_the_groups_where_they_are_for_the_answer_as_it_is(grades, texts, whose):
    words = {student: {ANSWER: text} for student, text in zip(grades, texts, strict=True)}
    found = points_by_hand(grades, "ada", words)
    assert {cell: member for cell, (member, _) in found.items()} == ({ANSWER: whose} if whose else {})
