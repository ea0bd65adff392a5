"""Answers that ask a library for the answer are refused, and honest neighbours are not."""

from pathlib import Path

import numpy as np
import pytest
import scipy.signal
import torch
import torch.nn.functional as F
from scipy.signal import correlate as quietly

import solutions
from autograder import judge
from autograder.bank import EXERCISES, find
from autograder.judging.static_analysis.forbidden import StaticSource
from solutions import conv2d as right
from solutions.convolutional_layers import correlate1d as right1d

CONV2D, CORRELATE1D = "convolutional-layers/conv2d", "convolutional-layers/correlate1d"


def through_torch(x, weight, bias=None):
    bias = None if bias is None else torch.from_numpy(bias)
    return F.conv2d(torch.from_numpy(x), torch.from_numpy(weight), bias).numpy()


def through_a_helper(x, weight, bias=None):
    return through_torch(x, weight, bias)


def imported_inside(x, weight, bias=None):
    from torch.nn import functional

    return functional.conv2d(*map(torch.from_numpy, (x, weight))).numpy()


def through_scipy(signal, kernel):
    return scipy.signal.correlate(signal, kernel, "valid")


def through_a_name_of_its_own(signal, kernel):
    return quietly(signal, kernel, "valid")


def through_numpy(signal, kernel):
    return np.convolve(signal, kernel[::-1], "valid")


@pytest.mark.parametrize(
    ("exercise", "answer", "named"),
    [
        (CONV2D, through_torch, "torch"),
        (CONV2D, through_a_helper, "torch"),
        (CONV2D, imported_inside, "torch"),
        (CONV2D, torch.nn.functional.conv2d, "torch"),
        (CORRELATE1D, through_scipy, "scipy"),
        (CORRELATE1D, through_a_name_of_its_own, "scipy"),
        (CORRELATE1D, through_numpy, "np.convolve"),
    ],
)
def test_an_answer_by_a_library_is_refused(exercise, answer, named):
    report = judge(exercise, answer)
    assert report.score == 0
    assert "This does not count" in report.refusal
    assert named in report.refusal
    assert "not accepted" in str(report)


def convolve(signal, kernel):
    """A function of one's own may have any name, and words like torch may stand in a text."""
    correlate = "as torch does"
    assert correlate
    return right1d(signal, kernel)


def test_names_and_words_alone_are_no_reason():
    assert judge(CORRELATE1D, convolve).score == 1
    assert judge(CONV2D, right).score == 1


NOTEBOOK = """import numpy as np
%matplotlib inline
from numpy import correlate as c
NAME = TEXT = "?"
"""


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ("def correlate1d(signal, kernel):\n    return c(signal, kernel, 'valid')", True),
        (
            "def correlate1d(signal, kernel):\n    return helper(signal, kernel)\n"
            "def helper(a, b):\n    return np.correlate(a, b)",
            True,
        ),
        ("slide = np.correlate\ndef correlate1d(signal, kernel):\n    return slide(signal, kernel)", True),
        ("correlate1d = lambda a, b: np.convolve(a, b[::-1], 'valid')", True),
        ("def correlate1d(signal, kernel):\n    return np.dot(signal, kernel)\nc([1], [2])", False),
        ("def correlate1d(signal, kernel)\n    syntax error", False),
        ("def correlate1d(signal, kernel):\n    return getattr(np, 'cor' + 'relate')(signal, kernel)", True),
        ("from numpy import *\ndef correlate1d(signal, kernel):\n    return correlate(signal, kernel)", True),
        ("%pylab\ndef correlate1d(signal, kernel):\n    return correlate(signal, kernel)", True),
        ("m = np\ndef correlate1d(signal, kernel):\n    return m.correlate(signal, kernel)", True),
        ("def correlate1d(signal, kernel):\n    correlate = abs\n    return correlate(signal)", False),
        ("def correlate1d(signal, kernel):\n    return getattr(np, 'do' + 't')(signal, kernel)", False),
    ],
)
def test_a_notebook_is_read_without_being_run(answer, refused):
    assert bool(StaticSource([NOTEBOOK, answer]).refuse(find(CORRELATE1D))) is refused


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (
            "def correlate1d(signal, kernel):\n    return getattr(np, 'etalerroc'[::-1])(signal, kernel)",
            "getattr, np under another name",
        ),
        ("def correlate1d(signal, kernel):\n    return np.__dict__[NAME](signal, kernel)", "__dict__"),
        ("def correlate1d(signal, kernel):\n    return eval(TEXT)(signal, kernel)", "eval"),
        (
            "def correlate1d(signal, kernel):\n    m = np\n    return m.correlate(signal, kernel)",
            "np under another name",
        ),
        ("def correlate1d(signal, kernel):\n    return np.dot(signal, kernel)\neval(TEXT)", ""),
        ("def correlate1d(signal, kernel):\n    return getattr(np, 'dot')(signal, kernel)", ""),
    ],
)
def test_what_hides_its_calls_is_for_a_person_to_look_at(answer, named):
    written = StaticSource([NOTEBOOK, answer])
    assert written.dynamic_access(find(CORRELATE1D)) == named
    assert not written.refuse(find(CORRELATE1D))


def test_hiding_matters_only_where_something_is_forbidden():
    answer = "def conv2d(x, weight, bias=None):\n    return eval(TEXT)"
    assert StaticSource([NOTEBOOK, answer]).dynamic_access(find(CONV2D)) == ""


