"""Five kinds of network, each drawn as the height of its maps from layer to layer, by the size formulas."""

from solutions.convolution_parameters import output_size
from solutions.transposed_convolutions import conv_transpose_output_size

from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, MUTED, WINDOW, Picture, Row


def _down(size, *layers):
    """Sizes behind convolutions and pools, each given as (kernel, stride, padding)."""
    sizes = [size]
    for kernel, stride, padding in layers:
        sizes.append(output_size(sizes[-1], kernel, stride, padding))
    return sizes


def _up(size, *layers):
    """Sizes behind transposed convolutions, each given as (kernel, stride, padding)."""
    sizes = [size]
    for kernel, stride, padding in layers:
        sizes.append(conv_transpose_output_size(sizes[-1], kernel, stride, padding))
    return sizes


HALF, SAME = (3, 2, 1), (3, 1, 1)


def profiles():
    """Name, what it is for, and the sizes."""
    u_down = _down(128, *[(2, 2, 0)] * 4)
    return {
        "recognition": ("down to one verdict", [*_down(224, (7, 2, 3), HALF, HALF, HALF, HALF), 1]),
        "detection": ("down to a grid of verdicts", _down(416, *[HALF] * 5)),
        "segmentation": ("down, and up again over bridges", [*u_down, *_up(u_down[-1], *[(2, 2, 0)] * 4)[1:]]),
        "generation": ("up from a few numbers", _up(1, (4, 1, 0), *[(4, 2, 1)] * 4)),
        "super resolution": ("level, and one step up", [*_down(96, SAME, SAME), 2 * 96]),
    }


def five_networks():
    """One small picture for each kind."""
    return Row(_profile(name, *profile) for name, profile in profiles().items())


def _profile(name, story, sizes):
    picture = Picture(
        214,
        176,
        f"{name}: {story}. The height of the maps goes {', '.join(map(str, sizes))}.",
    )
    picture.write(1, 11, name, 14, KERNEL, ha="left", weight="bold")
    picture.write(1, 30, story, 12, MUTED, ha="left")
    step, bottom, tallest = 206 / len(sizes), 152, 96
    for k, size in enumerate(sizes):
        height = max(tallest * size / max(sizes), 2)
        x = 3 + k * step
        if k == 0:
            picture.box(x, bottom - height, step - 5, height, edge=WINDOW, line=1.6)
        else:
            picture.box(x, bottom - height, step - 5, height, fill=ANSWER_TINT, edge=ANSWER)
        picture.write(x + (step - 5) / 2, bottom + 12, str(size), 11, INK)
    if name == "segmentation":
        for k in range(len(sizes) // 2):
            y = bottom - tallest * sizes[k] / max(sizes)
            left, right = 3 + (k + 1) * step - 5, 3 + (len(sizes) - 1 - k) * step
            picture.line([(left, y + 3), (right, y + 3)], MUTED, 1, dashed=True)
    return picture
