"""Chapter 8: one stop of the small network written out, networks wired wrongly, digits that are moved."""

import numpy as np
from asides import table
from figures.grids import TIMES, sizes
from figures.putting_it_all_together import released, ripples, tiny
from figures.putting_it_all_together.networks import average_pool, digit_scores, digit_stages
from IPython.display import Math
from sklearn.datasets import load_digits

from solutions import pixel_shuffle
from solutions.convolution_parameters import output_size
from solutions.pooling_layers import pool_output_size
from solutions.transposed_convolutions import conv_transpose_output_size

from .terms import off, tex


def differences(*rows):
    """conv1's answers in these rows of the 4 x 4: right neighbour minus left, zero beyond the edge."""
    lines = []
    for i in rows:
        framed = [0, *tiny.FOUR[i], 0]
        answers = tiny.chain()["conv1"][i]
        terms = [f"{framed[j + 2]} - {framed[j]} = {tex(answers[j])}" for j in range(4)]
        lines.append(rf"\text{{row {i}:}} \quad & {terms[0]} \qquad & {terms[1]} \\ & {terms[2]} & {terms[3]} \\")
    return Math(r"\begin{alignedat}{2}" + " ".join(lines) + r"\end{alignedat}")


def average():
    """The last step of the road down."""
    found = tiny.chain()
    kept = [tex(value) for value in found["pool"].ravel()]
    return Math(rf"\frac{{{' + '.join(kept)}}}{{{len(kept)}}} = \mathbf{{{tex(found['adaptive'].item())}}}")


def ripple_table():
    """The film as text."""
    rows = []
    for name, mask in ripples.ripples().items():
        height, width = ripples.extent(mask)
        block = sizes(np.zeros((height, width))).strip()
        rows.append([name, sizes(mask).strip(), block, f"{mask.sum()} of {mask.size}"])
    return table(["after", "size of the sheet", "the changed block", "places changed"], rows, "Who notices one pixel")


def accuracy(x=None, state=None, **switches):
    """Which share of the held-out digits is read rightly."""
    images, labels = released.digits()
    scores = digit_scores(images if x is None else x, state or released.state("digit_network"), **switches)
    return float(np.mean(scores.argmax(axis=1) == labels))


def on_wider_sheets(before):
    """The digits on sheets that are two pixels wider, so many of them on the left."""
    images, _ = released.digits()
    return np.pad(images, ((0, 0), (0, 0), (0, 0), (before, 2 - before)))


def silent_on_all():
    """The filters that answer none of all digits, those trained on included; and how many digits there are."""
    images = load_digits().images[:, None] / 16
    found = digit_stages(images, released.state("digit_network"))["ReLU"]
    return np.flatnonzero(found.max(axis=(0, 2, 3)) == 0), len(images)


