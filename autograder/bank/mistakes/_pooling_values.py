"""Chapter 4: what is made of a window instead of its maximum, its mean or its norm."""

from dataclasses import replace

import numpy as np

from ..chapters.pooling_layers import AVG_POOL2D, INFINITY, LP_POOL2D, MAX_POOL1D, MAX_POOL2D
from ..family import family
from ._pooling import called_as_pool, largest, mean, norm, of_pools, settings_changed
from ._right_arrays import bent

MAXIMA = (MAX_POOL1D, MAX_POOL2D)

# The maximum ----------------------------------------------------------------------------------------------------------


@of_pools(
    "looks at the top row of each window only",
    hint="A window has rows and columns. Does your maximum run over both?",
    only=[MAX_POOL2D],
)
def _(pool):
    return pool.windows(-np.inf)[..., 0, :].max(axis=-1)


@of_pools("pads with zeros", hint="What would a padded zero do to a window of negative numbers?", only=[MAX_POOL2D])
def _(pool):
    return pool.windows(0).max(axis=(-2, -1))


@of_pools(
    "pads with a number that is only rather small",
    hint="Is there anything that every number beats? NumPy has a name for it.",
    only=[MAX_POOL2D],
)
def _(pool):
    return pool.windows(-999).max(axis=(-2, -1))


@of_pools(
    "repeats the pixels of the edge in the padding",
    hint="May a number that the padding made up win against those that the window really sees?",
    only=[MAX_POOL2D],
)
def _(pool):
    return pool.windows(mode="edge").max(axis=(-2, -1))


@of_pools(
    "never goes below zero",
    hint="With which number does your search for the largest start, before it has seen any?",
    only=MAXIMA,
)
def _(pool):
    return np.maximum(largest(pool), 0)


@of_pools("ignores the sign", hint="Of -5 and 2, which one is larger?", only=MAXIMA)
def _(pool):
    return largest(replace(pool, x=np.abs(pool.x)))


@of_pools("keeps the number farthest from zero", hint="Of -5 and 2, which one is larger?", only=MAXIMA)
def _(pool):
    windows = pool.windows(0)
    high, low = windows.max(axis=(-2, -1)), windows.min(axis=(-2, -1))
    return np.where(high >= -low, high, low)


@of_pools(
    "says where the largest number stands instead of how large it is",
    hint="What does `argmax` give, and what does `max` give?",
    only=MAXIMA,
)
def _(pool):
    windows = pool.windows(-np.inf)
    return windows.reshape(*windows.shape[:-2], -1).argmax(axis=-1)


@of_pools(
    "keeps the smallest number", hint="Max pooling keeps the loudest voice. Which one does yours keep?", only=MAXIMA
)
def _(pool):
    return pool.windows(np.inf).min(axis=(-2, -1))


@of_pools("takes the mean", hint="What is to be left of a window: its mean, or its largest number?", only=MAXIMA)
def _(pool):
    return replace(pool, counts_padding=False).windows().sum(axis=(-2, -1)) / pool.counted(False)


@of_pools("adds the window up", hint="Which one number of the window is to be left?", only=MAXIMA)
def _(pool):
    return pool.windows().sum(axis=(-2, -1))


@bent(
    "carries the largest number on to the next windows",
    hint="Where does your search for the largest start again: at each window, or once for all?",
    only=MAXIMA,
)
def _(out):
    return np.maximum.accumulate(out, axis=-1)


# The mean -------------------------------------------------------------------------------------------------------------


