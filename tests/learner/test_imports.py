"""The learner's half runs where much is missing: without torch, on Windows, and in a browser's Python."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.turn(2)

CHECKING = """
    import numpy as np
    from autograder import check

    def conv2d(x, weight, bias=None):
        windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
        out = np.einsum("nchwij,ocij->nohw", windows, weight, optimize=False)
        return out if bias is None else out + bias[:, None, None]

    def flipped(x, weight, bias=None):
        return conv2d(x, weight[:, :, ::-1, ::-1], bias)

    right = check(conv2d, "convolutional-layers/conv2d")
    for _ in range(4):  # further hints open
        wrong = check(flipped, "convolutional-layers/conv2d")
    assert right.score == 1, right
    assert wrong.score < 1
    assert "kernel" in wrong.mistake, wrong.mistake
    assert "magic-window" in wrong._repr_html_()
    print(wrong)
    print("recorded" in wrong.oracle)
"""


@pytest.fixture
def on(unpacked, tmp_path):
    """Run a program with the wheel's files on another kind of machine."""

    def run(machine, code):
        program = tmp_path / "program.py"
        program.write_text(textwrap.dedent(code))
        command = [sys.executable, Path(__file__).with_name("_other_machine.py"), machine, program]
        environment = os.environ | {"PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)

    return run


@pytest.mark.parametrize("machine", ["windows", "browser"])
def test_an_answer_is_checked(on, machine):
    done = on(machine, CHECKING)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "True"
    assert "2 of" in done.stdout or "wrong" in done.stdout
    assert done.stderr == ""


def test_all_of_the_wheel_is_imported_on_windows(on, unpacked):
    modules = [
        ".".join(path.relative_to(unpacked).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((unpacked / "autograder").rglob("*.py"))
        if path.name != "__main__.py"
    ]
    assert "autograder.learner.starting" in modules
    done = on(
        "windows",
        f"""
        import importlib
        for name in {modules}:
            importlib.import_module(name)
        """,
    )
    assert done.returncode == 0, done.stderr


def test_a_loop_is_stopped_on_windows(on):
    done = on(
        "windows",
        """
        from autograder.runner.deadline import OutOfTime, time_limit
        try:
            with time_limit(0.2):
                while True:
                    pass
        except OutOfTime:
            print("stopped")
        """,
    )
    assert done.stdout == "stopped\n", done.stderr


def test_a_workspace_is_made_on_windows(on):
    done = on(
        "windows",
        """
        import sys
        from autograder.cli import main
        sys.argv = ["autograder", "start", "--no-browser"]
        main()
        """,
    )
    assert done.stdout.startswith("Made the workspace magic-window, with 10 chapters"), done.stderr


MISSING = {
    "browser": [
        "import torch",
        "import subprocess",
        "import typer",
        "import threading; threading.Thread(target=print).start()",
        "import os; os.fork",
        "import autograder.grading",
    ],
    "windows": [
        "import fcntl",
        "import signal; signal.setitimer",
        "import importlib; importlib.import_module('solutions')",
        "import autograder.grading",
    ],
}


@pytest.mark.parametrize("machine", ["windows", "browser"])
def test_what_is_missing_there_is_missing_here(on, machine):
    done = on(
        machine,
        f"""
        for line in {MISSING[machine]}:
            try:
                exec(line)
                print("there is", line)
            except Exception as error:
                print(type(error).__name__)
        """,
    )
    found = done.stdout.splitlines()
    assert len(found) == len(MISSING[machine]), done.stderr
    assert set(found) <= {"ModuleNotFoundError", "AttributeError", "RuntimeError"}
