"""A class as it really is, from Moodle's download to what goes back: every door tells the same totals.

`make class-of-60` has one of 60, and the tests have one of 14. `grade_first` comes first, and `go_on` is what happens
to the grades afterwards.
"""

import csv
import io
import json
import os
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest import mock

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.grading.course.directory import load_config
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, WRITTEN, fill, functions_of, without_plots
from tests.grading._classes import STYLES, run
from tests.grading._platforms import feedback_to_moodle, fill_moodles_worksheet, read_by_canvas

ANSWER = "similarity-written"
DUE = datetime(2026, 10, 12, 22, 0, tzinfo=UTC)
READ = 2.0  # points for a written answer that was read
WRONG = {"conv2d": "def conv2d(x, weight, bias=None):\n    return x"}
EDGE = (
    "late",
    "extended",
    "resubmits",
    "renamed",
    "namesake",
    "namesake",
    "group",
    "group",
    "group",
    "unread",
    "empty",
)
LEFT_OUT = ("torn", "absent")  # who has no grade
FEWEST = len(EDGE) + len(LEFT_OUT) + 1


@dataclass(frozen=True)
class Student:
    """One student of the class: what Moodle knows, and what becomes of the submission."""

    number: int
    role: str

    @property
    def name(self):
        return "Sam Doe" if self.role == "namesake" else f"Student {'ABCDEFGH'[self.number % 8]}{self.number:02}"

    @property
    def id(self):
        return f"s{self.number:02}@uni.example"

    @property
    def folder(self):
        return f"{self.name}_{700 + self.number}_assignsubmission_file_"

    @property
    def handed_in(self):
        return DUE + timedelta(hours=30 if self.role in ("late", "extended") else -5)


def cast(count):
    """Make a class of `count` students: one of each kind, and the rest in the usual styles."""
    roles = [*EDGE, *LEFT_OUT, *["usual"] * (count - len(EDGE) - len(LEFT_OUT))]
    return [Student(number, role) for number, role in enumerate(roles)]


