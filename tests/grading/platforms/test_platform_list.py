"""Grades find their students again on the platform from which `collect` took the submissions."""

import csv
import io

import pytest
from nbgrader.api import Gradebook

from autograder.errors import UserError
from autograder.grading.exports import CanvasExport, CsvExport, MoodleExport
from autograder.grading.platforms.download_names import DownloadName, remember
from autograder.grading.platforms.filenames import Platform
from tests.grading._platforms import fill_moodles_worksheet, read_by_canvas, rows
from tests.grading.test_exports import EXPECTED, NAME, ROSTER, STUDENTS, course, export, made  # noqa: F401

pytestmark = pytest.mark.turn(2, 0)

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711),Final Score\r\n"
    '"    Manual Posting",,,,,,\r\n'
    ",,,,,,\r\n"
    '"    Points Possible",,,,,20,(read only)\r\n'
    '"Lovelace, Ada",4000,0007,ADA@uni.example,"A and ""B""",,\r\n'
    '"Müller, Zoë",4002,+12,cleo,B,3,\r\n'
    '"Waits, Dan",4003,,dan,B,,\r\n'
    '"Late, Gil",4006,,gil,B,,\r\n'
    '"Newcomer, Nina",4010,,nina,B,,\r\n'
    '"Student, Test",4099,,,B,,\r\n'
)
MOODLE_HEADING = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
)


def participant(number, name, email, grade="", *, changeable="Yes", comments=""):
    modified = '"Monday, 12 October 2026, 9:00 AM"'
    return f"Participant {number},{name},{email},Submitted,{grade},20.00,{changeable},{modified},-,{comments}\r\n"


MOODLE = (
    MOODLE_HEADING
    + participant(17, "Ada Lovelace", "ADA@example.org", comments='"=not, a formula here"')
    + participant(18, "Somebody Else", "else@example.org", "7.00")
    + participant(19, "Eve Torn", "eve@example.org", "5.00")
    + participant(20, "Dan Waits", "dan@example.org")
    + participant(21, "Gil Late", "gil@example.org", "1.00", changeable="No")
)


@pytest.fixture
def listed(course, tmp_path):  # noqa: F811
    """Export with a list of this text."""

    def make(plugin, text, **options):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return export(plugin, course, roster=str(path), **options)

    return make


def seen(course, platform, **numbers):  # noqa: F811
    """Have `collect` seen these numbers."""
    remember(course, NAME, {name: DownloadName(platform, number, "") for name, number in numbers.items()})


def test_canvas_gets_its_own_words_back(course, listed):  # noqa: F811
    seen(course, Platform.CANVAS, ada="4000")
    exported, text = listed(CanvasExport, CANVAS, title="Homework 1 (4711)")
    heading, possible, *lines = rows(text)
    theirs = {line["ID"]: line for line in csv.DictReader(io.StringIO(CANVAS.lstrip("\ufeff"), newline=""))}
    assert heading == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (4711)"]
    assert possible[-1] == "20"
    for line in lines:
        assert dict(zip(heading[:5], line[:5], strict=True)).items() <= theirs[line[1]].items()
    _, grades = read_by_canvas(text, {"logins": {}, "names": {}})
    assert {number: float(line["Homework 1 (4711)"]) for number, line in grades.items()} == {
        "4000": EXPECTED["ada"],
        "4002": EXPECTED["cleo"],
        "4006": EXPECTED["gil"],
    }
    assert exported.unidentified == []


def test_who_is_missing_on_either_side_is_said(course, listed):  # noqa: F811
    exported, _ = listed(CanvasExport, CANVAS)
    assert exported.left_out["bob"].startswith("not in ")
    assert exported.unknown == ["Newcomer, Nina", "Student, Test"]


