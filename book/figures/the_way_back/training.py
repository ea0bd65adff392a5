"""Training in NumPy: the curve over torch's, filters that die, and what makes a digit a digit."""

from functools import cache

import numpy as np

from solutions.the_way_back import (
    conv2d,
    conv2d_input,
    loss_and_gradients,
    max_pool2d,
    max_pool2d_backward,
    sgd_step,
    train,
)

from ..charts import Chart
from ..grids import number
from ..style import INK, KERNEL, MUTED, SIGNED, WINDOW, Picture, Row
from . import released

STEPS, DYING = 200, (0.05, 1.0)


@cache
def run():
    """The weights and losses of some steps of training, from the notebook's start and in its order."""
    x, y = released.digits()
    return train(released.start(), x, y, STEPS, released.RATE, released.BATCH, released.SEED)


def answers_of(state, pictures):
    """What conv1 answers, before the ReLU."""
    return conv2d(pictures, *(state[f"conv1.{kind}"] for kind in ("weight", "bias")), padding=1)


def guesses(state, pictures):
    """Which digit each picture is read as."""
    rows = max_pool2d(answers_of(state, pictures).clip(min=0), 2).reshape(len(pictures), -1)
    return (rows @ state["fc.weight"].T + state["fc.bias"]).argmax(axis=1)


def share_read(state, which="kept_back"):
    x, y = released.digits(which)
    return float(np.mean(guesses(state, x) == y))


def apart(steps=50):
    """How far our losses lie from torch's, at most."""
    return float(np.abs(run()[1][:steps] - released.torchs()["losses"][:steps]).max())


def curves():
    """Our losses over torch's, and those of the network that averages its maps."""
    _, ours = run()
    theirs, averaged = (released.torchs()[name][:STEPS] for name in ("losses", "losses_with_average"))
    steps = np.arange(STEPS)
    picture = Chart(
        510,
        300,
        f"""The loss of each of {STEPS} batches, on a logarithmic scale. Ours, thin, lies on torch's, wide: both fall
        from {number(ours[0])} to about {number(np.median(ours[-40:]))}. The network that averages its maps falls from
        {number(averaged[0])} to about {number(np.median(averaged[-40:]))} only.""",
        (0, STEPS),
        (1e-3, 10),
        ("step", "loss of the batch"),
        log=(False, True),
        ticks=((0, 50, 100, 150, 200), ()),
    )
    picture.curve(steps, averaged, MUTED, 1.2, dashed=True)
    picture.curve(steps, theirs, WINDOW, 5)
    picture.curve(steps, ours, KERNEL, 1.6)
    picture.label(80, 4, "maps averaged, as in chapter 8", MUTED)
    picture.label(6, 0.02, "torch, wide", WINDOW)
    picture.label(6, 0.008, "ours, thin", KERNEL)
    return picture


# Filters that die -----------------------------------------------------------------------------------------------------


@cache
def living(rate, steps=60):
    """How many filters answer any of some digits, before every step of training at a learning rate."""
    x, y = (part[:320] for part in released.digits())
    rng, state, velocity, alive = np.random.default_rng(1), released.start(), None, []
    for _ in range(steps):
        alive.append(int((answers_of(state, x[:64]).max(axis=(0, 2, 3)) > 0).sum()))
        batch = rng.integers(0, len(x), 32)
        _, grads = loss_and_gradients(state, x[batch], y[batch])
        state, velocity = sgd_step(state, grads, rate, 0.9, velocity)
    return alive


def dying():
    """How many filters still answer, step by step, at two learning rates."""
    calm, wild = (living(rate) for rate in DYING)
    picture = Chart(
        510,
        250,
        f"""How many of {calm[0]} filters still answer, over {len(calm)} steps. At a learning rate of {DYING[0]}
        {calm[-1]} do at the end; at {DYING[1]:g} {wild[-1]}: those that have fallen silent get no
        gradient, and stay silent.""",
        (0, len(calm)),
        (0, calm[0] + 1),
        ("step", "filters that answer"),
        ticks=((0, 20, 40, 60), (0, 4, 8, 12, 16)),
    )
    steps = range(len(calm))
    picture.curve(steps, calm, KERNEL, 2.4)
    picture.curve(steps, wild, WINDOW, 2.4)
    picture.label(len(calm) - 1, calm[-1] - 1.6, f"learning rate {DYING[0]}", KERNEL, ha="right")
    picture.label(len(calm) - 1, wild[-1] + 1.6, f"learning rate {DYING[1]:g}", WINDOW, ha="right")
    return picture


# All the way back to the pixels ---------------------------------------------------------------------------------------


def to_pixels(state, pictures, wanted):
    """The gradient of one score of each picture with respect to its pixels."""
    answers = answers_of(state, pictures)
    active = answers.clip(min=0)
    before = np.eye(10)[wanted] @ state["fc.weight"]  # what fc hands back
    won = max_pool2d_backward(before.reshape(max_pool2d(active, 2).shape), active, 2)
    return conv2d_input(pictures.shape, state["conv1.weight"], np.where(answers > 0, won, 0), padding=1)


def reasons(count=4):
    """Digits, and which pixels would have to change for their own score to grow."""
    x, y = (part[:count] for part in released.digits("kept_back"))
    return Row(_reason(*each) for each in zip(x[:, 0], y, to_pixels(run()[0], x, y)[:, 0], strict=True))


def _reason(digit, label, blame):
    side, strongest = 84, np.abs(blame).max()
    row, column = np.unravel_index(np.abs(blame).argmax(), blame.shape)
    picture = Picture(
        2 * side + 12,
        side + 34,
        f"""A {label}, and beside it the gradient of its own score: purple where more ink would raise it, orange where
        it would lower it. It is strongest at row {row}, column {column}, with {number(blame[row, column])}.""",
    )
    picture.write(2, 11, f"a {label}", 13, INK, ha="left", weight="bold")
    picture.image(255 * (1 - digit), 2, 26, side, side)
    picture.box(2, 26, side, side, edge=MUTED)
    picture.image(blame, side + 8, 26, side, side, SIGNED, (-strongest, strongest))
    picture.box(side + 8, 26, side, side, edge=MUTED)
    return picture
