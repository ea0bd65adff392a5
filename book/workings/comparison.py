"""The comparison of all operations: every entry is an operation that is run, in PyTorch and in the reference."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import numpy as np
import torch
from asides import table, thousands
from figures.grids import TIMES
from torch import nn

import solutions
from solutions.adaptive_pooling import adaptive_windows

from .costs import multiply_adds, parameters, unbroken

CHANNELS, HEIGHT, WIDTH = 64, 28, 40


def example(dtype=torch.float32):
    """One picture's maps, the same for every operation."""
    maps = torch.randn(1, CHANNELS, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    return maps.to(dtype)


@dataclass
class Entry:
    """A row: its name, its chapter, the call in PyTorch, the same by the reference, how it works, what it is for."""

    name: str
    page: str
    call: str
    ours: Callable
    best: str
    work: str = "multiply-adds"
    taps: int = 0  # numbers read for one number of the output, where nothing is learned

    def layer(self, channels=CHANNELS):
        """The layer, with fixed random weights."""
        torch.manual_seed(0)
        return eval(self.call.replace(str(CHANNELS), str(channels)), {"nn": nn})

    def cost(self):
        layer, x = self.layer(), example()
        with torch.no_grad():
            y = layer(x)
        if "Adaptive" in self.call:
            return CHANNELS * int(
                np.prod([_read(size, out) for size, out in zip(x.shape[2:], y.shape[2:], strict=True)])
            )
        return multiply_adds(layer, x, y) or self.taps * y.numel()


def _read(size, out):
    """How many numbers all the windows of an adaptive pool read along one axis."""
    return sum(end - start for start, end in adaptive_windows(size, out))


def _convolved(**options):
    return lambda x, weight, bias: solutions.conv2d(x, weight, bias, **options)


def _resized(mode):
    return lambda x: solutions.interpolate(x, scale_factor=2, mode=mode)


ENTRIES = [
    Entry("convolution", "convolutional-layers", "nn.Conv2d(64, 64, 3)", _convolved(), "finding patterns"),
    Entry("… with padding", "padding-layers", "nn.Conv2d(64, 64, 3, padding=1)", _convolved(padding=1),
          "the same, and the size stays"),
    Entry("… with a larger padding", "padding-layers", "nn.Conv2d(64, 64, 3, padding=2)", _convolved(padding=2),
          "rarely wanted; it shows that a convolution can grow"),
    Entry("… with a stride", "convolution-parameters", "nn.Conv2d(64, 64, 3, stride=2, padding=1)",
          _convolved(stride=2, padding=1), "shrinking with weights that learn how"),
    Entry("… with dilation", "convolution-parameters", "nn.Conv2d(64, 64, 3, padding=2, dilation=2)",
          _convolved(padding=2, dilation=2), "seeing wide for the price of a small window"),
    Entry("… depthwise", "convolution-parameters", "nn.Conv2d(64, 64, 3, padding=1, groups=64)",
          _convolved(padding=1, groups=CHANNELS), "networks for small devices"),
    Entry(f"… with a 1 {TIMES} 1 window", "convolution-parameters", "nn.Conv2d(64, 64, 1)", _convolved(),
          "mixing channels, changing their number"),
    Entry("zero padding", "padding-layers", "nn.ZeroPad2d(1)",
          lambda x: solutions.pad(x, (1, 1, 1, 1)), "keeping the size", "numbers copied", 1),
    Entry("reflection padding", "padding-layers", "nn.ReflectionPad2d(1)",
          lambda x: solutions.pad(x, (1, 1, 1, 1), mode="reflect"), "choosing what lies beyond the edge",
          "numbers copied", 1),
    Entry("max pooling", "pooling-layers", "nn.MaxPool2d(2)", lambda x: solutions.max_pool2d(x, 2),
          "keeping the strongest answer", "comparisons", 4),
    Entry("average pooling", "pooling-layers", "nn.AvgPool2d(2)", lambda x: solutions.avg_pool2d(x, 2),
          "shrinking smoothly", "additions", 4),
    Entry("LP pooling", "pooling-layers", "nn.LPPool2d(2, 2)", lambda x: solutions.lp_pool2d(x, 2, 2),
          "something between sum and maximum", "powers, added", 4),
    Entry("global average", "adaptive-pooling", "nn.AdaptiveAvgPool2d(1)",
          lambda x: solutions.adaptive_avg_pool2d(x, 1), "the step before a verdict", "additions"),
    Entry("adaptive max pooling", "adaptive-pooling", "nn.AdaptiveMaxPool2d(7)",
          lambda x: solutions.adaptive_max_pool2d(x, 7), "any size in, one size out", "comparisons"),
    Entry("transposed convolution", "transposed-convolutions", "nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1)",
          lambda x, weight, bias: solutions.conv_transpose2d(x, weight, bias, stride=2, padding=1),
          "growing with weights that learn how"),
    Entry("transposed, kernel 3", "transposed-convolutions",
          "nn.ConvTranspose2d(64, 64, 3, stride=2, padding=1, output_padding=1)",
          lambda x, weight, bias: solutions.conv_transpose2d(
              x, weight, bias, stride=2, padding=1, output_padding=1),
          "rarely wanted: its prints overlap unevenly"),
    Entry("transposed, kernel 2", "transposed-convolutions", "nn.ConvTranspose2d(64, 64, 2, stride=2)",
          lambda x, weight, bias: solutions.conv_transpose2d(x, weight, bias, stride=2),
          "growing without overlap, as in U-Net"),
    Entry("upsampling, nearest", "upsampling-and-pixelshuffle", "nn.Upsample(scale_factor=2, mode='nearest')",
          _resized("nearest"), "growing plainly; label maps", "numbers copied", 1),
    Entry("upsampling, bilinear", "upsampling-and-pixelshuffle", "nn.Upsample(scale_factor=2, mode='bilinear')",
          _resized("bilinear"), "growing smoothly", "multiply-adds", 4),
    Entry("upsampling, bicubic", "upsampling-and-pixelshuffle", "nn.Upsample(scale_factor=2, mode='bicubic')",
          _resized("bicubic"), "growing smoothly, with crisper edges", "multiply-adds", 16),
    Entry("pixel shuffle", "upsampling-and-pixelshuffle", "nn.PixelShuffle(2)",
          lambda x: solutions.pixel_shuffle(x, 2), "super resolution", "numbers moved", 1),
    Entry("pixel unshuffle", "upsampling-and-pixelshuffle", "nn.PixelUnshuffle(2)",
          lambda x: solutions.pixel_unshuffle(x, 2), "shrinking without losing a number", "numbers moved", 1),
]  # fmt: skip


def both(entry):
    """What PyTorch gives and what the reference gives, in float64."""
    x, layer = example(torch.float64), entry.layer().double()
    with torch.no_grad():
        theirs = layer(x).numpy()
    return theirs, entry.ours(x.numpy(), *(values.detach().numpy() for values in layer.parameters()))


def change(given, made):
    """Say how height and width change: they shrink, grow or stay."""
    places = given[0, 0].numel(), made[0, 0].numel()
    return "shrinks" if places[1] < places[0] else "grows" if places[1] > places[0] else "stays"


def short(count):
    """A large count as people say it: 36.4 M."""
    for unit, name in ((10**6, "M"), (10**3, "k")):
        if count >= unit:
            return f"{count / unit:.3g}\N{NO-BREAK SPACE}{name}"
    return str(count)


def operations():
    """The large table."""
    rows, x = [], example()
    for entry in ENTRIES:
        layer = entry.layer()
        with torch.no_grad():
            y = layer(x)
        name = f'<a href="{entry.page}.html">{escape(entry.name)}</a><br><code>{escape(entry.call)}</code>'
        learned = thousands(parameters(layer)) if parameters(layer) else "nothing"
        rows.append(
            [name, entry.best, f"{unbroken(y[0])} {change(x, y)}", learned, f"{short(entry.cost())} {entry.work}"]
        )
    return table(
        ["operation", "best for", "comes out", "learns", "work"],
        rows,
        f"What becomes of {unbroken(x[0])} numbers",
        cards=True,
    )


# Sizes ----------------------------------------------------------------------------------------------------------------

SETTINGS = {
    "Conv2d": [f"nn.Conv2d(64, 64, 3, padding={p})" for p in range(3)],
    "ConvTranspose2d": [
        "nn.ConvTranspose2d(64, 64, 3, padding=2)", "nn.ConvTranspose2d(64, 64, 3, padding=1)",
        "nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1)",
    ],
    "MaxPool2d": ["nn.MaxPool2d(2)", "nn.MaxPool2d(3, stride=1, padding=1)", "nn.MaxPool2d(2, stride=1, padding=1)"],
    "AvgPool2d": ["nn.AvgPool2d(2)", "nn.AvgPool2d(3, stride=1, padding=1)", "nn.AvgPool2d(2, stride=1, padding=1)"],
    "LPPool2d": ["nn.LPPool2d(2, 2)", "nn.LPPool2d(2, 1)"],
    "AdaptiveAvgPool2d": [f"nn.AdaptiveAvgPool2d({size})" for size in ("7", "(28, 40)", "60")],
    "Upsample": [f"nn.Upsample(scale_factor={factor})" for factor in ("0.5", "1", "2")],
    "PixelShuffle": ["nn.PixelShuffle(2)"],
    "PixelUnshuffle": ["nn.PixelUnshuffle(2)"],
    "ReflectionPad2d": [f"nn.ReflectionPad2d({padding})" for padding in ("-1", "0", "1")],
}  # fmt: skip


def changes():
    """For each layer, settings that shrink, keep and grow: {layer: {change: (call, shape)}}."""
    x, found = example(), {}
    for name, calls in SETTINGS.items():
        found[name] = {}
        for call in calls:
            with torch.no_grad():
                y = eval(call, {"nn": nn})(x)
            found[name][change(x, y)] = (call, unbroken(y[0, 0]))
    return found


def changes_table():
    def cell(entry):
        if entry is None:
            return "never"
        call, size = entry
        return f"({call.partition('(')[2]} → {size}"

    kinds = ["shrinks", "stays", "grows"]
    rows = [[f"<code>nn.{name}</code>", *(cell(by.get(kind)) for kind in kinds)] for name, by in changes().items()]
    size = unbroken(example()[0, 0])
    return table(
        ["layer", "shrinks with", "stays with", "grows with"], rows, f"Maps of {size}, and settings that do it"
    )


# Character ------------------------------------------------------------------------------------------------------------


def character(entry):
    """Find by trial whether a layer is linear, mixes channels, stays within the input's range, and can be undone."""
    layer, x = entry.layer().double(), example(torch.float64)
    for name, values in layer.named_parameters():
        if name == "bias":
            nn.init.zeros_(values)
    other = x.flip(3)
    only_first = torch.zeros_like(x)
    only_first[:, 0] = x[:, 0]
    with torch.no_grad():
        linear = torch.allclose(layer(x - 2 * other), layer(x) - 2 * layer(other))
        y = layer(x)
        changed = (layer(x + only_first) - y).abs().amax(dim=(0, 2, 3)) > 1e-12
    # Channels are told apart where there are as many as before; pixel shuffling deals each one out to a few.
    mixes = bool(changed.sum() > max(1, y.shape[1] // x.shape[1]))
    step = (torch.arange(WIDTH) >= WIDTH // 2).double().expand_as(x)  # dark on the left, bright on the right
    with torch.no_grad():
        within = all(_within(layer(given), given) for given in (x, step))
    return {"linear": linear, "mixes channels": mixes, "stays in range": within}


def _within(made, given):
    return bool(given.min() - 1e-12 <= made.min() and made.max() <= given.max() + 1e-12)


def character_table():
    trials = [(entry, character(entry)) for entry in ENTRIES if "…" not in entry.name or "depthwise" in entry.name]
    heads = list(trials[0][1])
    rows = [
        [
            escape(entry.name.replace("… depthwise", "depthwise convolution")),
            *("yes" if found[h] else "no" for h in heads),
        ]
        for entry, found in trials
    ]
    return table(["operation", *heads], rows, "Found by trying, without bias")
