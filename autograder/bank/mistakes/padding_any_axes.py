"""Chapter 3, any axes and any of the four: what learners write instead, and the question that leads each one on."""

import numpy as np

from ..chapters.padding_layers import PAD_ND
from ..family import family

# The right answer, in steps that a mistake can spoil ------------------------------------------------------------------


def mirrored(asked, size):
    return size - 1 - np.abs(size - 1 - np.abs(asked))


def nearest(asked, size):
    return np.clip(asked, 0, size - 1)


def gone_round(asked, size):
    return asked % size


RULES = {"constant": nearest, "reflect": mirrored, "replicate": nearest, "circular": gone_round}


def last_first(x):
    return range(x.ndim - 1, -1, -1)


def outside(asked, size):
    return (asked < 0) | (asked >= size)


def own_size(x, axis):
    return x.shape[axis]


def pad_nd(x, padding, mode="constant", value=0.0, *, axes=last_first, rules=RULES, filled=outside, size_of=own_size):
    padded = np.array(x)
    for axis, before, after in zip(axes(x), padding[::2], padding[1::2], strict=False):
        size = size_of(x, axis)
        asked = np.arange(-before, size + after)
        padded = padded.take(rules[mode](asked, size), axis)
        if mode == "constant":
            np.moveaxis(padded, axis, 0)[filled(asked, size)] = value
    return padded


def right(x, padding, mode="constant", value=0.0):
    """Return the right answer to the exercise."""
    return pad_nd(x, padding, mode, value)


# The amounts ----------------------------------------------------------------------------------------------------------


def _with_other_pairs(exercise, change):
    return lambda x, padding, mode="constant", value=0.0: pad_nd(x, change(padding), mode, value)


pairs_misread = family(
    [PAD_ND], _with_other_pairs, args=lambda exercise, change: lambda x, padding, *how: (x, change(padding), *how)
)
"""Right but for the amounts, which `change(padding)` misreads."""


def each_pair(change):
    """Change every pair of amounts: `change(before, after)`."""
    return lambda padding: tuple(
        amount for pair in zip(padding[::2], padding[1::2], strict=True) for amount in change(*pair)
    )


@pairs_misread(
    "reads the pairs from the first axis to the last",
    hint="Torch begins with the last axis. For which axis is the first pair of `padding`?",
)
def _(padding):
    pairs = list(zip(padding[::2], padding[1::2], strict=True))
    return tuple(amount for pair in reversed(pairs) for amount in pair)


pairs_misread(
    "swaps what comes before and what comes behind",
    hint="The first number of a pair is added before the first place of the axis. At which end do you put that many?",
)(each_pair(lambda before, after: (after, before)))


@pairs_misread(
    "reads the first ends of all axes and then the second ones",
    hint="The two amounts of an axis stand side by side. Which two numbers of `padding` belong to the last axis?",
)
def _(padding):
    half = len(padding) // 2
    return tuple(amount for pair in zip(padding[:half], padding[half:], strict=True) for amount in pair)