class Class:
    """The class, its course directory, and what the instructor does with it."""

    def __init__(self, folder, count):
        self.students = cast(count)
        self.course, self.folder = folder / "course", folder
        self.one = {student.role: student for student in self.students}
        self.group = [student for student in self.students if student.role == "group"]
        self.outdated = {}  # points for an answer that has changed since, by student
        self.graded = {student.id for student in self.students if student.role not in LEFT_OUT}
        self.course.mkdir(parents=True)
        self.settle()
        self.say("init", ".")
        with (self.course / "nbgrader_config.py").open("a") as config:
            config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
        self.released = nbformat.read(self.course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)

    def say(self, *words, status=0):
        return run("autograder", *words, cwd=self.course, status=status)

    def settle(self, *lines, due=DUE, extended=DUE + timedelta(hours=48)):
        """Write course.toml; `lines` stand in the section of the assignment."""
        members = ", ".join(f'"{student.id}"' for student in self.group)
        text = [f'assignments = ["{ASSIGNMENT}"]', f"[{ASSIGNMENT}]", f"due = {due.isoformat()}", *lines]
        text += [f'[extensions."{self.one["extended"].id}"]', f"{ASSIGNMENT} = {extended.isoformat()}"]
        text += [f"[groups.{ASSIGNMENT}]", f"team-1 = [{members}]"]
        (self.course / "course.toml").write_text("\n".join(text) + "\n")

    # What is handed in -----------------------------------------------------------------------------------------------

    def notebook(self, student, *, better=False):
        functions, cells = STYLES[student.number % len(STYLES)] if student.role == "usual" else ({}, [])
        if student.role == "resubmits" and not better:
            functions = WRONG
        if student.role == "namesake" and student.number % 2:
            functions = functions_of("typical")
        if student.role == "empty":
            return self.released
        text = f"{WRITTEN} ({student.number}{', at second sight' if better else ''})"
        return without_plots(fill(self.released, functions, first=[f"number = {student.number}", *cells], written=text))

    def files(self, student, *, better=False):
        """The files of a student in the download, by name."""
        if student.role == "absent":
            return {}
        content = nbformat.writes(self.notebook(student, better=better)).encode()
        if student.role == "torn":
            content = content[: len(content) // 2]
        if student.role == "renamed":
            return {"homework (1).ipynb": b"\xef\xbb\xbf" + content}
        return {f"{NOTEBOOK}.ipynb": content}

    def worksheet(self, *, maximum, later=()):
        """Moodle's grading worksheet; those of `later` have handed in again, an hour before the assignment is due."""
        heading = "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
        lines = [heading + "Last modified (submission),Last modified (grade),Feedback comments"]
        for student in self.students:
            when = DUE - timedelta(hours=1) if student in later else student.handed_in
            time = "-" if student.role == "absent" else f'"{when:%A, %d %B %Y, %I:%M %p} UTC"'
            lines.append(f"Participant {700 + student.number},{student.name},{student.id},x,,{maximum},Yes,{time},-,")
        path = self.folder / "worksheet.csv"
        path.write_text("\r\n".join(lines) + "\r\n", newline="")
        return path

    def collect(self, students, *, better=False):
        download = self.folder / "download.zip"
        with zipfile.ZipFile(download, "w") as archive:
            for student in students:
                for name, content in self.files(student, better=better).items():
                    archive.writestr(f"{student.folder}/{name}", content)
        roster = self.worksheet(maximum="20.00", later=students if better else ())
        return self.say("collect", download, "-a", ASSIGNMENT, "--roster", roster)

    def read_answers(self):
        """Read every answer as formgrader notes it down, but one; of the group only a copy of a member's."""
        skipped = {self.one["unread"].id, *(student.id for student in self.group[:-1])}
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            for student in sorted(self.graded - skipped):
                grade = gradebook.find_grade(ANSWER, NOTEBOOK, ASSIGNMENT, student)
                grade.manual_score, grade.needs_manual_grade = READ, False
            gradebook.db.commit()

    # What every door says --------------------------------------------------------------------------------------------

    def grade(self):
        """Grade, once with the table and once for a program; nothing is left to do. The totals of both."""
        said = self.say("grade", ASSIGNMENT, status=1)  # one is torn
        assert "1 of " in said
        assert "Nothing in them was lost" in said
        result = self.say("grade", ASSIGNMENT, "--json", status=1)
        results = json.loads(result[result.index("[") : result.rindex("]") + 1])
        assert "Nothing would change" in self.dry_run()
        totals = {
            one["student"]: one["earned"] + one["given_by_hand"] - one["penalty"] for one in results if one["graded"]
        }
        costs = {one["student"]: one["penalty"] for one in results}
        for student, earned, by_hand in re.findall(r"^(s\S+) +([\d.]+)/[\d.]+ +\d+ % +(waits|[\d.]+)", said, re.M):
            given = 0.0 if by_hand == "waits" else float(by_hand)
            assert abs(float(earned) + given - costs[student] - totals[student]) < 0.005, student
        assert set(totals) == self.graded
        self.waiting = {one["student"] for one in results if one["waiting"]}
        return totals

    def dry_run(self):
        return self.say("grade", ASSIGNMENT, "--dry-run", status=1)

    def doors(self, possible, *, by_command):
        """The totals of every graded student, by door."""
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            submissions = gradebook.assignment_submissions(ASSIGNMENT)
            yield "gradebook", {one.student.id: one.score - (one.late_submission_penalty or 0) for one in submissions}
        api = NbGraderAPI(config=load_config(self.course))
        shown = (one for one in api.get_submissions(ASSIGNMENT) if one["autograded"])
        penalties = self.penalties()
        yield "formgrader", {one["student"]: one["score"] - penalties[one["student"]] for one in shown}
        run("nbgrader", "export", "--to", "nbgrader.csv", cwd=self.course)
        yield (
            "nbgrader export",
            self.column("nbgrader.csv", lambda line: line["timestamp"] or line["raw_score"] != "0.0"),
        )
        self.say("export", ASSIGNMENT, "--to", "ours.csv")
        yield "csv", self.column("ours.csv", lambda line: line["status"] not in ("not graded", "not handed in"))
        yield "canvas", self.canvas(possible)
        yield "moodle", self.moodle(possible)
        yield "feedback", {student: self.on_the_page(student) for student in self.graded}

    def penalties(self):
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            submissions = gradebook.assignment_submissions(ASSIGNMENT)
            return {one.student.id: one.late_submission_penalty or 0.0 for one in submissions}

    def column(self, name, has_grade):
        lines = csv.DictReader(io.StringIO((self.course / name).read_bytes().decode(), newline=""))
        return {line["student_id"]: float(line["score"]) for line in lines if has_grade(line)}

    def canvas(self, possible):
        text = ["Student,ID,SIS User ID,SIS Login ID,Section,HW", '"    Points Possible",,,,,']
        text += [f'"Doe, {one.name}",{4000 + one.number},,{one.id},A,' for one in self.students]
        (self.folder / "canvas.csv").write_text("\r\n".join(text) + "\r\n", newline="")
        arguments = ("-f", "canvas", "--roster", self.folder / "canvas.csv", "--title", "HW", "--to", "to-canvas.csv")
        self.say("export", ASSIGNMENT, *arguments)
        out_of, grades = read_by_canvas((self.course / "to-canvas.csv").read_text(), {"logins": {}, "names": {}})
        assert out_of == {"HW": possible}
        return {self.students[int(number) - 4000].id: float(line["HW"]) for number, line in grades.items()}

    def moodle(self, possible):
        worksheet = self.worksheet(maximum=f"{possible:.2f}")
        self.say("export", ASSIGNMENT, "-f", "moodle", "--roster", worksheet, "--to", "to-moodle.csv")
        grades = fill_moodles_worksheet((self.course / "to-moodle.csv").read_text(), worksheet.read_text())
        return {self.students[int(number) - 700].id: grade for number, grade in grades.items()}

    def on_the_page(self, student):
        (score,) = re.findall(r"\(Score(?: so far)?: (-?[\d.]+) / [\d.]+[;)]", self.page(student).partition("</h4>")[0])
        return float(score)

    def page(self, student):
        return (self.course / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")

    def compare(self, possible, *, by_command=False):
        """Grade, and compare every door with the table; platforms leave out whose answer waits. The totals."""
        totals = self.grade()
        for door, said in self.doors(possible, by_command=by_command):
            expected = totals
            if door in ("canvas", "moodle"):
                expected = {student: total for student, total in totals.items() if student not in self.waiting}
            elif door in ("gradebook", "formgrader", "nbgrader export"):  # nbgrader keeps the points of an older answer
                expected = {student: total + self.outdated.get(student, 0) for student, total in totals.items()}
            assert set(said) == set(expected), door
            wrong = {who: (said[who], total) for who, total in expected.items() if abs(said[who] - total) > 0.006}
            assert wrong == {}, door
        return totals

    def fed_back(self):
        """Pack the feedback as Moodle takes it: everybody who handed in a file, and no other's page."""
        self.say("export", ASSIGNMENT, "-f", "moodle-feedback", "--to", "back.zip")
        with zipfile.ZipFile(self.course / "back.zip") as archive:
            found = feedback_to_moodle(archive.namelist())
            for number, path in found.items():
                assert archive.read(path).decode() == self.page(self.students[int(number) - 700].id)
        return {self.students[int(number) - 700].id for number in found}


def wide():
    """A terminal that is wide enough for the table."""
    return mock.patch.dict(os.environ, {"COLUMNS": "250"})


def grade_first(group):
    """Collect and grade, with every door compared; the totals."""
    id_of = {role: student.id for role, student in group.one.items()}
    members = [student.id for student in group.group]
    group.collect([student for student in group.students if student.role != "group" or student is group.group[0]])

    # Nobody was graded yet: the dry run says all points, and what lateness will cost
    said = group.dry_run()
    assert re.search(rf"{id_of['late']} +penalty for lateness +- +17\b", said)
    assert not re.search(rf"{id_of['extended']} +penalty", said)
    first = group.compare(20)
    assert len(group.waiting) == len(group.graded) - 1  # whoever wrote nothing does not wait
    assert (first[id_of["late"]], first[id_of["extended"]], first[id_of["renamed"]]) == (0, 17, 17)
    assert [first[member] for member in members] == [17, 17, 17]
    return first


def go_on(group):
    """Read answers, regrade, change points and dates, feed back; every door is compared after each step. The totals."""
    id_of = {role: student.id for role, student in group.one.items()}
    members = [student.id for student in group.group]

    # Answers are read; of the group only one member's copy
    group.read_answers()
    read = group.compare(20)
    assert group.waiting == {id_of["unread"]}
    assert [read[member] for member in members] == [19, 19, 19]
    one, other = (student.id for student in group.students if student.role == "namesake")
    assert read[one] != read[other]

    # Somebody hands in again, with another written answer
    group.collect([group.one["resubmits"]], better=True)
    group.outdated = {id_of["resubmits"]: READ}
    again = group.compare(20)
    assert again[id_of["resubmits"]] == 17
    assert group.waiting == {id_of["unread"], id_of["resubmits"]}
    assert {who: total for who, total in again.items() if who != id_of["resubmits"]} == {
        who: total for who, total in read.items() if who != id_of["resubmits"]
    }

    # Points are changed, the deadline is moved, the answers are shown
    group.settle(
        *("points = { conv2d = [3, 5] }", "answers_from = 2026-11-01"),
        due=DUE + timedelta(days=2),
        extended=DUE + timedelta(days=3),
    )
    said = group.dry_run()
    assert f"{ASSIGNMENT} is due 2026-10-14 22:00:00 UTC; until now: 2026-10-12 22:00:00 UTC" in said
    assert f"{id_of['extended']} may hand in until 2026-10-15 22:00:00 UTC; until now: 2026-10-14 22:00:00 UTC" in said
    assert re.search(rf"{id_of['late']} +penalty for lateness +19 +0\b", said)
    assert "released again, for its points have changed" in group.say("init")
    said = group.dry_run()
    assert re.search(rf"{id_of['late']} +conv2d-hidden +\d +5\b", said)
    worth = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in group.released.cells
        if is_check(cell, "conv2d")
    }
    assert f"conv2d-check is worth 3 now; until now: {worth['conv2d-check']:g}\n" in said
    assert f"conv2d-hidden is worth 5 now; until now: {worth['conv2d-hidden']:g}\n" in said
    more = 8 - sum(worth.values())
    assert more != 0
    changed = group.compare(20 + more, by_command=True)
    assert changed[id_of["late"]] == 19 + more
    assert [changed[member] for member in members] == [19 + more] * 3
    page = group.page(id_of["late"])
    assert page.count("The course's answer") == page.count("In another style") / 2 == 6

    # Feedback goes back to everybody whose file was seen
    assert group.fed_back() == group.graded - set(members[1:])
    return changed


def is_check(cell, exercise):
    return cell.metadata.get("nbgrader", {}).get("grade_id") in (f"{exercise}-check", f"{exercise}-hidden")
