"""Chapter 9, the second half: the loss, the step downhill, one trip through a network and back, and many of them."""

import importlib

import numpy as np

from ..exercise import Case, Exercise, floats, numbers, rounded
from ._blame import some, unlike

SLUG = "the-way-back"
MOMENTUM = 0.9

# The loss -------------------------------------------------------------------------------------------------------------


def torch_cross_entropy(torch, logits, target):
    with torch.enable_grad():
        scores = logits.clone().requires_grad_()
        loss = torch.nn.functional.cross_entropy(scores, target.long())
        (grad,) = torch.autograd.grad(loss, scores)
    return loss.detach(), grad


def truths(rng, n, classes):
    return rng.integers(0, classes, n)


CROSS_ENTROPY = Exercise(
    f"{SLUG}/cross_entropy",
    section="The loss",
    page="training-in-numpy",
    torch=torch_cross_entropy,
    cases=[
        Case("one example, three classes", floats([[1.0, 2.0, 0.5]]), np.array([1])),
        Case("a batch", numbers(4, 3), np.array([2, 0, 0, 1]), why="a mean over the batch: in both"),
        Case("ten classes", 3 * numbers(5, 10), np.array([9, 0, 3, 3, 7])),
        Case("all scores alike", np.zeros((2, 4), np.float32), np.array([3, 1]), why="blind guessing costs log(4)"),
        Case(
            "scores of a thousand",
            floats([[1000.0, 990.0, 985.0], [-1000.0, -999.0, -1002.0]]),
            np.array([1, 0]),
            why="exp(1000) is infinite",
        ),
        Case("float64", 2 * numbers(3, 6).astype(float), np.array([0, 5, 2])),
    ],
    hidden=lambda rng: (3 * rounded(rng, 4, 7), truths(rng, 4, 7)),
    terms=lambda logits, target: logits.size,
)

# The step -------------------------------------------------------------------------------------------------------------


def descend(torch, values, grads, lr, momentum, buffers):
    """Let torch's SGD change `values` in place, and return its buffers.

    This is what `torch.optim.SGD` calls; to make one of these takes seconds, for it imports torch's compiler.
    """
    options = {"weight_decay": 0, "dampening": 0, "nesterov": False, "maximize": False, "has_sparse_grad": False}
    functional = importlib.import_module(torch.optim.SGD.__module__)
    functional.sgd(values, grads, buffers, foreach=False, fused=False, lr=lr, momentum=momentum, **options)
    return buffers


def torch_sgd(torch, state, grads, lr, momentum=0.0, velocity=None):
    new = {name: value.clone() for name, value in state.items()}
    buffers = [None if velocity is None else velocity[name].clone() for name in state]
    found = descend(torch, list(new.values()), [grads[name] for name in state], lr, momentum, buffers)
    if not momentum:  # then torch keeps none, and what it would be is the gradient
        return new, dict(grads)
    return new, dict(zip(state, found, strict=True))


def weights(rng, **shapes):
    return {name.replace("_", "."): rounded(rng, *shape) for name, shape in shapes.items()}


def sgd_args(rng, lr, momentum=None, moving=False):
    shapes = {"conv1_weight": (2, 1, 3, 2), "conv1_bias": (2,), "fc_weight": (some(rng, 2, 4), 3)}
    state, grads, velocity = (weights(rng, **shapes) for _ in range(3)) if moving else (
        weights(rng, **shapes), weights(rng, **shapes), None,
    )  # fmt: skip
    return state, grads, lr, *(() if momentum is None else (momentum,)), *((velocity,) if moving else ())


def sgd_case(name, *args, why="", **options):
    return Case(name, *sgd_args(np.random.default_rng(len(name)), *args, **options), why=why)


SGD_STEP = Exercise(
    f"{SLUG}/sgd_step",
    section="The step",
    page="training-in-numpy",
    torch=torch_sgd,
    cases=[
        sgd_case("no momentum", 0.1),
        sgd_case("a large step", 2.0),
        sgd_case("momentum, the first step", 0.1, 0.9, why="there is no velocity yet: the gradient becomes it"),
        sgd_case("momentum, a later step", 0.1, 0.9, moving=True, why="old velocity fades, and the gradient joins it"),
        sgd_case("half of the velocity stays", 0.5, 0.5, moving=True),
    ],
    hidden=lambda rng: sgd_args(rng, float(rng.choice([0.05, 0.2, 0.5])), float(rng.choice([0.5, 0.8])), moving=True),
    terms=lambda *args: 2,
)

