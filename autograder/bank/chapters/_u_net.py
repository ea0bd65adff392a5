"""Chapter 8, its end: a normalisation that goes into a convolution, and a network with skip connections."""

import numpy as np

from ..exercise import Case, Exercise, floats, numbers, rounded
from ._networks import conv_terms, in_float64, module, weights

# Folding --------------------------------------------------------------------------------------------------------------

NORMALISATION = ("weight", "bias", "running_mean", "running_var")


def normalised(filters, channels, kernel, make=numbers, bias=True):
    """A convolution's numbers and those of the normalisation behind it; variances are more than 0."""
    state = {"conv1.weight": make(filters, channels, *kernel)}
    if bias:
        state["conv1.bias"] = make(filters)
    drawn = make(4, filters)
    state |= {f"bn1.{key}": row.copy() for key, row in zip(NORMALISATION, drawn, strict=True)}
    state["bn1.running_var"] = np.abs(state["bn1.running_var"]) + np.float32(0.2)
    return state


def torch_fold(torch, state, eps=1e-5):
    gamma, beta, mean, var = (state[f"bn1.{key}"] for key in NORMALISATION)
    weight, bias = torch.nn.utils.fusion.fuse_conv_bn_weights(
        state["conv1.weight"], state.get("conv1.bias"), mean, var, eps, gamma, beta
    )
    return {"conv1.weight": weight, "conv1.bias": bias}


def normalised_hidden(rng):
    filters, channels = 3 + rng.integers(4), 1 + rng.integers(4)
    kernel = tuple(int(k) for k in rng.permutation(3)[:2] + 1)
    state = normalised(filters, channels, kernel, lambda *shape: rounded(rng, *shape), bias=rng.random() < 0.7)
    return state, float(rng.choice([0.001, 0.1, 0.5]))


def with_variances(state, *values):
    return state | {"bn1.running_var": np.array(values, np.float32)}


FOLD_BATCH_NORM = Exercise(
    "putting-it-all-together/fold_batch_norm",
    section="A layer that disappears",
    torch=torch_fold,
    cases=[
        Case(
            "two filters, variances of 4 and 9",
            with_variances(normalised(2, 1, (1, 2)), 4, 9),
            why="small enough to work out by hand",
        ),
        Case("colour, five filters", normalised(5, 3, (3, 3)), why="each filter has a scale of its own"),
        Case("eps 0.5", normalised(4, 2, (3, 2)), 0.5, why="eps is added to the variance"),
        Case(
            "no bias in the convolution",
            normalised(4, 3, (3, 3), bias=False),
            0.1,
            why="the result has one all the same",
        ),
        Case("three filters for three channels of 3x3", normalised(3, 3, (3, 3)), 0.01, why="all axes are alike"),
        Case(
            "variances near 0", with_variances(normalised(3, 2, (1, 1)), 0.01, 0, 0.04), 0.25, why="eps is all there is"
        ),
        Case("float64", {key: value.astype(float) for key, value in normalised(6, 2, (2, 3)).items()}, 0.001),
    ],
    hidden=normalised_hidden,
    terms=lambda *args: 4,
)

# Skip connections -----------------------------------------------------------------------------------------------------


def u_net_weights(channels, *levels, bottom, maps, make=numbers):
    """A `state`: for each level how many maps its down, up and merge give. Its numbers are small, for they multiply."""
    layers, below = {}, channels
    for level, (down, _, _) in enumerate(levels, start=1):
        layers[f"down{level}"] = ((down, below, 3, 3), down)
        below = down
    layers["bottom"] = ((bottom, below, 3, 3), bottom)
    below = bottom
    for level, (down, up, merged) in reversed(list(enumerate(levels, start=1))):
        layers[f"up{level}"] = ((below, up, 2, 2), up)
        layers[f"merge{level}"] = ((merged, down + up, 3, 3), merged)
        below = merged
    layers["out"] = ((maps, below, 1, 1), maps)
    return weights(lambda *shape: floats(np.round(make(*shape) / 4, 2)), **layers)


