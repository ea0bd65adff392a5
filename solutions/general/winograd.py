"""Winograd's way to correlate images with filters of 3 x 3: 4 products for an output, where the definition takes 9.

Two neighbouring outputs of a signal, y0 and y1, read four samples d0 to d3 with the same three weights g0, g1, g2. They
take four products instead of six:

    m0 = (d0 - d2) * g0                        y0 = m0 + m1 + m2
    m1 = (d1 + d2) * (g0 + g1 + g2) / 2        y1 = m1 - m2 - m3
    m2 = (d2 - d1) * (g0 - g1 + g2) / 2
    m3 = (d1 - d3) * g2

In images, a tile of 4 x 4 pixels makes 2 x 2 outputs: the same along both axes, and 16 products instead of 36. Over
many channels, filters and tiles, these are 16 products of matrices, and the rest are sums of long runs of numbers.
Larger tiles take fewer products still, but do not pay: those of 6 x 6 lose as much time in the sums as they save, and
their error grows to 2 or 3 millionths of the largest output where channels are many. This one's is that of the
definition. (Lavin and Gray, "Fast algorithms for convolutional neural networks", 2015.)
"""

import itertools
from collections.abc import Sequence

import numpy as np

from .blocks import block_sizes
from .geometry import overlap
from .scratch import scratch

# what one axis makes of its weights, and of the products; and both axes, one after the other
_WEIGHTS = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
_OUTPUTS = np.array([[1, 1, 1, 0], [0, 1, -1, -1]])
WEIGHTS, OUTPUTS = np.kron(_WEIGHTS, _WEIGHTS), np.kron(_OUTPUTS, _OUTPUTS)
FEWEST_CHANNELS = 16  # with fewer, the products are not what takes the time
FEWEST_TILES = 100  # of an image; with fewer, the sums of the weights take longer than the products that they spare


def pays(channels: int, filters: int, kernel: tuple[int, ...], stride: tuple[int, ...], places: int) -> bool:
    """Whether this way is the faster one, for so many places of an image's output."""
    fits = kernel == (3, 3) and stride == (1, 1)
    return fits and min(channels, filters) >= FEWEST_CHANNELS and places >= 4 * FEWEST_TILES


def correlate_by_tiles(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    out: np.ndarray,
    before: tuple[int, ...],
    dilation: tuple[int, ...],
) -> bool:
    """Write a correlation, with zeros around `x`, into `out`, and return whether all of it is finite.

    Where it is not, an infinity or a nan has spread over its tile: it must be done again, by the definition.
    """
    filters, channels = weight.shape[:2]
    weights = WEIGHTS.astype(x.dtype) @ np.ascontiguousarray(weight).reshape(-1, 9).T
    weights = weights.reshape(16, filters, channels)
    bias = np.zeros(filters, x.dtype) if bias is None else bias
    # a dilated window sees every d-th pixel only: d * d images that do not meet
    for first in itertools.product(*map(range, dilation)):
        steps = list(zip(first, before, dilation, strict=True))
        (rows, columns), shifts = zip(
            *[(slice((i - b) % d, None, d), -((i - b) // d)) for i, b, d in steps], strict=True
        )
        part = out[:, :, first[0] :: dilation[0], first[1] :: dilation[1]]
        if part.size == 0:  # there are fewer outputs than pixels that are left out
            continue
        for image, target in zip(x[:, :, rows, columns], part, strict=True):
            _one_image(image, weights, bias[:, None], target, shifts)
    return bool(np.isfinite(out.sum()))


def _one_image(
    image: np.ndarray, weights: np.ndarray, bias: np.ndarray, out: np.ndarray, before: Sequence[int]
) -> None:
    """Write the outputs of one image, some rows of tiles at a time."""
    filters, channels = weights.shape[1:]
    height, width = (-(-size // 2) for size in out.shape[1:])  # in tiles
    pitch = width + 1
    _, _, rows_each = block_sizes(1, 1, height, 16 * (channels + filters) * pitch * image.itemsize)
    sums = OUTPUTS.astype(image.dtype)
    for start in range(0, height, rows_each):
        rows = min(rows_each, height - start)
        # without the last column, which belongs to no tile: a run for each channel
        length = rows * pitch - 1
        pixels = _pixels(image, 2 * start - before[0], -before[1], rows, pitch)
        inputs = _inputs(pixels, rows, length)
        products = scratch("products", (16, filters, length), image.dtype)
        np.matmul(weights, inputs, out=products)
        products[5] += bias  # the product of both axes' m1, which all four outputs add
        results = scratch("results", (4, filters * length), image.dtype)
        np.matmul(sums, products.reshape(16, -1), out=results)
        step = image.itemsize
        strides = (2 * filters * length * step, filters * length * step, length * step, pitch * step, step)
        results = np.ndarray((2, 2, filters, rows, width), image.dtype, results, 0, strides)
        for i, j in np.ndindex(2, 2):
            target = out[:, 2 * start + i : 2 * (start + rows) : 2, j::2]
            target[...] = results[i, j, :, : target.shape[1], : target.shape[2]]


def _pixels(image: np.ndarray, top: int, left: int, rows: int, pitch: int) -> np.ndarray:
    """The pixels of some rows of tiles, with zeros around: even and odd rows, of which even and odd columns.

    An array (2, 2, channels, rows + 1, pitch). Neighbouring tiles read neighbouring numbers of it.
    """
    pixels = scratch("phases", (2, 2, len(image), rows + 1, pitch), image.dtype)
    pixels[...] = 0
    for i, j in np.ndindex(2, 2):
        inside, y = overlap(image.shape[1], rows + 1, 2, top + i)
        columns, x = overlap(image.shape[2], pitch, 2, left + j)
        pixels[i, j][:, inside, columns] = image[:, y, x]
    return pixels


def _inputs(pixels: np.ndarray, rows: int, length: int) -> np.ndarray:
    """What the weights are multiplied by: (16, channels, length)."""
    channels, pitch = pixels.shape[2], pixels.shape[4]
    # over the ends of rows and channels, as if all pixels were one row: what comes of that belongs to no tile
    even, odd = pixels.reshape(2, 2, -1)
    half = scratch("halves", (4, *even.shape), pixels.dtype)
    _differences([even[:, :-pitch], odd[:, :-pitch], even[:, pitch:], odd[:, pitch:]], half[..., :-pitch])
    even, odd = half.swapaxes(0, 1)
    inputs = scratch("columns", (4, 4, even.shape[-1]), pixels.dtype)
    neighbours = [even[:, :-1], odd[:, :-1], even[:, 1:], odd[:, 1:]]
    _differences(neighbours, inputs[..., :-1].swapaxes(0, 1))
    return inputs.reshape(16, channels, -1)[..., :length]


def _differences(d: Sequence[np.ndarray], out: np.ndarray) -> None:
    """What one axis makes of its samples d0 to d3."""
    np.subtract(d[0], d[2], out=out[0])
    np.add(d[1], d[2], out=out[1])
    np.subtract(d[2], d[1], out=out[2])
    np.subtract(d[1], d[3], out=out[3])
