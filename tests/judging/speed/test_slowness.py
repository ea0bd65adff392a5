"""What a slow answer is told: what was seen when it was watched, in sentences with numbers."""

import numpy as np

from autograder.judging.speed.slowness import where_the_time_goes
from autograder.runner.values import Answer
from autograder.runner.watching import MOST_EVENTS, watch

X = np.ones((2, 3, 20, 20), dtype=np.float32)
WEIGHT = np.ones((4, 3, 3, 3), dtype=np.float32)


def told(function, *args):
    return " ".join(where_the_time_goes(watch(function, args, 20), args, Answer(function(*args))))


def sums_in_loops(x):
    out = np.zeros(x.shape[-2:], dtype=x.dtype)
    for row in range(x.shape[-2]):
        for column in range(x.shape[-1]):
            out[row, column] = x[0, 0, row, column] * 2
    return out


def test_a_loop_is_named_with_its_rounds():
    assert "`for column in range(x.shape[-1])`" in told(sums_in_loops, X)
    assert "goes round 400 times" in told(sums_in_loops, X)


def test_a_comprehension_is_a_loop_too():
    def squares(x):
        return np.array([value * value for value in x.ravel().tolist()], dtype=x.dtype)

    assert "`[value * value for value in x.ravel().tolist()]`" in told(squares, X)


def test_a_loop_in_a_helper_is_found():
    def outer(x):
        return sums_in_loops(x)

    assert "`for column in range(x.shape[-1])`" in told(outer, X)


def test_a_few_rounds_with_work_in_them_are_not_the_cause():
    def taps(x):
        out = np.zeros_like(x)
        for shift in range(9):
            out += np.roll(x, shift, axis=-1)
        return out

    assert "loop of Python" not in told(taps, X)
    assert "`np.roll" not in told(sums_in_loops, X)


def test_a_maximum_of_a_view_of_windows_is_told_why_it_is_slow():
    def pooled(x):
        return np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(2, 3)).max(axis=(4, 5))

    assert "NumPy reads a view of windows in small jumps" in told(pooled, X)


def test_a_copy_is_named_with_its_share():
    def padded(x):
        wide = np.pad(x, ((0, 0), (0, 0), (200, 200), (200, 200)))
        return wide[:, :, 200:-200, 200:-200].copy()

    assert "`pad` copies what it is given" in told(padded, X)
    assert "% of its time" in told(padded, X)


def test_an_einsum_without_a_path_is_named():
    def three(x, weight):
        windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (2, 3))
        return np.einsum("nchwij,ocij,o->nohw", windows, weight, weight[:, 0, 0, 0])

    def two(x, weight):
        windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (2, 3))
        return np.einsum("nchwij,ocij->nohw", windows, weight)

    assert "multiplies all 3 operands at once" in told(three, X, WEIGHT)
    assert "not by the matrix product of BLAS" in told(two, X, WEIGHT)


def test_float64_where_float32_came_in_is_told():
    said = "gives float64"
    assert said in told(lambda x: x.astype(np.float64), X)
    assert said not in told(lambda x: x * 2, X)
    assert said not in told(lambda x: x * 2, X.astype(np.float64))


def test_watching_ends_early_and_says_so():
    def endless(x):
        total = 0
        while True:
            total += 1

    seen = watch(endless, (X,), 20)
    assert not seen.whole
    assert seen.loop.runs > MOST_EVENTS / 3
    assert "goes round more than" in " ".join(where_the_time_goes(seen, (X,), Answer(X)))


def test_watching_leaves_alone_what_it_is_given():
    def overwrites(x):
        x[:] = 0
        return x

    mine = X.copy()
    watch(overwrites, (mine,), 5)
    assert (mine == 1).all()


def test_what_is_no_function_of_python_has_nothing_to_be_seen():
    assert watch(np.sum, (X,), 5) is None
    assert where_the_time_goes(None, (X,), Answer(X)) == []