def test_without_a_list_the_number_of_the_files_name_is_the_id(course):  # noqa: F811
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.add_student("hoppergrace_4712")
        gradebook.add_submission(NAME, "hoppergrace_4712")
        for cell in ("conv2d-check", "written"):
            grade = gradebook.find_grade(cell, "n", NAME, "hoppergrace_4712")
            grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    seen(course, Platform.CANVAS, hoppergrace_4712="4712", cleo="4002")
    exported, text = export(CanvasExport, course)
    found = {line[1]: line[3] for line in rows(text)[2:]}
    assert found["4712"] == ""  # made of the file's name: Canvas knows no such login
    assert found["4002"] == "cleo"
    assert exported.unidentified == ["bob", "gil", "ada"]
    _, grades = read_by_canvas(text, {"logins": ROSTER["logins"], "names": {}})
    assert len(grades) == len(EXPECTED) + 1


def test_two_students_of_one_name_get_no_grade_by_guess(course, listed):  # noqa: F811
    twins = CANVAS + '"Torn, Eve",5001,,eve1,B,,\r\n"Lovelace, Ada",5002,,ada2,B,,\r\n'
    exported, text = listed(CanvasExport, twins)
    assert exported.left_out["ada"].startswith("more than one student fits in ")
    assert "Lovelace" not in text


def test_moodles_worksheet_comes_back_with_grades_and_nothing_else_changed(listed):
    exported, text = listed(MoodleExport, MOODLE)
    before, after = rows(MOODLE), rows(text)
    grade = before[0].index("Grade")
    assert [[*line[:grade], *line[grade + 1 :]] for line in after] == [
        [*line[:grade], *line[grade + 1 :]] for line in before
    ]
    assert fill_moodles_worksheet(text, MOODLE) == {"17": EXPECTED["ada"]}
    assert exported.left_out["gil"] == "Moodle says that this grade cannot be changed"
    assert exported.left_out["eve"] == "not graded"
    assert exported.left_out["dan"] == "waits for points by hand"
    assert exported.unknown == ["Somebody Else"]
    assert exported.notes == []


def test_a_participants_number_that_collect_saw_says_more_than_an_address(course, listed):  # noqa: F811
    seen(course, Platform.MOODLE, cleo="18")
    assert fill_moodles_worksheet(listed(MoodleExport, MOODLE)[1], MOODLE)["18"] == EXPECTED["cleo"]


def test_another_maximum_in_moodle_is_said_and_points_are_scaled_on_demand(listed):
    text = MOODLE.replace("20.00", "100.00")
    assert listed(MoodleExport, text)[0].notes == [
        "the assignment has 20 points here and 100 in Moodle: --out-of 100 scales them"
    ]
    exported, filled = listed(MoodleExport, text, out_of=100.0)
    assert exported.notes == []
    assert fill_moodles_worksheet(filled, text)["17"] == 5 * EXPECTED["ada"]


def test_a_grade_that_moodle_would_pass_over_is_said(listed):
    exported, _ = listed(MoodleExport, MOODLE.replace("20.00", "10.00"))
    assert exported.notes[-1] == "Moodle ignores a grade above its maximum and does not say so: ada"


@pytest.mark.parametrize("plugin", [CanvasExport, CsvExport])
def test_points_are_scaled_with_their_maximum(course, plugin):  # noqa: F811
    lines = rows(export(plugin, course, out_of=100.0)[1])
    text = [cell for line in lines for cell in line]
    assert "95" in text  # 19 of 20
    assert "100" in text
    assert "20" not in text


def test_who_is_excused_in_canvas_stays_so(listed):
    text = CANVAS.replace(
        '"Lovelace, Ada",4000,0007,ADA@uni.example,"A and ""B""",,', '"Lovelace, Ada",4000,,ada,A,EX,'
    )
    exported, filled = listed(CanvasExport, text, title="Homework 1 (4711)")
    assert exported.left_out["ada"] == "excused in Canvas"
    assert "Lovelace" not in filled
    assert "Lovelace" in listed(CanvasExport, text, title="Homework 2")[1]  # of another assignment
    assert "Lovelace" not in listed(CanvasExport, text, title="Homework 1")[1]  # Canvas finds it by the title alone


