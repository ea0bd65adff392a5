"""Who a student of a platform's list is among those of the gradebook."""

from types import SimpleNamespace

import pytest

from autograder.errors import UserError
from autograder.grading.collecting.roster import NotPlaced, Roster
from autograder.grading.platforms.filenames import FileName, Platform

CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section\n"
MOODLE = "Identifier,Full name,Email address,Last modified (submission)\n"


def student(name, first="", last="", email=""):
    return SimpleNamespace(id=name, first_name=first, last_name=last, email=email)


@pytest.fixture
def roster(tmp_path):
    """A roster of these students and of a list of this text."""

    def read(text, *students):
        path = tmp_path / "list.csv"
        path.write_text(text)
        return Roster(students, path)

    return read


def test_a_student_of_the_same_address_is_the_same_and_gets_the_lists_number(roster):
    people = roster(MOODLE + "Participant 17,Ada Lovelace,ADA@example.org,-\n", student("ada", email="ada@example.org"))
    assert people.new == []
    assert people.find(Platform.MOODLE, FileName("Somebody", number="17")).id == "ada"


def test_an_address_of_two_students_is_nobodys(roster):
    two = [student("ada", email="lab@example.org"), student("bob", email="lab@example.org")]
    people = roster(MOODLE + "Participant 17,Cleo,lab@example.org,-\n", *two)
    assert [person.id for person in people.new] == ["lab@example.org"]


def test_whom_the_gradebook_has_not_is_new_and_the_line_of_points_is_nobody(roster):
    lines = '"    Points Possible",,,,\n"Lovelace, Ada",17,,ada,\n"Byron, George",18,,george,\n'
    people = roster(CANVAS + lines, student("ada"))
    assert [person.id for person in people.new] == ["george"]


def test_a_number_says_more_than_a_name(roster):
    people = roster(CANVAS + '"Smith, Ann",1,,ann,\n"Smith, Ann",2,,ann2,\n')
    assert people.find(Platform.CANVAS, FileName("smithann", number="2")).id == "ann2"
    assert people.find(Platform.CANVAS, FileName("smithann", number="3")) is None
    with pytest.raises(NotPlaced, match=r"any of ann, ann2: --roster"):
        people.find(Platform.CANVAS, FileName("smithann"))


def test_a_time_that_cannot_be_read_is_kept_to_be_told(roster):
    people = roster(MOODLE + "Participant 17,Ada,ada@example.org,yesterday-ish\n")
    assert people.unread == "yesterday-ish"


@pytest.mark.parametrize("name", ["../ada", "a/b", ".."])
def test_a_name_that_would_leave_its_folder_is_refused(roster, name):
    with pytest.raises(UserError, match="cannot be the name of a student's folder"):
        roster(f"id\n{name}\n")


def test_a_list_of_another_kind_is_refused_with_the_columns_that_would_do(roster):
    with pytest.raises(UserError, match="needs the columns Student, ID and SIS Login ID, or Identifier"):
        roster("name,mark\nAda,1\n")
