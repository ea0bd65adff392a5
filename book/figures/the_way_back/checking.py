"""Gradients found by trying: how far off they are for each step, in float32 and float64, and at a kink."""

import numpy as np

from ..charts import Chart
from ..style import KERNEL, MUTED, WINDOW

STEPS = 10.0 ** np.arange(-12, 0.01, 0.5)
AT, KINK = 1.2, 1e-3


def slope(f, at, step, number=np.float64):
    """Central differences, every number of the kind `number`."""
    at, step = number(at), number(step)
    return float((f(at + step) - f(at - step)) / (number(2) * step))


def errors(number, ahead_only=False):
    """How far the slope of exp, found by trying, lies from the true one: relative, for every step."""
    true = np.exp(AT)
    found = []
    for step in STEPS:
        if ahead_only:
            value = float((np.exp(AT + step) - np.exp(AT)) / step)
        else:
            value = slope(np.exp, AT, step, number)
        found.append(max(abs(value - true) / true, 1e-13))
    return np.array(found)


def best(number):
    """The step at which the error is least, and that error."""
    values = errors(number)
    return STEPS[values.argmin()], values.min()


def at_a_kink(step):
    """The slope of |x| at KINK: 1, if the step does not reach over the kink."""
    return slope(np.abs, KINK, step)


def chart():
    (step32, least32), (step64, least64) = best(np.float32), best(np.float64)
    picture = Chart(
        510,
        330,
        f"""The relative error of the slope of exp, for steps from 1e-12 to 1, on logarithmic axes. In float64 central
        differences are best at a step of {step64:.0e}, with an error of {least64:.0e}; in float32 at {step32:.0e}, with
        {least32:.0e}. With smaller steps rounding takes over, and each curve rises again. Differences to one side are
        worse for all large steps.""",
        (STEPS[0], 1),
        (1e-13, 10),
        ("step", "relative error"),
        log=(True, True),
    )
    picture.curve(STEPS, errors(np.float64, ahead_only=True), MUTED, 1.6, dashed=True)
    picture.curve(STEPS, errors(np.float64), KERNEL, 2.4)
    picture.curve(STEPS, errors(np.float32), WINDOW, 2.4)
    picture.label(1e-11, 1e-8, "float64", KERNEL)
    picture.label(1e-9, 2, "float32", WINDOW)
    picture.write(picture.across(1e-7), picture.up(2e-6), "one side", 13, MUTED, ha="left")
    return picture
