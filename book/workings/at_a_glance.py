"""The box of each chapter, "At a glance": what its layers take, need, give, learn and cost, found by running them."""

import inspect
from dataclasses import dataclass
from html import escape

import torch
from asides import code, table, thousands
from IPython.display import HTML
from torch import nn

from .costs import parameters, unbroken

ROWS = ["takes", "settings", "gives", "learns", "costs"]
NONE = "nothing"


@dataclass
class Glance:
    """One layer: the call that makes it, what it is given, and what its numbers are called.

    `takes` and `gives` name the axes, `learns` and `costs` are formulas of those names and of `letters`; `work` says
    what is counted for one picture. The tests work the formulas out and count again.
    """

    call: str
    given: tuple[int, ...]
    takes: str
    gives: str
    letters: dict[str, int]
    learns: str = NONE
    costs: str = NONE
    work: str = "multiply-adds"
    named: str = ""  # a name in place of the call, where the settings are those of the layers inside

    def layer(self) -> nn.Module:
        return eval(self.call, {"nn": nn})

    def made(self) -> torch.Tensor:
        with torch.no_grad():
            return self.layer()(torch.zeros(self.given))

    def value(self, formula: str) -> int:
        """Work a formula out, for the sizes of the example."""
        if formula == NONE:
            return 0
        names = {**self.letters}
        for axes, shape in ((self.takes, self.given), (self.gives, self.made().shape)):
            names |= dict(zip([axis.strip() for axis in axes.split(",")], shape, strict=True))
        found = eval(formula.replace("·", "*").replace("/", "//"), {}, names)
        return int(found)


class WayBack(Glance):
    """Back through a layer: it takes the gradient of the output, and gives that of the input (and of the weight)."""

    def made(self) -> torch.Tensor:
        layer = self.layer()
        size = (1, layer.in_channels, *(n + k - 1 for n, k in zip(self.given[2:], layer.kernel_size, strict=True)))
        x = torch.zeros(size, requires_grad=True)
        (gradient,) = torch.autograd.grad(layer(x), x, torch.zeros(self.given))
        return gradient


KERNEL = {"kh": 3, "kw": 3}
CONVOLVED = ("N, C_in, H, W", "N, C_out, H_out, W_out")
SAME_CHANNELS = ("N, C, H, W", "N, C, H_out, W_out")
MINI_DOWN = "nn.Conv2d(3, 32, 3, padding=1), nn.MaxPool2d(2), nn.AdaptiveAvgPool2d(1)"
MINI_UP = "nn.Conv2d(3, 32, 3, padding=1), nn.MaxPool2d(2), nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1)"

