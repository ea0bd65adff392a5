"""Whatever goes wrong with a course directory, nothing is lost, and the next run grades as if nothing had been."""

import json
import os
import re
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograder.grading.assignment import Assignment
from autograder.grading.course.full_disk import DiskFull
from autograder.grading.grade import Grader
from autograder.grading.jobs.job import JobResult, NotGraded
from autograder.grading.jobs.kept_results import Store
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK
from tests.grading._classes import GRADE, SIDE_BY_SIDE, STUDENTS, fresh_copy, kept, run, scores


def test_unchanged_work_is_not_done_again(undisturbed):
    before = {path: path.stat().st_mtime_ns for path in undisturbed.glob("autograded/*/*/*.ipynb")}
    assert len(before) >= STUDENTS
    run(*GRADE, cwd=undisturbed)
    assert {path: path.stat().st_mtime_ns for path in undisturbed.glob("autograded/*/*/*.ipynb")} == before


@pytest.mark.long
def test_one_worker_and_two_give_the_same_bytes(handed_in, undisturbed, tmp_path):
    course = fresh_copy(handed_in, tmp_path / "course")
    run(*SIDE_BY_SIDE, cwd=course)
    assert kept(course) == kept(undisturbed)
    assert scores(course) == scores(undisturbed)


def test_a_replay_gives_the_same_bytes(undisturbed):
    said = [run("autograder", "replay", "student001", ASSIGNMENT, "--json", cwd=undisturbed) for _ in range(2)]
    assert said[0] == said[1]
    assert '"mistake": "flips the kernel"' in said[0]
    assert "the same verdicts as those that were kept" in said[0]


def test_a_replay_is_a_short_table(undisturbed):
    said = run("autograder", "replay", "student001", ASSIGNMENT, cwd=undisturbed)
    assert re.search(r"conv2d +hidden +0 % +wrong +flips the kernel", said)
    assert said.splitlines()[-2:] == [
        f"{NOTEBOOK}: the same verdicts as those that were kept when this notebook was last judged.",
        f"{NOTEBOOK}: the gradebook has the points of these verdicts.",
    ]
    assert len(said.splitlines()) < 24


