"""What is timed: the loops are right for it, every round is of the same shapes, and it is small enough to send."""

import ast
import inspect

import numpy as np
import pytest

from autograder.bank import EXERCISES
from autograder.judging import oracle
from autograder.judging.compare import difference

TIMED = {name: exercise for name, exercise in EXERCISES.items() if exercise.speed}


@pytest.fixture(params=TIMED.values(), ids=TIMED)
def timed(request):
    return request.param


@pytest.mark.share(3)
def test_the_loops_are_right(timed):
    args = timed.speed.inputs(np.random.default_rng(7))
    wanted = oracle.honest_answers(timed)["the reference"](*args)
    assert difference(wanted, timed.speed.loops(*args), timed.terms(*args)) is None
    sent = [array for array in (*args, wanted) if isinstance(array, np.ndarray)]
    assert sum(array.nbytes for array in sent) < 2.5e6
    assert {array.dtype for array in sent} == {np.dtype(np.float32)}


def test_every_round_has_other_numbers_of_the_same_shapes(timed):
    one, other = (timed.speed.inputs(np.random.default_rng(seed)) for seed in (1, 2))
    assert list(map(np.shape, one)) == list(map(np.shape, other))
    assert not np.array_equal(one[0], other[0])


def test_the_loops_need_numpy_and_nothing_else(timed):
    tree = ast.parse(inspect.getsource(inspect.getmodule(timed.speed.loops)))
    imports = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert imports == ["import numpy as np"]
