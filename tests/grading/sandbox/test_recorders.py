"""Recorders note what the notebook's own code calls while a function is asked, and nothing else is changed by them."""

import pytest

from autograder.grading.sandbox.replies import read_names
from autograder.grading.sandbox.session import Session

WATCHED = ("numpy.correlate", "numpy._core.multiarray.correlate2", "numpy.pad", "numpy.lib._arraypad_impl")
WATCHED += ("numpy.add", "numpy.ndarray.sum", "numpy.no_such", "scipy.signal.correlate")


@pytest.fixture(scope="module")
def session():
    with Session(watched=WATCHED) as session:
        session.run_cell("import numpy as np\nkept = np.correlate")
        yield session


def called(session, body, before=""):
    assert session.run_cell(f"{before}\ndef f(a):\n    {body}").error == ""
    answer = session.call("f", ([1.0, 2.0],))
    assert answer.failure is None, answer.failure
    return set(answer.called)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("np.correlate(a, a)", {"numpy.correlate"}),
        ("kept(a, a)", {"numpy.correlate"}),
        ("[np.pad(b, 1) for b in [a]]", {"numpy.pad"}),
        ("np._core.multiarray.correlate2(a, a, 0)", {"numpy._core.multiarray.correlate2"}),
        ("np.lib._arraypad_impl._as_pairs(1, 2)", {"numpy.lib._arraypad_impl"}),
        ("np.apply_along_axis(np.correlate, 0, a, a)", {"numpy.correlate"}),
        ("sorted([a], key=lambda b: np.pad(b, 1)[0])", {"numpy.pad"}),
        ("np.dot(a, a), np.add(a, a), np.sum(a)", set()),
        ("np.pad", set()),
    ],
)
def test_what_the_notebooks_code_calls_is_noted(session, body, names):
    assert called(session, body) == names


def test_what_numpy_calls_for_purposes_of_its_own_is_not():
    with Session(watched=("numpy.convolve", "numpy._core.multiarray.correlate", "numpy.interp")) as session:
        session.run_cell("import numpy as np\nimport matplotlib.pyplot as plt")
        own = "np.poly([1, 2]), plt.imshow(np.eye(2)), plt.colorbar(), plt.gcf().canvas.draw()"
        assert called(session, own) == set()
        assert called(session, "np.convolve(a, a)") == {"numpy.convolve"}


def test_a_cell_may_call_what_it_likes(session):
    assert called(session, "pass", before="np.correlate([1], [2])") == set()


def test_an_answer_from_before_is_forgotten(session):
    assert called(session, "np.pad(a, 1)") == {"numpy.pad"}
    assert called(session, "return a") == set()


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("np.correlate([1, 2, 3], [0, 1, 0.5]).tolist()", "[3.5]"),
        ("np.pad([1], 1, mode='edge').tolist()", "[1, 1, 1]"),
        ("import inspect; str(inspect.signature(np.pad))", "(array, pad_width, mode='constant', **kwargs)"),
        ("np.pad.__name__, np.pad.__module__, np.pad.__doc__.split()[:2]", "('pad', 'numpy', ['Pad', 'an'])"),
        ("import pickle; pickle.loads(pickle.dumps(np.pad)) is np.pad", "True"),
        ("int(np.add.reduce([1, 2]))", "3"),
        ("float(np.zeros((2, 2)).sum())", "0.0"),
    ],
)
def test_the_functions_are_what_they_were(session, code, shown):
    (output,) = session.run_cell(code).outputs
    assert output.data["text/plain"].strip("'\"") == shown


def test_a_failing_call_shows_the_lines_of_the_notebook_and_none_of_the_recorders(session):
    (output,) = session.run_cell("np.pad([1], 'a')").outputs
    assert "np.pad([1], 'a')" in "".join(output.traceback)
    assert "recorder" not in "".join(output.traceback)


@pytest.mark.parametrize(
    "sent", [None, 7, "numpy.pad", {"numpy.pad": 1}, [["numpy.pad"]], ["numpy.sum", None, "<script>"], ["x"] * 1000]
)
def test_whatever_else_is_sent_is_no_name(sent):
    assert read_names(sent, WATCHED) == frozenset()
