"""Chapter 8: cases and torch's own modules for whole networks."""

import numpy as np

from ...language import noted
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded
from ._networks import conv1, conv_terms, in_float64, max_pool2d, module, relu, weights, with_values
from ._u_net import FOLD_BATCH_NORM, U_NET


def pooled_pixels(x):
    return (x.shape[2] // 2) * (x.shape[3] // 2)


# MiniNet -------------------------------------------------------------------------------------------------------------


def mininet(channels, filters, maps, make=numbers):
    return weights(make, conv1=((filters, channels, 3, 3), filters), up=((filters, maps, 4, 4), maps))


def torch_mininet(torch, state):
    nn, (filters, channels), maps = torch.nn, state["conv1.weight"].shape[:2], state["up.weight"].shape[1]
    return module(
        torch,
        state,
        conv1=nn.Conv2d(channels, filters, 3, padding=1),
        pool=nn.MaxPool2d(2),
        adaptive=nn.AdaptiveAvgPool2d(1),
        up=nn.ConvTranspose2d(filters, maps, 4, stride=2, padding=1),
    )


def torch_features(torch, x, state):
    net = torch_mininet(torch, state)
    return net["adaptive"](net["pool"](net["conv1"](x)))


def torch_upsample(torch, x, state):
    net = torch_mininet(torch, state)
    return net["up"](net["pool"](net["conv1"](x)))


def mininet_cases():
    small = mininet(1, 2, 3)
    return [
        Case(
            "one picture, one channel, two filters",
            numbers(1, 1, 4, 6),
            with_values(small, conv1_bias=[0.5, -1.0]),
            why="small enough to look at every step",
        ),
        Case(
            "MiniNet's own sizes: 3 channels, 32 filters, 16 maps",
            numbers(2, 3, 6, 8),
            mininet(3, 32, 16),
            why="the network as it was drawn",
        ),
        Case(
            "an odd number of rows and of columns",
            numbers(2, 2, 7, 9),
            mininet(2, 5, 3),
            why="2x2 windows do not divide the picture: what happens to the last row and column?",
        ),
        Case(
            "negative all over",
            -np.abs(numbers(2, 3, 6, 4)) - 1,
            with_values(mininet(3, 4, 2), conv1_bias=[-9.0, -20.0, -30.0, -5.0]),
            why="most of what conv1 gives is below zero, and MiniNet lets it through",
        ),
        Case("biases of zero", numbers(3, 2, 8, 5), with_values(mininet(2, 4, 3), conv1_bias=0, up_bias=0)),
        Case(
            "one bright pixel",
            floats(20 * np.eye(1, 96, 43).reshape(1, 2, 6, 8)),
            mininet(2, 3, 4),
            why="a bright pixel shows which way round the kernels lie",
        ),
        Case(
            "2x3 pixels",
            numbers(2, 3, 2, 3),
            mininet(3, 5, 2),
            why="the pool leaves a single pixel",
        ),
        Case("float64", *in_float64((numbers(2, 4, 5, 8), mininet(4, 3, 2)))),
    ]


def mininet_hidden(rng):
    channels, filters, maps = 2 + rng.integers(3), 5 + rng.integers(4), 2 + rng.integers(3)
    x = rounded(rng, 2 + rng.integers(2), channels, 5 + rng.integers(4), 9 + rng.integers(4))
    return x, mininet(channels, filters, maps, make=lambda *shape: rounded(rng, *shape))


def features_parts(index, x, state):
    n, f = index[:2]
    maps = conv1(x, state)
    yield OutputPart(noted("map {number} of {name} after conv1", number=f, name=f"x[{n}]"), maps[n, f])
    yield OutputPart(noted("the same map after the pool"), max_pool2d(maps)[n, f])


def upsample_parts(index, x, state):
    n, m, *place = index
    pooled = max_pool2d(conv1(x, state))
    sources, taps = zip(*(reaching(i, size) for i, size in zip(place, pooled.shape[2:], strict=True)), strict=True)
    seen = noted(
        "after conv1 and pool, [{image}, :, rows {rows}, columns {columns}]",
        image=n,
        rows=sources[0],
        columns=sources[1],
    )
    yield OutputPart(seen, pooled[n][:, *np.ix_(*sources)])
    stamp = noted(
        "{name}[:, {map}, rows {rows}, columns {columns}]", name="up.weight", map=m, rows=taps[0], columns=taps[1]
    )
    yield OutputPart(stamp, state["up.weight"][:, m][:, *np.ix_(*taps)])
    yield OutputPart(f"up.bias[{m}]", state["up.bias"][m])


def reaching(i, size):
    """The pixels that reach place `i` through a kernel of 4 at stride 2 and padding 1, each with its tap."""
    pairs = [(source, i + 1 - 2 * source) for source in range(size) if 0 <= i + 1 - 2 * source < 4]
    return [source for source, _ in pairs], [tap for _, tap in pairs]


MININET_FEATURES = Exercise(
    "putting-it-all-together/mininet_features",
    section="The formula",
    torch=torch_features,
    cases=mininet_cases(),
    hidden=mininet_hidden,
    terms=lambda x, state: conv_terms(state["conv1.weight"]) + pooled_pixels(x),
    parts=features_parts,
)
MININET_UPSAMPLE = Exercise(
    "putting-it-all-together/mininet_upsample",
    section="The formula",
    torch=torch_upsample,
    cases=mininet_cases(),
    hidden=mininet_hidden,
    terms=lambda x, state: conv_terms(state["conv1.weight"]) + 4 * len(state["up.weight"]) + 1,
    parts=upsample_parts,
)

# Super resolution ----------------------------------------------------------------------------------------------------


def super_resolution(channels, filters, factor, make=numbers):
    outputs = channels * factor**2
    return weights(make, conv1=((filters, channels, 3, 3), filters), conv2=((outputs, filters, 3, 3), outputs))


def torch_super_resolve(torch, x, state):
    nn, (filters, channels), outputs = torch.nn, state["conv1.weight"].shape[:2], len(state["conv2.weight"])
    factor = next(r for r in range(1, outputs + 1) if channels * r * r == outputs)
    net = module(
        torch,
        state,
        conv1=nn.Conv2d(channels, filters, 3, padding=1),
        relu=nn.ReLU(),
        conv2=nn.Conv2d(filters, outputs, 3, padding=1),
        shuffle=nn.PixelShuffle(factor),
    )
    return net["shuffle"](net["conv2"](net["relu"](net["conv1"](x))))


def super_resolve_parts(index, x, state):
    n, c, *place = index
    factor = round((len(state["conv2.weight"]) / x.shape[1]) ** 0.5)
    (row, i), (column, j) = (divmod(p, factor) for p in place)
    output = c * factor**2 + i * factor + j
    hidden = np.pad(relu(conv1(x, state)), ((0, 0), (0, 0), (1, 1), (1, 1)))
    label = noted(
        "after conv1 and ReLU, what lies around row {row}, column {column} of {name}",
        row=row,
        column=column,
        name=f"x[{n}]",
    )
    yield OutputPart(label, hidden[n, :, row : row + 3, column : column + 3])
    yield OutputPart(f"conv2.weight[{output}]", state["conv2.weight"][output])
    yield OutputPart(f"conv2.bias[{output}]", state["conv2.bias"][output])


def super_resolution_hidden(rng):
    channels, filters, factor = 1 + rng.integers(4), 5 + rng.integers(4), 1 + rng.integers(4)
    x = rounded(rng, 2 + rng.integers(2), channels, 3 + rng.integers(4), 7 + rng.integers(4))
    return x, super_resolution(channels, filters, factor, make=lambda *shape: rounded(rng, *shape))


SUPER_RESOLVE = Exercise(
    "putting-it-all-together/super_resolve",
    section="The road up: a larger face",
    page="two-trained-networks",
    torch=torch_super_resolve,
    cases=[
        Case(
            "weights of zero, biases that count",
            numbers(1, 2, 2, 3),
            with_values(super_resolution(2, 3, 2), conv2_weight=0, conv2_bias=range(8)),
            why="nothing but the biases is left, so every value says which channel it comes from",
        ),
        Case("grey, twice as large", numbers(1, 1, 4, 6), super_resolution(1, 3, 2), why="four channels make one"),
        Case(
            "colour, twice as large",
            numbers(2, 3, 5, 7),
            super_resolution(3, 6, 2),
            why="twelve channels make three: which four belong to the first?",
        ),
        Case(
            "two channels, three times as large",
            numbers(2, 2, 4, 5),
            super_resolution(2, 5, 3),
            why="r is not always 2: the shapes say what it is",
        ),
        Case("grey, four times as large", numbers(3, 1, 3, 5), super_resolution(1, 4, 4), why="r is in the shapes"),
        Case("colour, as large as before", numbers(2, 3, 6, 4), super_resolution(3, 5, 1), why="r may be 1"),
        Case(
            "biases of zero, r = 2",
            numbers(2, 2, 5, 4),
            with_values(super_resolution(2, 3, 2), conv1_bias=0, conv2_bias=0),
        ),
        Case("a picture of one row", numbers(2, 3, 1, 5), super_resolution(3, 4, 2), why="nothing above or below it"),
        Case("float64, r = 3", *in_float64((numbers(2, 1, 5, 4), super_resolution(1, 2, 3)))),
    ],
    hidden=super_resolution_hidden,
    terms=lambda x, state: conv_terms(state["conv1.weight"]) + conv_terms(state["conv2.weight"]),
    parts=super_resolve_parts,
)

# Classification ------------------------------------------------------------------------------------------------------


def classifier(channels, filters, classes, make=numbers):
    return weights(make, conv1=((filters, channels, 3, 3), filters), fc=((classes, filters), classes))


def torch_classify(torch, x, state):
    nn, (filters, channels), classes = torch.nn, state["conv1.weight"].shape[:2], len(state["fc.weight"])
    net = module(
        torch,
        state,
        conv1=nn.Conv2d(channels, filters, 3, padding=1),
        relu=nn.ReLU(),
        pool=nn.MaxPool2d(2),
        average=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),
        fc=nn.Linear(filters, classes),
    )
    return torch.nn.Sequential(*net.values())(x)


