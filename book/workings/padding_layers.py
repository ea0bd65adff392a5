"""Chapter 3: the walk beyond the edge as a table, torch's limits and amounts, borders measured, wrong paddings."""

import numpy as np
import torch
from asides import code, table
from figures.grids import number
from figures.padding_layers.frames import MODES, NOWHERE, sources, written
from figures.padding_layers.photo import measured
from torch import nn
from torch.nn import functional as F

from solutions import conv1d, pad
from solutions.padding_layers import same_padding

from .terms import off

LAYERS = {
    "zero": nn.ZeroPad1d,
    "reflection": nn.ReflectionPad1d,
    "replication": nn.ReplicationPad1d,
    "circular": nn.CircularPad1d,
}


def every_place(size, amount):
    """The film as a table: each place beyond the edge, and what each rule puts there."""
    found = {mode: sources(size, amount, amount, mode) for mode in MODES}
    outside = [*range(-1, -amount - 1, -1), *range(size, size + amount)]
    rows = [[number(place), *(_told(found[mode][place + amount]) for mode in MODES)] for place in outside]
    return table(["place", *MODES], rows, f"What stands beyond a row of {size}")


def _told(source):
    return "0" if source == NOWHERE else f"{written(source)}, from place {source}"


def torch_takes(mode, amount, size=4):
    """Whether torch pads a row of `size` by so much at each end."""
    try:
        LAYERS[mode](amount)(torch.ones(1, 1, size))
    except RuntimeError:
        return False
    return True


def torch_places(size, before, after, mode):
    """`sources`, as torch has them: from numbers 1 to `size`, since a 0 is padding."""
    row = LAYERS[mode]((before, after))(torch.arange(1.0, size + 1)[None, None])
    return [int(value) - 1 for value in row[0, 0]]


def names():
    """The four rules under their names in torch."""
    kinds = {"zero": "Zero", "reflection": "Reflection", "replication": "Replication", "circular": "Circular"}
    rows = []
    for mode, kind in kinds.items():
        made = [getattr(nn, f"{kind}Pad{axes}d") for axes in (1, 2, 3)]
        in_a_layer = "zeros" if mode == "zero" else MODES[mode]
        rows.append([mode, code(f"nn.{made[1].__name__}"), code(f'F.pad(x, ..., mode="{MODES[mode]}")'),
                     code(f'padding_mode="{in_a_layer}"')])  # fmt: skip
    return rows


SYMMETRIC = "symmetric: the mirror beside the edge"
ELSEWHERE = {  # numpy.pad, scipy.ndimage's filters, OpenCV
    "zero": ("constant", "constant", "BORDER_CONSTANT"),
    "reflection": ("reflect", "mirror", "BORDER_REFLECT_101"),
    "replication": ("edge", "nearest", "BORDER_REPLICATE"),
    "circular": ("wrap", "wrap", "BORDER_WRAP"),
    SYMMETRIC: ("symmetric", "reflect", "BORDER_REFLECT"),
}


def names_elsewhere():
    """The rules under their names in NumPy, SciPy and OpenCV, with what NumPy makes of a row."""
    return [
        [rule, " ".join(map(str, np.pad(np.arange(1, 5), 2, mode=names[0]))), *map(code, names)]
        for rule, names in ELSEWHERE.items()
    ]


def borders():
    """`measured` as rows of a table."""
    return [
        [way, number(edge, 0), _error(edge_error), number(blur, 0), _error(blur_error)]
        for way, edge, edge_error, blur, blur_error in measured()
    ]


def _error(value):
    return "" if value == 0 else number(value, 0 if value >= 10 else 1)


def torch_same(kernel_size, dilation, size=40):
    """What padding="same" adds before and behind in torch: found from where a lone sample comes out."""
    layer = nn.Conv1d(1, 1, kernel_size, padding="same", dilation=dilation, bias=False)
    nn.init.zeros_(layer.weight)
    layer.weight.data[..., 0] = 1  # the first tap alone: it looks as far back as there is padding before
    x = torch.arange(1.0, size + 1)[None, None]
    before = int((layer(x) == 0).sum()) if kernel_size > 1 else 0
    plain = nn.Conv1d(1, 1, kernel_size, dilation=dilation)(x)
    return before, size - plain.shape[-1] - before