@of_pools(
    "adds the window up and does not divide",
    hint="The sum of four threes is 12. What is their mean?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows().sum(axis=(-2, -1))


@of_pools(
    "keeps the largest number",
    hint="What is to be left of a window here: its largest number, or its mean?",
    only=[AVG_POOL2D],
)
def _(pool):
    return largest(pool)


@of_pools(
    "takes the median",
    hint="The median is not the mean. How is the mean of 1, 2 and 9 found?",
    only=[AVG_POOL2D],
)
def _(pool):
    return np.median(pool.windows(), axis=(-2, -1))


@of_pools(
    "always divides by the whole window",
    hint="A window that sticks out has fewer pixels. By what is its sum divided?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows().mean(axis=(-2, -1))


@of_pools(
    "counts what sticks out beyond the padding",
    hint="In ceil mode a window may reach farther than the padding does. Are there zeros too, that count?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows().mean(axis=(-2, -1)) if pool.counts_padding else mean(pool)


@settings_changed(
    "never counts the padding",
    hint="What is `count_include_pad` when the caller does not say it, and what does it ask for?",
    only=[AVG_POOL2D],
)
def _(pool):
    return replace(pool, counts_padding=False)


@settings_changed(
    "counts the padding whatever `count_include_pad` says",
    hint="By what is the sum divided when the zeros of the padding are not to count?",
    only=[AVG_POOL2D],
)
def _(pool):
    return replace(pool, counts_padding=True)


@settings_changed(
    "turns `count_include_pad` round",
    hint="Read the name as a question: count, and include the padding? What is done when the answer is yes?",
    only=[AVG_POOL2D],
)
def _(pool):
    return replace(pool, counts_padding=not pool.counts_padding)


@of_pools(
    "repeats the pixels of the edge in the padding",
    hint="Which value has a place of the padding, when its turn comes in the sum?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows(mode="edge").mean(axis=(-2, -1))


@of_pools("pads with minus infinity", hint="A maximum is not disturbed by minus infinity. Is a sum?", only=[AVG_POOL2D])
def _(pool):
    return pool.windows(-np.inf).mean(axis=(-2, -1))


@of_pools(
    "divides by the pixels of a step instead of those of the window",
    hint="When the windows overlap, stride and kernel_size differ. Which of them says how many pixels were added up?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows().sum(axis=(-2, -1)) / np.prod(pool.stride)


@of_pools(
    "divides by the window's height plus its width",
    hint="Draw a window of 2x3 and count its cells. How many are they?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows().sum(axis=(-2, -1)) / sum(pool.kernel)


@of_pools(
    "divides by the window's width only",
    hint="How many numbers went into the sum of a window of 2x3?",
    only=[AVG_POOL2D],
)
def _(pool):
    return pool.windows().sum(axis=(-2, -1)) / pool.kernel[1]


@bent("rounds every mean down", hint="`//` divides and rounds down. What does `/` do?", only=[AVG_POOL2D])
def _(out):
    return np.floor(out)


# The norm -------------------------------------------------------------------------------------------------------------


powered = family(
    [LP_POOL2D],
    lambda exercise, wrong: called_as_pool(exercise, lambda pool: norm(pool) if pool.norm == INFINITY else wrong(pool)),
)
"""A wrong norm, `wrong(pool)`, of those whose p is a number; infinity is right with all of these."""


def sum_of_powers(pool):
    """The sums, with a window that sticks out scaled up."""
    return norm(pool) ** pool.norm


@powered("forgets the root", hint="Torch adds up the powers of x with exponent p. What does it do with that sum?")
def _(pool):
    return sum_of_powers(pool)


@powered("takes the square root whatever p is", hint="What undoes raising to the power 3?")
def _(pool):
    return sum_of_powers(pool) ** 0.5


@powered("takes p to be 2", hint="Where does `norm_type` come into your function?")
def _(pool):
    return norm(replace(pool, norm=2))


@powered("adds the window up whatever p is", hint="Where does `norm_type` come into your function?")
def _(pool):
    return norm(replace(pool, norm=1))


@powered(
    "adds up before it takes the power",
    hint="Which comes first, the power or the sum? Try 3 and 4 with p = 2: the answer should be 5.",
)
def _(pool):
    return (norm(replace(pool, norm=1)) ** pool.norm) ** (1 / pool.norm)


@powered(
    "takes the root before it adds up",
    hint="Which comes first, the sum or the root? Try 3 and 4 with p = 2: the answer should be 5.",
)
def _(pool):
    return norm(replace(pool, x=(pool.x**pool.norm) ** (1 / pool.norm), norm=1))


@powered(
    "takes the mean of the powers instead of their sum",
    hint="The course's source calls it an average, and torch does not. What should a window of four ones give with "
    "p = 1?",
)
def _(pool):
    return norm(pool) / pool.area ** (1 / pool.norm)


@powered(
    "divides the norm by the number of pixels",
    hint="A norm is no mean. What should a window of four ones give with p = 1?",
)
def _(pool):
    return norm(pool) / pool.area


@settings_changed(
    "takes the absolute values first",
    hint="In a textbook the powers are of |x|. Torch takes x as it is: what does p = 1 make of 2 and -5?",
    only=[LP_POOL2D],
)
def _(pool):
    return replace(pool, x=np.abs(pool.x))


@powered(
    "does not scale up a window that sticks out",
    hint="Torch goes by way of a mean of the powers. Over how many pixels is it taken where the window sticks out, and "
    "with how many is it multiplied?",
)
def _(pool):
    return (pool.windows() ** pool.norm).sum(axis=(-2, -1)) ** (1 / pool.norm)


@powered(
    "scales up the norm of a window that sticks out instead of its sum",
    hint="Is the sum of powers made larger before the root is taken, or after?",
)
def _(pool):
    return (pool.windows() ** pool.norm).sum(axis=(-2, -1)) ** (1 / pool.norm) * pool.area / pool.counted(False)


@of_pools(
    "takes infinity for a number like any other",
    hint="With p = infinity every power is 0, 1 or infinite, and 1 / p is 0. Which number of a window decides its norm "
    "when p grows and grows?",
    only=[LP_POOL2D],
)
def _(pool):
    return np.ones_like(norm(pool)) if pool.norm == INFINITY else norm(pool)


@of_pools(
    "keeps the sign when p is infinite",
    hint="A norm of -5 and 2 with a very large, even p comes close to which number?",
    only=[LP_POOL2D],
)
def _(pool):
    return largest(pool) if pool.norm == INFINITY else norm(pool)


@of_pools(
    "scales up the largest of a window that sticks out",
    hint="With p = infinity, does it matter how many pixels a window has?",
    only=[LP_POOL2D],
)
def _(pool):
    out = norm(pool)
    return out * pool.area / pool.counted(False) if pool.norm == INFINITY else out


@of_pools(
    "keeps the largest number whatever p is", hint="Where does `norm_type` come into your function?", only=[LP_POOL2D]
)
def _(pool):
    return largest(pool)
