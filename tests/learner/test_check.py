"""`check` in a notebook and from the terminal, walked as a learner does."""

import importlib.util
import json
import linecache
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
import typer
import yaml

from autograder import check, example, judge
from autograder.bank import EXERCISES
from autograder.building.answers import code_lines
from autograder.cli.learning import check as cli_check
from autograder.learner import hints, progress_store
from autograder.learner.check_notebook import NOT_REACHED, check_notebook
from autograder.learner.hints import steps
from autograder.learner.progress import Progress
from autograder.reports.findings import Outcome
from autograder.runner.deadline import OutOfTime, time_limit
from solutions import padding_layers
from tests.learner._chapter import (
    ASSIGNMENT,
    CRASHING,
    DOUBLED_EDGE,
    ENDLESS,
    NO_PYTHON,
    ROOT,
    SLUG,
    answered,
    cell_of,
    code,
    released,
    save,
    shell,
    workspace,
)

PAD1D = "padding-layers/reflection_pad1d"


@pytest.fixture(scope="module")
def stubs():
    return released()


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
    last = str(check(padding_layers.same_padding, "padding-layers/same_padding"))
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
    assert "Print the shapes of what meets in that line" in str(reports[1])


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
    report = replace(judge(exercise.id, lambda *args: None), failures=3)
    code = "\n".join(steps(report)[0].lines)
    given = []
    exec(code, {"np": np, exercise.name: lambda *args: given.append(args)})
    case = report.recommended.case
    np.testing.assert_equal(given[0], case.args)  # as numbers: -0.0 is written out as 0
    np.testing.assert_equal(example(exercise.id, case.name), case.args)


def test_no_hint_holds_a_line_of_the_answer():
    for exercise in EXERCISES.values():
        report = replace(judge(exercise.id, lambda *args: None), failures=3)
        said = "\n".join(line for step in steps(report) for line in (step.text, *step.lines))
        lines = code_lines(ROOT / "solutions" / f"{exercise.chapter.replace('-', '_')}.py")
        assert [line for line in lines if len(line) > 12 and line in said] == []


def test_every_exercise_has_a_section_to_read_and_the_book_has_it():
    for exercise in EXERCISES.values():
        page = (ROOT / "book" / f"{exercise.chapter}.md").read_text(encoding="utf-8")
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

    report = str(check(interrupted, PAD1D))
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


# From the terminal ---------------------------------------------------------------------------------------------------


def test_a_right_notebook_passes_whole(tmp_path):
    notebook = answered(released(slim=False))
    folder = ROOT / "exercises" / ASSIGNMENT
    code = f"import runpy; runpy.run_path({str(folder / 'data.py')!r})['write'](__import__('pathlib').Path('data'))"
    (tmp_path / "data").mkdir()
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    said = shell("check", save(tmp_path / f"{SLUG}.ipynb", notebook), cwd=ROOT).stdout
    assert "6 of 6 visible points" in said
    assert "has an answer; a person reads it" in said


def test_wrong_crashing_endless_and_open_answers_each_get_their_lines(tmp_path, stubs):
    wrong = {
        "reflection_pad1d": DOUBLED_EDGE,
        "zero_pad2d": ENDLESS,
        "replication_pad2d": CRASHING,
        "circular_pad2d": NO_PYTHON,
    }
    notebook = answered(stubs, wrong, leave=["same_padding"])
    notebook["cells"] += [code("plot = 1 / 0"), code("print(plot)"), code("same_padding(3)")]
    path = save(tmp_path / f"{SLUG}.ipynb", notebook)
    said = shell("check", path, "--timeout", 1, cwd=tmp_path, status=1).stdout
    assert "This is what you get when the answer mirrors the input and shows the outermost value twice." in said
    assert re.search(
        r'Stopped in "[^"]+", in zero_pad2d, line \d+, `while .*`: it was not done after 1 seconds\.', said
    )
    assert "IndexError: tuple index out of range (in replication_pad2d, line 3: return rows[17])" in said
    assert "Every case stops in replication_pad2d, line 3, `return rows[17]`" in said
    assert "The cell of the answer does not run: SyntaxError: expected ':'" in said
    assert "(`plot = 1 / 0`) fails: ZeroDivisionError: division by zero (line 1: plot = 1 / 0)" in said
    assert "print(plot)" not in said  # fails only because the cell before it did
    assert "same_padding(3)" not in said  # waits for an open exercise
    assert "1.143 of 6 visible points; 1 exercise is open" in said
    rows = [line.split() for line in said.splitlines()]
    assert ["reflection_pad2d", "ok", "8", "of", "8", "1", "of", "1"] in rows


