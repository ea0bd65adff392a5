"""A class in German and in Chinese: what students read of us is in its language, and worth what it is in English."""

import functools
import json
import re
import shutil
from unittest import mock

import nbformat
import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from autograder import language
from autograder.grading.course.course_language import course_language
from autograder.grading.course.course_toml import WrongPlan
from autograder.grading.jobs.job import JobResult
from autograder.grading.jobs.workers import attempt
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill, functions_of, without_plots
from autograder.grading.sandbox.session import CellOutput
from autograder.language import noted
from tests.book._building import ROOT
from tests.grading import _classes as classes
from tests.grading._classes import run, scores
from tests.grading._misconceptions import FLIPPED

pytestmark = pytest.mark.turn(4, 3)

TRANSLATED = ("de", "zh_CN")
STUDENTS = {  # functions, and cells of their own
    "ada": (functions_of("typical"), ["import tqdm", "input('?')"]),
    "bob": (FLIPPED, []),
    "cleo": (
        {"conv2d": "def conv2d(x, weight, bias=None):\n    while True: pass"},
        ["from autograder import check\ncheck(len, 'a-page/len')"],
    ),
    "dan": ({"conv2d": "def conv2d(x, weight, bias=None):\n    return nothing"}, ["while True: pass"]),
}
LIMITS = "c.JudgeSubmission.cell_seconds = 1\nc.JudgeSubmission.call_seconds = 1\n"
PYTHONS_OWN = "is not defined"  # we know what Python says there, and quote it too
WORD = re.compile(r"[A-Za-z']{2,}")


def set_language(course, name):
    """Put the line into `course.toml` before all sections, or take it out where there is no name."""
    path = course / "course.toml"
    lines = [line for line in path.read_text().splitlines(keepends=True) if not line.startswith("language")]
    path.write_text("".join([f'language = "{name}"\n' if name else "", *lines]))


def with_locale(name):
    return mock.patch.dict(classes.ENVIRONMENT, {language.SETTING: name})


def graded(course, language, *words):
    set_language(course, language)
    return run("autograder", "grade", ASSIGNMENT, "--jobs", "2", *words, cwd=course)


@pytest.fixture(scope="module")
def classes_by_language(release, tmp_path_factory):
    """One class that was graded in English, then in German, then in Chinese: a copy of it after each grading."""
    course = release(tmp_path_factory.mktemp("class") / "course")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(LIMITS)
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for student, (functions, cells) in STUDENTS.items():
        notebook = without_plots(fill(released, functions, first=cells))
        if student == "bob":  # a check that is missing, and the question's cell
            lost = ("conv2d-check", "similarity-written")
            notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in lost]
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")
    found = {}
    for name in (None, *TRANSLATED):
        table = graded(course, name)
        again = run("autograder", "grade", ASSIGNMENT, "--dry-run", cwd=course)
        copy = shutil.copytree(course, tmp_path_factory.mktemp("graded") / "course")
        found[name or "en"] = copy, table, again
    return found


@functools.cache
def sentences(name):
    """What is translated into a language and is not the same there: its fixed words in English, and their pattern."""
    found = []
    for domain in language.DOMAINS:
        path = ROOT / "autograder" / "language" / name / "LC_MESSAGES" / f"{domain}.po"
        with path.open("rb") as file:
            catalog = read_po(file)
        for message in catalog:
            ids = [message.id] if isinstance(message.id, str) else message.id
            for text in filter(None, ids):
                fixed = re.split(r"\{\w+\}", text)
                if text != message.string and PYTHONS_OWN not in text and len(WORD.findall("".join(fixed))) >= 3:
                    pattern = r".{1,200}?".join(map(re.escape, fixed)).replace(r"\ ", r"\s+")
                    found.append(([_one_line(piece) for piece in fixed], re.compile(pattern)))
    return found


def in_english(lines, name):
    """The sentences of ours that stand in these lines and are translated into a language."""
    text = "\n".join(lines)
    line = _one_line(text)  # a pattern is slow, and most of them have words that are nowhere in the text
    return [
        pattern for fixed, pattern in sentences(name) if all(piece in line for piece in fixed) and pattern.search(text)
    ]


