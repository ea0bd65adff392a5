"""The pattern that nobody drew: presses, how strongly their sheets repeat with the stride, and what it looks like."""

import numpy as np

from solutions import conv2d, conv_transpose2d, interpolate, pixel_shuffle

from ..grids import number
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Picture, Row

PERIODS = 12  # how many periods of the stride a sheet shows


def constant(kernels, stride):
    """The middle of what a constant picture of ones prints with each kernel: the same everywhere, or a pattern."""
    reach = -(-kernels.shape[-1] // stride)
    ones = np.ones((1, 1, PERIODS + 2 * reach, PERIODS + 2 * reach))
    printed = conv_transpose2d(ones, kernels[None], stride=stride)[0]
    return printed[:, reach * stride :, reach * stride :][:, : PERIODS * stride, : PERIODS * stride]


def share(sheets, period):
    """Which part of the energy of these square sheets swings with the period (in rows, columns or both)."""
    energy = np.sum(np.abs(np.fft.fft2(sheets)) ** 2, axis=0)
    step = len(energy) // period
    comb = energy[::step, ::step]
    return (comb.sum() - comb[0, 0]) / energy.sum()


def kernels(kind, kernel_size, count=300):
    """Stamps of one kind: all taps alike; uneven, from 0 to 1; or of both signs around zero, as in a fresh network."""
    rng = np.random.default_rng(7)
    size = (count, kernel_size, kernel_size)
    return {
        "flat": lambda: np.ones((1, *size[1:])),
        "uneven": lambda: rng.uniform(size=size),
        "fresh": lambda: rng.normal(size=size),
    }[kind]()


def resized(kernels, factor):
    """The same constant picture, enlarged first and then convolved with each kernel."""
    wide = PERIODS * factor + kernels.shape[-1] - 1
    large = interpolate(np.ones((1, 1, wide, wide)), scale_factor=factor, mode="nearest")
    return conv2d(large, kernels[:, None])[0, :, : PERIODS * factor, : PERIODS * factor]


def shuffled(filters, factor):
    """The same constant picture through factor**2 filters, whose answers are then laid side by side."""
    wide = PERIODS + filters.shape[1] - 1
    return pixel_shuffle(conv2d(np.ones((1, 1, wide, wide)), filters[:, None]), factor)[0, 0]


def patterns(pairs, seed=4):
    """What a plain picture becomes, printed with one uneven stamp for each pair of kernel and stride."""
    rng = np.random.default_rng(seed)
    sheets = []
    for kernel_size, stride in pairs:
        kernel = rng.uniform(size=(1, kernel_size, kernel_size))
        sheets.append((f"kernel {kernel_size}, stride {stride}", *constant(kernel, stride), stride))
    kernel = rng.uniform(size=(1, 3, 3))
    sheets.append(("enlarged first", *resized(kernel, 2), 2))
    return Row(_pattern(*sheet) for sheet in sheets)


def _pattern(name, sheet, period):
    shown, side, top = sheet / sheet.mean(), 154, 28
    part = share([sheet], period)
    looks = "one even grey" if part < 1e-12 else "a regular pattern of darker and brighter dots"
    percent = f"{number(100 * part, 1)} %"
    picture = Picture(
        side + 4,
        top + side + 24,
        f"{name}: a plain picture becomes {looks}; {percent} of its energy swings with the period of {period} places.",
    )
    picture.write(2, 11, name, 13, INK, "left", weight="bold")
    picture.image(shown[:24, :24], 2, top, side, side, "gray", (0, 2))
    picture.box(2, top, side, side, edge=LINE)
    picture.write(2, top + side + 13, f"{percent} swings", 12, ANSWER if part < 1e-12 else WINDOW, "left")
    return picture


def spectrum(sheets, period):
    """How strong each frequency is along the rows, on a scale of powers of ten: `sheets` maps a name to a sheet."""
    colors = [WINDOW, KERNEL, ANSWER]
    strengths = {}
    for name, sheet in sheets.items():
        window = np.hanning(sheet.shape[1])
        rows = np.abs(np.fft.rfft((sheet - sheet.mean()) * window, axis=1)) ** 2
        strengths[name] = np.log10(rows.mean(axis=0)[1:] + 1e-9)
    low, high = min(s.min() for s in strengths.values()), max(s.max() for s in strengths.values())
    left, top, width, height = 56, 16, 376, 190
    at = f"1/{period}"
    ends = ", ".join(f"{name}: {number(s[-3:].max() - s[-20:-6].mean(), 1)}" for name, s in strengths.items())
    picture = Picture(
        left + width + 8,
        top + height + 60,
        f"""The strength of every frequency along the rows, for the same photograph printed in {len(sheets)} ways. All
        fall off from slow to fast. At the right end, the frequency {at}, where neighbours differ most, some lines jump
        up again. So many powers of ten each rises there above the frequencies before it: {ends}.""",
    )
    for power in range(-3, int(high) + 1):
        y = top + height * (high - power) / (high - low)
        picture.line([(left, y), (left + width, y)], LINE, 0.8)
        picture.write(left - 8, y, f"{10.0**power:g}", 12, MUTED, "right")
    for values, color in zip(strengths.values(), colors, strict=False):
        xs = left + width * np.arange(1, len(values) + 1) / len(values)
        ys = top + height * (high - values) / (high - low)
        picture.line(list(zip(xs, ys, strict=True)), color, 2.2 if color == WINDOW else 1.6)
    for k, (name, color) in enumerate(zip(strengths, colors, strict=False)):
        picture.line([(left + 84, top + 10 + 20 * k), (left + 110, top + 10 + 20 * k)], color, 3)
        picture.write(left + 118, top + 10 + 20 * k, name, 13, color, "left", weight="bold")
    picture.line([(left, top + height), (left + width, top + height)], MUTED, 1.2)
    for part, text, ha in [(0, "0, slow", "left"), (0.5, "1/4", "center"), (1, "1/2, every other pixel", "right")]:
        picture.write(left + width * part, top + height + 18, text, 12, MUTED, ha)
    picture.write(left + width / 2, top + height + 42, "frequency along the rows, in waves for each pixel", 12, INK)
    return picture