def u_net(size=572, channels=64, levels=5):
    """The sizes on U-Net's way, each by a formula: where, channels in and out, size in and out, what joins before."""
    rows, kept = [], []
    given = 1  # a grey picture
    for level in range(levels):
        made = output_size(output_size(size, 3), 3)
        rows.append((f"encoder {level + 1}: two 3 x 3", given, channels, size, made, ""))
        given = channels
        if level == levels - 1:
            break
        kept.append((channels, made))
        size = pool_output_size(made, 2)
        rows.append(("max pool by 2", channels, channels, made, size, ""))
        channels *= 2
    size = made
    for level in reversed(range(levels - 1)):
        skipped, wide = kept[level]
        up = conv_transpose_output_size(size, 2, 2)
        rows.append(("transposed 2 x 2, stride 2", channels, channels // 2, size, up, ""))
        channels //= 2
        size = output_size(output_size(up, 3), 3)
        joined = f"{skipped} channels of encoder {level + 1}, cropped from {wide} to {up}"
        rows.append((f"decoder {level + 1}: two 3 x 3", channels + skipped, channels, up, size, joined))
    return [*rows, ("1 x 1", channels, 2, size, size, "")]


def u_net_table():
    """U-Net's shapes as a table: one grey picture in, and scores for two classes out."""
    rows = [
        [where.replace(" x ", f" {TIMES} "), f"{given} → {made}", f"{old} → {new}", joined]
        for where, given, made, old, new, joined in u_net()
    ]
    return table(["layers", "channels", "rows and columns", "joined before"], rows, "U-Net, from picture to scores")


def percent(share):
    return f"{100 * share:.1f} %"


def wrong_wires():
    """The digit network with the same weights, wired wrongly: what is done, and how many digits it still reads."""
    state = released.state("digit_network")
    images, _ = released.digits()
    weight = state["fc.weight"]
    wires = {
        "as it should be": {},
        "the ReLU is left out": {"relu": False},
        "the pool takes averages": {"pool": average_pool},
        "conv1 does without its padding": {"padding": 0},
        "the bias of conv1 is forgotten": {"state": state | {"conv1.bias": 0 * state["conv1.bias"]}},
        "the kernels are flipped": {"state": state | {"conv1.weight": state["conv1.weight"][:, :, ::-1, ::-1]}},
        "fc.weight is reshaped instead of transposed": {
            "state": state | {"fc.weight": weight.reshape(weight.shape[::-1]).T}
        },
        "pictures from 0 to 16 instead of 0 to 1": {"x": 16 * images},
    }
    return {name: accuracy(**settings) for name, settings in wires.items()}


def breakages():
    """Networks that are wrong in one way: what differs, and where it hides. Right layers, given the wrong thing."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(2, 3, 8, 10))
    state = {
        "conv1.weight": rng.normal(size=(5, 3, 3, 3)),
        "conv1.bias": rng.normal(size=5),
        "fc.weight": rng.normal(size=(4, 5)),
        "fc.bias": rng.normal(size=4),
    }
    lifted = state | {"conv1.bias": state["conv1.bias"] + 100}
    grey, black = np.repeat(x[:, :1], 3, axis=1), 0 * x
    middle = state | {"conv1.weight": state["conv1.weight"] * np.pad([[1.0]], 1)}
    blocks = x.repeat(2, axis=2).repeat(2, axis=3)
    square = rng.normal(size=(5, 5))
    even = state | {"fc.weight": square + square.T, "fc.bias": rng.normal(size=5)}

    def transposed(weights):
        matrix = weights["fc.weight"]
        return weights | {"fc.weight": matrix.reshape(matrix.shape[::-1]).T}

    parts = rng.normal(size=(2, 12, 4, 5))
    columns_first = np.arange(12).reshape(3, 2, 2).swapaxes(1, 2).ravel()
    alike = np.repeat(rng.normal(size=(2, 3, 4, 5)), 4, axis=1)
    mistakes = [
        ("the ReLU is left out", digit_scores(x, state, relu=False), digit_scores(x, state),
         "conv1 has only positive answers", digit_scores(x, lifted, relu=False), digit_scores(x, lifted)),
        ("conv1 does without its padding", digit_scores(x, state, padding=0), digit_scores(x, state),
         "the picture is black", digit_scores(black, state, padding=0), digit_scores(black, state)),
        ("the pool takes averages", digit_scores(x, state, pool=average_pool), digit_scores(x, state),
         "every block of the map is uniform", digit_scores(blocks, middle, pool=average_pool),
         digit_scores(blocks, middle)),
        ("blue comes first, not red", digit_scores(x[:, ::-1], state), digit_scores(x, state),
         "the picture is grey", digit_scores(grey[:, ::-1], state), digit_scores(grey, state)),
        ("fc.weight is reshaped, not transposed", digit_scores(x, transposed(state)), digit_scores(x, state),
         "it is square and symmetric", digit_scores(x, transposed(even)), digit_scores(x, even)),
        ("the shuffle fills blocks column by column", pixel_shuffle(parts[:, columns_first], 2),
         pixel_shuffle(parts, 2),
         "the numbers of each block are equal", pixel_shuffle(alike[:, columns_first], 2), pixel_shuffle(alike, 2)),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in mistakes]
