"""The way-back explorer's arithmetic gives the gradients of `solutions`, ties and overlaps included."""

import numpy as np
import pytest

import solutions
from tests.explorers._drawing import Draw
from tests.explorers._node import array, ask

GRADIENTS = 150


def drawn(draw, kind):
    kernel, stride = draw.pair(1, 4), draw.pair(1, 4)
    padding = [draw.number(0, size // 2) for size in kernel]
    x = np.round(draw.array(*draw.pair(4, 7)) / 3)  # few different numbers: many ties
    pairs = [tuple(pair) for pair in (kernel, stride, padding)]
    weight = draw.array(*kernel)
    if kind == "convolution":
        out = solutions.conv2d(x[None, None], weight[None, None], None, *pairs[1:])[0, 0]
    else:
        pool = solutions.max_pool2d if kind == "max" else solutions.avg_pool2d
        out = pool(x[None, None], *pairs)[0, 0]
    options = {"kind": kind, "kernel": kernel, "stride": stride, "padding": padding, "weight": weight}
    return x, options | {"grads": draw.array(*out.shape)}, pairs, out


def reference(x, options, pairs):
    grad, x = options["grads"][None, None], x[None, None]
    if options["kind"] == "convolution":
        return solutions.conv2d_input(x.shape, options["weight"][None, None], grad, *pairs[1:])
    back = solutions.max_pool2d_backward if options["kind"] == "max" else solutions.avg_pool2d_backward
    return back(grad, x, *pairs)


@pytest.mark.parametrize("kind", ["max", "average", "convolution"])
def test_forward_and_back_are_those_of_solutions(kind):
    draw = Draw(len(kind))
    every = [drawn(draw, kind) for _ in range(GRADIENTS)]
    results = ask([("wayBack", x, options) for x, options, _, _ in every])
    for (x, options, pairs, out), result in zip(every, results, strict=True):
        np.testing.assert_allclose(array(result["out"]), out, atol=1e-12)
        wanted = reference(x, options, pairs)[0, 0]
        np.testing.assert_allclose(array(result["blame"]), wanted, atol=1e-12, err_msg=str(options))