BOXES = {
    "convolutional-layers": [
        Glance(
            "nn.Conv2d(3, 16, 3)", (1, 3, 224, 224), *CONVOLVED, KERNEL,
            "C_out·C_in·kh·kw + C_out", "C_out·C_in·kh·kw·H_out·W_out",
        ),
    ],
    "convolution-parameters": [
        Glance(
            "nn.Conv2d(32, 64, 3, stride=2, padding=1)", (1, 32, 56, 80), *CONVOLVED, KERNEL,
            "C_out·C_in·kh·kw + C_out", "C_out·C_in·kh·kw·H_out·W_out",
        ),
        Glance(
            "nn.Conv2d(32, 64, 3, padding=2, dilation=2, groups=4)", (1, 32, 56, 80), *CONVOLVED,
            KERNEL | {"groups": 4}, "C_out·C_in/groups·kh·kw + C_out", "C_out·C_in/groups·kh·kw·H_out·W_out",
        ),
    ],
    "padding-layers": [
        Glance(
            f"nn.{name}Pad2d((3, 1, 2, 0))", (1, 16, 28, 40), *SAME_CHANNELS, {},
            costs="C·H_out·W_out", work="numbers copied",
        )
        for name in ("Zero", "Reflection")
    ],
    "pooling-layers": [
        Glance(
            call, (1, 64, 28, 40), *SAME_CHANNELS, {"kh": 2, "kw": 2},
            costs="C·H_out·W_out·kh·kw", work="numbers read",
        )
        for call in ("nn.MaxPool2d(2)", "nn.AvgPool2d(2)", "nn.LPPool2d(2, 2)")
    ],
    "adaptive-pooling": [
        Glance(call, (1, 64, 28, 35), *SAME_CHANNELS, {}, costs="C·H·W", work="numbers read, where windows share none")
        for call in ("nn.AdaptiveAvgPool2d(7)", "nn.AdaptiveMaxPool2d((1, 5))")
    ],
    "transposed-convolutions": [
        Glance(
            "nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)", (1, 64, 28, 40), *CONVOLVED, {"kh": 4, "kw": 4},
            "C_in·C_out·kh·kw + C_out", "C_in·C_out·kh·kw·H·W",
        ),
    ],
    "upsampling-and-pixelshuffle": [
        Glance(
            "nn.Upsample(scale_factor=2, mode='bilinear')", (1, 64, 28, 40), *SAME_CHANNELS, {},
            costs="C·H_out·W_out·4",
        ),
        Glance(
            "nn.PixelShuffle(2)", (1, 64, 28, 40), "N, C_in, H, W", "N, C_out, H_out, W_out", {},
            costs="C_in·H·W", work="numbers moved",
        ),
    ],
    "putting-it-all-together": [
        Glance(
            f"nn.Sequential({MINI_DOWN})", (1, 3, 150, 224), "N, 3, H, W", "N, C_out, 1, 1", {},
            "32·3·3·3 + 32", "32·3·3·3·H·W", named="MiniNet, down: conv1, pool, adaptive",
        ),
        Glance(
            f"nn.Sequential({MINI_UP})", (1, 3, 150, 224), "N, 3, H, W", "N, C_out, H_out, W_out", {},
            "32·3·3·3 + 32 + 32·16·4·4 + 16", "32·3·3·3·H·W + 32·16·4·4·(H/2)·(W/2)",
            named="MiniNet, up: conv1, pool, up",
        ),
    ],
    "the-way-back": [
        WayBack(
            "nn.Conv2d(3, 16, 3)", (1, 16, 222, 222), "N, C_out, H_out, W_out", "N, C_in, H, W", KERNEL,
            costs="2·C_out·C_in·kh·kw·H_out·W_out", named="back through nn.Conv2d(3, 16, 3)",
        ),
    ],
    "as-fast-as-torch": [
        Glance(
            "nn.Unfold(3, padding=1)", (1, 64, 56, 80), "N, C, H, W", "N, rows, columns", KERNEL,
            costs="C·kh·kw·columns", work="numbers copied",
        ),
        Glance(
            "nn.Conv2d(64, 64, 3, padding=1, groups=64)", (1, 64, 56, 80), *CONVOLVED, KERNEL | {"groups": 64},
            "C_out·C_in/groups·kh·kw + C_out", "C_out·C_in/groups·kh·kw·H_out·W_out",
        ),
    ],
}  # fmt: skip


def box(chapter: str) -> HTML:
    """The chapter's box: a column for each layer."""
    glances = BOXES[chapter]
    heads = [glance.named or glance.call for glance in glances]
    written = [_column(glance) for glance in glances]
    rows = [[name, *(HTML(column[name]) for column in written)] for name in ROWS]
    return table(["layer", *heads], rows, "At a glance, for one picture", cards=True)


def _column(glance: Glance) -> dict[str, str]:
    layer, made = glance.layer(), glance.made()
    work = glance.value(glance.costs)
    return {
        "takes": f"{escape(f'({glance.takes})')}<br>here {unbroken(torch.zeros(glance.given)[0])}",
        "settings": "those of its layers" if glance.named else _settings(layer),
        "gives": f"{escape(f'({glance.gives})')}<br>here {unbroken(made[0])}",
        "learns": NONE if glance.learns == NONE else f"{escape(glance.learns)}<br>= {thousands(parameters(layer))}",
        "costs": f"{escape(glance.costs)}<br>= {thousands(work)} {glance.work}",
    }


def _settings(layer: nn.Module) -> str:
    """The names of a layer's own settings, as PyTorch lists them, with the defaults."""
    leave_out = {"self", "in_channels", "out_channels", "device", "dtype", "return_indices", "divisor_override"}
    shown = []
    for name, parameter in inspect.signature(type(layer).__init__).parameters.items():
        if name not in leave_out:
            without = parameter.default is inspect.Parameter.empty
            shown.append(name if without else f"{name}={parameter.default!r}")
    return ", ".join(f"{code(one).data}" for one in shown)