# The network ----------------------------------------------------------------------------------------------------------


def network(rng, channels, filters, size, classes):
    """A digit network's weights: small, so that scores stay moderate."""
    features = filters * (size[0] // 2) * (size[1] // 2)
    state = weights(
        rng,
        conv1_weight=(filters, channels, 3, 3), conv1_bias=(filters,),
        fc_weight=(classes, features), fc_bias=(classes,),
    )  # fmt: skip
    return {name: floats(np.round(0.3 * value, 2)) for name, value in state.items()}


def torch_loss(torch, state, x, y):
    F = torch.nn.functional
    maps = F.conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1)
    features = F.max_pool2d(torch.relu(maps), 2).flatten(1)
    return F.cross_entropy(F.linear(features, state["fc.weight"], state["fc.bias"]), y.long())


def torch_loss_and_gradients(torch, state, x, y):
    with torch.enable_grad():
        leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
        loss = torch_loss(torch, leaves, x, y)
        grads = torch.autograd.grad(loss, list(leaves.values()))
    return loss.detach(), dict(zip(leaves, grads, strict=True))


def examples(rng, n, channels, size, classes):
    # all the decimals of float32: where two values tie, rounding would decide who is blamed
    return floats(rng.standard_normal((n, channels, *size))), truths(rng, n, classes)


def trip(rng, n, channels=1, filters=2, size=(4, 6), classes=3):
    return network(rng, channels, filters, size, classes), *examples(rng, n, channels, size, classes)


def trip_case(name, *args, why="", **options):
    return Case(name, *trip(np.random.default_rng(len(name)), *args, **options), why=why)


LOSS_AND_GRADIENTS = Exercise(
    f"{SLUG}/loss_and_gradients",
    section="There and back",
    page="training-in-numpy",
    torch=torch_loss_and_gradients,
    cases=[
        trip_case("one picture, two filters", 1),
        trip_case("a batch of four", 4, filters=3, why="weights are blamed for every picture"),
        trip_case("two channels, ten classes", 3, channels=2, size=(6, 4), classes=10),
        trip_case("an odd number of rows and of columns", 3, size=(5, 7), why="the pool drops a row and a column"),
        trip_case("five filters, colour", 2, channels=3, filters=5, size=(6, 8), classes=4),
    ],
    hidden=lambda rng: trip(rng, some(rng, 2, 3), some(rng, 1, 2), some(rng, 2, 4), unlike(rng, 4, 7), some(rng, 3, 5)),
    terms=lambda state, x, y: x.size + state["fc.weight"].size,
)

# Training -------------------------------------------------------------------------------------------------------------


def torch_train(torch, state, x, y, steps, lr, batch_size, seed):
    rng = np.random.default_rng(seed)
    state = {name: value.clone() for name, value in state.items()}
    buffers: list = [None] * len(state)
    order: list = []
    losses = []
    for _ in range(steps):
        if len(order) < batch_size:
            order = list(rng.permutation(len(x)))
        batch, order = order[:batch_size], order[batch_size:]
        loss, grads = torch_loss_and_gradients(torch, state, x[batch], y[batch])
        buffers = descend(torch, list(state.values()), list(grads.values()), lr, MOMENTUM, buffers)
        losses.append(loss.item())
    return state, torch.tensor(losses, dtype=torch.float64)


def course(rng, examples_, steps, lr, batch_size, **options):
    return *trip(rng, examples_, **options), steps, lr, batch_size, some(rng, 0, 99)


def course_case(name, *args, why="", **options):
    return Case(name, *course(np.random.default_rng(len(name)), *args, **options), why=why)


TRAIN = Exercise(
    f"{SLUG}/train",
    section="Training",
    page="training-in-numpy",
    torch=torch_train,
    cases=[
        course_case("one step", 4, 1, 0.1, 2),
        course_case("two steps", 6, 2, 0.1, 3, why="the second step has a velocity"),
        course_case("a round that leaves examples over", 7, 7, 0.05, 3, why="one is left over: who comes next?"),
        course_case("one example at a time", 5, 12, 0.02, 1, filters=3),
        course_case("fifty steps", 12, 50, 0.02, 4, size=(4, 4), why="small errors have time to grow"),
    ],
    hidden=lambda rng: course(rng, some(rng, 6, 9), some(rng, 6, 9), 0.05, some(rng, 2, 4), size=unlike(rng, 4, 5)),
    terms=lambda *args: 1000,  # fifty steps let rounding grow: 1e-4 of the largest number
    hidden_count=3,
)
