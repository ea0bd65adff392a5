"""Chapter 1: cases and torch's own words for the plain convolutions."""

import numpy as np

from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded

# What several exercises share ----------------------------------------------------------------------------------------


def window(start, kernel_shape):
    return tuple(slice(i, i + k) for i, k in zip(start, kernel_shape, strict=True))


def subscript(*items):
    return "[" + ", ".join(f"{s.start}:{s.stop}" if isinstance(s, slice) else str(s) for s in items) + "]"


def plain_parts(index, data, kernel):
    names = ("signal", "kernel") if data.ndim == 1 else ("image", "kernel")
    here = window(index, kernel.shape)
    yield OutputPart(names[0] + subscript(*here), data[here])
    yield OutputPart(names[1], kernel)


def layer_parts(index, x, weight, bias=None):
    n, o, *start = index
    here = window(start, weight.shape[2:])
    yield OutputPart("x" + subscript(n, ":", *here), x[(n, slice(None), *here)])
    yield OutputPart(f"weight[{o}]", weight[o])
    if bias is not None:
        yield OutputPart(f"bias[{o}]", bias[o])


def plain_terms(data, kernel):
    return kernel.size


def layer_terms(x, weight, bias=None):
    return weight[0].size + 1


# One row, one picture -------------------------------------------------------------------------------------------------

CORRELATE1D = Exercise(
    "convolutional-layers/correlate1d",
    section="The formula",
    torch=lambda torch, signal, kernel: torch.nn.functional.conv1d(signal[None, None], kernel[None, None])[0, 0],
    cases=[
        Case(
            "five samples, three taps",
            floats([1, 2, 4, 7, 11]),
            floats([-1, 0, 2]),
            why="it is small enough to work out by hand",
        ),
        Case("a longer signal", numbers(12), numbers(4), why="an even number of taps"),
        Case("a kernel of one tap", numbers(6), floats([-1.5]), why="the smallest kernel: as many stops as samples"),
        Case("a kernel as long as the signal", numbers(5), numbers(5, seed=1), why="exactly one stop"),
        Case(
            "one spike",
            floats([0, 0, 0, 1, 0, 0, 0]),
            floats([3, -1, 2]),
            why="a spike shows which way round the kernel lies",
        ),
        Case("float64", numbers(9).astype(float), numbers(3).astype(float)),
    ],
    hidden=lambda rng: (rounded(rng, rng.integers(8, 20)), rounded(rng, rng.integers(2, 7))),
    terms=plain_terms,
    parts=plain_parts,
    forbidden=("numpy.convolve", "numpy.correlate"),
)

CORRELATE2D = Exercise(
    "convolutional-layers/correlate2d",
    section="A 4 \N{MULTIPLICATION SIGN} 4 by hand",
    torch=lambda torch, image, kernel: torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0],
    cases=[
        Case(
            "4x5 image, 2x3 kernel",
            np.arange(20, dtype=np.float32).reshape(4, 5),
            floats([[1, 0, -1], [2, 0, 1]]),
            why="it is small enough to work out by hand",
        ),
        Case("a tall image", numbers(9, 5), numbers(2, 3), why="height is not width"),
        Case("a wide kernel", numbers(6, 8), numbers(2, 5), why="the kernel's height is not its width"),
        Case("a kernel of one pixel", numbers(3, 4), floats([[2.5]]), why="the smallest kernel"),
        Case("a kernel as tall as the image", numbers(4, 7), numbers(4, 2), why="exactly one row of stops"),
        Case(
            "one bright pixel",
            floats(np.eye(1, 35, 17).reshape(5, 7)),
            numbers(3, 2),
            why="a bright pixel shows which way round the kernel lies",
        ),
    ],
    hidden=lambda rng: (
        rounded(rng, rng.integers(5, 9), rng.integers(9, 14)),
        rounded(rng, 2 + rng.integers(2), 4 + rng.integers(2)),
    ),
    terms=plain_terms,
    parts=plain_parts,
    forbidden=("numpy.convolve", "numpy.correlate"),
)
PLAIN = (CORRELATE1D, CORRELATE2D)

# Layers: batches, channels, filters -----------------------------------------------------------------------------------


