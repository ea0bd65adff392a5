"""`autograder check`: a notebook that is run and checked from the terminal, once or whenever it is saved."""

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
import typer
import yaml

from autograder.bank import EXERCISES
from autograder.cli.learning import check as cli_check
from autograder.learner.check_notebook import check_notebook
from autograder.learner.notebook_result import NOT_REACHED
from autograder.reports.findings import Outcome
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

pytestmark = pytest.mark.turn(2)

PAD1D = "padding-layers/reflection_pad1d"


@pytest.fixture(scope="module")
def stubs():
    return released()


def test_a_right_notebook_passes_whole(tmp_path):
    notebook = answered(released(slim=False))
    folder = ROOT / "exercises" / ASSIGNMENT
    code = f"import runpy; runpy.run_path({str(folder / 'data.py')!r})['write'](__import__('pathlib').Path('data'))"
    (tmp_path / "data").mkdir()
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    said = shell("check", save(tmp_path / f"{SLUG}.ipynb", notebook), cwd=ROOT).stdout
    assert "7 of 7 visible points" in said
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
    assert "2.143 of 7 visible points; 1 exercise is open" in said
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
    assert {result.outcome for result in checked.results} == {"passed"}


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
    assert "7 exercises are open" in shell("check", ASSIGNMENT, cwd=tmp_path, status=1).stdout
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
    outcomes = [result.outcome for result in checked.results]
    assert outcomes == ["passed"] * 3 + [NOT_REACHED] * 4
    assert words in checked.cell_errors[0]
    assert not checked.passed


def test_what_a_notebook_prints_and_forges_is_no_result(tmp_path, stubs):
    forged = json.dumps({"event": "report", "exercise": PAD1D, "outcome": "passed", "score": 1})
    notebook = answered(stubs, leave=["reflection_pad1d"])
    notebook["cells"].insert(1, code(f"import os\nos.write(1, {forged!r}.encode() + b'\\n')\nprint({forged!r})"))
    checked = check_notebook(save(tmp_path / "a.ipynb", notebook), 30)
    assert checked.results[0].outcome == Outcome.NOT_ATTEMPTED.value


def test_only_another_answer_counts_as_another_failure(tmp_path, stubs):
    root = workspace(tmp_path / "w", stubs)
    path = root / ASSIGNMENT / f"{SLUG}.ipynb"

    def hints(answer):
        save(path, answered(stubs, {"reflection_pad1d": answer}))
        return "Look at" in check_notebook(path, 30).results[0].report

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
            save(path, answered(stubs, leave=["same_padding"]))
            wait_for(tmp_path / "said", "Ctrl-C ends", count=2)
            save(path, answered(stubs, {"zero_pad2d": CRASHING.replace("replication", "zero")}, leave=["same_padding"]))
            wait_for(tmp_path / "said", "Ctrl-C ends", count=3)
            path.write_text(path.read_text() + "\n")
            wait_for(tmp_path / "said", "Ctrl-C ends", count=4)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
    text = (tmp_path / "said").read_text()
    assert "Traceback" not in text
    first, second, third, fourth = re.split(r"^\d\d:\d\d:\d\d$", text, flags=re.MULTILINE)[1:]
    assert "0 of 7 visible points; 7 exercises are open" in first
    lines = [line.split(":")[0] for line in second.splitlines() if ", before " in line]
    names = ["reflection_pad1d", "zero_pad2d", "reflection_pad2d", "replication_pad2d", "circular_pad2d", "pad_nd"]
    assert lines == names
    assert "reflection_pad1d: ok, 7 of 7 cases, before open, 0 of 7 cases" in second
    assert "Every case stops in zero_pad2d, line 3" in third
    assert [line for line in third.splitlines() if ", before " in line] == [
        "zero_pad2d: crash, 0 of 8 cases, before ok, 8 of 8 cases"
    ]
    assert fourth.strip().startswith("Nothing has changed.")


def wait_for(path, words, count=1):
    deadline = time.monotonic() + 60
    while path.read_text().count(words) < count:
        assert time.monotonic() < deadline, path.read_text()
        time.sleep(0.1)


# For a classroom ------------------------------------------------------------------------------------------------------


def test_the_classroom_workflow_reports_the_points_of_a_workspace(tmp_path, stubs):
    workflow = yaml.safe_load((ROOT / "classroom" / "check.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    step = workflow["jobs"]["check"]["steps"][-1]
    assert step["shell"] == "python"
    root = workspace(tmp_path / "w", stubs)
    wrong = {"reflection_pad1d": DOUBLED_EDGE}
    save(root / ASSIGNMENT / f"{SLUG}.ipynb", answered(stubs, wrong, leave=["same_padding"]))
    assert run_step(step["run"], root) == (1, "::notice title=Points::5.143 of 7 visible points\n")
    summary = (root / "summary.md").read_text()
    assert summary.startswith("## 5.143 of 7 visible points\n")
    assert "| `reflection_pad1d` | wrong | 1 of 7 | 0.143 of 1 |" in summary
    assert "    This is what you get when the answer mirrors the input" in summary
    save(root / ASSIGNMENT / f"{SLUG}.ipynb", answered(stubs, leave=["same_padding"]))
    assert run_step(step["run"], root)[0] == 0  # what is only open is no fault


def test_the_gitlab_job_passes_warns_or_fails(tmp_path, stubs):
    job = yaml.safe_load((ROOT / "classroom" / "gitlab-ci.yml").read_text(encoding="utf-8"))["check"]
    script = job["script"][-1]
    root = workspace(tmp_path / "w", stubs)

    def status():
        environment = os.environ | {"PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(["sh", "-c", script], cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
        return done.returncode, done.stdout

    save(root / ASSIGNMENT / f"{SLUG}.ipynb", answered(stubs, leave=["same_padding"]))
    warned, said = status()
    assert warned == job["allow_failure"]["exit_codes"]
    assert "6 of 7 visible points; 1 exercise is open" in said
    save(root / ASSIGNMENT / f"{SLUG}.ipynb", answered(stubs))
    assert status()[0] == 0
    (root / ASSIGNMENT / f"{SLUG}.ipynb").write_text("torn")
    assert status()[0] not in (0, warned)


def run_step(script, cwd):
    bin_first = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(cwd / "summary.md"), "PATH": bin_first}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.returncode, done.stdout
