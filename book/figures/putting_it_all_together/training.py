"""How the loss of the two networks fell while they were trained: the same training as `data.py`'s, noted."""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import torch

from ..grids import number
from ..style import ANSWER, LINE, MUTED, Picture

RECIPE = Path(__file__).parents[3] / "exercises" / "08-putting-it-all-together" / "data.py"


@cache
def trained():
    """Both networks, trained once more from the same seed, and the loss of every step: two pairs."""
    spec = spec_from_file_location("chapter_8_data", RECIPE)
    data = module_from_spec(spec)
    spec.loader.exec_module(data)
    digit_loss, face_loss = [], []
    with data._one_thread(), torch.random.fork_rng():
        torch.manual_seed(0)
        data.mininet()
        images, labels = data.digits()
        shown = torch.from_numpy(images / 16.0)[: data.FIRST_HELD_OUT].float()
        digits = data.digit_network(shown, torch.from_numpy(labels[: data.FIRST_HELD_OUT]), note=digit_loss.append)
        photograph = torch.from_numpy(data.astronaut() / np.float32(255))
        face = data.super_resolution_network(photograph[:, :, 200:], note=face_loss.append)
    return (digits, digit_loss), (face, face_loss)


def losses(points=30):
    """The loss of both trainings, each as the means of so many stretches of it."""
    return [[float(part.mean()) for part in np.array_split(loss, points)] for _, loss in trained()]


def curve(name, values):
    """A loss as it fell, on a logarithmic scale."""
    picture = Picture(
        460,
        190,
        f"The loss of {name} while training, on a logarithmic scale: it begins at {number(values[0], 4)}, halfway it "
        f"is {number(values[len(values) // 2], 4)}, and it ends at {number(values[-1], 4)}.",
    )
    logs = np.log10(values)
    low, high = np.floor(logs.min()), np.ceil(logs.max())
    left, right, top, bottom = 64, 452, 14, 156

    def place(step, log):
        return left + step / (len(values) - 1) * (right - left), bottom - (log - low) / (high - low) * (bottom - top)

    for power in range(int(low), int(high) + 1):
        _, y = place(0, power)
        picture.line([(left, y), (right, y)], LINE, 1)
        picture.write(left - 8, y, f"{10.0**power:g}", 12, MUTED, ha="right")
    picture.line([place(step, log) for step, log in enumerate(logs)], ANSWER, 2.4)
    picture.write((left + right) / 2, 178, "from the first step to the last", 12, MUTED)
    picture.write(left, 6, "loss", 12, MUTED, ha="left")
    return picture