def _one_line(text):
    return " ".join(text.split())


def notebook_of(course, student):
    return nbformat.read(course / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)


def page_of(course, student):
    return (course / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")


def read_by_students(course, student):
    """All that is read in a graded notebook and on its page, without what the released notebook says."""
    texts = []
    for cell in notebook_of(course, student).cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                data = output.get("data", {})
                texts += [
                    "".join(output.get("traceback", [])),
                    output.get("text", ""),
                    shown_text(data.get("text/html", "")),
                ]
        elif "grade_id" not in cell.metadata.get("nbgrader", {}):
            texts.append(cell.source)
    page = BeautifulSoup(page_of(course, student), "html.parser")
    for cell in page.select(".text_cell_render, .input_area, style"):
        cell.extract()
    texts += [page.get_text(" "), *(tag[name] for name in ("alt", "aria-label") for tag in page.select(f"[{name}]"))]
    released = "".join(cell.source for cell in nbformat.read(
        course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4).cells)  # fmt: skip
    return [line for text in texts for line in text.splitlines() if line.strip() and line.strip() not in released]


def shown_text(html):
    return BeautifulSoup(html, "html.parser").get_text("\n")


@pytest.mark.parametrize("name", TRANSLATED)
@pytest.mark.parametrize("student", STUDENTS)
def test_students_read_no_english_sentence_of_ours(classes_by_language, name, student):
    course, _, _ = classes_by_language[name]
    assert in_english(read_by_students(course, student), name) == []


def test_that_test_would_find_them(classes_by_language):
    course, _, _ = classes_by_language["en"]
    for student in STUDENTS:
        assert len(in_english(read_by_students(course, student), "de")) >= 5


@pytest.mark.parametrize("name", TRANSLATED)
def test_points_and_verdicts_are_those_in_english(classes_by_language, name):
    def verdicts(course):
        outputs = [
            output["metadata"]["autograder"] | {"words": ""}
            for student in STUDENTS
            for cell in notebook_of(course, student).cells
            for output in cell.get("outputs", [])
            if "autograder" in output.get("metadata", {})
        ]
        return [one | {name: language.from_json(one[name]) for name in ("mistake", "hint")} for one in outputs]

    english, other = classes_by_language["en"][0], classes_by_language[name][0]
    assert scores(other) == scores(english)
    assert verdicts(other) == verdicts(english)
    assert any(one["mistake"] == "flips the kernel" for one in verdicts(other))


@pytest.mark.parametrize(("name", "tag"), [("en", "en"), ("de", "de"), ("zh_CN", "zh-CN")])
def test_a_page_names_its_language(classes_by_language, name, tag):
    assert f'<html lang="{tag}">' in page_of(classes_by_language[name][0], "ada")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("de", ("den Kern umdreht", "Punkte:", "Die Zelle conv2d-check fehlte", "noch nicht gelesen")),
        ("zh_CN", ("翻转了卷积核", "得分", "单元格 conv2d-check 缺失", "尚未批阅")),
    ],
)
def test_a_page_says_it_in_its_language(classes_by_language, name, words):
    page = page_of(classes_by_language[name][0], "bob")
    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize("name", TRANSLATED)
