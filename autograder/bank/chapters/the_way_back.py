"""Chapter 9: cases, torch's autograd and the shapes of the way back through single layers."""

import numpy as np

from ...language import noted
from ...runner.formula import Formula
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded
from ._blame import autograd, batch, both, some, stops, unlike
from ._learning import CROSS_ENTROPY, LOSS_AND_GRADIENTS, SGD_STEP, TRAIN
from ._rearranging_back import PIXEL_SHUFFLE_BACKWARD, REFLECTION_PAD2D_BACKWARD, UPSAMPLE_BILINEAR2D_BACKWARD

SLUG = "the-way-back"

# By trying ------------------------------------------------------------------------------------------------------------


def torch_gradient(torch, f, x, eps=1e-3):
    return autograd(torch, lambda x: f.using(torch, x), [x], None)


BOWL = Formula("xp.sum((x - 1) * (x - 1)) + x[0] * x[1]")
PRODUCTS = Formula("xp.sum(x[0] * x[1] * 3) - xp.sum(x * x)")
TABLE = Formula("xp.sum(x[:, 0] * x[:, 1]) + xp.sum(x * x) * 2")
LIFTED = Formula("xp.sum(x * x * 2) + x[0] * x[1] + 10000")
FORMULAS = {1: (BOWL, LIFTED), 2: (PRODUCTS, TABLE)}


def gradient_hidden(rng):
    axes = some(rng, 1, 2)
    shape = (some(rng, 3, 5),) if axes == 1 else (2, some(rng, 3, 5))
    f = FORMULAS[axes][some(rng, 0, 1)]
    return f, rounded(rng, *shape), [0.5, 0.25, 0.125][some(rng, 0, 2)]


NUMERICAL_GRADIENT = Exercise(
    f"{SLUG}/numerical_gradient",
    section="Try it, and see what changes",
    torch=torch_gradient,
    cases=[
        Case("a bowl, near its lowest point", BOWL, np.array([0.7, 0.6, 1.02]), why="the default step"),
        Case("a bowl, steps of 0.5", BOWL, np.array([2.0, -1.0, 0.5, 3.0]), 0.5, why="to one side only, 0.5 is far"),
        Case("two rows", PRODUCTS, numbers(2, 3).astype(float), 0.25, why="the gradient has the shape of x"),
        Case("two columns are multiplied", TABLE, numbers(3, 4).astype(float), 0.5),
        Case(
            "float32, and 10000 on top",
            LIFTED,
            floats([0.05, -0.12, 0.03, 0.2]),
            0.01,
            why="a float32 near 10000 has room for three decimals: nothing is left of a small difference",
        ),
    ],
    hidden=gradient_hidden,
    terms=lambda f, x, eps=1e-3: x.size,
)

# Layers without a window ----------------------------------------------------------------------------------------------


def with_zeros(x):
    """Some numbers of `x` made exactly 0: where a ReLU has its kink."""
    return floats(np.where(np.abs(x) < 0.4, 0, x))


def relu_hidden(rng):
    shape = (some(rng, 2, 3), some(rng, 2, 3), *unlike(rng, 3, 6))
    return rounded(rng, *shape), with_zeros(rounded(rng, *shape))


RELU_BACKWARD = Exercise(
    f"{SLUG}/relu_backward",
    section="Through a ReLU",
    torch=lambda torch, grad_output, x: autograd(torch, torch.relu, [x], grad_output),
    cases=[
        Case("one map", numbers(1, 1, 3, 5), numbers(1, 1, 3, 5, seed=1)),
        Case("a batch", numbers(2, 3, 4, 5), numbers(2, 3, 4, 5, seed=1)),
        Case("some inputs are exactly 0", numbers(2, 2, 5, 4), with_zeros(numbers(2, 2, 5, 4, seed=2)), why="the kink"),
        Case("nothing above 0", numbers(2, 3, 4), -np.abs(numbers(2, 3, 4, seed=1)) - 0.1, why="nothing comes back"),
        Case("a matrix, float64", numbers(4, 7).astype(float), numbers(4, 7, seed=3).astype(float)),
    ],
    hidden=relu_hidden,
)