def levels_of(state):
    return sum(key.startswith("down") for key in state) // 2


def torch_u_net(torch, x, state):
    nn, F = torch.nn, torch.nn.functional
    layers = {}
    for key, weight in state.items():
        name, _, kind = key.partition(".")
        if kind == "weight" and name.startswith("up"):
            layers[name] = nn.ConvTranspose2d(*weight.shape[:2], 2, stride=2)
        elif kind == "weight":
            layers[name] = nn.Conv2d(*weight.shape[1::-1], weight.shape[2], padding=weight.shape[2] // 2)
    net = module(torch, state, **layers)
    skips = []
    for level in range(1, levels_of(state) + 1):
        skips.append(torch.relu(net[f"down{level}"](x)))
        x = F.max_pool2d(skips[-1], 2)
    x = torch.relu(net["bottom"](x))
    for level in range(levels_of(state), 0, -1):
        skip, x = skips.pop(), net[f"up{level}"](x)
        x = F.pad(x, (0, skip.shape[3] - x.shape[3], 0, skip.shape[2] - x.shape[2]))
        x = torch.relu(net[f"merge{level}"](torch.cat([skip, x], dim=1)))
    return net["out"](x)


def u_net_terms(x, state):
    """The longest of the sums: a layer's rounding is small beside what the layer after it adds up."""
    return max(conv_terms(weight) for key, weight in state.items() if key.endswith(".weight"))


def u_net_hidden(rng):
    levels = [tuple(int(n) for n in 2 + rng.integers(0, 3, 3)) for _ in range(1 + rng.integers(3))]
    x = rounded(rng, 2, 1 + rng.integers(3), 9 + rng.integers(4), 13 + rng.integers(4))
    state = u_net_weights(
        x.shape[1], *levels, bottom=5, maps=2 + int(rng.integers(2)), make=lambda *shape: rounded(rng, *shape)
    )
    return x, state


U_NET = Exercise(
    "putting-it-all-together/u_net",
    section="The same, at the size that people use",
    page="two-trained-networks",
    torch=torch_u_net,
    cases=[
        Case(
            "one level, one picture of 4x6",
            2 * numbers(1, 1, 4, 6),
            u_net_weights(1, (2, 2, 2), bottom=3, maps=1),
            why="small enough to look at every step",
        ),
        Case(
            "one level, an odd number of rows and of columns",
            numbers(2, 2, 5, 7),
            u_net_weights(2, (3, 2, 4), bottom=5, maps=2),
            why="the pool drops a row and a column, and the skip connection has them still",
        ),
        Case(
            "two levels, 8x12",
            numbers(2, 3, 8, 12),
            u_net_weights(3, (4, 3, 3), (5, 4, 4), bottom=6, maps=2),
            why="every level has a skip connection of its own",
        ),
        Case(
            "two levels, 10x7",
            numbers(2, 1, 10, 7),
            u_net_weights(1, (3, 3, 2), (4, 2, 3), bottom=4, maps=3),
            why="something is left over on one level and not on the other",
        ),
        Case(
            "three levels, 15x13",
            numbers(1, 2, 15, 13),
            u_net_weights(2, (2, 2, 2), (3, 2, 3), (3, 3, 2), bottom=4, maps=2),
            why="the keys say how many levels there are",
        ),
        Case(
            "as many maps from below as from the side",
            numbers(2, 3, 6, 9),
            u_net_weights(3, (3, 3, 3), (3, 3, 3), bottom=3, maps=3),
            why="which of the two comes first in the merge?",
        ),
        Case(
            "no level at all",
            numbers(2, 3, 3, 5),
            u_net_weights(3, bottom=4, maps=2),
            why="nothing but the bottom and the way out",
        ),
        Case(
            "float64, two levels, 5x6",
            *in_float64((numbers(2, 2, 5, 6), u_net_weights(2, (3, 2, 2), (2, 2, 3), bottom=3, maps=1))),
        ),
    ],
    hidden=u_net_hidden,
    terms=u_net_terms,
)
