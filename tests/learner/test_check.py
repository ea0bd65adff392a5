"""What `check` says in a notebook, walked as a learner does: hints, endless loops, broken cells."""

import json
import linecache
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from autograder import check, example, judge
from autograder.bank import EXERCISES
from autograder.learner import hints, progress_store
from autograder.learner.hints import steps
from autograder.learner.progress import Progress
from autograder.reports.findings import Outcome
from autograder.runner.deadline import OutOfTime, time_limit
from solutions import padding_layers
from tests.building._answers import code_lines
from tests.learner._chapter import (
    DOUBLED_EDGE,
    ROOT,
)

PAD1D = "padding-layers/reflection_pad1d"


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A folder in no workspace, and a process that remembers nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress_store, "IN_THIS_PROCESS", Progress())
    return tmp_path


def doubled_edge():
    names = {"np": np}
    exec(DOUBLED_EDGE, names)
    return names["reflection_pad1d"]


# In a notebook -------------------------------------------------------------------------------------------------------


def test_each_of_three_failures_opens_a_further_hint(nowhere):
    first, second, third, fourth = (check(doubled_edge(), PAD1D) for _ in range(4))
    assert "Next: Write down the row" in str(first)
    assert first.steps == ()
    assert "reflection_pad1d(x, (2, 1))" in str(second)
    assert "# wanted: [[[3, 2, 1, 2, 3, 4, 3]]]" in str(second)
    assert "padding-layers.html" not in str(second)
    assert 'padding-layers.html, section "The formula"' in str(third)
    assert len(str(first)) < len(str(second)) < len(str(third))
    assert str(fourth) == str(third)


def test_an_answer_that_is_right_elsewhere_is_told_where(nowhere, monkeypatch):
    monkeypatch.setattr(hints, "book_address", lambda: "https://example.org/course/")
    first, second = (check(doubled_edge(), PAD1D) for _ in range(2))
    assert "This is what scipy.ndimage and OpenCV call reflect" in str(first)
    assert '"The Same Layer Elsewhere"' in first._repr_html_().replace("&quot;", '"')
    address = "https://example.org/course/elsewhere.html"
    assert f'<a href="{address}">{address}</a>' in second._repr_html_()


def test_where_the_book_is_published_the_report_links_to_its_section(nowhere, monkeypatch):
    monkeypatch.setattr(hints, "book_address", lambda: "https://example.org/course/")
    report = [check(doubled_edge(), PAD1D) for _ in range(3)][-1]
    address = "https://example.org/course/padding-layers.html#the-formula"
    assert f'{address} (the book, section "The formula").' in str(report)
    assert f'<a href="{address}">{address}</a>' in report._repr_html_()


def test_the_working_is_unfolded_by_the_third_failure(nowhere):
    reports = [check(doubled_edge(), PAD1D) for _ in range(3)]
    assert ["<details open>" in report._repr_html_() for report in reports] == [False, False, True]
    assert ["x[0, 0] at place -2" in str(report) for report in reports] == [False, False, True]
    assert all("<details" in report._repr_html_() for report in reports)


def test_a_pass_says_what_comes_next(nowhere):
    assert str(check(padding_layers.reflection_pad1d, PAD1D)).endswith("\nNext: zero_pad2d.")
    last = str(check(padding_layers.pad_nd, "padding-layers/pad_nd"))
    assert last.endswith("\nThat was the last exercise of this chapter.")


def test_exercises_come_next_in_the_order_of_their_notebooks():
    for folder in (ROOT / "exercises").glob("[0-9][0-9]-*"):
        slug = folder.name.partition("-")[2]
        text = (folder / f"{slug}.md").read_text(encoding="utf-8")
        asked = re.findall(r"^:exercise: (\w+)", text, re.MULTILINE)
        assert asked == [name.split("/")[1] for name in EXERCISES if name.startswith(f"{slug}/")]


def test_a_pass_begins_anew(nowhere):
    for _ in range(3):
        check(doubled_edge(), PAD1D)
    assert check(padding_layers.reflection_pad1d, PAD1D).score == 1
    assert check(doubled_edge(), PAD1D).failures == 1