def linear_args(rng, n, k, f):
    return rounded(rng, n, k), rounded(rng, n, f), rounded(rng, k, f)


def linear_case(name, n, k, f, why=""):
    return Case(name, *linear_args(np.random.default_rng([n, k, f]), n, k, f), why=why)


def torch_linear(torch, grad_output, x, weight):
    bias = torch.zeros(len(weight), dtype=weight.dtype)
    return autograd(torch, torch.nn.functional.linear, [x, weight, bias], grad_output)


LINEAR_BACKWARD = Exercise(
    f"{SLUG}/linear_backward",
    section="Through a fully connected layer",
    torch=torch_linear,
    cases=[
        linear_case("one example", 1, 3, 4),
        linear_case("a batch of five", 5, 3, 4, why="the weights are shared by all examples: their blame adds up"),
        linear_case("one score", 4, 1, 6),
        linear_case("more scores than features", 3, 7, 2),
    ],
    hidden=lambda rng: linear_args(rng, some(rng, 2, 4), some(rng, 5, 7), some(rng, 8, 11)),
    terms=lambda grad_output, x, weight: max(*grad_output.shape, 1),
)

CONV2D_BIAS_GRAD = Exercise(
    f"{SLUG}/conv2d_bias_grad",
    section="The bias, and the weight",
    torch=lambda torch, grad_output: autograd(
        torch, lambda bias: bias[:, None, None] + 0 * grad_output, [grad_output[0, :, 0, 0]], grad_output
    ),
    cases=[
        Case("one image", numbers(1, 3, 4, 5)),
        Case("a batch", numbers(3, 2, 4, 6), why="the same bias is added in every image"),
        Case("one filter", numbers(2, 1, 5, 3)),
        Case("one place", numbers(4, 3, 1, 1)),
        Case("float64", numbers(2, 5, 3, 4).astype(float)),
    ],
    hidden=lambda rng: (batch(rng, *unlike(rng, 3, 6)),),
    terms=lambda grad_output: grad_output[:, 0].size,
)

# Convolutions ---------------------------------------------------------------------------------------------------------