def classify_parts(index, x, state):
    n, k = index
    label = noted("the average of each map of {name}", name=f"x[{n}]")
    yield OutputPart(label, max_pool2d(relu(conv1(x, state)))[n].mean(axis=(1, 2)))
    yield OutputPart(f"fc.weight[{k}]", state["fc.weight"][k])
    yield OutputPart(f"fc.bias[{k}]", state["fc.bias"][k])


def classifier_hidden(rng):
    channels, filters, classes = 1 + rng.integers(4), 5 + rng.integers(4), 9 + rng.integers(4)
    x = rounded(rng, 2 + rng.integers(2), channels, 5 + rng.integers(4), 9 + rng.integers(4))
    return x, classifier(channels, filters, classes, make=lambda *shape: rounded(rng, *shape))


CLASSIFY = Exercise(
    "putting-it-all-together/classify",
    section="The road down: reading digits",
    page="two-trained-networks",
    torch=torch_classify,
    cases=[
        Case(
            "one picture, two filters, three classes",
            numbers(1, 1, 4, 6),
            with_values(classifier(1, 2, 3), conv1_bias=[0.5, -1.0]),
            why="small enough to look at every step",
        ),
        Case(
            "ten classes",
            numbers(3, 1, 8, 6),
            classifier(1, 12, 10),
            why="one score for each class, and no more than a score",
        ),
        Case("colour", numbers(2, 3, 6, 8), classifier(3, 5, 4), why="conv1 looks at every channel"),
        Case(
            "an odd number of rows and of columns",
            numbers(2, 2, 7, 9),
            classifier(2, 6, 4),
            why="2x2 windows do not divide the picture: what happens to the last row and column?",
        ),
        Case(
            "nothing gets past the ReLU",
            numbers(2, 3, 6, 4),
            with_values(classifier(3, 4, 5), conv1_bias=[-40.0, -50.0, -60.0, -70.0]),
            why="where every map is below zero, only the biases of fc are left",
        ),
        Case(
            "scores far below zero",
            numbers(2, 2, 5, 8),
            with_values(classifier(2, 3, 4), fc_bias=[-10.0, -20.0, -15.0, -40.0]),
            why="a score may have any sign",
        ),
        Case("biases of zero", numbers(2, 2, 8, 5), with_values(classifier(2, 5, 3), conv1_bias=0, fc_bias=0)),
        Case("2x3 pixels, one class", numbers(2, 3, 2, 3), classifier(3, 5, 1), why="the pool leaves a single pixel"),
        Case("float64", *in_float64((numbers(2, 4, 7, 6), classifier(4, 3, 6)))),
    ],
    hidden=classifier_hidden,
    terms=lambda x, state: conv_terms(state["conv1.weight"]) + pooled_pixels(x) + len(state["conv1.weight"]) + 1,
    parts=classify_parts,
)

EXERCISES = (MININET_FEATURES, CLASSIFY, MININET_UPSAMPLE, SUPER_RESOLVE, FOLD_BATCH_NORM, U_NET)
