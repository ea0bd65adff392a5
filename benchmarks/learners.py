"""What a learner would otherwise write: loops, sliding windows with einsum or tensordot, im2col by index, indexing.

Each returns a call to time, and how many times as long the whole operation would take: loops only make a part of it.
"""

import itertools
import math
from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .workloads import Workload

Timed = tuple[Callable, float]


def padded(x, amounts, value=0.0):
    return np.pad(x, [(0, 0), (0, 0), *[(amount, amount) for amount in amounts]], constant_values=value)


def windows(x, kernel, stride, dilation):
    """Return all windows: (N, C, *places, *kernel)."""
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    view = sliding_window_view(x, reach, axis=tuple(range(2, x.ndim)))
    return view[(..., *[slice(None, None, s) for s in stride], *[slice(None, None, d) for d in dilation])]


def convolution_windows(work: Workload, x, weight):
    kernel = weight.shape[2:]
    return windows(padded(x, work.each("padding")), kernel, work.each("stride", 1), work.each("dilation", 1))


def group_by_group(work: Workload, one_group) -> Callable:
    """Do each group of channels on its own, and put the results together."""

    def all_groups(x, weight, bias):
        groups = work.options.get("groups", 1)
        parts = zip(np.split(x, groups, 1), np.split(weight, groups), strict=True)
        out = np.concatenate([one_group(part, filters) for part, filters in parts], 1)
        return out + bias.reshape(-1, *[1] * work.axes)

    return all_groups


def conv_loops(work, x, weight, bias) -> Timed:
    view = convolution_windows(work, x[:1, : weight.shape[1]], weight)[0]
    places = view.shape[1 : 1 + work.axes]

    def one_filter():
        out = np.empty(places, x.dtype)
        for place in np.ndindex(places):
            out[place] = np.sum(view[(slice(None), *place)] * weight[0]) + bias[0]
        return out[None, None]

    return one_filter, len(x) * len(weight)


def conv_einsum(work, x, weight, bias) -> Timed:
    places, taps = "xyz"[: work.axes], "ijk"[: work.axes]
    formula = f"nc{places}{taps},fc{taps}->nf{places}"
    call = group_by_group(work, lambda x, w: np.einsum(formula, convolution_windows(work, x, w), w))
    return lambda: call(x, weight, bias), 1


def conv_tensordot(work, x, weight, bias) -> Timed:
    axes = [[1, *range(2 + work.axes, 2 + 2 * work.axes)], [*range(1, 2 + work.axes)]]
    product = lambda x, w: np.moveaxis(np.tensordot(convolution_windows(work, x, w), w, axes), -1, 1)  # noqa: E731
    call = group_by_group(work, product)
    return lambda: call(x, weight, bias), 1


def conv_im2col(work, x, weight, bias) -> Timed:
    def product(x, w):
        x = padded(x, work.each("padding"))
        numbered = np.arange(math.prod(x.shape[2:])).reshape(1, 1, *x.shape[2:])
        index = windows(numbered, w.shape[2:], work.each("stride", 1), work.each("dilation", 1))[0, 0]
        places = index.shape[: work.axes]
        columns = x.reshape(*x.shape[:2], -1)[:, :, index.reshape(math.prod(places), -1).T]
        return (w.reshape(len(w), -1) @ columns.reshape(len(x), -1, math.prod(places))).reshape(len(x), len(w), *places)

    call = group_by_group(work, product)
    return lambda: call(x, weight, bias), 1


def transposed_sizes(work, x, weight):
    geometry = zip(
        x.shape[2:],
        weight.shape[2:],
        work.each("stride", 1),
        work.each("padding"),
        work.each("output_padding"),
        strict=True,
    )
    return [(n - 1) * s - 2 * p + k + extra for n, k, s, p, extra in geometry]


