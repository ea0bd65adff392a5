"""Chapter 2: what the settings cost and save, stacks of layers, and layers that are wrong in one way each."""

from time import perf_counter

import numpy as np
import torch
from asides import code, table, thousands
from figures.convolution_parameters.cones import seen
from torch import nn

from solutions import conv2d

from .costs import bill, unbroken
from .terms import off


def every_stop(sheet, stride):
    """A film of a jumping window as a table."""
    rows = [
        [n, f"row {i * stride[0]}, column {j * stride[1]}", f"{value:g}"]
        for n, ((i, j), value) in enumerate(np.ndenumerate(sheet), 1)
    ]
    return table(["stop", "upper left corner", "answer"], rows, "Every stop of the jumping window")


def prices(x, layers):
    """What one layer after another costs on the same input: `layers` maps a name to a layer."""
    rows = []
    for name, layer in layers.items():
        ((_, _, made, learned, work),) = bill({name: (layer, "picture")}, x)
        rows.append([name, unbroken(made), thousands(learned), thousands(work)])
    head = ["layer", "output", "learned numbers", "multiply-adds"]
    return table(head, rows, f"One layer on an input of {unbroken(x[0])}, without biases")


SETTINGS_CARD = {
    "keep the size": ("k odd, p = (k \N{MINUS SIGN} 1) / 2", "nn.Conv2d(1, 1, 5, padding=2)"),
    "keep the size, whatever k and d are": ('padding="same"', 'nn.Conv2d(1, 1, 5, dilation=3, padding="same")'),
    "use true pixels only": ('padding="valid"', 'nn.Conv2d(1, 1, 5, padding="valid")'),
    "halve the size": ("k = 3, s = 2, p = 1", "nn.Conv2d(1, 1, 3, stride=2, padding=1)"),
    "cut into patches": ("s = k", "nn.Conv2d(1, 1, 4, stride=4)"),
    "reach further, keep the size": ("k = 3, p = d", "nn.Conv2d(1, 1, 3, dilation=4, padding=4)"),
}


def settings_card(x):
    """The settings that most layers have, and what each makes of `x`."""
    rows = [
        [wish, words, code(call), unbroken(eval(call, {"nn": nn})(x)[0, 0])]
        for wish, (words, call) in SETTINGS_CARD.items()
    ]
    return table(["you want to", "take", "for instance", "comes out"], rows, f"From {unbroken(x[0, 0])}")


def depthwise_saving(x, repeats=15):
    """How many times fewer multiply-adds, and how many times less time, a depthwise 3 x 3 takes than a full one."""
    channels = x.shape[1]
    layers = [nn.Conv2d(channels, channels, 3, padding=1, groups=groups, bias=False) for groups in (1, channels)]
    full, depthwise = (bill({"layer": (layer, "picture")}, x)[0][-1] for layer in layers)
    return full / depthwise, np.divide(*(_fastest(layer, x, repeats) for layer in layers))


def _fastest(layer, x, repeats):
    times = []
    for _ in range(repeats):
        start = perf_counter()
        with torch.no_grad():
            layer(x)
        times.append(perf_counter() - start)
    return min(times)


def separable(channels, filters, kernel_size):
    """Weights of a full layer, and of a depthwise one followed by a 1 x 1."""
    full = nn.Conv2d(channels, filters, kernel_size, bias=False)
    depthwise = nn.Conv2d(channels, channels, kernel_size, groups=channels, bias=False)
    pointwise = nn.Conv2d(channels, filters, 1, bias=False)
    count = [sum(p.numel() for p in layer.parameters()) for layer in (full, depthwise, pointwise)]
    return count[0], count[1], count[2]


def stacks(named):
    """Receptive fields of named stacks, with what they cost in weights for one channel."""
    rows = [
        [name, ", ".join(f"{k}/{s}/{d}" for k, s, d in layers), seen(layers)[0], sum(k * k for k, _, _ in layers)]
        for name, layers in named.items()
    ]
    return table(
        ["stack", "kernel/stride/dilation", "sees, along an axis", "weights, one channel"], rows, "Stacks of layers"
    )


def breakages(x, weight, bias):
    """Wrong layers: a name, how far it is off, and a case that hides it. Each is right, but given the wrong thing."""
    groups, options = 2, {"stride": (2, 3), "dilation": (2, 1)}
    channels = x.shape[1]
    half, own = weight[:, : channels // groups], weight[:channels, :1]

    def dealt(count):
        return [c for first in range(count) for c in range(first, channels, count)]

    right = conv2d(x, weight, bias, **options)
    grouped_right = conv2d(x, half, bias, groups=groups)
    square = weight[..., : min(weight.shape[2:]), : min(weight.shape[2:])]
    rows = [
        ("stride read as (width, height)", conv2d(x, weight, bias, (3, 2), dilation=(2, 1)), right,
         "the stride is the same along both axes", conv2d(x, weight, bias, 2), conv2d(x, weight, bias, (2, 2))),
        ("dilation read as (width, height)", conv2d(x, weight, bias, (2, 3), dilation=(1, 2)), right,
         "the dilation is the same along both axes", conv2d(x, square, bias, dilation=2),
         conv2d(x, square, bias, dilation=(2, 2))),
        ("every answer is worked out, the first ones kept", conv2d(x, weight, bias, dilation=(2, 1))[
            :, :, : right.shape[2], : right.shape[3]], right,
         "the stride is 1", conv2d(x, weight, bias), conv2d(x, weight, bias, 1)),
        ("the dilation is forgotten", conv2d(x, weight, bias, (2, 3)), right,
         "the kernel is a single pixel", conv2d(x, weight[..., :1, :1], bias),
         conv2d(x, weight[..., :1, :1], bias, dilation=2)),
        ("channels are dealt out to the groups in turn", conv2d(x[:, dealt(groups)], half, bias, groups=groups),
         grouped_right, "every channel is a group of its own", conv2d(x[:, dealt(channels)], own, groups=channels),
         conv2d(x, own, groups=channels)),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in rows]


def agreement(x, *settings):
    """Whether torch and the reference agree, for several settings of `nn.Conv2d`."""
    rows = []
    for options in settings:
        layer = nn.Conv2d(x.shape[1], 8, (3, 5), **options)
        with torch.no_grad():
            theirs = layer(x).numpy()
        weight, bias = (p.detach().numpy() for p in layer.parameters())
        mine = conv2d(x.numpy(), weight, bias, **options)
        words = ", ".join(f"{name}={value}" for name, value in options.items()) or "nothing set"
        rows.append([words, _whole(weight), _whole(mine), "yes" if np.allclose(mine, theirs, atol=1e-5) else "no"])
    return table(["settings", "weight", "output", "the same as PyTorch's"], rows, "PyTorch's layer and the reference")


def _whole(array):
    """A shape that no line break tears apart."""
    return str(array.shape).replace(" ", "\N{NO-BREAK SPACE}")
