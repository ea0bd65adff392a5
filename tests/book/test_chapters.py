"""What every chapter has: the rhythm, figures with words, a quiz with one right choice to a question, the notebook."""

import re

import pytest

from tests.book._building import ROOT
from tests.book._reading import article

CHAPTERS = {folder.name.partition("-")[2]: folder.name for folder in sorted((ROOT / "exercises").glob("[0-9]*"))}
RHYTHM = [
    "The story", "Predict", "See it move", "by hand", "formula", "PyTorch", "Write it yourself", "Break it",
    "Real uses", "Quiz",
]  # fmt: skip


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request, site):
    return request.param, article(site, request.param)


def test_the_chapter_keeps_the_rhythm(chapter):
    _, page = chapter
    headings = re.findall(r"<h2>(.*?)<a", page, re.S)
    at = 0
    for beat in RHYTHM:
        found = [i for i, heading in enumerate(headings[at:], at) if beat in heading]
        assert found, f"no {beat!r} after {headings[:at]} in {headings}"
        at = found[0] + 1


def test_the_quiz_has_one_right_choice_to_a_question(chapter):
    _, page = chapter
    questions = page.split('class="mw-quiz"')[1:]
    assert 2 <= len(questions) <= 5
    for question in questions:
        choices = question[: question.index("</div>")]
        assert choices.count("<details") >= 3
        assert choices.count("<strong>Yes.</strong>") == 1


def test_the_choices_of_a_question_differ(chapter):
    _, page = chapter
    for question in page.split('class="mw-quiz"')[1:]:
        choices = re.findall(r"<summary>(.*?)</summary>", question[: question.index("</div>")])
        assert len({" ".join(choice.split()) for choice in choices}) == len(choices) >= 3, choices


def test_every_figure_has_words(chapter):
    _, page = chapter
    labels = re.findall(r'<svg role="img" aria-label="([^"]*)"', page)
    assert len(labels) >= 8
    assert all(len(label) > 15 for label in labels)


def test_the_notebook_can_be_taken_from_the_page(chapter):
    slug, page = chapter
    assert f'href="notebooks/{CHAPTERS[slug]}.zip"' in page
    assert f'href="notebooks/{CHAPTERS[slug]}/{slug}.ipynb"' in page