def transposed_loops(work, x, weight, bias) -> Timed:
    stride, padding = work.each("stride", 1), work.each("padding")
    sizes = transposed_sizes(work, x, weight)

    def one_image():
        room = [n + 2 * p for n, p in zip(sizes, padding, strict=True)]
        out = np.zeros((weight.shape[1], *room), x.dtype)
        for place in np.ndindex(x.shape[2:]):
            spread = np.tensordot(x[(0, slice(None), *place)], weight, 1)
            at = [slice(i * s, i * s + k) for i, s, k in zip(place, stride, weight.shape[2:], strict=True)]
            out[(slice(None), *at)] += spread
        kept = [slice(p, p + n) for p, n in zip(padding, sizes, strict=True)]
        return (out[(slice(None), *kept)] + bias.reshape(-1, *[1] * work.axes))[None]

    return one_image, len(x)


def transposed_stuffed(work, x, weight, bias) -> Timed:
    stride, padding = work.each("stride", 1), work.each("padding")
    axes = tuple(range(2, x.ndim))
    flipped = np.flip(weight, axes).swapaxes(0, 1)

    def call():
        edges = [k - 1 - p for k, p in zip(weight.shape[2:], padding, strict=True)]
        sizes = transposed_sizes(work, x, weight)
        room = [n + k - 1 for n, k in zip(sizes, weight.shape[2:], strict=True)]
        stuffed = np.zeros((*x.shape[:2], *room), x.dtype)
        at = [slice(e, e + (n - 1) * s + 1, s) for e, n, s in zip(edges, x.shape[2:], stride, strict=True)]
        stuffed[(..., *at)] = x
        view = sliding_window_view(stuffed, weight.shape[2:], axis=axes)
        taps = [*range(2 + work.axes, 2 + 2 * work.axes)]
        out = np.tensordot(view, flipped, [[1, *taps], [1, *axes]])
        return np.moveaxis(out, -1, 1) + bias.reshape(-1, *[1] * work.axes)

    return call, 1


def pad_numpy(work, x) -> Timed:
    modes = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
    left, right, top, bottom = work.more[0]
    amounts = [(0, 0), (0, 0), (top, bottom), (left, right)]
    return lambda: np.pad(x, amounts, mode=modes[work.options["mode"]]), 1


def pooled(work):
    """What happens to the windows, whose taps are the last axes."""
    taps = tuple(range(-work.axes, 0))
    if work.operation.startswith("max"):
        return -np.inf, lambda view: view.max(taps)
    if work.operation.startswith("avg"):
        return 0.0, lambda view: view.mean(taps)
    return 0.0, lambda view: (view**2).sum(taps) ** 0.5


def pool_view(work, x):
    kernel = work.each("kernel_size")
    stride = work.each("stride", work.options["kernel_size"])
    value, reduce = pooled(work)
    return windows(padded(x, work.each("padding"), value), kernel, stride, (1,) * work.axes), reduce


def pool_loops(work, x) -> Timed:
    view, reduce = pool_view(work, x[:1, :1])
    places = view.shape[2 : 2 + work.axes]

    def one_channel():
        out = np.empty((1, 1, *places), x.dtype)
        for place in np.ndindex(places):
            out[(0, 0, *place)] = reduce(view[(0, 0, *place)])
        return out

    return one_channel, x.shape[0] * x.shape[1]


def pool_windows(work, x) -> Timed:
    def call():
        view, reduce = pool_view(work, x)
        return reduce(view)

    return call, 1