def test_a_stub_is_no_failure_and_other_exercises_have_their_own_count(nowhere):
    def stub(x, padding):
        raise NotImplementedError

    assert [check(stub, PAD1D).failures for _ in range(3)] == [0, 0, 0]
    check(doubled_edge(), PAD1D)
    assert check(lambda x, padding: x, "padding-layers/zero_pad2d").failures == 1


def test_outside_of_a_workspace_nothing_is_written(nowhere):
    check(doubled_edge(), PAD1D)
    assert list(nowhere.iterdir()) == []


def test_an_array_of_the_wrong_shape_and_a_crash_get_a_hint_of_their_own(nowhere):
    def cut_short(x, padding):
        return x[:, :, :-1] ** np.ndim(padding) + 0.5

    reports = [check(cut_short, "padding-layers/zero_pad2d") for _ in range(2)]
    assert "axis 2 is 3 too short and axis 3 is 1 too short" in str(reports[0])
    reports = [check(lambda x, padding: x + np.zeros(17), "padding-layers/zero_pad2d") for _ in range(2)]
    assert "Print the shapes of the arrays in that line" in str(reports[1])


def test_only_a_crash_that_all_cases_share_is_said_to_stop_every_case(nowhere):
    def misspelled(x, padding):
        return numpy.concatenate(x)  # noqa: F821

    reports = [check(misspelled, PAD1D) for _ in range(3)]
    assert re.search(r"Every case stops in misspelled, line \d+, `return numpy.concatenate\(x\)", str(reports[0]))
    assert "This case tests" not in "".join(map(str, reports))

    def stops_for_pairs(x, padding):
        return x[{0: 0}[np.ndim(padding)]]

    report = str(check(stops_for_pairs, PAD1D))
    assert "Every case" not in report
    assert "4 of 7 cases stop in stops_for_pairs" in report
    assert "Every case" not in str(check(misspelled, PAD1D).sealed())


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_case_that_is_written_out_is_the_case(exercise):
    report = judge(exercise.id, lambda *args: None)
    code = "\n".join(steps(report, 3)[0].lines)
    given = []
    exec(code, {"np": np, exercise.name: lambda *args: given.append(args)})
    case = report.recommended.case
    np.testing.assert_equal(called(given[0]), called(case.args))  # as numbers: -0.0 is written out as 0
    np.testing.assert_equal(called(example(exercise.id, case.name)), called(case.args))


def called(args):
    """Arguments to compare: in the place of a function, what it makes of the argument after it."""
    return [arg(args[i + 1]) if callable(arg) else arg for i, arg in enumerate(args)]


@pytest.mark.share(4)
@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_no_hint_holds_a_line_of_the_answer(exercise):
    report = judge(exercise.id, lambda *args: None)
    said = "\n".join(line for step in steps(report, 3) for line in (step.text, *step.lines))
    lines = code_lines(ROOT / "solutions" / f"{exercise.chapter.replace('-', '_')}.py")
    assert lines
    assert [line for line in lines if len(line) > 12 and line in said] == []


def test_every_exercise_has_a_section_to_read_and_the_book_has_it():
    for exercise in EXERCISES.values():
        page = (ROOT / "book" / f"{exercise.page or exercise.chapter}.md").read_text(encoding="utf-8")
        assert any(f"{hashes} {exercise.section}\n" in page for hashes in ("##", "###")), exercise.id


def test_ipython_shows_a_wrong_call_in_words_and_the_learners_own_line():
    cells = [
        "from autograder import check\nimport numpy as np",
        f"check(np.zeros(3), '{PAD1D}')",
        "check(np.pad, 'padding-layers/reflection')",
        f"def pad(x, padding):\n    place = x.shape\n    return place[17]\n\ncheck(pad, '{PAD1D}')",
    ]
    code = f"from autograder.runner.shell import Shell\nshell, outs = Shell.start(), []\nfor cell in {cells!r}:\n"
    code += "    outs += shell.run(cell, 30)['outputs']\nimport sys, json\nsys.__stdout__.write(json.dumps(outs))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    call, name, report = json.loads(done.stdout)
    assert call["traceback"] == [f"{PAD1D}: needs the function itself, got ndarray array([0., 0., 0.])"]
    assert len(name["traceback"]) == 1
    assert PAD1D in name["traceback"][0]
    assert "IndexError: tuple index out of range (in pad, line 3: return place[17])" in report["data"]["text/plain"]
    assert "autograder/" not in report["data"]["text/plain"]