def test_an_assignment_that_canvas_would_make_anew_is_said(listed):
    said = listed(CanvasExport, CANVAS)[0].notes
    assert said == [
        f'Canvas has no assignment "{NAME}" in this list, and would make a new one: '
        "--title says which of these is meant: Homework 1 (4711)"
    ]
    for title in ("Homework 1 (4711)", "Homework 1"):
        assert listed(CanvasExport, CANVAS, title=title)[0].notes == []


def with_semicolons(text):
    """Write the list as Excel does where a comma is for decimals."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows(text.lstrip("\ufeff")))
    return out.getvalue()


def test_a_list_that_excel_separated_by_semicolons_is_read(course, listed):  # noqa: F811
    assert listed(CanvasExport, with_semicolons(CANVAS))[1] == listed(CanvasExport, CANVAS)[1]
    text = listed(MoodleExport, with_semicolons(MOODLE))[1]
    assert fill_moodles_worksheet(text, MOODLE) == {"17": EXPECTED["ada"]}


FRENCH = {
    "Identifier": "Identifiant",
    "Full name": "Nom complet",
    "Email address": "Adresse de courriel",
    "Grade": "Note",
    "Last modified (grade)": "Dernière modification (note)",
    "Grade can be changed": "La note peut être modifiée",
}


def test_a_list_in_another_language_is_read_by_the_names_that_are_given(listed):
    before, *lines = MOODLE.split("\r\n")
    heading = ",".join(FRENCH.get(name, name) for name in before.split(","))
    text = "\r\n".join([heading, *lines])
    with pytest.raises(UserError, match=r'has no column Identifier .* --column "Identifier=\.\.\."'):
        listed(MoodleExport, text)
    given = [f"{english}={french}" for english, french in FRENCH.items()]
    exported, filled = listed(MoodleExport, text, columns=given)
    assert filled.partition("\n")[0] == heading  # Moodle knows its own words again
    assert filled.partition("\n")[2] == listed(MoodleExport, MOODLE)[1].partition("\n")[2]
    assert exported.left_out["gil"] == "Moodle says that this grade cannot be changed"
    with pytest.raises(UserError, match=r"has no column Notes; it has Identifiant, Nom complet"):
        listed(MoodleExport, text, columns=["Grade=Notes"])
    with pytest.raises(UserError, match="write the English name and the one of your list"):
        listed(MoodleExport, text, columns=["Grade"])


@pytest.mark.parametrize(
    ("plugin", "text", "message"),
    [
        (CanvasExport, MOODLE, "has no column Student of its own: give the file of Canvas's Grades > Export"),
        (MoodleExport, CANVAS, "has no column Identifier of its own: give the assignment's offline grading worksheet"),
        (MoodleExport, MOODLE.replace(",Grade,", ",Note,"), "has no column Grade of its own"),
        (MoodleExport, "", "has no column Identifier"),
    ],
)
def test_another_list_is_refused_in_words(listed, plugin, text, message):
    with pytest.raises(UserError, match=message):
        listed(plugin, text)


def test_the_spreadsheet_can_have_a_line_for_each_exercise(course):  # noqa: F811
    heading, *lines = rows(export(CsvExport, course, by="exercise")[1])
    found = {
        (line["student_id"], line["exercise"]): (line["score"], line["max_score"], line["status"])
        for line in (dict(zip(heading, line, strict=True)) for line in lines)
    }
    assert len(found) == 2 * len(STUDENTS)
    assert found["ada", "conv2d"] == ("17", "17", "graded")
    assert found["dan", "conv2d"] == ("5.5", "17", "graded")
    assert found["dan", "written"] == ("", "3", "waits for points by hand")
    assert found["fay", "conv2d"] == ("", "17", "not handed in")
    assert found["eve", "written"] == ("", "3", "not graded")