def convolution(rng, n, channels, filters, size, kernel, stride=1, padding=0, dilation=1, groups=1):
    """Input, weight and blame of a convolution, and its options that are not left alone."""
    x = rounded(rng, n, channels, *size)
    weight = rounded(rng, filters, channels // groups, *kernel)
    grad = rounded(rng, n, filters, *stops(size, kernel, stride, padding, dilation))
    options = [stride, padding, dilation, groups]
    while options and options[-1] in (1, 0) and options[-1] == [1, 0, 1, 1][len(options) - 1]:
        options.pop()
    return x, weight, grad, options


def drawn_convolution(rng):
    groups = some(rng, 1, 2)
    return convolution(
        rng, some(rng, 2, 3), 2 * groups, 3 * groups, unlike(rng, 7, 9), unlike(rng, 2, 3),
        stride=unlike(rng, 1, 3), padding=unlike(rng, 0, 2), dilation=unlike(rng, 1, 2), groups=groups,
    )  # fmt: skip


GEOMETRIES: list[tuple[str, tuple, dict, str]] = [
    ("one image, one channel, one filter", (1, 1, 1, (3, 4), (2, 3)), {}, "small enough to do by hand"),
    ("a batch, two channels, three filters", (2, 2, 3, (4, 6), (3, 2)), {}, ""),
    ("stride (2, 3)", (2, 2, 3, (7, 9), (2, 3)), {"stride": (2, 3)}, "the last row is in no window"),
    ("padding (1, 2)", (2, 3, 2, (5, 4), (3, 3)), {"padding": (1, 2)}, "what falls on the padding is lost"),
    ("padding (0, 1)", (2, 2, 3, (5, 4), (2, 3)), {"padding": (0, 1)}, "x[0:-0] is empty"),
    ("dilation (1, 2)", (2, 2, 3, (5, 8), (2, 3)), {"dilation": (1, 2)}, ""),
    ("two groups", (2, 4, 6, (5, 6), (3, 2)), {"groups": 2}, "a filter sees the channels of its group alone"),
    (
        "all at once",
        (2, 4, 6, (8, 9), (3, 2)),
        {"stride": (2, 3), "padding": (1, 0), "dilation": (2, 1), "groups": 2},
        "options must work together",
    ),
]


def weight_args(x, weight, grad, options):
    return x, weight.shape, grad, *options


def input_args(x, weight, grad, options):
    return x.shape, weight, grad, *options


def convolution_cases(args):
    return [
        Case(name, *args(*convolution(np.random.default_rng(number), *sizes, **options)), why=why)
        for number, (name, sizes, options, why) in enumerate(GEOMETRIES)
    ]


def weight_parts(index, x, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    """The parts of a weight's gradient: what one tap has seen of the first image, and the filter's blame there."""
    f, c, *tap = index
    (sh, sw), (ph, pw), (dh, dw) = map(both, (stride, padding, dilation))
    rows, columns = grad_output.shape[2:]
    channel = f // (weight_size[0] // groups) * weight_size[1] + c
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    i, j = tap[0] * dh + np.arange(rows) * sh, tap[1] * dw + np.arange(columns) * sw
    label = noted("what this tap has seen of {name}", name=f"x[0, {channel}]")
    yield OutputPart(label, framed[0, channel][i[:, None], j])
    yield OutputPart(f"grad_output[0, {f}]", grad_output[0, f])


CONV2D_WEIGHT = Exercise(
    f"{SLUG}/conv2d_weight",
    section="The bias, and the weight",
    torch=lambda torch, x, size, grad, *options: torch.nn.grad.conv2d_weight(x, size, grad, *options),
    cases=convolution_cases(weight_args),
    hidden=lambda rng: weight_args(*drawn_convolution(rng)),
    terms=lambda x, size, grad, *options: grad[:, 0].size,
    parts=weight_parts,
)
CONV2D_INPUT = Exercise(
    f"{SLUG}/conv2d_input",
    section="The input: the transposed matrix",
    torch=lambda torch, size, weight, grad, *options: torch.nn.grad.conv2d_input(size, weight, grad, *options),
    cases=convolution_cases(input_args),
    hidden=lambda rng: input_args(*drawn_convolution(rng)),
    terms=lambda size, weight, grad, *options: weight[:, 0].size,
)

# Pools ----------------------------------------------------------------------------------------------------------------


def pool_case(name, shape, kernel, stride=None, padding=0, *more, x=None, why="", seed=0):
    rng = np.random.default_rng([*shape, seed])
    given = rounded(rng, *shape) if x is None else x
    counts = stops(shape[2:], kernel, kernel if stride is None else stride, padding)
    options = (kernel, stride, padding, *more) if (stride, padding, more) != (None, 0, ()) else (kernel,)
    return Case(name, rounded(rng, *shape[:2], *counts), given, *options, why=why)


def pool_hidden(rng, ties):
    kernel = unlike(rng, 2, 4)
    stride, padding = unlike(rng, 1, 3), unlike(rng, 0, 1)
    x = batch(rng, *unlike(rng, 7, 9))
    x = np.round(x) if ties else x
    grad = rounded(rng, *x.shape[:2], *stops(x.shape[2:], kernel, stride, padding))
    return grad, x, kernel, stride, padding, *(() if ties else (bool(rng.integers(2)),))


TIES = floats(np.round(numbers(2, 2, 4, 6)))
MAX_POOL2D_BACKWARD = Exercise(
    f"{SLUG}/max_pool2d_backward",
    section="Through the pools",
    torch=lambda torch, grad, x, *options: autograd(
        torch, lambda x: torch.nn.functional.max_pool2d(x, *options), [x], grad
    ),
    cases=[
        pool_case("blocks of 2x3", (1, 1, 4, 6), (2, 3)),
        pool_case("a batch, and a row that fills no block", (2, 3, 5, 6), 2),
        pool_case("equal values", TIES.shape, (2, 3), x=TIES, why="which of several equal values has won?"),
        pool_case("nothing but zeros", (2, 2, 4, 6), 2, x=np.zeros((2, 2, 4, 6), np.float32), why="all are equal"),
        pool_case("overlapping windows", (2, 2, 5, 7), 3, (2, 1), why="one pixel may win several windows"),
        pool_case(
            "negative everywhere, padded", (2, 2, 5, 6), (3, 2), (2, 1), 1, x=-np.abs(numbers(2, 2, 5, 6)) - 0.2,
            why="padding never wins",
        ),
        pool_case("padding (0, 1)", (2, 2, 6, 5), (2, 3), 2, (0, 1), why="x[0:-0] is empty"),
    ],
    hidden=lambda rng: pool_hidden(rng, ties=True),
    terms=lambda grad, x, *options: 9,
)  # fmt: skip
AVG_POOL2D_BACKWARD = Exercise(
    f"{SLUG}/avg_pool2d_backward",
    section="Through the pools",
    torch=lambda torch, grad, x, kernel, stride=None, padding=0, pads=True: autograd(
        torch, lambda x: torch.nn.functional.avg_pool2d(x, kernel, stride, padding, False, pads), [x], grad
    ),
    cases=[
        pool_case("blocks of 2x3", (1, 1, 4, 6), (2, 3)),
        pool_case("a batch, and a row that fills no block", (2, 3, 5, 6), 2),
        pool_case("overlapping windows", (2, 2, 5, 7), (3, 2), (2, 1)),
        pool_case("windows with gaps", (2, 2, 5, 7), (1, 2), (2, 3)),
        pool_case("padding (1, 0)", (2, 3, 5, 6), (3, 2), 2, (1, 0), why="the padding gets a part, and it is lost"),
        pool_case(
            "padding that does not count", (2, 3, 5, 6), (3, 2), 2, (1, 0), False, why="fewer pixels share the blame"
        ),
        pool_case("strides (1, 2), overlapping, padding not counted", (2, 2, 6, 4), 3, (1, 2), 1, False),
    ],
    hidden=lambda rng: pool_hidden(rng, ties=False),
    terms=lambda grad, x, *options: 9,
)


def adaptive_case(name, shape, counts, why=""):
    return Case(name, numbers(*shape[:2], *counts), numbers(*shape, seed=1), why=why)


def adaptive_hidden(rng):
    x = batch(rng, *unlike(rng, 5, 11))
    return rounded(rng, *x.shape[:2], *unlike(rng, 2, 4)), x


ADAPTIVE_AVG_POOL2D_BACKWARD = Exercise(
    f"{SLUG}/adaptive_avg_pool2d_backward",
    section="Through the pools",
    torch=lambda torch, grad, x: autograd(
        torch, lambda x: torch.nn.functional.adaptive_avg_pool2d(x, grad.shape[2:]), [x], grad
    ),
    cases=[
        adaptive_case("windows of one size", (1, 2, 4, 6), (2, 3)),
        adaptive_case("windows that share a pixel", (2, 3, 5, 7), (2, 3), why="a pixel in two windows is blamed twice"),
        adaptive_case("one window for all", (2, 3, 5, 4), (1, 1), why="the global average"),
        adaptive_case("more windows than pixels", (2, 2, 3, 4), (5, 6), why="one pixel may fill several windows"),
        adaptive_case("rows as they are", (2, 2, 4, 9), (4, 2)),
    ],
    hidden=adaptive_hidden,
    terms=lambda grad, x: 9,
)

EXERCISES = (
    NUMERICAL_GRADIENT,
    RELU_BACKWARD,
    LINEAR_BACKWARD,
    CONV2D_BIAS_GRAD,
    CONV2D_WEIGHT,
    CONV2D_INPUT,
    MAX_POOL2D_BACKWARD,
    AVG_POOL2D_BACKWARD,
    ADAPTIVE_AVG_POOL2D_BACKWARD,
    REFLECTION_PAD2D_BACKWARD,
    UPSAMPLE_BILINEAR2D_BACKWARD,
    PIXEL_SHUFFLE_BACKWARD,
    CROSS_ENTROPY,
    SGD_STEP,
    LOSS_AND_GRADIENTS,
    TRAIN,
)
