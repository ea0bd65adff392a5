"""The receptive-field explorer's arithmetic agrees with `solutions`, and with what an output in truth depends on."""

import numpy as np

import solutions
from solutions.convolution_parameters import receptive_field
from tests.explorers._drawing import Draw
from tests.explorers._node import ask

DRAW = Draw(40)
STACKS = [
    [{"kernel": DRAW.number(1, 4), "stride": DRAW.number(1, 3), "dilation": DRAW.number(1, 3)} for _ in range(depth)]
    for depth in (1, 2, 3, 4) * 15
]


def as_tuples(layers):
    return [(layer["kernel"], layer["stride"], layer["dilation"]) for layer in layers]


def test_the_field_after_every_layer_is_that_of_solutions():
    for layers, levels in zip(STACKS, ask([("receptiveField", layers) for layers in STACKS]), strict=True):
        fields = [receptive_field(as_tuples(layers[: depth + 1])) for depth in range(len(layers))]
        assert [level["field"] for level in levels] == fields


def test_the_traced_places_are_those_that_change_the_output():
    for layers, levels in zip(STACKS, ask([("traced", layers, 1) for layers in STACKS]), strict=True):
        length = levels[0][-1] + 1
        x = np.eye(length)[:, None]  # each signal has a one in another place
        for kernel, stride, dilation in as_tuples(layers):
            x = solutions.conv1d(x, np.ones((1, 1, kernel)), stride=stride, dilation=dilation)
        assert np.flatnonzero(x[:, 0, 1]).tolist() == levels[0], layers


def test_the_ways_to_an_output_are_its_gradient():
    """With all weights 1, an input counts as often as there are ways from it: what the transposed layers say."""
    draw = Draw(42)
    stacks = [[layer | {"padding": draw.number(0, 2)} for layer in layers] for layers in STACKS]
    calls, gradients = [], []
    for layers in stacks:
        every = as_tuples(layers)
        sizes = [receptive_field(every) + draw.number(0, 8)]
        for layer, (kernel, stride, dilation) in zip(layers, every, strict=True):
            sizes.append((sizes[-1] + 2 * layer["padding"] - dilation * (kernel - 1) - 1) // stride + 1)
        x = np.eye(sizes[0])[:, None]
        for layer, (kernel, stride, dilation) in zip(layers, every, strict=True):
            x = solutions.conv1d(x, np.ones((1, 1, kernel)), None, stride, layer["padding"], dilation)
        at = draw.number(0, sizes[-1] - 1)
        calls.append(("ways", layers, sizes, at))
        gradients.append(x[:, 0, at].tolist())
    assert [counts[0] for counts in ask(calls)] == gradients


def test_a_stack_is_limited_to_what_leaves_an_output():
    draw = Draw(41)
    every = [{"layers": layers, "size": draw.number(1, 12)} for layers in STACKS]
    for settings, result in zip(every, ask([("limitLayers", settings) for settings in every]), strict=True):
        x = np.ones((1, 1, settings["size"]))
        for kernel, stride, dilation in as_tuples(result["value"]["layers"]):
            x = solutions.conv1d(x, np.ones((1, 1, kernel)), stride=stride, dilation=dilation)
        fits = receptive_field(as_tuples(settings["layers"])) <= settings["size"]
        assert (result["reasons"] == []) == fits, settings
