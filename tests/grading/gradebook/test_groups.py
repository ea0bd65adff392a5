"""Groups that hand in once: who counts, whose points by hand hold, and what cannot be decided is said in words."""

import pytest

from autograder.grading.gradebook.groups import points_by_hand, who_handed_in
from autograder.grading.gradebook.records import RecordedGrade, RecordedSubmission
from autograder.grading.submission import UnreadableSubmission

NAME, ANSWER = "01-convolutional-layers", ("convolutional-layers", "similarity-written")
PEERS = ("ada", "bob", "cleo")


def hand_in(folder, student, time=None):
    (folder / student / NAME).mkdir(parents=True)
    (folder / student / NAME / "convolutional-layers.ipynb").touch()
    if time:
        (folder / student / NAME / "timestamp.txt").write_text(time)


def test_the_newest_submission_of_a_group_counts(tmp_path):
    assert who_handed_in(tmp_path, NAME, PEERS) == "ada"
    hand_in(tmp_path, "cleo")
    assert who_handed_in(tmp_path, NAME, PEERS) == "cleo"
    (tmp_path / "cleo" / NAME / "timestamp.txt").write_text("2026-10-10 09:00 UTC")
    hand_in(tmp_path, "bob", "2026-10-10 12:00 +0200")
    assert who_handed_in(tmp_path, NAME, PEERS) == "bob"


def test_two_submissions_of_a_group_without_times_are_refused_in_words(tmp_path):
    hand_in(tmp_path, "ada", "2026-10-10 09:00 UTC")
    hand_in(tmp_path, "bob")
    with pytest.raises(UnreadableSubmission, match=r"ada and bob are one group, .* timestamp.txt of bob does not say"):
        who_handed_in(tmp_path, NAME, PEERS)


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