def test_after_another_language_all_is_written_anew_and_then_nothing_is_to_do(classes_by_language, name):
    course, _, again = classes_by_language[name]
    assert "Nothing would change in the gradebook." in again
    before = {path: path.stat().st_mtime_ns for path in course.glob("*/*/*/*") if path.parts[-4] != "submitted"}
    run("autograder", "grade", ASSIGNMENT, cwd=course)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_terminal_follows_the_instructor(classes_by_language):
    english, chinese = classes_by_language["en"], classes_by_language["zh_CN"]
    assert "The cell conv2d-check was missing; it was put back." in chinese[1]
    assert "was stopped: it took longer than 1 second." in chinese[1]
    assert chinese[1] == english[1]
    with with_locale("de"):
        said = run("autograder", "grade", ASSIGNMENT, cwd=chinese[0])
        reported = run("autograder", "report", ASSIGNMENT, cwd=chinese[0])
    assert "Die Zelle conv2d-check fehlte; sie wurde wieder eingefügt." in said
    assert "Sie hat länger als 1 Sekunde gebraucht." in said
    assert "conv2d: eine Antwort, die den Kern umdreht" in said
    assert "4 bewertet, 0 nicht bewertet" in reported
    html = (chinese[0] / "reports" / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in html
    assert in_english([shown_text(html)], "de") == []
    assert "flips the kernel" in (chinese[0] / "reports" / f"{ASSIGNMENT}.csv").read_text()


def test_a_worker_speaks_the_course_language_whatever_its_own_is(classes_by_language, monkeypatch):
    from autograder.grading.assignment import Assignment

    monkeypatch.setenv(language.SETTING, "zh_CN")
    job = Assignment(classes_by_language["de"][0], ASSIGNMENT).prepare("bob").jobs[NOTEBOOK]
    assert job.language == "de"
    result = attempt(job)
    assert isinstance(result, JobResult)
    verdict = result.verdict(f"{NOTEBOOK}/conv2d")
    assert (verdict.mistake, verdict.outcome) == ("flips the kernel", "wrong")
    assert "den Kern umdreht" in verdict.html
    assert language.language() == "zh_CN"


def test_what_is_kept_can_be_said_in_any_language():
    limit = noted("took longer than {seconds} seconds", seconds="3")
    note = noted("The cell {name} was missing; it was put back.", name="conv2d")
    result = JobResult([CellOutput([], limit), CellOutput([])], [], [note, "a line of somebody's"])
    again = JobResult.from_dict(json.loads(result.to_json()))
    assert again == result
    assert again.notes[0] == "The cell conv2d was missing; it was put back."
    with language.speaking("de"):
        said = [language.gettext(text) for text in (*again.notes, again.cell_outputs[0].limit)]
    assert said[:2] == ["Die Zelle conv2d fehlte; sie wurde wieder eingefügt.", "a line of somebody's"]
    assert said[2].startswith("hat länger als 3")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('language = "fr"', 'there is no language \'fr\' here, only "en", "de", "zh_CN"'),
        ("language = 3", 'language is one of "en", "de", "zh_CN", got 3'),
    ],
)
def test_what_is_no_language_is_refused_in_words(release, tmp_path, line, words):
    course = release(tmp_path / "course")
    path = course / "course.toml"
    path.write_text(f"{line}\n{path.read_text()}")
    with pytest.raises(WrongPlan, match=re.escape(words)):
        course_language(course)
    for command in (("init", "."), ("grade", ASSIGNMENT)):
        (course / "submitted" / "ada" / ASSIGNMENT).mkdir(parents=True, exist_ok=True)
        assert words in run("autograder", *command, cwd=course, status=1).replace("\n", " ")


def test_names_of_languages_may_be_written_as_locales_write_them(tmp_path):
    for written, meant in {"de_AT": "de", "zh-cn": "zh_CN", "en_GB.UTF-8": "en"}.items():
        (tmp_path / "course.toml").write_text(f'language = "{written}"\n')
        assert course_language(tmp_path) == meant
    assert course_language(tmp_path / "nowhere") == "en"


def test_a_new_course_directory_has_the_line_ready(release, tmp_path):
    run("autograder", "init", "new", "--bare", cwd=tmp_path)
    path = tmp_path / "new" / "course.toml"
    assert course_language(path.parent) == "en"
    path.write_text(path.read_text().replace('# language = "de"', 'language = "de"'))
    assert course_language(path.parent) == "de"


def test_a_language_that_is_not_built_is_not_taken_for_english(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.course.course_language.digest", lambda name: "")
    (tmp_path / "course.toml").write_text('language = "de"\n')
    with pytest.raises(WrongPlan, match="what is said in Deutsch is not built: run `make course` once"):
        course_language(tmp_path)