ENDLESS_WHILE = """\
def reflection_pad1d(x, padding):
    i = 0
    print("i is", i)
    while i < len(x):
        x.sum()
    return x
"""


def defined(source, name):
    """The function that a notebook's cell with `source` defines."""
    cell = f"<cell of {name}>"
    linecache.cache[cell] = (len(source), None, source.splitlines(True), cell)
    names = {"np": np}
    exec(compile(source, cell, "exec"), names)
    return names[name]


@pytest.mark.parametrize("alarms", [True, False], ids=["with alarm signals", "without"])
def test_an_endless_loop_ends_with_the_case_the_line_and_a_question(nowhere, monkeypatch, alarms):
    monkeypatch.setattr("autograder.learner.check.SECONDS", 0.3)
    if not alarms:
        monkeypatch.delattr(signal, "setitimer")
    report = check(defined(ENDLESS_WHILE, "reflection_pad1d"), PAD1D)
    where = 'Stopped in "1 2 3 4, (2, 1)", in reflection_pad1d, line 4, `while i < len(x):`'
    assert str(report).splitlines()[1] == f"{where}: it was not done after 0.3 seconds. What changes `i`?"
    assert "i is 0" in str(report)
    assert [case.message for case in report.cases[1:]] == ["was not tried after that"] * 6
    assert report.outcome is Outcome.OUT_OF_LIMITS


def test_an_interrupt_ends_in_the_same_report(nowhere):
    def interrupted(x, padding):
        while True:
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
    try:
        report = str(check(interrupted, PAD1D))
    finally:
        signal.signal(signal.SIGINT, before)
    assert re.search(r"in interrupted, line \d+, `while True:`: it was stopped by you. What ends this loop\?", report)


def test_a_broken_cell_is_said_first_until_it_runs(nowhere):
    right = "def reflection_pad1d(x, padding):\n    return np.pad(x, ((0, 0), (0, 0), (0, 0)))\n"
    asked = f"check(reflection_pad1d, {PAD1D!r})"
    cells = [
        "from autograder import check\nimport numpy as np",
        right,
        right.replace(":\n", "\n", 1),
        asked,
        asked,
        "open('nowhere')\n" + right,
        asked,
        "1 / 0",
        asked,
        right,
        asked,
    ]
    code = f"from autograder.runner.shell import Shell\nshell, outs = Shell.start(), []\nfor cell in {cells!r}:\n"
    code += "    outs += [shell.run(cell, 30)['outputs']]\nimport sys, json\nsys.__stdout__.write(json.dumps(outs))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    outputs = [output[0]["data"]["text/plain"] for output in json.loads(done.stdout) if output and "data" in output[0]]
    first = [text.splitlines()[0] for text in outputs]
    broken = "The last cell you ran failed (SyntaxError: expected ':', line 1), so this is about the function as it was"
    missing = "The last cell you ran failed (FileNotFoundError: [Errno 2] No such file or directory: 'nowhere'"
    assert [line.startswith(broken) for line in first] == [True, True, False, False, False]
    assert [line.startswith(missing) for line in first] == [False, False, True, True, False]


def run_for_ever():
    while True:
        pass


@pytest.mark.parametrize("alarms", [True, False], ids=["with alarm signals", "without"])
def test_a_loop_is_interrupted_on_every_system(monkeypatch, alarms):
    if not alarms:
        monkeypatch.delattr(signal, "setitimer")
    with pytest.raises(OutOfTime), time_limit(0.2):
        run_for_ever()
    with time_limit(0.1):
        pass
    time.sleep(0.2)  # nothing comes later
