"""A first layer that has been taught on photographs, beside the same layer before: its kernels, and their maps.

The task needs no labels. Sixteen filters look at patches of photographs; each answers how strongly its pattern is
there, and the patterns, as strong as their answers, are laid over each other to rebuild the patch. Few strong answers
are cheaper than many weak ones. This is a sparse autoencoder, after Olshausen & Field 1996.
"""

from functools import cache

import numpy as np
import torch
from skimage import data
from torch import nn

from solutions import conv2d

from ..grids import sizes
from ..photograph import square_cat
from ..style import ANSWER, INK, KERNEL, MUTED, SIGNED, Picture

FILTERS, SIDE = 16, 7


def patches(photographs, each, seed=0):
    """Random patches (N, 3 * 49), at most `each` a photograph, of mean 0 and spread 1; flat ones are left out."""
    rng, found = np.random.default_rng(seed), []
    for photograph in photographs:
        windows = np.lib.stride_tricks.sliding_window_view(photograph, (SIDE, SIDE), axis=(0, 1))
        rows, columns = (rng.integers(size, size=each) for size in windows.shape[:2])
        found.append(windows[rows, columns].reshape(each, -1) / 255)
    found = np.concatenate(found)
    found = found[found.std(axis=1) > 0.03]
    found = (found - found.mean(axis=1, keepdims=True)) / found.std(axis=1, keepdims=True)
    return torch.tensor(found, dtype=torch.float32)


def answers(x, weight, bias):
    """What a layer of unit kernels answers to patches, and the patches rebuilt from it."""
    unit = nn.functional.normalize(weight, dim=1)
    strength = torch.relu(x @ unit.T + bias)
    return strength, strength @ unit


@cache
def layers(steps=1000, batch=128, price=0.5, rate=0.02):
    """(weight, bias) before the first step and after the last. Seeded, on one thread, in about two seconds."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.random.fork_rng():
        torch.manual_seed(2)
        x = patches([data.astronaut(), data.coffee(), data.rocket()], 4000)
        weight = nn.Parameter(0.1 * torch.randn(FILTERS, x.shape[1]))
        bias = nn.Parameter(torch.zeros(FILTERS))
        before = weight.detach().clone(), bias.detach().clone()
        adam = torch.optim.Adam([weight, bias], rate)
        schedule = torch.optim.lr_scheduler.OneCycleLR(adam, rate, total_steps=steps)
        for _ in range(steps):
            chosen = x[torch.randint(len(x), (batch,))]
            strength, rebuilt = answers(chosen, weight, bias)
            loss = ((rebuilt - chosen) ** 2).sum(1).mean() + price * strength.sum(1).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            schedule.step()
    torch.set_num_threads(threads)
    return before, (weight.detach(), bias.detach())


def kernels(layer):
    """The kernels (16, 3, 7, 7) of a layer, each of length 1."""
    return nn.functional.normalize(layer[0], dim=1).numpy().reshape(FILTERS, 3, SIDE, SIDE).astype(float)


def rebuilt_share(layer, photograph):
    """How much of what there is to see in patches of a photograph the layer's answers can rebuild: 1 is everything."""
    x = patches([photograph], 3000, seed=1)
    error = ((answers(x, *layer)[1] - x) ** 2).sum()
    return 1 - float(error / (x**2).sum())


def templates():
    """What the trained kernels are held against: a vertical edge, a horizontal edge, a stripe, a plain colour."""
    across = np.broadcast_to(np.linspace(-1, 1, SIDE), (3, SIDE, SIDE))
    stripe = np.broadcast_to(np.where(np.abs(np.arange(SIDE) - SIDE // 2) < 2, 1.0, -0.75), (3, SIDE, SIDE))
    colour = np.broadcast_to(np.array([1.0, 0, -1]).reshape(3, 1, 1), (3, SIDE, SIDE))
    return {"vertical edge": across, "horizontal edge": across.swapaxes(1, 2), "stripe": stripe, "colour": colour}


def likest(layer, template):
    """The filter whose kernel is most like a template, in either sign, and how like: 1 is the same pattern."""
    flat = template.ravel() / np.linalg.norm(template)
    likeness = np.abs(kernels(layer).reshape(FILTERS, -1) @ flat)
    return int(likeness.argmax()), float(likeness.max())


def as_colours(kernel):
    """A kernel (3, H, W) as a small picture: grey is zero."""
    return np.round(127.5 + 127.5 * kernel / np.abs(kernel).max()).astype(np.uint8).transpose(1, 2, 0)


def before_and_after():
    """All sixteen kernels, untrained and trained."""
    before, after = layers()
    names = ", ".join(f"one is {100 * likest(after, t)[1]:.0f} % like {a(n)}" for n, t in templates().items())
    picture = Picture(
        520,
        274,
        f"""Left, {FILTERS} untrained kernels, {SIDE} by {SIDE} in three colours: coloured noise, all alike. Right, the
        same after training: smooth edges at several angles, stripes, and some plain colours; {names}.""",
    )
    for layer, left, title, color in ((before, 2, "untrained", MUTED), (after, 286, "trained", ANSWER)):
        picture.write(left, 12, title, 14, color, ha="left", weight="bold")
        for o, kernel in enumerate(kernels(layer)):
            x, y = left + 59 * (o % 4), 28 + 61 * (o // 4)
            picture.image(as_colours(kernel), x, y, 54, 54)
            picture.box(x, y, 54, 54, edge=KERNEL)
    picture.arrow((246, 146), (276, 146))
    return picture


def a(name):
    """The name with its article."""
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def maps():
    """Four filters' maps of the cat, which was not among the photographs: above untrained, below trained."""
    cat = np.moveaxis(square_cat(), -1, 0)[None] / 255
    side, step = 164, 176
    picture = Picture(
        4 * step - 8,
        466,
        """Maps of the cat. Above, four untrained kernels: four maps that look much alike, the cat's eyes dark
        and its fur pale in each. Below, the same
        four filters trained: one map shows lines beside the nose, one the eyelids and whiskers, one single hairs, one
        soft patches of colour.""",
    )
    for row, (title, layer) in enumerate(zip(("untrained", "trained"), layers(), strict=True)):
        top, color = 26 + 236 * row, ANSWER if row else MUTED
        for k, (name, template) in enumerate(templates().items()):
            o, x = likest(layers()[1], template)[0], k * step
            kernel = kernels(layer)[o]
            values = conv2d(cat, kernel[None])[0, 0]
            spread = (values - values.mean()) / (3 * values.std())
            picture.image(spread, x, top, side, side, SIGNED, (-1, 1))
            picture.box(x, top, side, side, edge=color)
            picture.image(as_colours(kernel), x, top + side + 5, 32, 32)
            picture.box(x, top + side + 5, 32, 32, edge=KERNEL)
            picture.write(x + 42, top + side + 13, name if row else f"filter {o}", 13, INK, ha="left")
            picture.write(x + 42, top + side + 30, title, 12, color, ha="left")
        picture.write(0, top - 14, f"{title}: maps of {sizes(values)}", 13, color, ha="left", weight="bold")
    return picture.in_parts((0, 2 * step - 10), (2 * step - 2, 4 * step - 8))
