"""Lines that cannot mean what they say are named, and honest ones are left alone."""

import linecache

import numpy as np
import pytest

from autograder.judging.static_analysis.suspicious_lines import first_suspicious_line


def function_of(source):
    """The function `f` of a cell with this source."""
    linecache.cache["<answer>"] = (len(source), None, source.splitlines(True), "<answer>")
    names = {"np": np}
    exec(compile(source, "<answer>", "exec"), names)
    return names["f"]


WRONG = {
    "def f(x):\n    for i in range(3):\n        for i in range(4):\n            x[i, i] = 0\n    return x": (
        2,
        "counts",
    ),
    "def f(x):\n    for i in range(3):\n        x[i] = 0\n        return x": (2, "first turn"),
    "def f(x, p):\n    return x.sum() ** 1 / p": (2, "power 1"),
    "def f(a, b, c):\n    return a * b + c if c else 0": (2, "as a whole"),
    "def f(size, k, s):\n    return size - k - 1 // s + 1": (2, "Python works out"),
    "def f(x):\n    out = np.zeros(3)\n    out[0] == x\n    return out": (3, "compares"),
    "def f(x, bias):\n    out = x * 2\n    out + bias\n    return out": (3, "keeps nothing"),
    "def f(x):\n    np.pad(x, 1, mode='edge')\n    return x": (2, "axis"),
    "def f(x):\n    x.reshape(2, 3)\n    return x": (2, "new array"),
    "def f(x, p):\n    x = np.pad(x, p)\n    return x": (2, "every axis"),
    "def f(x, k):\n    return [x[i : len(k)] @ k for i in range(3)]": (2, "wherever it begins"),
}
HONEST = [
    "def f(x):\n    for _ in range(3):\n        for _ in range(4):\n            x = x + 1\n    return x",
    "def f(x):\n    for i in range(3):\n        if x[i]:\n            return i\n    return x",
    "def f(x, p):\n    return x.sum() ** (1 / p)",
    "def f(a, b, c):\n    return a * b + (c if c else 0)",
    "def f(a, b=None):\n    return a if b is None else a + b",
    "def f(size, k, s):\n    return (size - k - 1) // s + 1",
    "def f(x):\n    np.add.at(x, [0], 1)\n    x.sort()\n    x.append(1)\n    print(x == 1)\n    return x",
    "def f(x, p):\n    return np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])",
    "def f(x, p):\n    row = x[0, 0, 0]\n    return np.pad(row, p)",
    "def f(x, k):\n    return [x[i : i + len(k)] @ x[i : len(x)] for i in range(3)]",
]


@pytest.mark.parametrize("source", WRONG)
def test_a_slip_is_named_with_its_line(source):
    line, words = WRONG[source]
    said = first_suspicious_line(function_of(source))
    assert said.startswith(f"Line {line} of f cannot mean what it says: ")
    assert words in said


@pytest.mark.parametrize("source", HONEST)
def test_honest_lines_are_left_alone(source):
    assert first_suspicious_line(function_of(source)) == ""


def test_what_cannot_be_read_has_no_slips():
    assert first_suspicious_line(None) == ""
    assert first_suspicious_line(np.sum) == ""
    assert first_suspicious_line(lambda x: x + 1) == ""