def same_amounts(axes):
    """Each kernel: what it takes away, and what stands before and behind in torch."""
    return [
        [kernel_size, dilation, sum(same_padding(kernel_size, dilation)), *torch_same(kernel_size, dilation)]
        for kernel_size, dilation in axes
    ]


def breakages(x):
    """Wrong paddings: a name, what differs, a case that hides the mistake, and what differs then.

    Each is a right padding given the wrong thing, or NumPy's, so no answer of an exercise has to stand here.
    """
    amounts, alike, one = (3, 1, 2, 0), (2, 2, 2, 2), (1, 1, 1, 1)
    left, right, top, bottom = amounts
    even = np.full_like(x, x.mean())
    sides_only = (2, 2, 0, 0)
    signal, kernel = x[:, :, 0], np.random.default_rng(7).normal(size=(2, x.shape[1], 4))
    odd = kernel[..., :3]
    stale = x - x.mean() + 5
    mistakes = [
        ("the rows come first", pad(x, (top, bottom, left, right), "reflect"), pad(x, amounts, "reflect"),
         "all four amounts are equal", pad(x, alike[2:] + alike[:2], "reflect"), pad(x, alike, "reflect")),
        ("the amounts go round like a clock: top, right, bottom, left",
         pad(x, (bottom, right, left, top), "reflect"), pad(x, amounts, "reflect"),
         "all four amounts are equal", pad(x, alike[::-1], "reflect"), pad(x, alike, "reflect")),
        ("the mirror shows the outermost pixel twice", _numpy(x, alike, "symmetric"), pad(x, alike, "reflect"),
         "the picture is uniform", _numpy(even, alike, "symmetric"), pad(even, alike, "reflect")),
        ("the edge is repeated where it should be mirrored", pad(x, alike, "replicate"), pad(x, alike, "reflect"),
         "the picture is uniform", pad(even, alike, "replicate"), pad(even, alike, "reflect")),
        ("the corners stay at zero", _without_corners(x, alike), pad(x, alike, "circular"),
         "there is padding on the left and right only", _without_corners(x, sides_only),
         pad(x, sides_only, "circular")),
        ("the frame is made before the mean is taken away",
         pad(stale, one) - stale.mean(), pad(stale - stale.mean(), one),
         "the mean is zero anyway", pad(x - x.mean(), one) - (x - x.mean()).mean(), pad(x - x.mean(), one)),
        ("the extra zero goes at the beginning", conv1d(pad(signal, (2, 1)), kernel),
         conv1d(signal, kernel, padding="same"),
         "the kernel is odd", conv1d(pad(signal, (1, 1)), odd), conv1d(signal, odd, padding="same")),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in mistakes]


def _numpy(x, padding, mode):
    left, right, top, bottom = padding
    return np.pad(x, [(0, 0), (0, 0), (top, bottom), (left, right)], mode=mode)


def _without_corners(x, padding):
    left, right, top, bottom = padding
    columns = pad(pad(x, (left, right, 0, 0), "circular"), (0, 0, top, bottom))
    rows = pad(pad(x, (0, 0, top, bottom), "circular"), (left, right, 0, 0))
    return columns + rows - pad(x, padding)


def agrees(shape, amounts, mode, seed=0):
    """Whether the reference pads as torch does."""
    x = torch.from_numpy(np.random.default_rng(seed).normal(size=shape))
    return np.array_equal(pad(x.numpy(), amounts, MODES[mode]), F.pad(x, amounts, MODES[mode]).numpy())


def u_net(size=572):
    """The sizes on U-Net's way: at every level two layers of 3 x 3 without padding, four pools down, four steps up."""
    for level in range(9):
        size -= 4
        if level < 4:
            size //= 2
        elif level < 8:
            size *= 2
    return size
