"""The questions that every library is asked: for each operation a small input and some settings of it.

A library answers with functions that are named like the operations here (`average`, `linear`, ...). One that it lacks
is a row that is not in the table; `None` is a setting that it does not offer; an error is an answer too.
"""

from dataclasses import dataclass, field

NAN = float("nan")
SQUARES = [0.0, 1, 4, 9, 16, 25, 36, 49]


@dataclass(frozen=True)
class Column:
    """One setting: what stands above it, and the arguments of the call."""

    heading: str
    arguments: dict


@dataclass(frozen=True)
class Table:
    """One operation of several settings."""

    name: str
    operation: str
    caption: str
    columns: dict[str, Column] = field(default_factory=dict)


def _table(name, operation, caption, **columns):
    return Table(name, operation, caption, {key: Column(*column) for key, column in columns.items()})


KERNEL = [1.0, 10, 100]
SIX = [1.0, 2, 3, 4, 5, 6]
FOUR = [1.0, 10, 100, 1000]

TABLES = [
    _table(
        "convolution", "convolve", "Convolution of 1 2 3 4 5 6 with the kernel 1 10 100, or 1 10 100 1000",
        plain=("nothing added", {"x": SIX, "kernel": KERNEL, "padding": "valid"}),
        even=('kernel of 4, "same"', {"x": SIX, "kernel": FOUR, "padding": "same"}),
        strided=('stride 2, "same"', {"x": SIX, "kernel": KERNEL, "stride": 2, "padding": "same"}),
        dilated=('dilation 2, "same"', {"x": SIX, "kernel": KERNEL, "dilation": 2, "padding": "same"}),
    ),
    _table(
        "transposed", "transpose", "Transposed convolution of 1 10 100 1000, stride 2, kernel 1 2 3 or 1 2 3 4",
        plain=("kernel of 3, nothing cut", {"x": FOUR, "kernel": [1.0, 2, 3], "padding": "valid"}),
        odd=("kernel of 3, twice the size", {"x": FOUR, "kernel": [1.0, 2, 3], "padding": "same"}),
        even=("kernel of 4, twice the size", {"x": FOUR, "kernel": [1.0, 2, 3, 4], "padding": "same"}),
    ),
    _table(
        "average", "average", "Average pooling of 1 2 3 4 5 6",
        default=("window of 2, no stride given", {"x": SIX, "window": 2}),
        same=("window of 3, stride 1, size kept", {"x": SIX, "window": 3, "stride": 1, "padding": "same"}),
        strided=("window of 3, stride 2, padded", {"x": SIX, "window": 3, "stride": 2, "padding": "same"}),
        ceil=("window of 3, stride 2, padding 1, rounded up",
              {"x": SIX, "window": 3, "stride": 2, "padding": 1, "ceil": True}),
        exclude=("the same, padding not counted",
                 {"x": SIX, "window": 3, "stride": 2, "padding": 1, "ceil": True, "count_padding": False}),
    ),
    _table(
        "maximum", "maximum", "Max pooling",
        nan=("nan 1 3 2 nan 5, windows of 3", {"x": [NAN, 1, 3, 2, NAN, 5], "window": 3}),
        padded=("-1 -2 -3, window of 3, stride 1, padding 1",
                {"x": [-1.0, -2, -3], "window": 3, "stride": 1, "padding": 1}),
        hanging=("-1 ... -5, windows of 2, rounded up", {"x": [-1.0, -2, -3, -4, -5], "window": 2, "ceil": True}),
        outside=("the same, padding 1", {"x": [-1.0, -2, -3, -4, -5], "window": 2, "padding": 1, "ceil": True}),
    ),
    _table(
        "winner", "winner", "The place of the maximum, of one window over everything",
        ties=("1 5 5 2", {"x": [1.0, 5, 5, 2]}),
        nans=("nan 1 nan 5", {"x": [NAN, 1, NAN, 5]}),
        infinities=("-inf -inf -inf", {"x": [-float("inf")] * 3}),
    ),
    _table(
        "norm", "norm", "LP pooling, windows of 2",
        odd=("-1 2, p = 3", {"x": [-1.0, 2], "p": 3}),
        one=("-3 1, p = 1", {"x": [-3.0, 1], "p": 1}),
        negative=("-3 -4, p = 3", {"x": [-3.0, -4], "p": 3}),
        ceil=("3 4 5, p = 2, rounded up", {"x": [3.0, 4, 5], "p": 2, "ceil": True}),
    ),
    _table(
        "area", "area", 'Adaptive pooling and "area" of 0 1 4 9 16 25 36',
        uneven=("7 to 3", {"x": SQUARES[:7], "size": 3}),
        even=("the first 6 to 3", {"x": SQUARES[:6], "size": 3}),
        larger=("0 10, to 3", {"x": [0.0, 10], "size": 3}),
    ),
    _table(
        "nearest", "nearest", "Nearest: which sample is taken",
        up=("4 to 6", {"n": 4, "m": 6}),
        few=("2 to 7", {"n": 2, "m": 7}),
        float32=("26 to 22: the one at 11", {"n": 26, "m": 22, "only": 11}),
        seventh=("56 to 8", {"n": 56, "m": 8}),
    ),
    _table(
        "linear", "linear", "Linear resizing",
        up=("1 2 3 4, to 8", {"x": [1.0, 2, 3, 4], "size": 8}),
        half=("0 1 4 ... 49, to 4", {"x": SQUARES, "size": 4}),
        down=("0 1 4 ... 49, to 3", {"x": SQUARES, "size": 3}),
    ),
    _table(
        "cubic", "cubic", "Cubic resizing",
        up=("1 2 3 4, to 8: the first four", {"x": [1.0, 2, 3, 4], "size": 8, "only": slice(4)}),
        down=("0 1 4 ... 49, to 3", {"x": SQUARES, "size": 3}),
    ),
    _table(
        "depth", "depth_to_space", "Depth to space by 2, of one pixel with the channels 0 1 2 ...",
        one=("4 channels, so 1", {"channels": 4}),
        two=("8 channels, so 2", {"channels": 8}),
        back=("back: 0 ... 7 in two channels of 2 x 2", {"channels": 2, "back": True}),
    ),
    _table(
        "whole", "whole", "Whole numbers: uint8",
        linear=("0 1 2 3, linear to 8", {"x": [0, 1, 2, 3], "what": "linear"}),
        cubic=("0 0 255 255, cubic to 8", {"x": [0, 0, 255, 255], "what": "cubic"}),
        sum=("200 200 200, kernel 1 1 1: in the middle", {"x": [200, 200, 200], "what": "sum"}),
        mean=("1 2 2 2, the mean", {"x": [1, 2, 2, 2], "what": "mean"}),
    ),
]  # fmt: skip

# What 1 2 3 4 can become when two numbers are added on either side: each is called by other words elsewhere.
EXTENSIONS = {
    "mirrored at the edge, which is not repeated": [3.0, 2, 1, 2, 3, 4, 3, 2],
    "mirrored behind the edge, which is repeated": [2.0, 1, 1, 2, 3, 4, 4, 3],
    "the edge, repeated": [1.0, 1, 1, 2, 3, 4, 4, 4],
    "from the other side": [3.0, 4, 1, 2, 3, 4, 1, 2],
    "zeros": [0.0, 0, 1, 2, 3, 4, 0, 0],
}
