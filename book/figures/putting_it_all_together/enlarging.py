"""A face from a quarter of its pixels: four ways to enlarge it, and how the network lays its numbers out.

The face is Eileen Collins, photographed by NASA (public domain). The network was trained on the suit she wears.
"""

import numpy as np

from solutions import interpolate

from ..grids import number, sizes, table
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, MUTED, WINDOW, Picture, Row
from . import released
from .networks import enlarging_stages

HEAD = (slice(40, 136), slice(20, 104))
EYE = (slice(88, 120), slice(60, 102))


def ways():
    """The face enlarged: pixels repeated, bilinear, bicubic, by the network (1, 3, 192, 144)."""
    whole, small = released.face()
    size = whole.shape[2:]
    return {
        "pixels repeated": interpolate(small, size, mode="nearest"),
        "bilinear": interpolate(small, size, mode="bilinear"),
        "bicubic": interpolate(small, size, mode="bicubic"),
        "the network": enlarging_stages(small, released.state("face_network"))["shuffle"],
    }


def psnr(picture):
    """How near an enlarged face comes to the photograph, in decibels; its brightness goes from 0 to 1."""
    return 10 * np.log10(1 / np.mean((picture - released.face()[0]) ** 2))


def compared(pictures=None):
    """The photograph and the enlarged ones, the head and one eye."""
    whole, _ = released.face()
    shown = {"the original": whole, **(ways() if pictures is None else pictures)}
    return Row(_portrait(name, values, values is whole) for name, values in shown.items())


def _portrait(name, values, original=False):
    quality = "photograph" if original else f"{number(psnr(values))} dB"
    picture = Picture(118, 278, f"{name}: a woman's face, and her eye enlarged; {quality}.")
    picture.write(0, 11, name, 12, WINDOW if original else ANSWER, ha="left", weight="bold")
    picture.write(0, 30, quality, 13, INK, ha="left")
    for part, top, times in ((HEAD, 42, 4), (EYE, 184, 8)):
        pixels = as_bytes(values)[part].repeat(times, axis=0).repeat(times, axis=1)
        height = 118 * pixels.shape[0] / pixels.shape[1]
        picture.image(pixels, 0, top, 118, height)
    return picture


def as_bytes(values):
    """A picture (1, 3, H, W) from 0 to 1 as (H, W, 3) bytes; what lies outside is cut off."""
    return np.round(255 * values[0].clip(0, 1).transpose(1, 2, 0)).astype(np.uint8)


def shuffled(row=40, column=30):
    """The network's last two steps: twelve small maps, and the large picture; one pixel's red numbers as a block."""
    _, small = released.face()
    found = enlarging_stages(small, released.state("face_network"))
    parts, large = found["conv2"][0], found["shuffle"][0]
    four, block = parts[:4, row, column], large[0, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    picture = Picture(
        740,
        350,
        f"""Left, the small face, {sizes(small[0])}. Middle, twelve maps as large as it, {sizes(parts)}: four for red,
        four for green, four for blue. Right, the face enlarged, {sizes(large)}. Below, one place: its four red numbers
        {", ".join(map(number, four))} become the block {table(block)}.""",
    )
    picture.write(48, 12, "small", 13, WINDOW, weight="bold")
    picture.image(as_bytes(small).repeat(2, axis=0).repeat(2, axis=1), 12, 60, 72, 96)
    picture.write(48, 176, sizes(small[0]), 12, INK)
    picture.arrow((96, 108), (150, 108))
    picture.write(123, 90, "conv1,\nReLU,\nconv2", 12, KERNEL, va="bottom", weight="bold")
    for c, colour in enumerate(("red", "green", "blue")):
        y = 26 + 78 * c
        picture.write(192, y + 34, colour, 12, MUTED, ha="right")
        for k in range(4):
            channel = 4 * c + k
            x = 200 + 58 * k
            picture.image(255 * parts[channel].clip(0, 1), x, y, 51, 68)
            picture.box(x, y, 51, 68, edge=ANSWER)
    picture.write(314, 12, f"{len(parts)} maps: {sizes(parts)}", 13, ANSWER, weight="bold")
    picture.arrow((440, 138), (494, 138))
    picture.write(467, 118, "shuffle", 12, KERNEL, weight="bold")
    picture.image(as_bytes(found["shuffle"]).repeat(2, axis=0).repeat(2, axis=1), 510, 26, 162, 216)
    picture.write(591, 12, f"large: {sizes(large)}", 13, ANSWER, weight="bold")

    y, cell = 284, 52
    picture.write(192, y + 17, f"one place, row {row}, column {column}", 12, MUTED, ha="right")
    for k, value in enumerate(four):
        x = 200 + 58 * k
        picture.box(x, y, 51, 34, fill=ANSWER_TINT, edge=ANSWER)
        picture.write(x + 25.5, y + 17, number(value), 13, ANSWER, weight="bold")
        picture.write(x + 25.5, y + 46, str(k), 12, MUTED)
    picture.write(192, y + 46, "channel", 12, MUTED, ha="right")
    picture.arrow((440, y + 17), (494, y + 17))
    for (i, j), value in np.ndenumerate(block):
        picture.box(540 + j * cell, y - 18 + i * 34, cell, 34, fill=ANSWER_TINT, edge=ANSWER)
        picture.write(540 + (j + 0.5) * cell, y - 1 + i * 34, number(value), 13, ANSWER, weight="bold")
    return picture.in_parts((0, 444), (434, 740))


def broken():
    """The enlarging network, right, and wired wrongly in three ways that raise no error."""
    _, small = released.face()
    state = released.state("face_network")
    colours_together = np.arange(12).reshape(3, 4).swapaxes(0, 1).ravel()
    columns_first = np.arange(12).reshape(3, 2, 2).swapaxes(1, 2).ravel()
    reordered = [
        state | {f"conv2.{part}": state[f"conv2.{part}"][order] for part in ("weight", "bias")}
        for order in (colours_together, columns_first)
    ]
    flipped = state | {key: state[key][:, :, ::-1, ::-1] for key in ("conv1.weight", "conv2.weight")}
    cases = {
        "as it should be": state,
        "channels mixed": reordered[0],
        "columns first": reordered[1],
        "kernels flipped": flipped,
    }
    return {name: enlarging_stages(small, weights)["shuffle"] for name, weights in cases.items()}