pairs_misread(
    "pads the last axis only", hint="How many pairs are there in `padding`? What do you do with the second one?"
)(lambda padding: padding[:2])
pairs_misread(
    "pads the last two axes only", hint="A volume has three axes to be padded. What do you do with the third pair?"
)(lambda padding: padding[:4])
pairs_misread(
    "keeps what it has added for the last pair only",
    hint="The first axis is done. From which array do you take the places for the next one?",
)(lambda padding: (*[0] * (len(padding) - 2), *padding[-2:]))
pairs_misread(
    "uses the first amount of a pair at both ends", hint="A pair has two numbers. Where do you use the second?"
)(each_pair(lambda before, after: (before, before)))
pairs_misread(
    "uses the first pair for every axis", hint="Which two numbers of `padding` are for the last axis but one?"
)(lambda padding: tuple(padding[:2]) * (len(padding) // 2))
pairs_misread(
    "adds where it should take away",
    hint="What should become of `1 2 3 4` with the amounts (-1, 0)?",
)(each_pair(lambda before, after: (abs(before), abs(after))))
pairs_misread(
    "does nothing where it should take away",
    hint="What should become of `1 2 3 4` with the amounts (-1, 0)? Which line of yours does that?",
)(each_pair(lambda before, after: (max(before, 0), max(after, 0))))
pairs_misread(
    "takes away at the other end",
    hint="Which number is to go from `1 2 3 4` with the amounts (-1, 0), and which one goes?",
)(each_pair(lambda before, after: (max(before, 0) + min(after, 0), max(after, 0) + min(before, 0))))

# The axes and the rules -----------------------------------------------------------------------------------------------


def _with_pad_nd_spoiled(exercise, steps):
    return lambda x, padding, mode="constant", value=0.0: pad_nd(x, padding, mode, value, **steps)


pad_nd_spoiled = family([PAD_ND], _with_pad_nd_spoiled)
"""Right but for some steps: a dict of them, by the names of the arguments of `pad_nd` above."""

pad_nd_spoiled(
    "begins with the first axis of x",
    hint="The first pair is for the axis with the index -1. For which one is the second pair?",
)({"axes": lambda x: range(x.ndim)})
pad_nd_spoiled(
    "takes every axis to be as long as the last",
    hint="How many places has the axis that you are about to continue? Where does your code ask for that?",
)({"size_of": lambda x, axis: x.shape[-1]})


def added(asked, size):
    """The numbers of places that are added before and behind."""
    return max(-asked.min(initial=0), 0), max(asked.max(initial=0) - size + 1, 0)


def ruled(mode, before, behind):
    """Make a rule for `mode`, in which `before(asked, size, added)` and `behind` say where values outside come from."""

    def rule(asked, size):
        first, last = added(asked, size)
        inside = np.where(asked < 0, before(asked, size, first), asked)
        return np.where(asked >= size, behind(asked, size, last), inside)

    return {"rules": RULES | {mode: rule}}


pad_nd_spoiled(
    "shows the outermost place twice in mode 'reflect'",
    hint="The mirror stands on the outermost place. How often does it show the 1, when `1 2 3` goes on to the left?",
)(ruled("reflect", lambda asked, size, _: -1 - asked, lambda asked, size, _: 2 * size - 1 - asked))
pad_nd_spoiled(
    "copies what lies beside the edge without turning it round in mode 'reflect'",
    hint="In a mirror, which comes closest to you: what stands close to the mirror, or what stands far away?",
)(
    ruled(
        "reflect",
        lambda asked, size, before: asked + before + 1,
        lambda asked, size, after: asked - 1 - after,
    )
)
pad_nd_spoiled(
    "goes round to the other end before the first place in mode 'reflect'",
    hint="In Python x[-1] is the last place. Which index should stand for place -1 in a mirror?",
)(ruled("reflect", lambda asked, size, _: asked, lambda asked, size, _: 2 * (size - 1) - asked))
pad_nd_spoiled(
    "forgets the mirror behind the last place",
    hint="A row has two ends. What does your rule make of a place that is larger than the last one?",
)({"rules": RULES | {"reflect": lambda asked, size: np.abs(asked)}})
pad_nd_spoiled(
    "goes round to the other end before the first place in mode 'replicate'",
    hint="In Python x[-1] is the last place. Which place is the nearest to place -1?",
)({"rules": RULES | {"replicate": lambda asked, size: np.minimum(asked, size - 1)}})
pad_nd_spoiled(
    "takes 'reflect' for 'replicate' and the other way round",
    hint="Which of the two words is for a mirror, and which one repeats the outermost place?",
)({"rules": RULES | {"reflect": nearest, "replicate": mirrored}})
pad_nd_spoiled(
    "continues each edge with its own side in mode 'circular'",
    hint="Walk to the left until you are out. On which side do you come in again?",
)(ruled("circular", lambda asked, size, before: asked + before, lambda asked, size, after: asked - after))
pad_nd_spoiled(
    "leaves out the place at the seam in mode 'circular'",
    hint="Going round, which place follows the last one? Is the first one met again, or is it skipped?",
)(ruled("circular", lambda asked, size, _: asked + size - 1, lambda asked, size, _: asked - size + 1))
pad_nd_spoiled(
    "writes the value over the outermost places too",
    hint="Which is the last place before the first one of x, and which is the first behind its last?",
)({"filled": lambda asked, size: (asked <= 0) | (asked >= size - 1)})
pad_nd_spoiled(
    "repeats the outermost place in mode 'constant'",
    hint="What should stand at the new places in mode 'constant', and in which line do you write it there?",
)({"filled": lambda asked, size: np.zeros(len(asked), bool)})


@PAD_ND.mistake(
    "leaves the corners at zero", hint="What should stand where two axes are continued at once, above and to the left?"
)
def _(x, padding, mode="constant", value=0.0):
    padded = pad_nd(x, padding, mode, value)
    if mode == "constant":
        return padded
    beyond = pad_nd(np.zeros(x.shape), padding)
    for place, (before, after) in enumerate(zip(padding[::2], padding[1::2], strict=True)):
        axis = x.ndim - 1 - place
        places = np.arange(-before, x.shape[axis] + after)
        np.moveaxis(beyond, axis, 0)[outside(places, x.shape[axis])] += 1
    return np.where(beyond > 1, 0, padded).astype(x.dtype)