def test_a_dry_run_says_what_would_change_and_writes_nothing(undisturbed, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(undisturbed, course)
    assert "Nothing would change" in run(*GRADE, "--dry-run", cwd=course)
    better = course / "submitted" / "student000" / ASSIGNMENT
    worse = course / "submitted" / "student003" / ASSIGNMENT
    for path in better.glob("*.ipynb"):
        shutil.copy(path, worse)
    before = scores(course)
    said = run(*GRADE, "--dry-run", cwd=course)
    assert "student003" in said
    assert "conv2d-check" in said
    assert "student000" not in said
    assert scores(course) == before
    run(*GRADE, cwd=course)
    changed = {student for student, cells in scores(course).items() if cells != before[student]}
    assert changed == {"student003"}


@pytest.mark.turn(2)
def test_points_that_were_changed_after_grading_are_applied_at_the_next_run(undisturbed, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(undisturbed, course)
    before = scores(course)
    source = course / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    records = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
    (hidden,) = [record for record in records if record.get("grade_id") == "conv2d-hidden"]
    hidden["points"] *= 2
    source.write_text(json.dumps(notebook), encoding="utf-8")
    run("nbgrader", "generate_assignment", ASSIGNMENT, "--force", cwd=course)
    raised = {student: cells | {"conv2d-hidden": 2 * cells["conv2d-hidden"]} for student, cells in before.items()}
    changed = sum(raised[student] != before[student] for student in raised)
    assert f"{changed} cells of {changed} students would change" in run(*GRADE, "--dry-run", cwd=course)
    table = run(*GRADE, cwd=course)
    assert scores(course) == raised
    assert table.count("/19 ") == len(before)  # also where the cell earned nothing
    assert "Nothing would change" in run(*GRADE, "--dry-run", cwd=course)


@pytest.mark.turn(2)
def test_a_manual_score_survives_a_regrade(undisturbed, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(undisturbed, course)
    by_hand(course, 2.5)
    run(*GRADE, "--again", cwd=course)
    assert by_hand(course) == dict.fromkeys(scores(course), 2.5)


def by_hand(course, give=None):
    """The scores of the written question; `give` sets them first."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {}
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            (grade,) = [
                grade for notebook in submission.notebooks for grade in notebook.grades if "written" in grade.name
            ]
            if give is not None:
                grade.manual_score = give
            found[submission.student.id] = grade.manual_score
        gradebook.db.commit()
        return found


@pytest.mark.turn(2)
def test_a_locked_gradebook_loses_nothing(undisturbed, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(undisturbed, course, ignore=shutil.ignore_patterns("autograded"))
    database = sqlite3.connect(course / "gradebook.db")
    database.execute("begin exclusive")
    try:
        said = run(*GRADE, cwd=course, status=1)
    finally:
        database.rollback()
        database.close()
    assert "locked" in said
    assert "Traceback" not in said
    run(*GRADE, cwd=course)
    assert scores(course) == scores(undisturbed)


@pytest.mark.turn(2)
def test_a_clock_that_goes_backwards_loses_nothing(undisturbed, tmp_path):
    """Then all that was made lies in the future, and what is handed in next is older than what was graded before."""
    course = tmp_path / "course"
    shutil.copytree(undisturbed, course)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            submission.timestamp = tomorrow.replace(tzinfo=None)
        gradebook.db.commit()
    for folder in course.glob(f"*ed/student*/{ASSIGNMENT}"):  # submitted and autograded
        (folder / "timestamp.txt").write_text(f"{tomorrow:%Y-%m-%d %H:%M:%S} UTC")
    for path in course.rglob("*"):
        os.utime(path, (tomorrow.timestamp(),) * 2, follow_symlinks=False)
    before = scores(course)
    better, worse = (course / "submitted" / name / ASSIGNMENT for name in ("student000", "student003"))
    for path in better.glob("*.ipynb"):
        shutil.copy(path, worse)
    (worse / "timestamp.txt").write_text(f"{tomorrow - timedelta(days=2):%Y-%m-%d %H:%M:%S} UTC")
    run(*GRADE, cwd=course)
    after = scores(course)
    assert after.pop("student003") == before["student000"] != before.pop("student003")
    assert after == before


@pytest.mark.parametrize("full", [True, False])
def test_a_full_disk_is_said_once_and_what_only_says_so_stops_nobody(undisturbed, tmp_path, monkeypatch, full):
    course = fresh_copy(undisturbed, tmp_path / "course")
    grader = Grader(Assignment(course, ASSIGNMENT), 1)
    students = grader.assignment.students()[:2]
    list(grader.judged(students))
    no_space = raising(OSError(28, "No space left on device"))
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.gradebook.writer.SubmissionWriter.write", no_space)
        if full:
            patch.setattr("os.fsync", no_space)
            with pytest.raises(DiskFull, match=r"^the disk is full: .* Make some and run the same command again"):
                list(grader.grade(students))
        else:
            assert [result.fault.partition(":")[0] for result in grader.grade(students)] == ["OSError"] * 2
    assert [result.earned for result in grader.grade(students)] == [17, scored(undisturbed, students[1])]


@pytest.mark.parametrize("full", [True, False])
def test_pictures_that_cannot_be_kept_stop_nobody_unless_the_disk_is_full(
    undisturbed, tmp_path, monkeypatch, caplog, full
):
    course = fresh_copy(undisturbed, tmp_path / "course")
    figures = course / ".magic-window" / "figures"
    shutil.rmtree(figures)
    grader = Grader(Assignment(course, ASSIGNMENT), 1)
    if full:
        monkeypatch.setattr("os.fsync", raising(OSError(28, "No space left on device")))
        with pytest.raises(DiskFull):
            list(grader.grade(["student000"]))
        return
    figures.touch()
    results = list(grader.grade(["student000", "student001"]))
    assert [result.earned for result in results] == [17, scored(undisturbed, "student001")]
    (line,) = (record.getMessage() for record in caplog.records if record.name.startswith("autograder."))
    assert line.startswith(
        f"the pictures of {NOTEBOOK} are not kept, and each submission takes longer: Not a directory"
    )
    assert len(line.splitlines()) == 1


def test_a_read_only_course_is_refused_in_words_and_a_dry_run_of_it_goes_on(undisturbed, monkeypatch):
    read_only = raising(OSError(30, "Read-only file system"))
    monkeypatch.setattr("os.fsync", read_only)
    for command in (GRADE, ("autograder", "sample")):
        (line,) = run(*command, cwd=undisturbed, status=1).splitlines()
        assert f"nothing can be written into {undisturbed} (Read-only file system): make it writable" in line
    assert "Nothing would change" in run(*GRADE, "--dry-run", cwd=undisturbed)
    monkeypatch.setattr("autograder.grading.grade.source_digest", lambda: "other code, so that the sandbox is tried")
    assert "Nothing would change" in run(*GRADE, "--dry-run", cwd=undisturbed)


def raising(error):
    def function(*arguments):
        raise error

    return function


def scored(course, student):
    return pytest.approx(sum(filter(None, scores(course)[student].values())))


@pytest.mark.turn(2)
def test_a_submission_that_nbgrader_does_not_find_judged_is_graded_and_logged(undisturbed, tmp_path, caplog):
    course = fresh_copy(undisturbed, tmp_path / "course")
    grader = Grader(Assignment(course, ASSIGNMENT), 1)
    grader.writer = None
    grader.assignment.preprocessor.cell_seconds += 1  # another job than the one that nbgrader makes
    (result,) = grader.grade(["student000"])
    assert result.earned == 17
    assert "student000: nbgrader made another job of the submission than was judged" in caplog.text


def test_a_kept_result_that_a_power_cut_left_empty_is_judged_again(undisturbed, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(undisturbed, course)
    verdicts = kept(course)
    for path in Store(course).folder.glob("*/*.gz"):
        path.write_bytes(b"")
    shutil.rmtree(course / "autograded" / "student000")
    run(*GRADE, cwd=course)
    assert kept(course) == verdicts
    assert scores(course) == scores(undisturbed)


def test_verdicts_that_are_lost_meanwhile_are_told_in_words(undisturbed, tmp_path, monkeypatch):
    course = fresh_copy(undisturbed, tmp_path / "course")
    grader = Grader(Assignment(course, ASSIGNMENT), 1)
    monkeypatch.setattr(grader, "_work", lambda jobs: ((job, JobResult([], [])) for job in jobs))
    monkeypatch.setattr(grader.assignment.store, "put", lambda digest, result: None)
    (result,) = grader.grade(["student000"])
    assert result.fault == "it was judged, but the verdicts were lost before they could be written; grade it again"


@pytest.mark.turn(2)
def test_a_fault_of_ours_is_tried_again_and_is_never_a_zero(undisturbed, tmp_path, monkeypatch):
    course = fresh_copy(undisturbed, tmp_path / "course")
    grader = Grader(Assignment(course, ASSIGNMENT), 1)
    (student, *_) = grader.assignment.students()
    monkeypatch.setattr(
        grader, "_work", lambda jobs: ((job, NotGraded("not graded: the disk was full")) for job in jobs)
    )
    (result,) = grader.grade([student])
    assert not result.graded
    assert "disk was full" in result.fault
    monkeypatch.undo()
    (result,) = grader.grade([student])
    assert result.graded
    assert result.earned == 17
