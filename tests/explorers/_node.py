"""Ask the explorers' arithmetic, in Node: one process for a whole list of calls."""

import json
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

ANSWER = Path(__file__).with_name("answer.cjs")


def ask(calls):
    """The results of `calls`, a list of (function, *arguments)."""
    if shutil.which("node") is None:
        pytest.fail("these tests need Node: install it with `apt-get install nodejs`", pytrace=False)
    written = json.dumps([[name, _plain(arguments)] for name, *arguments in calls])
    run = subprocess.run(["node", ANSWER], input=written, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def array(nested):
    """A nested list as an array; what is not finite comes as text."""
    return np.array(nested, dtype=object).astype(float)


def _plain(value):
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case np.ndarray() | np.generic():
            return _plain(value.tolist())
        case float() if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        case _:
            return value