def layer_cases(*sizes):
    """The same questions in every dimension; `sizes` are the last axes of the larger inputs, longest first."""
    small = [size - 2 for size in sizes]
    kernel = [3] if len(sizes) == 1 else [2 + axis for axis in range(len(sizes))]
    return [
        Case(
            "one channel, one filter",
            numbers(1, 1, *small),
            numbers(1, 1, *kernel),
            floats([0.5]),
            why="nothing but the sliding",
        ),
        Case(
            "three channels, one filter",
            numbers(1, 3, *small),
            numbers(1, 3, *kernel),
            floats([-1.0]),
            why="the filter must look at every channel",
        ),
        Case(
            "one channel, four filters",
            numbers(1, 1, *small),
            numbers(4, 1, *kernel),
            numbers(4),
            why="each filter makes its own map, with its own bias",
        ),
        Case(
            "two inputs, three channels, four filters",
            numbers(2, 3, *sizes),
            numbers(4, 3, *kernel),
            numbers(4, seed=1),
            why="everything at once, and no two sizes alike",
        ),
        Case("without a bias", numbers(3, 2, *small), numbers(5, 2, *kernel), why="bias is None unless it is given"),
        Case("a bias of zeros", numbers(2, 2, *small), numbers(3, 2, *kernel), np.zeros(3, np.float32)),
        Case(
            "a kernel of size one",
            numbers(2, 4, *small),
            numbers(3, 4, *[1] * len(sizes)),
            numbers(3),
            why="it only mixes the channels",
        ),
        Case(
            "a kernel as large as the input",
            numbers(2, 2, *kernel, seed=2),
            numbers(3, 2, *kernel),
            numbers(3),
            why="exactly one stop",
        ),
    ]


def layer_hidden(*sizes):
    """Draw a batch, a bank of filters and a bias; now and then without one."""

    def draw(rng):
        batch, channels, filters = 2 + rng.integers(2), 4 + rng.integers(2), 6 + rng.integers(3)
        data = [size + rng.integers(3) for size in sizes]
        kernel = [2 + axis + rng.integers(2) for axis in range(len(sizes))]
        bias = rounded(rng, filters) if rng.random() < 0.8 else None
        return rounded(rng, batch, channels, *data), rounded(rng, filters, channels, *kernel), bias

    return draw


def volumes_hidden(rng):
    """Draw volumes that are small: seven nested loops over them take a second or two, and are as good an answer."""
    data = [size + rng.integers(3) for size in (4, 6, 5)]
    kernel = [2 + axis + rng.integers(2) for axis in range(3)]
    filters = 4 + rng.integers(2)
    bias = rounded(rng, filters) if rng.random() < 0.8 else None
    return rounded(rng, 2, 3, *data), rounded(rng, filters, 3, *kernel), bias


CONV1D = Exercise(
    "convolutional-layers/conv1d",
    section="One, two and three dimensions",
    torch=lambda torch, x, weight, bias=None: torch.nn.functional.conv1d(x, weight, bias),
    cases=layer_cases(11),
    hidden=layer_hidden(10),
    terms=layer_terms,
    parts=layer_parts,
)
CONV2D = Exercise(
    "convolutional-layers/conv2d",
    section="Channels and filters",
    page="channels-and-filters",
    torch=lambda torch, x, weight, bias=None: torch.nn.functional.conv2d(x, weight, bias),
    cases=layer_cases(9, 7),
    hidden=layer_hidden(11, 7),
    terms=layer_terms,
    parts=layer_parts,
)
CONV3D = Exercise(
    "convolutional-layers/conv3d",
    section="One, two and three dimensions",
    torch=lambda torch, x, weight, bias=None: torch.nn.functional.conv3d(x, weight, bias),
    cases=layer_cases(8, 7, 6),
    hidden=volumes_hidden,
    terms=layer_terms,
    parts=layer_parts,
)
LAYERS = (CONV1D, CONV2D, CONV3D)

# Counting -------------------------------------------------------------------------------------------------------------


def torch_parameters(torch, in_channels, out_channels, kernel_size, bias=True):
    layer = torch.nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())


COUNT_PARAMETERS = Exercise(
    "convolutional-layers/count_parameters",
    section="Counting parameters",
    page="channels-and-filters",
    torch=torch_parameters,
    cases=[
        Case("RGB to 16 maps, 3x3", 3, 16, 3),
        Case("one channel to one map, 5x5", 1, 1, 5),
        Case("a kernel that is not square", 3, 8, (2, 5), why="a pair is (height, width)"),
        Case("without a bias", 4, 6, 3, False),
        Case("a 1x1 kernel", 64, 32, 1, True),
        Case("a pair without a bias", 5, 7, (4, 3), False),
    ],
    hidden=lambda rng: (
        *(int(n) for n in rng.integers(2, 40, 2)),
        int(rng.integers(2, 8)) if rng.random() < 0.5 else (int(rng.integers(2, 5)), int(rng.integers(5, 9))),
        bool(rng.random() < 0.6),
    ),
)

EXERCISES = (*PLAIN, *LAYERS[:2], COUNT_PARAMETERS, *LAYERS[2:])  # as the notebook has them
