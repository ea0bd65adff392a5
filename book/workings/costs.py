"""What a layer costs: its shapes, its learned numbers, its multiplications, found by running it."""

import torch
from asides import table, thousands
from figures.grids import sizes
from torch import nn


def parameters(layer):
    """How many numbers the layer has learned."""
    return sum(values.numel() for values in layer.parameters())


def multiply_adds(layer, x, y):
    """How many products of a weight and a number the layer makes for one picture.

    A convolution uses its weights once for every place of its output, a transposed one for every place of its input.
    """
    if isinstance(layer, nn.ConvTranspose2d):
        return layer.weight.numel() * x[0, 0].numel()
    if isinstance(layer, nn.Conv2d):
        return layer.weight.numel() * y[0, 0].numel()
    return layer.weight.numel() if isinstance(layer, nn.Linear) else 0


def bill(layers, x):
    """For each named layer: shape in and out (one picture of the batch), parameters, multiply-adds.

    `layers` maps a name to (the layer, whose output it takes); the picture itself is called "picture".
    """
    outputs, rows = {"picture": x}, []
    with torch.no_grad():
        for name, (layer, source) in layers.items():
            given = outputs[source]
            made = outputs[name] = layer(given)
            rows.append((name, given[0], made[0], parameters(layer), multiply_adds(layer, given, made)))
    return rows


def unbroken(array):
    """A shape that no line break tears apart."""
    return sizes(array).strip().replace(" ", "\N{NO-BREAK SPACE}")


def bill_table(layers, x, caption):
    """The bill as a table with its sum."""
    rows = bill(layers, x)
    written = [
        [name, f"{unbroken(given)} → {unbroken(made)}", thousands(learned), thousands(work) if work else "none"]
        for name, given, made, learned, work in rows
    ]
    total = ["together", "", thousands(sum(row[3] for row in rows)), thousands(sum(row[4] for row in rows))]
    return table(["layer", "shape in → out", "learned numbers", "multiply-adds"], [*written, total], caption)
