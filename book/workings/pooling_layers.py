"""Chapter 4: sums written out, the film as a table, torch's LP pool beside the textbook's norm, wrong pools."""

import numpy as np
import torch
from asides import table
from figures.grids import number
from figures.pooling_layers.pools import pooled, seen, stops
from IPython.display import Math
from torch.nn import functional as F

from solutions import avg_pool2d, lp_pool2d, max_pool2d, pad

from .terms import off, tex


def one_window(window):
    """The three answers to one window, each with what leads to it."""
    values = [tex(value) for value in window.ravel()]
    answers = {name: tex(sheet.item()) for name, sheet in pooled(window, window.shape).items()}
    squares = " + ".join(f"{value}^2" for value in values)
    total = tex((window.ravel() ** 2).sum())
    return Math(
        rf"\begin{{aligned}} \text{{max:}} \quad & \max({', '.join(values)}) = \mathbf{{{answers['max']}}} \\ "
        rf"\text{{average:}} \quad & ({' + '.join(values)}) / {window.size} = \mathbf{{{answers['average']}}} \\ "
        rf"\text{{LP, }} p = 2\text{{:}} \quad & \sqrt{{{squares}}} \\ & = \sqrt{{{total}}} = "
        rf"\mathbf{{{answers['LP, p = 2']}}} \end{{aligned}}"
    )


def every_stop(values, kernel, stride):
    """The film as a table."""
    sheets, rows = pooled(values, kernel, stride), []
    for turn, stop in enumerate(stops(values, kernel, stride), 1):
        (top, left), window = seen(values, kernel, stride, stop)
        written = "; ".join(" ".join(map(number, row)) for row in window)
        rows.append([turn, f"row {top}, column {left}", written, *(number(sheet[stop]) for sheet in sheets.values())])
    return table(["stop", "upper left corner", "what it sees, row by row", *sheets], rows, "Every stop of the film")


def torch_lp(window, p, **options):
    """torch's LP pool of one window, or of a row with windows as `options` say."""
    row = torch.tensor(window, dtype=torch.float64)[None, None, None]
    return F.lp_pool2d(row, p, **{"kernel_size": (1, len(window)), **options})[0, 0, 0].tolist()


def textbook_norm(window, p):
    """The p-norm of mathematics: of absolute values."""
    return float(np.linalg.norm(np.array(window, dtype=float), p))


def negatives(window, ps):
    """For each p: torch's answer to a window with a negative number, and the textbook's."""
    return [[_p(p), _said(torch_lp(window, p)[0]), _said(textbook_norm(window, p))] for p in ps]


def overhanging(row, kernel, ps):
    """For each p: torch's answers in ceil mode to a row whose last window holds one pixel, and that window's norm."""
    last = row[len(row) // kernel * kernel :]
    found = []
    for p in ps:
        answers = torch_lp(row, p, kernel_size=(1, kernel), ceil_mode=True)
        found.append([_p(p), ", ".join(map(_said, answers)), _said(textbook_norm(last, p))])
    return found


def _p(p):
    return "p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}" + ("\N{INFINITY}" if np.isinf(p) else number(p))


def _said(value):
    return "nan" if np.isnan(value) else number(value)


def in_networks():
    """First pools of known networks: what goes in, the pool, what comes out."""
    pools = [
        ("LeNet-5, 1998", "an average (with a learned factor)", torch.nn.AvgPool2d(2), 28),
        ("AlexNet, 2012", "windows overlap", torch.nn.MaxPool2d(3, stride=2), 55),
        ("VGG, 2014", "windows side by side", torch.nn.MaxPool2d(2), 224),
        ("GoogLeNet, 2014", "the last window sticks out", torch.nn.MaxPool2d(3, stride=2, ceil_mode=True), 112),
        ("U-Net, 2015", "four times, on the way down", torch.nn.MaxPool2d(2), 568),
        ("ResNet, 2015", "its only pool before the last", torch.nn.MaxPool2d(3, stride=2, padding=1), 112),
    ]
    rows = []
    for name, note, pool, size in pools:
        out = pool(torch.zeros(1, 1, size, size)).shape[-1]
        rows.append([name, f"{type(pool).__name__}({_settings(pool)})", f"{size} → {out}", note])
    return rows


def _settings(pool):
    given = [str(pool.kernel_size)]
    if pool.stride != pool.kernel_size:
        given.append(f"stride={pool.stride}")
    return ", ".join([*given, *(f"{k}={v}" for k in ("padding", "ceil_mode") if (v := getattr(pool, k)))])


def breakages(x):
    """Wrong pools: a name, what differs, a case that hides the mistake, and what differs then.

    Each is a right pool given the wrong thing, so no answer of an exercise has to stand here.
    """
    kernel, stride, padding = (4, 2), (3, 2), (2, 1)
    height, width = x.shape[2:]
    positive, square, exact = np.abs(x), (2, 2), (height, 1)
    largest = max_pool2d(x, kernel, stride, padding)
    last = {"ceil_mode": True, "count_include_pad": False}
    norm = lp_pool2d(x, 2, kernel, stride)
    mistakes = [
        ("padding is zero instead of minus infinity", max_pool2d(_zeros(x, padding), kernel, stride), largest,
         "no number is negative, as behind a ReLU", max_pool2d(_zeros(positive, padding), kernel, stride),
         max_pool2d(positive, kernel, stride, padding)),
        ("the window moves on by 1 when no stride is given", max_pool2d(x, kernel, 1), max_pool2d(x, kernel),
         "the window is as large as the picture", max_pool2d(x, (height, width), 1), max_pool2d(x, (height, width))),
        ("the window is read as (width, height)", max_pool2d(x, kernel[::-1], stride), max_pool2d(x, kernel, stride),
         "the window is square", max_pool2d(x, square[::-1], stride), max_pool2d(x, square, stride)),
        ("ceil mode is ignored", max_pool2d(x, kernel, stride), max_pool2d(x, kernel, stride, ceil_mode=True),
         "the stride divides the way that the window can go", max_pool2d(x, exact),
         max_pool2d(x, exact, ceil_mode=True)),
        ("the mean counts the padding when it must not", avg_pool2d(x, kernel, stride, padding, True),
         avg_pool2d(x, kernel, stride, padding, **last), "there is no padding",
         avg_pool2d(x, kernel, stride, 0, True), avg_pool2d(x, kernel, stride, 0, **last)),
        ("the mean counts what sticks out in ceil mode", avg_pool2d(_behind(x), kernel, stride),
         avg_pool2d(x, kernel, stride, ceil_mode=True), "nothing sticks out",
         avg_pool2d(x, exact), avg_pool2d(x, exact, ceil_mode=True)),
        ("LP takes a mean of powers instead of their sum", norm / np.sqrt(np.prod(kernel)), norm,
         "the window has a single pixel", lp_pool2d(x, 2, 1) / 1, lp_pool2d(x, 2, 1)),
        ("LP takes absolute values first", lp_pool2d(positive, 1, kernel), lp_pool2d(x, 1, kernel),
         "p is even", lp_pool2d(positive, 2, kernel), lp_pool2d(x, 2, kernel)),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in mistakes]


def _zeros(x, padding):
    (rows, columns) = padding
    return pad(x, (columns, columns, rows, rows), "constant")


def _behind(x):
    """Zeros where the last windows of `breakages` stick out, so that they count as if they were pixels."""
    (rows, columns), ((kh, kw), (sh, sw)) = x.shape[2:], ((4, 2), (3, 2))
    return pad(x, (0, -(columns - kw) % sw, 0, -(rows - kh) % sh), "constant")