@pytest.mark.parametrize("chapter", sorted({exercise.chapter for exercise in EXERCISES.values()}))
def test_the_reference_hides_nothing(chapter):
    written = StaticSource([(Path(solutions.__file__).parent / f"{chapter.replace('-', '_')}.py").read_text()])
    for exercise in EXERCISES.values():
        if exercise.chapter == chapter:
            assert written.dynamic_access(exercise) == "", exercise.id


CALLS_H = "def correlate1d(signal, kernel):\n    return h(signal, kernel, 'valid')\n"
DETOURS = {
    "annotated assignment": "h: object = np.correlate\n" + CALLS_H,
    "for": "for h in [np.correlate]: pass\n" + CALLS_H,
    "with": "with contextlib.nullcontext(np.correlate) as h: pass\n" + CALLS_H,
    "walrus": "(h := np.correlate)\n" + CALLS_H,
    "tuple": "h, o = np.correlate, 1\n" + CALLS_H,
    "starred": "h, *o = [np.correlate]\n" + CALLS_H,
    "magic": "%time h = np.correlate\n" + CALLS_H,
    "builtins": "import builtins\nbuiltins.h = np.correlate\n" + CALLS_H,
    "user_ns": "get_ipython().user_ns['h'] = np.correlate\n" + CALLS_H,
    "globals": "globals()['h'] = np.correlate\n" + CALLS_H,
    "global": "def s():\n    global h\n    h = np.correlate\ns()\n" + CALLS_H,
    "async": "async def h(*all): return np.correlate(*all)\n" + CALLS_H,
    "local of another function": "h = np.correlate\n" + CALLS_H + "    def inner():\n        h = 1",
    "local of a comprehension": "h = np.correlate\n" + CALLS_H + "    [h for h in ()]",
    "attribute": "class B: pass\nB.f = np.correlate\ndef correlate1d(a, b): return B.f(a, b)",
    "subscript": "d = {}\nd['p'] = np.correlate\ndef correlate1d(a, b): return d['p'](a, b)",
    "append": "d = []\nd.append(np.correlate)\ndef correlate1d(a, b): return d[0](a, b)",
    "setattr": "class B: pass\nsetattr(B, 'f', np.correlate)\ndef correlate1d(a, b): return B.f(a, b)",
    "code": CALLS_H + "correlate1d.__code__ = (lambda a, b: np.correlate(a, b)).__code__",
    "numpy.ma": "def correlate1d(a, b): return np.ma.correlate(a, b)",
    "multiarray": "from numpy._core import multiarray\ndef correlate1d(a, b): return multiarray.correlate(a, b)",
    "correlate2": "import numpy.core.multiarray as m\ndef correlate1d(a, b): return m.correlate2(a, b)",
    "match": "match np.correlate:\n    case h: pass\n" + CALLS_H,
    "in a match": "match 1:\n    case _: h = np.correlate\n" + CALLS_H,
    "method beside a class's own name": "h = np.correlate\nclass A:\n    h = 1\n"
    "    def f(self, a, b): return h(a, b)\ndef correlate1d(a, b): return A().f(a, b)",
    "polymul": "def correlate1d(a, b): return np.polymul(a, b)",
}


@pytest.mark.parametrize("cell", DETOURS.values(), ids=DETOURS)
def test_a_detour_is_refused(cell):
    assert "is the whole exercise" in StaticSource([NOTEBOOK, cell]).refuse(find(CORRELATE1D))


@pytest.mark.parametrize("cell", ["%timeit -n1 -r1 globals().update(h=np.correlate)\n", "exec(TEXT)\n"])
def test_a_name_that_no_cell_defines_is_for_a_person_to_look_at(cell):
    written = StaticSource([NOTEBOOK, cell + CALLS_H])
    assert written.dynamic_access(find(CORRELATE1D)) == "h, which no cell defines"
    assert written.refuse(find(CORRELATE1D)) == ""


DOTS = "def correlate1d(signal, kernel):\n    out = [np.dot(signal, kernel) for i in range(3)]\n    return out\n"


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy; np = numpy\n" + DOTS,
        "import importlib\nnp = importlib.reload(np)\n" + DOTS,
        DOTS + "np = None",
        DOTS + "assert np.allclose(correlate1d([1], [2]), np.correlate([1], [2]))",
        DOTS + "np.testing.assert_allclose(correlate1d([1], [2]), np.correlate([1], [2]))",
        DOTS + "out = np.correlate([1], [2])\nfor i in np.correlate([1], [2]): print(i)",
        DOTS + "tried = []\ntried.append(np.correlate([1], [2]))",
        DOTS + "# as np.correlate does",
        "from numpy import *\n" + DOTS.replace("np.dot", "dot"),
        DOTS + "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot(np.correlate([1], [2]))",
        DOTS.replace("    return out", "    try:\n        return out\n    except ValueError as e:\n        raise e"),
        DOTS.replace(
            "    return out", "    if any((last := x) > 1 for x in out):\n        print(last)\n    return out"
        ),
        DOTS.replace(
            "    return out", "    match out:\n        case [first, *more]: print(first, more)\n    return out"
        ),
        "class A:\n    size = 3\n    half = size // 2\n" + DOTS.replace("range(3)", "range(A.half)"),
        "from math import *\nfrom itertools import *\n"
        + DOTS.replace("np.dot", "hypot").replace("range(3)", "count()"),
        "h: int = 3\n(k := 4)\n%time x = 2\n" + DOTS.replace("range(3)", "range(h + k)"),
    ],
)
def test_honest_code_is_neither_refused_nor_noted(cell):
    written = StaticSource([NOTEBOOK, cell])
    assert (written.refuse(find(CORRELATE1D)), written.dynamic_access(find(CORRELATE1D))) == ("", "")
