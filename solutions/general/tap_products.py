"""Transposed convolution from what each tap of the kernel makes of the input: one product of matrices makes all of it.

What is left are sums: an output gets something from every tap that an input lands on it with. The outputs of one phase
(see `transposed`) get it from the same taps, and neighbours from neighbours. With zeros between the end of a row and
the start of the next, what a tap adds to a phase is one long run, and never an output here and an output there:

    input:     1 2 3 0   4 5 6 0        a row of three, a zero, the next row
    tap 0:     a b c 0   d e f 0        times its weight
    tap 2:     A B C 0   D E F 0        times its weight, for the output one further
    phase 0:   a b+A c+B C   d e+D f+E F
"""

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .blocks import block_sizes
from .geometry import along, on_last_axes, overlap
from .rows import copy_rows
from .scratch import scratch

if TYPE_CHECKING:
    from .transposed import Phase

LEAST = 4  # rows in a block, for each row that it shares with the next one


def sum_products(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    out: np.ndarray,
    phases: list[list["Phase"]],
    groups: int,
) -> None:
    """Write a transposed convolution into `out`.

    Parameters
    ----------
    x : array (N, C_in, *sizes)
    weight : array (C_in, C_out / groups, *kernel)
    bias : array (C_out,) or None
    out : array (N, C_out, *sizes)
    phases : list of list of Phase
        Those of each axis.
    groups : int
    """
    if out.size == 0:
        return
    channels, filters, kernel = len(weight) // groups, weight.shape[1], weight.shape[2:]
    matrices = weight.reshape(groups, channels, -1).swapaxes(1, 2)
    # behind each row, and below each image of a film, as many zeros as a phase reads in front of it or behind it
    used = [[phase for phase in every if phase.number] for every in phases]
    needs = [
        [phase.stops for phase in every] + [phase.reach for phase in some] + [n + phase.before for phase in some]
        for every, some, n in zip(phases, used, x.shape[2:], strict=True)
    ]
    sizes = [x.shape[2], *[max([n, *needed]) for n, needed in zip(x.shape[3:], needs[1:], strict=True)]]
    inside = [slice(n) for n in x.shape[2:]]
    inputs = x.reshape(len(x), groups, channels, *x.shape[2:])
    if sizes != [*x.shape[2:]]:
        padded = scratch("padded", (*inputs.shape[:3], *sizes), x.dtype)
        for axis in range(1, len(sizes)):
            along(padded, 3 + axis, slice(x.shape[2 + axis], None))[...] = 0
        copy_rows(inputs, padded[:, :, :, *inside])
        inputs = padded
    outputs = out.reshape(len(out), groups, filters, *out.shape[2:])
    bias = np.zeros((groups, filters), x.dtype) if bias is None else bias.reshape(groups, filters)
    reads = [[-phase.before, (phase.number - 1) * phase.step - phase.before] for phase in used[0]] or [[0, 0]]
    first, last = min(map(min, reads)), max(map(max, reads))
    count = phases[0][0].stops  # the phase with most rows
    row_bytes = matrices.shape[1] * math.prod(sizes[1:]) * x.itemsize
    images_each, groups_each, rows_each = block_sizes(len(x), groups, count, row_bytes)
    steps = images_each, groups_each, max(rows_each, LEAST * (last - first))
    for starts in itertools.product(*map(range, (0, 0, 0), (len(x), groups, count), steps)):
        images, some, rows = (slice(start, start + step) for start, step in zip(starts, steps, strict=True))
        top = max(0, rows.start + first)
        seen = inputs[images, some, :, top : max(top, rows.stop + last)]
        products = scratch("products", (*seen.shape[:2], matrices.shape[1], math.prod(seen.shape[3:])), x.dtype)
        np.matmul(matrices[some], seen.reshape(*seen.shape[:3], -1), out=products)
        # times the zeros, weights that are not finite have made nan of them; a block of padding alone reads nothing
        if products.size and np.isnan(products[..., -1]).any():
            zeros = np.ones(seen.shape[3:], bool)
            zeros[(slice(None), *inside[1:])] = False
            products[..., zeros.ravel()] = 0
        products = products.reshape(*seen.shape[:2], filters, *kernel, seen.shape[3], math.prod(sizes[1:]))
        for phase in itertools.product(*phases):
            target = outputs[images, some][on_last_axes(axis.outputs for axis in phase)][:, :, :, rows]
            if target.size:
                _write(target, products, bias[some], phase, sizes, rows.start - top)


def _write(
    target: np.ndarray, products: np.ndarray, bias: np.ndarray, phase: Sequence["Phase"], sizes: list[int], skipped: int
) -> None:
    """Write some rows of one phase, of which the first is aligned with the product so many rows further."""
    lines = [math.prod(sizes[axis + 1 :]) for axis in range(len(sizes))]  # numbers from a sample to the next
    rows, height, line = target.shape[3], products.shape[-2], lines[0]
    total = np.empty((*target.shape[:3], rows, line), target.dtype)
    total[...] = bias[..., None, None]
    flat, terms = total.reshape(*target.shape[:3], -1), products.reshape(*products.shape[:-2], -1)
    run = sum((count - 1) * step for count, step in zip(target.shape[4:], lines[1:], strict=True)) + 1
    for numbers in itertools.product(*[range(axis.number) for axis in phase]):
        taps = [axis.tap(number) for axis, number in zip(phase, numbers, strict=True)]
        shifts = [number * axis.step - axis.before for axis, number in zip(phase, numbers, strict=True)]
        inside, read = overlap(height, rows, 1, shifts[0] + skipped)
        if inside.stop:
            begin, end = inside.start * line, (inside.stop - 1) * line + run
            start = read.start * line + sum(step * far for step, far in zip(shifts[1:], lines[1:], strict=True))
            begin, start = begin - min(0, start), max(0, start)  # in front of the first sample there is nothing
            if begin < end:
                flat[..., begin:end] += terms[on_last_axes([*taps, slice(start, start + end - begin)])]
    shape, strides = target.shape, (*total.strides[:3], *[step * total.itemsize for step in lines])
    target[...] = np.ndarray(shape, total.dtype, total, 0, strides)