def adaptive_loops(work, x) -> Timed:
    sizes = work.each("output_size") if "output_size" in work.options else work.each("size")
    reduce = np.max if "max" in work.operation else np.mean

    def call():
        out = np.empty((*x.shape[:2], *sizes), x.dtype)
        for place in np.ndindex(sizes):
            ends = zip(place, x.shape[2:], sizes, strict=True)
            window = [slice(i * old // new, -(-(i + 1) * old // new)) for i, old, new in ends]
            out[(..., *place)] = reduce(x[(..., *window)], axis=tuple(range(2, x.ndim)))
        return out

    return call, 1


def corners(old, new, mode):
    """For every output along an axis: the places it takes its value from, and their weights."""
    if mode == "nearest":
        return (np.arange(new) * old // new)[:, None], np.ones((new, 1), np.float32)
    position = (np.arange(new) + 0.5) * old / new - 0.5
    if mode != "bicubic":
        position = position.clip(0, old - 1)
    left = np.floor(position).astype(int)
    taps = np.arange(-1, 3) if mode == "bicubic" else np.arange(2)
    distance = abs((position - left)[:, None] - taps)
    if mode != "bicubic":
        weights = 1 - distance
    else:
        near, far = (1.25 * distance - 2.25) * distance**2 + 1, -0.75 * (distance - 1) * (distance - 2) ** 2
        weights = np.where(distance <= 1, near, far)
    return (left[:, None] + taps).clip(0, old - 1), weights.astype(np.float32)


def resizing(work, x):
    sizes = work.each("size") if "size" in work.options else [n * work.options["scale_factor"] for n in x.shape[2:]]
    mode = work.options.get("mode", "nearest")
    return sizes, [corners(old, new, mode) for old, new in zip(x.shape[2:], sizes, strict=True)]


def resize_loops(work, x) -> Timed:
    sizes, axes = resizing(work, x[:1, :1])

    def one_channel():
        out = np.zeros((1, 1, *sizes), x.dtype)
        for place in np.ndindex(*sizes):
            each = [zip(at[i], by[i], strict=True) for i, (at, by) in zip(place, axes, strict=True)]
            for corner in itertools.product(*each):
                at, by = zip(*corner, strict=True)
                out[(0, 0, *place)] += math.prod(by) * x[(0, 0, *at)]
        return out

    return one_channel, x.shape[0] * x.shape[1]


def resize_indexing(work, x) -> Timed:
    def call():
        sizes, axes = resizing(work, x)
        out = np.zeros((*x.shape[:2], *sizes), x.dtype)
        for corner in itertools.product(*[range(at.shape[1]) for at, _ in axes]):
            at = np.ix_(*[places[:, tap] for (places, _), tap in zip(axes, corner, strict=True)])
            by = np.ix_(*[weights[:, tap] for (_, weights), tap in zip(axes, corner, strict=True)])
            out += x[(slice(None), slice(None), *at)] * math.prod(by)
        return out

    return call, 1


def shuffle_transpose(work, x) -> Timed:
    n, c, h, w = x.shape
    if "upscale_factor" in work.options:
        r = work.options["upscale_factor"]
        split, order, shape = (n, c // (r * r), r, r, h, w), (0, 1, 4, 2, 5, 3), (n, c // (r * r), h * r, w * r)
    else:
        r = work.options["downscale_factor"]
        split, order, shape = (n, c, h // r, r, w // r, r), (0, 1, 3, 5, 2, 4), (n, c * r * r, h // r, w // r)
    return lambda: x.reshape(split).transpose(order).reshape(shape), 1


def answers(work: Workload, arrays: list[np.ndarray]) -> dict[str, Timed]:
    """Every answer of a learner to a workload, by name."""
    names: dict[str, Callable] = {
        "convolution": dict(
            loops=conv_loops, einsum=conv_einsum, tensordot=conv_tensordot, **{"im2col by index": conv_im2col}
        ),
        "transposed": {"loops": transposed_loops, "zeros between, tensordot": transposed_stuffed},
        "padding": {"numpy.pad": pad_numpy},
        "pooling": {"loops": pool_loops, "sliding windows": pool_windows},
        "adaptive pooling": {"loops over windows": adaptive_loops},
        "upsampling": {"loops": resize_loops, "indexing": resize_indexing},
        "shuffling": {"transpose": shuffle_transpose},
    }.get(work.group, {})  # the gradients have none
    if names and work.options.get("mode") == "area":
        names = {"loops over windows": adaptive_loops}
    return {name: answer(work, *arrays) for name, answer in names.items()}
