"""The way back against torch.autograd over random geometries, by trying, and in what must hold of any gradient."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

import solutions
from solutions import the_way_back as reference

F = torch.nn.functional
ROUNDS = range(12)


def autograd(forward, inputs, grad):
    leaves = [torch.from_numpy(array).requires_grad_() for array in inputs]
    found = torch.autograd.grad(forward(*leaves), leaves, torch.from_numpy(grad))
    return [gradient.numpy() for gradient in found]


def pairs(rng, least, most):
    return tuple(int(n) for n in rng.integers(least, most + 1, 2))


def blame_like(rng, forward, *inputs):
    return rng.standard_normal(forward(*map(torch.from_numpy, inputs)).shape)


@pytest.mark.parametrize("seed", ROUNDS)
def test_convolutions(seed):
    rng = np.random.default_rng(seed)
    groups = 1 + seed % 2
    x, bias = rng.standard_normal((2, 2 * groups, 7, 9)), rng.standard_normal(3 * groups)
    weight = rng.standard_normal((3 * groups, 2, *pairs(rng, 1, 3)))
    options = (pairs(rng, 1, 3), pairs(rng, 0, 2), pairs(rng, 1, 2), groups)

    def forward(x, weight, bias):
        return F.conv2d(x, weight, bias, *options)

    grad = blame_like(rng, forward, x, weight, bias)
    by_input, by_weight, by_bias = autograd(forward, (x, weight, bias), grad)
    np.testing.assert_allclose(reference.conv2d_input(x.shape, weight, grad, *options), by_input, atol=1e-12)
    np.testing.assert_allclose(reference.conv2d_weight(x, weight.shape, grad, *options), by_weight, atol=1e-12)
    np.testing.assert_allclose(reference.conv2d_bias_grad(grad), by_bias, atol=1e-12)


@pytest.mark.parametrize("seed", ROUNDS)
def test_pools_frames_and_resizings(seed):
    rng = np.random.default_rng(seed)
    x = np.round(rng.standard_normal((2, 3, 7, 9)))  # many ties
    kernel, stride = pairs(rng, 1, 3), pairs(rng, 1, 3)
    padding = tuple(int(rng.integers(k // 2 + 1)) for k in kernel)
    left, right, top, bottom = frame = tuple(int(n) for n in rng.integers(0, 5, 4))
    size, pads, aligned = pairs(rng, 2, 12), bool(seed % 2), bool(seed % 3)
    adaptive = pairs(rng, 1, 9)
    ways = {
        "max_pool2d_backward": (lambda x: F.max_pool2d(x, kernel, stride, padding), (kernel, stride, padding)),
        "avg_pool2d_backward": (
            lambda x: F.avg_pool2d(x, kernel, stride, padding, False, pads),
            (kernel, stride, padding, pads),
        ),
        "adaptive_avg_pool2d_backward": (lambda x: F.adaptive_avg_pool2d(x, adaptive), ()),
        "reflection_pad2d_backward": (lambda x: F.pad(x, (left, right, top, bottom), "reflect"), (frame,)),
        "relu_backward": (torch.relu, ()),
    }
    for name, (forward, options) in ways.items():
        grad = blame_like(rng, forward, x)
        (wanted,) = autograd(forward, (x,), grad)
        np.testing.assert_allclose(getattr(reference, name)(grad, x, *options), wanted, atol=1e-12, err_msg=name)

    def resized(x):
        return F.interpolate(x, size, mode="bilinear", align_corners=aligned)

    grad = blame_like(rng, resized, x)
    (wanted,) = autograd(resized, (x,), grad)
    got = reference.upsample_bilinear2d_backward(grad, x.shape, aligned)
    np.testing.assert_allclose(got, wanted, atol=1e-12)


@pytest.mark.parametrize("r", [1, 2, 3])
def test_an_unshuffle_undoes_a_shuffle(r):
    x = np.random.default_rng(r).standard_normal((2, 2 * r * r, 3, 4))
    assert np.array_equal(reference.pixel_shuffle_backward(solutions.pixel_shuffle(x, r), r), x)


def test_trying_finds_what_was_worked_out():
    rng = np.random.default_rng(1)
    x, weight, blame = rng.standard_normal((3, 4)), rng.standard_normal((2, 4)), rng.standard_normal((3, 2))
    given = {"grad_output": blame, "x": x, "weight": weight}
    by_x, by_weight, by_bias = reference.linear_backward(**given)
    for of, at, found in [
        (lambda v: (v @ weight.T * blame).sum(), x, by_x),
        (lambda v: (x @ v.T * blame).sum(), weight, by_weight),
        (lambda v: ((x @ weight.T + v) * blame).sum(), np.zeros(2), by_bias),
    ]:
        np.testing.assert_allclose(reference.numerical_gradient(of, at), found, atol=1e-9)


@pytest.mark.parametrize("scale", [1, 1000])
def test_cross_entropy(scale):
    rng = np.random.default_rng(scale)
    logits, target = scale * rng.standard_normal((5, 7)), rng.integers(0, 7, 5)
    leaf = torch.from_numpy(logits).requires_grad_()
    wanted = F.cross_entropy(leaf, torch.from_numpy(target))
    wanted.backward()
    loss, grad = reference.cross_entropy(logits, target)
    np.testing.assert_allclose(loss, wanted.item(), rtol=1e-12)
    np.testing.assert_allclose(grad, leaf.grad, atol=1e-15)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_ten_steps_are_those_of_torch(momentum):
    rng = np.random.default_rng(3)
    state = {"a": rng.standard_normal((2, 3)), "b": rng.standard_normal(4)}
    theirs = {name: torch.nn.Parameter(torch.from_numpy(value.copy())) for name, value in state.items()}
    optimizer, velocity = torch.optim.SGD(theirs.values(), lr=0.1, momentum=momentum), None
    for _ in range(10):
        grads = {name: np.sin(3 * value) for name, value in state.items()}
        for name, parameter in theirs.items():
            parameter.grad = torch.from_numpy(grads[name])
        optimizer.step()
        state, velocity = reference.sgd_step(state, grads, 0.1, momentum, velocity)
    for name, value in state.items():
        np.testing.assert_allclose(value, theirs[name].detach(), atol=1e-13)


def test_training_follows_torch_for_fifty_steps_and_learns_to_read():
    bunch = load_digits()
    order = np.random.default_rng(0).permutation(len(bunch.target))
    x, y = (bunch.images[order, None] / 16).astype(np.float32), bunch.target[order]
    rng = np.random.default_rng(0)
    start = {
        "conv1.weight": rng.normal(0, 0.5, (16, 1, 3, 3)).astype(np.float32),
        "conv1.bias": np.zeros(16, np.float32),
        "fc.weight": rng.normal(0, 1 / 16, (10, 256)).astype(np.float32),
        "fc.bias": np.zeros(10, np.float32),
    }
    state, losses = reference.train(start, x[:1437], y[:1437], 250, 0.05, 32, 4)
    np.testing.assert_allclose(losses[:50], torchs_losses(start, x[:1437], y[:1437], 50), atol=1e-4)
    maps = np.maximum(solutions.conv2d(x[1437:], state["conv1.weight"], state["conv1.bias"], padding=1), 0)
    features = solutions.max_pool2d(maps, 2).reshape(360, -1)
    guesses = (features @ state["fc.weight"].T + state["fc.bias"]).argmax(axis=1)
    assert np.mean(guesses == y[1437:]) >= 0.97


def torchs_losses(start, x, y, steps):
    """The same loop in torch, in float64."""
    parameters = {name: torch.nn.Parameter(torch.from_numpy(value).double()) for name, value in start.items()}
    optimizer, losses = torch.optim.SGD(parameters.values(), lr=0.05, momentum=0.9), []
    rng, order = np.random.default_rng(4), np.array([], int)
    for _ in range(steps):
        if len(order) < 32:
            order = rng.permutation(len(x))
        batch, order = order[:32], order[32:]
        given = torch.from_numpy(x[batch]).double()
        maps = torch.relu(F.conv2d(given, parameters["conv1.weight"], parameters["conv1.bias"], padding=1))
        scores = F.linear(F.max_pool2d(maps, 2).flatten(1), parameters["fc.weight"], parameters["fc.bias"])
        loss = F.cross_entropy(scores, torch.from_numpy(y[batch]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("relu_backward", (np.ones(3), np.ones(4)), r"grad_output needs shape \(4,\), got \(3,\)"),
        ("linear_backward", (np.ones((2, 3)), np.ones((2, 4)), np.ones((3, 5))), r"weight needs shape \(3, 4\)"),
        (
            "conv2d_input",
            ((2, 3, 5, 6), np.ones((4, 3, 2, 2)), np.ones((2, 4, 4, 4))),
            r"grad_output needs shape \(2, 4, 4, 5\), got \(2, 4, 4, 4\)",
        ),
        ("conv2d_weight", (np.ones((2, 3, 5, 6)), (4, 2, 2, 2), np.ones((2, 4, 4, 5))), "need 2 channels"),
        ("max_pool2d_backward", (np.ones((1, 1, 2, 2)), np.ones((1, 1, 4, 4)), 2, 2, 2), "at most half of the kernel"),
        ("reflection_pad2d_backward", (np.ones((1, 1, 9, 9)), np.ones((1, 1, 3, 3)), 3), "from 0 to one less"),
        ("upsample_bilinear2d_backward", (np.ones((1, 2, 4, 4)), (1, 1, 2, 2)), r"needs shape \(1, 1, 4, 4\)"),
        ("pixel_shuffle_backward", (np.ones((1, 1, 4, 5)), 2), "that 2 divides"),
        ("cross_entropy", (np.ones((2, 3)), np.array([0, 3])), "whole numbers from 0 to 2"),
    ],
)
def test_what_does_not_fit_is_refused(name, arguments, words):
    with pytest.raises(ValueError, match=f"^{name}: .*{words}"):
        getattr(reference, name)(*arguments)
