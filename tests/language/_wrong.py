"""Wrong answers of many kinds, and the reports of them."""

from dataclasses import replace

import numpy as np

from autograder import judge
from autograder.bank import find
from autograder.grading.sandbox.session import TOO_MUCH_MEMORY
from autograder.judging.judge import judge_answers
from autograder.language import noted
from autograder.learner.hints import steps
from autograder.runner.calls import call
from autograder.runner.values import Answer
from solutions import conv1d, conv2d, max_pool2d
from solutions.convolution_parameters import conv2d as general_conv2d

CONV1D, CONV2D, MAX_POOL2D = "convolutional-layers/conv1d", "convolutional-layers/conv2d", "pooling-layers/max_pool2d"
GENERAL = "convolution-parameters/conv2d"


def turned(x, weight, bias=None):
    return conv2d(x, weight[:, :, ::-1, ::-1], bias)


def both(x, weight, bias=None):
    return conv2d(x, weight[:, :, ::-1, ::-1])


def crash(x, weight, bias=None):
    print("the shapes are", x.shape)
    return np.zeros(3) + np.zeros(4)


def unknown_name(x, weight, bias=None):
    return wieght  # noqa: F821


def asks_scipy(x, weight, bias=None):
    import scipy.signal

    return scipy.signal.correlate(x, weight)


def stopped_loop(x, weight, bias=None):
    place = 0
    while place < 10:
        place -= 1


def unread(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return general_conv2d(x, weight, bias, stride, padding, 1, groups)


def careless(x, weight, bias=None):
    out = conv2d(x, weight, bias)
    x *= 2
    return out


def noisy(out):
    return out + np.random.default_rng(0).normal(size=out.shape).astype(out.dtype)


def of_conv2d(spoil):
    return lambda x, weight, bias=None: spoil(conv2d(x, weight, bias))


def without_margin(out):
    return np.where(np.arange(out.shape[-1]) == 0, 0, out).astype(out.dtype)


def without_padding(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    return (
        noisy(max_pool2d(x, kernel_size, stride, padding, dilation, ceil_mode))
        if padding
        else max_pool2d(x, kernel_size, stride, padding, dilation, ceil_mode)
    )


WRONG = {
    "a known mistake": (CONV2D, turned),
    "two known mistakes": (CONV2D, both),
    "right elsewhere": ("convolutional-layers/correlate1d", np.convolve),
    "a crash": (CONV2D, crash),
    "a name": (CONV2D, unknown_name),
    "a list": (CONV2D, of_conv2d(np.ndarray.tolist)),
    "half precision": (CONV2D, of_conv2d(lambda out: out.astype(np.float16))),
    "nothing": (CONV2D, of_conv2d(lambda out: None)),
    "an object": (CONV2D, of_conv2d(lambda out: range(3))),
    "a shape": (CONV2D, of_conv2d(lambda out: out[..., 0])),
    "larger": (CONV2D, of_conv2d(lambda out: np.pad(out, [(0, 0), (0, 0), (1, 1), (1, 1)]))),
    "cut off": (CONV2D, of_conv2d(lambda out: out[..., :-1].copy())),
    "too many rows": (CONV2D, of_conv2d(lambda out: np.pad(out, [(0, 0), (0, 0), (0, 2), (0, 0)]))),
    "axes": (CONV2D, of_conv2d(lambda out: out.transpose(0, 2, 3, 1).copy())),
    "reversed": (CONV2D, of_conv2d(lambda out: out[:, :, ::-1].copy())),
    "another order": (CONV2D, of_conv2d(lambda out: np.roll(out, 1, 1))),
    "twice": (CONV2D, of_conv2d(lambda out: 2 * out)),
    "rounded": (CONV2D, of_conv2d(lambda out: np.round(out, 1))),
    "nan": (CONV2D, of_conv2d(lambda out: out * np.nan)),
    "a region": (CONV1D, lambda x, weight, bias=None: without_margin(conv1d(x, weight, bias))),
    "noise": (CONV2D, of_conv2d(noisy)),
    "a pattern": (MAX_POOL2D, without_padding),
    "an option": (GENERAL, unread),
    "forbidden": (CONV2D, asks_scipy),
    "changed inputs": (CONV2D, careless),
    "not attempted": (CONV2D, lambda *args: (_ for _ in ()).throw(NotImplementedError())),
    "pairs": ("adaptive-pooling/adaptive_windows", lambda size, windows: np.zeros((windows, 2))),
    "another call": (CONV2D, lambda weight, x: x),
}


def judged(name):
    """The report of a wrong answer after a third failure, which says all that there is to say."""
    if name == "a limit":
        report = judge(CONV2D, stopped_loop, seconds=0.2)
    elif name == "a limit when graded":
        exercise = find(CONV2D)
        limits = noted("took longer than {seconds} seconds", seconds=10), TOO_MUCH_MEMORY
        answers = iter([Answer(limit=limit) for limit in limits])
        report = judge_answers(exercise, lambda case: next(answers, None) or call(conv2d, case.args), exercise.cases)
    else:
        exercise_id, function = WRONG[name]
        report = judge(exercise_id, function)
    function = WRONG.get(name, (None, stopped_loop))[1]
    return replace(report, failures=3, steps=steps(report, 3, function), speed=())


LIMITS = ("a limit", "a limit when graded")


def own_words(name):
    """What a report has of Python's own and of the code: what was raised, and the line that raised it."""
    exercise_id, function = WRONG.get(name, (CONV2D, None))
    failures = [call(function, case.args).failure for case in find(exercise_id).cases] if function else []
    return {text for failure in failures if failure for text in (failure.message, failure.line) if text}
