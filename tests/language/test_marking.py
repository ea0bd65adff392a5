"""What the code says to people is marked for translation, and translators get all that is marked."""

import re
import runpy
from pathlib import Path

import pytest

from autograder.bank import EXERCISES
from autograder.language import LANGUAGES, gettext, speaking
from tests.language._reading import marked_texts, sentences

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "autograder"
MESSAGES = runpy.run_path(str(ROOT / "setup" / "messages.py"))

# Where people are not spoken to: what builds the course, and what shares a process with an answer and imports nothing
# of ours. What is shown of that is translated where it is shown.
UNMARKED = {"building", "runner"}

# What is not marked elsewhere, and why. The beginning of a path, and a pattern that the whole text fits.
NOT_SAID = [
    ("__init__.py", r"module {} has no attribute {}", "what Python itself says of a module"),
    ("bank/chapters/", r"[A-Z].*", "headings of the book's pages, which are English"),
    ("judging/explaining/error_advice.py", r"[^A-Z`].*|Did you mean", "what Python and NumPy say: patterns"),
    ("judging/diagnosing/result_axes.py", r"input of the batch", "the name of an axis in our own tables"),
    ("judging/explaining/wrong_types.py", r"array of object", "what the runner calls it"),
    ("judging/oracle.py", r"honest style .*", "the name of a row for developers"),
    ("reports/findings.py", r"out of limits", "the outcome's name where it is kept; its mark is what is said"),
    ("learner/hints.py", r"from autograder import example", "code"),
    ("language/__init__.py", r"{}: the translation is not built .*", "said where there is no translation"),
    ("cli/", r" *(autograder|pip|python -m pip) .*", "commands"),
    ("grading/", r"(import|from) .*|\ndef {}.*|`?autograder (grade|init) {}`?", "code and commands"),
    ("grading/sandbox/translate_runner.py", r".*", "patterns of what the runner says"),
    ("grading/jobs/digests.py", r"numpy {} torch {}", "a part of a digest"),
    ("grading/exports.py", r"Grade can be changed", "the name of a column in Moodle's list"),
    ("grading/reporting/page.py", r"graded, but changed since", "a value in a table for programs"),
    (
        "grading/sample_class/",
        r"The answers are .*|through the frequencies",
        "what a made-up student writes, and a name in its code",
    ),
]


def files():
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in UNMARKED]


@pytest.fixture(scope="module")
def said():
    """What translators get, by domain."""
    return {domain: {message.id for message in collect()} for domain, collect in MESSAGES["SAID"].items()}


def test_no_sentence_is_left_unmarked(said):
    left = []
    for path in files():
        name = path.relative_to(PACKAGE).as_posix()
        for text, line, marked in sentences(path):
            told = any(name.startswith(where) and re.fullmatch(what, text, re.DOTALL) for where, what, _ in NOT_SAID)
            if not (marked or told or text in said["mistakes"] or _is_of_the_bank(text, said["mistakes"])):
                left.append(f"{name}:{line}: {text}")
    assert left == [], "mark it with `_`, or say in NOT_SAID why not"


def _is_of_the_bank(text, texts):
    """Whether a text that has something put in is one of the bank's, with what was put in."""
    pattern = re.compile(re.escape(text).replace(r"\{\}", ".+?"))
    return "{}" in text and any(pattern.fullmatch(known) for known in texts if isinstance(known, str))


def test_each_exception_is_needed():
    texts = [(path.relative_to(PACKAGE).as_posix(), text) for path in files() for text, *_ in sentences(path)]
    for where, what, why in NOT_SAID:
        assert any(name.startswith(where) and re.fullmatch(what, text, re.DOTALL) for name, text in texts), why


def test_all_that_is_marked_is_collected_and_nothing_else_of_the_code():
    messages = [each for each in MESSAGES["SAID"]["autograder"]() if any(".py" in note for note in each.auto_comments)]
    collected = {text for each in messages for text in (each.id if isinstance(each.id, tuple) else [each.id])}
    marked = [(path, text, line) for path in sorted(PACKAGE.rglob("*.py")) for text, line in marked_texts(path)]
    assert [f"{path}:{line}: {text}" for path, text, line in marked if text not in collected] == []
    assert collected == {text for _, text, _ in marked}


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_of_an_exercise_have_names_of_their_own(language):
    with speaking(language):
        names = {name: [gettext(case.name) for case in exercise.cases] for name, exercise in EXERCISES.items()}
    assert {name: cases for name, cases in names.items() if len(set(cases)) < len(cases)} == {}


def test_a_sentence_that_is_not_marked_is_found(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(
        '"""A docstring of many words."""\n'
        'x = f"it is {2} too long"\n'
        'y = _("this one is marked", z="it is not marked")\n'
    )
    assert sorted(sentences(path)) == [
        ("it is not marked", 3, False),
        ("it is {} too long", 2, False),
        ("this one is marked", 3, True),
    ]