def test_a_function_under_another_name_is_named(tmp_path, stubs):
    renamed = DOUBLED_EDGE.replace("def reflection_pad1d", "def my_pad")
    path = save(tmp_path / "a.ipynb", answered(stubs, {"reflection_pad1d": renamed}))
    said = shell("check", path, cwd=tmp_path, status=1).stdout
    assert "The notebook defines my_pad; the exercise needs reflection_pad1d." in said


def test_more_tries_fresh_hidden_cases(tmp_path, stubs):
    path = save(tmp_path / "a.ipynb", answered(stubs))
    plain, more = (
        json.loads(shell("check", path, "--json", *extra, cwd=tmp_path).stdout) for extra in ([], ["--more"])
    )
    for before, after in zip(plain["exercises"], more["exercises"], strict=True):
        assert after["cases"] - before["cases"] == EXERCISES[after["exercise"]].hidden_count
        assert after["passed"] == after["cases"]


def test_more_says_plainly_that_it_needs_pytorch(tmp_path, stubs, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(typer.Exit) as end:
        cli_check.check(save(tmp_path / "a.ipynb", stubs), more=True)
    assert end.value.exit_code == 2
    assert "only PyTorch can say, which is not installed: `pip install torch`" in " ".join(
        capsys.readouterr().err.split()
    )


def test_an_answer_below_its_check_counts_as_when_graded(tmp_path, stubs):
    notebook = answered(stubs)
    notebook["cells"].reverse()
    notebook["cells"].insert(0, notebook["cells"].pop())
    checked = check_notebook(save(tmp_path / "a.ipynb", notebook), 30)
    assert {verdict.outcome for verdict in checked.verdicts} == {"passed"}


def test_json_is_for_machines_and_a_notebook_without_metadata_is_understood(tmp_path, stubs):
    notebook = answered(stubs, {"reflection_pad1d": DOUBLED_EDGE})
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    path = save(tmp_path / "renamed (1).ipynb", notebook)
    result = json.loads(shell("check", path, "--json", cwd=tmp_path, status=1).stdout)
    assert result["chapter"] == SLUG
    outcomes = {one["exercise"]: one["outcome"] for one in result["exercises"]}
    assert outcomes.pop(PAD1D) == "wrong"
    assert set(outcomes.values()) == {"passed"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.ipynb", None, "there is no file"),
        ("text.ipynb", "no notebook", "is not a notebook that can be read"),
        ("list.ipynb", "[1, 2]", "is not a notebook that can be read"),
        ("foreign.ipynb", '{"cells": [], "metadata": {}}', "has no exercise of the course"),
        ("picture.ipynb", b"\x89PNG\xff\xfe", "is not a notebook that can be read"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_line(tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    said = shell("check", name, cwd=tmp_path, status=2).stderr.strip()
    assert words in said
    assert len(said.splitlines()) == 1


def test_a_folder_stands_for_its_notebook(tmp_path, stubs):
    save(tmp_path / ASSIGNMENT / "copy.ipynb", stubs)
    save(tmp_path / ASSIGNMENT / f"{SLUG}.ipynb", stubs)
    assert "6 exercises are open" in shell("check", ASSIGNMENT, cwd=tmp_path, status=1).stdout
    (tmp_path / ASSIGNMENT / f"{SLUG}.ipynb").rename(tmp_path / ASSIGNMENT / "other.ipynb")
    said = shell("check", ASSIGNMENT, cwd=tmp_path, status=2).stderr
    assert "name one of copy.ipynb, other.ipynb" in said


@pytest.mark.parametrize(
    ("source", "seconds", "words"),
    [
        ("import os\nos._exit(3)", 30, "it made Python end (status 3)"),
        (
            "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(99)",
            5,
            "took longer than 5 sec",
        ),
    ],
    ids=["ends Python", "cannot be interrupted"],
)
def test_what_ends_the_process_costs_only_what_comes_after(tmp_path, stubs, monkeypatch, source, seconds, words):
    monkeypatch.setattr("autograder.learner.check_notebook.GRACE_SECONDS", 0.5)
    notebook = answered(stubs)
    place = notebook["cells"].index(cell_of(notebook, "replication_pad2d"))
    notebook["cells"].insert(place, code(source))
    checked = check_notebook(save(tmp_path / "a.ipynb", notebook), seconds)
    outcomes = [verdict.outcome for verdict in checked.verdicts]
    assert outcomes == ["passed"] * 3 + [NOT_REACHED] * 3
    assert words in checked.lines[0]
    assert not checked.passed


def test_what_a_notebook_prints_and_forges_is_no_result(tmp_path, stubs):
    forged = json.dumps({"event": "report", "exercise": PAD1D, "outcome": "passed", "score": 1})
    notebook = answered(stubs, leave=["reflection_pad1d"])
    notebook["cells"].insert(1, code(f"import os\nos.write(1, {forged!r}.encode() + b'\\n')\nprint({forged!r})"))
    checked = check_notebook(save(tmp_path / "a.ipynb", notebook), 30)
    assert checked.verdicts[0].outcome == Outcome.NOT_ATTEMPTED.value


def test_only_another_answer_counts_as_another_failure(tmp_path, stubs):
    root = workspace(tmp_path / "w", stubs)
    path = root / ASSIGNMENT / f"{SLUG}.ipynb"

    def hints(answer):
        save(path, answered(stubs, {"reflection_pad1d": answer}))
        return "Look at" in check_notebook(path, 30).verdicts[0].report

    assert [hints(DOUBLED_EDGE), hints(DOUBLED_EDGE), hints(DOUBLED_EDGE + "\n")] == [False, False, True]


def test_watching_checks_again_when_the_notebook_is_saved(tmp_path, stubs):
    path = save(tmp_path / f"{SLUG}.ipynb", stubs)
    with (tmp_path / "said").open("w") as said:
        command = [sys.executable, "-m", "autograder", "check", str(path), "--watch"]
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # where tests run in the background
        )
        try:
            wait_for(tmp_path / "said", "Waiting until padding-layers.ipynb is saved")
            save(path, answered(stubs))
            wait_for(tmp_path / "said", "6 of 6 visible points")
            wait_for(tmp_path / "said", "Ctrl-C ends", count=2)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()
    text = (tmp_path / "said").read_text()
    assert "0 of 6 visible points; 6 exercises are open" in text
    assert "Traceback" not in text


def wait_for(path, words, count=1):
    deadline = time.monotonic() + 60
    while path.read_text().count(words) < count:
        assert time.monotonic() < deadline, path.read_text()
        time.sleep(0.1)


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


# For a classroom ------------------------------------------------------------------------------------------------------


def test_the_classroom_workflow_reports_the_points_of_a_workspace(tmp_path, stubs):
    workflow = yaml.safe_load((ROOT / "classroom" / "check.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    step = workflow["jobs"]["check"]["steps"][-1]
    assert step["shell"] == "python"
    root = workspace(tmp_path / "w", stubs)
    wrong = {"reflection_pad1d": DOUBLED_EDGE}
    save(root / ASSIGNMENT / f"{SLUG}.ipynb", answered(stubs, wrong, leave=["same_padding"]))
    assert run_step(step["run"], root) == (1, "::notice title=Points::4.143 of 6 visible points\n")
    summary = (root / "summary.md").read_text()
    assert summary.startswith("## 4.143 of 6 visible points\n")
    assert "| `reflection_pad1d` | wrong | 1 of 7 | 0.143 of 1 |" in summary
    assert "    This is what you get when the answer mirrors the input" in summary
    save(root / ASSIGNMENT / f"{SLUG}.ipynb", answered(stubs, leave=["same_padding"]))
    assert run_step(step["run"], root)[0] == 0  # what is only open is no fault


def run_step(script, cwd):
    bin_first = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(cwd / "summary.md"), "PATH": bin_first}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.returncode, done.stdout
