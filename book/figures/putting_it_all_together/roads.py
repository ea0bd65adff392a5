"""MiniNet and its two roads: one down to 32 numbers, one up to a picture again."""

import numpy as np

from solutions import adaptive_avg_pool2d, conv_transpose2d, max_pool2d

from ..grids import sizes
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, LINE, MUTED, SIGNED, WINDOW, Picture
from . import released
from .networks import convolve


def stages(x, state):
    """What stands behind every layer, in the order in which the numbers pass; both roads start at the pool."""
    maps = convolve(x, state, "conv1")
    pooled = max_pool2d(maps, 2)
    return {
        "picture": x,
        "conv1": maps,
        "pool": pooled,
        "adaptive": adaptive_avg_pool2d(pooled, 1),
        "up": conv_transpose2d(pooled, state["up.weight"], state["up.bias"], stride=2, padding=1),
    }


def parameters(state, layer):
    """How many numbers a layer has learned."""
    return sum(values.size for key, values in state.items() if key.startswith(f"{layer}."))


def both_roads(answered=True):
    """MiniNet as a map: picture, conv1, pool, and there the road forks. Without answers, the shapes are left open."""
    state = released.state("mininet")
    found = stages(released.cat(), state)
    shape = {name: sizes(values[0]) if answered else "?" for name, values in found.items()}
    picture = Picture(
        748,
        330,
        f"""MiniNet, from left to right. A cat ({sizes(found["picture"][0])}) goes through conv1 and becomes
        {len(found["conv1"][0])} maps; the pool makes them half as large. There the road forks. The upper one, adaptive,
        ends in {found["adaptive"].size} numbers. The lower one, up, ends in {len(found["up"][0])} maps as large as the
        picture. """
        + (
            "Shapes: " + ", ".join(f"{name} {shape[name]}" for name in list(shape)[1:]) + "."
            if answered
            else "The shapes after conv1, pool, adaptive and up are left open for you."
        ),
    )
    big, small = (132, 88), (66, 44)
    colours = np.round(255 * found["picture"][0].transpose(1, 2, 0)).astype(np.uint8)
    picture.image(colours, 4, 118, *big)
    picture.box(4, 118, *big, edge=WINDOW)
    _label(picture, 70, 230, "a picture", shape["picture"] if answered else sizes(found["picture"][0]), WINDOW)
    _step(picture, (142, 162), (192, 162), "conv1")

    _stack(picture, found["conv1"][0], 200, 106, *big)
    _label(picture, 276, 246, f"{len(found['conv1'][0])} maps", shape["conv1"], ANSWER)
    _step(picture, (356, 162), (402, 162), "pool")
    _stack(picture, found["pool"][0], 410, 128, *small)
    _label(picture, 452, 216, f"{len(found['pool'][0])} maps", shape["pool"], ANSWER)

    _step(picture, (500, 140), (556, 84), "adaptive", above=(498, 98))
    values = found["adaptive"][0, :, 0, 0]
    limit = np.abs(values).max()
    picture.image(values.reshape(2, 16), 568, 62, 160, 20, SIGNED, (-limit, limit))
    for k in range(17):
        picture.line([(568 + 10 * k, 62), (568 + 10 * k, 82)], LINE, 0.6)
    picture.line([(568, 72), (728, 72)], LINE, 0.6)
    picture.box(568, 62, 160, 20, edge=ANSWER)
    picture.write(648, 24, "the road down", 13, MUTED, weight="bold")
    picture.write(648, 46, f"{len(values)} numbers", 13, ANSWER, weight="bold")
    picture.write(648, 98, shape["adaptive"], 13, INK)

    _step(picture, (500, 168), (572, 206), "up", above=(536, 172))
    picture.write(648, 142, "the road up", 13, MUTED, weight="bold")
    _stack(picture, found["up"][0], 584, 166, *big, count=4)
    _label(picture, 656, 284, f"{len(found['up'][0])} maps", shape["up"], ANSWER)
    return picture.in_parts((0, 404), (356, 748))


def _step(picture, start, end, name, above=None):
    x, y = above or ((start[0] + end[0]) / 2, start[1] - 14)
    picture.arrow(start, end)
    picture.write(x, y, name, 13, KERNEL, weight="bold")


def _label(picture, x, y, title, shape, color):
    picture.write(x, y, title, 13, color, weight="bold")
    picture.write(x, y + 20, shape, 13, INK)


def _stack(picture, maps, x, y, width, height, count=5):
    """A few sheets behind the first map."""
    for k in reversed(range(1, count)):
        picture.box(x + 5 * k, y + 5 * (count - 1 - k), width, height, fill=ANSWER_TINT, edge=ANSWER)
    y += 5 * (count - 1)
    spread = (maps[0] - maps[0].mean()) / (3 * maps[0].std())
    picture.image(spread, x, y, width, height, SIGNED, (-1, 1))
    picture.box(x, y, width, height, edge=ANSWER)
