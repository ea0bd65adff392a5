"""ONNX's operators, said with `solutions`: what one node computes, or why it cannot be said."""

import math

import numpy as np

import solutions
from solutions import elsewhere
from solutions.elsewhere.same import torch_amounts


class Inexpressible(Exception):
    """A setting that `solutions` has no word for; the message says which."""


def outputs(operator, inputs, attributes):
    """The outputs of one node. `inputs` are arrays, None for one that is left out."""
    if inputs[0].dtype not in (np.float32, np.float64) and operator not in ("Pad", "CenterCropPad"):
        raise Inexpressible("adds up float32 and float64 only")
    results = OPERATORS[operator](*inputs, **attributes)
    return results if isinstance(results, tuple) else (results,)


def of_rank(name, x):
    """The function of this name for as many axes of samples as `x` has."""
    return getattr(solutions, f"{name}{x.ndim - 2}d")


def pairs(x, kernel, stride, dilation, pads, auto_pad):
    """Zeros before and after each axis."""
    axes = len(kernel)
    if auto_pad in ("SAME_UPPER", "SAME_LOWER"):
        settings = zip(x.shape[2:], kernel, stride, dilation, strict=True)
        found = [elsewhere.same_padding(*axis) for axis in settings]
        return [pair[::-1] for pair in found] if auto_pad == "SAME_LOWER" else found
    return list(zip(pads[:axes], pads[axes:], strict=True)) if pads else [(0, 0)] * axes


def conv(x, w, b=None, strides=None, dilations=None, pads=None, auto_pad="NOTSET", group=1, kernel_shape=None):
    axes = x.ndim - 2
    strides, dilations = strides or [1] * axes, dilations or [1] * axes
    amounts = pairs(x, w.shape[2:], strides, dilations, pads, auto_pad)
    padded = solutions.pad(x, torch_amounts(amounts))
    return of_rank("conv", x)(padded, w, b, tuple(strides), 0, tuple(dilations), group)


def conv_transpose(
    x, w, b=None, strides=None, dilations=None, pads=None, auto_pad="NOTSET", group=1, kernel_shape=None,
    output_padding=None, output_shape=None,
):  # fmt: skip
    axes = x.ndim - 2
    strides, dilations = strides or [1] * axes, dilations or [1] * axes
    whole = of_rank("conv_transpose", x)(x, w, None, tuple(strides), groups=group, dilation=tuple(dilations))
    more = output_padding or [0] * axes
    cut = list(zip(pads[:axes], pads[axes:], strict=True)) if pads else [(0, 0)] * axes
    if output_shape or auto_pad.startswith("SAME"):
        shape = output_shape or [size * step for size, step in zip(x.shape[2:], strides, strict=True)]
        cut = []
        for size, o, wanted in zip(whole.shape[2:], more, shape, strict=True):
            total = size + o - wanted
            before = total // 2 if auto_pad == "SAME_UPPER" else total - total // 2
            cut.append((before, total - before))
    out = solutions.pad(whole, torch_amounts([(-a, o - b) for (a, b), o in zip(cut, more, strict=True)]))
    return out if b is None else out + b.reshape(-1, *[1] * axes)


def pooled(x, kernel_shape, strides, dilations, pads, auto_pad, ceil_mode):
    """(strides, dilations, zeros before and after, how many windows) along each axis."""
    axes = x.ndim - 2
    strides, dilations = strides or [1] * axes, dilations or [1] * axes
    amounts = pairs(x, kernel_shape, strides, dilations, pads, auto_pad)
    counts = []
    for n, k, s, d, (before, after) in zip(x.shape[2:], kernel_shape, strides, dilations, amounts, strict=True):
        room = n + before + after - d * (k - 1) - 1
        begun = -(-(n + before) // s)  # a window that begins behind the input is not kept
        counts.append(min(-(-room // s) + 1, begun) if ceil_mode else room // s + 1)
    return strides, dilations, amounts, counts


def is_torchs(kernel_shape, amounts):
    """Whether the padding is one that torch's pools take."""
    return all(a == b and 2 * a <= k for (a, b), k in zip(amounts, kernel_shape, strict=True))


def stretched(x, kernel, strides, dilations, amounts, counts, value=0.0):
    """`x` with its padding, and with as much behind it as the windows hang over."""
    ends = [(c - 1) * s + d * (k - 1) + 1 for c, s, d, k in zip(counts, strides, dilations, kernel, strict=True)]
    more = [
        (before, max(after, end - n - before))
        for n, (before, after), end in zip(x.shape[2:], amounts, ends, strict=True)
    ]
    return solutions.pad(x, torch_amounts(more), "constant", value)


def window_sums(x, kernel, strides, dilations, amounts, counts):
    """Sums of windows as a convolution of every channel with ones."""
    padded = stretched(x, kernel, strides, dilations, amounts, counts)
    ones = np.ones((x.shape[1], 1, *kernel), x.dtype)
    out = of_rank("conv", x)(padded, ones, None, tuple(strides), 0, tuple(dilations), x.shape[1])
    kept: tuple = (..., *map(slice, counts))
    return out[kept]


def average_pool(
    x, kernel_shape, strides=None, dilations=None, pads=None, auto_pad="NOTSET", ceil_mode=0, count_include_pad=0
):
    geometry = pooled(x, kernel_shape, strides, dilations, pads, auto_pad, ceil_mode)
    strides, dilations, amounts, _ = geometry
    if set(dilations) == {1} and is_torchs(kernel_shape, amounts):
        padding = tuple(before for before, _ in amounts)
        options = tuple(kernel_shape), tuple(strides), padding, bool(ceil_mode), bool(count_include_pad)
        return of_rank("avg_pool", x)(*((x, *options) if x.ndim > 3 else (x, *(_bare(item) for item in options))))
    ones = np.ones((1, x.shape[1], *x.shape[2:]), x.dtype)
    if count_include_pad:
        ones = solutions.pad(ones, torch_amounts(amounts), "constant", 1.0)
        counts = window_sums(ones, kernel_shape, strides, dilations, [(0, 0)] * len(amounts), geometry[3])
    else:
        counts = window_sums(ones, kernel_shape, *geometry)
    return window_sums(x, kernel_shape, *geometry) / counts


def _bare(option):
    return option[0] if isinstance(option, tuple) else option


def lp_pool(x, kernel_shape, p=2, strides=None, dilations=None, pads=None, auto_pad="NOTSET", ceil_mode=0):
    geometry = pooled(x, kernel_shape, strides, dilations, pads, auto_pad, ceil_mode)
    strides, dilations, amounts, _ = geometry
    if set(dilations) == {1}:
        return elsewhere.lp_pool(x, p, tuple(kernel_shape), tuple(strides), amounts, bool(ceil_mode))
    return window_sums(abs(x) ** p, kernel_shape, *geometry) ** (1 / p)


def max_pool(
    x, kernel_shape, strides=None, dilations=None, pads=None, auto_pad="NOTSET", ceil_mode=0, storage_order=0,
    places=False,
):  # fmt: skip
    geometry = pooled(x, kernel_shape, strides, dilations, pads, auto_pad, ceil_mode)
    strides, dilations, amounts, counts = geometry
    function = of_rank("max_pool", x)
    if not is_torchs(kernel_shape, amounts):
        if places:
            raise Inexpressible("max_pool: has places for padding of the same size on both sides only")
        padded = stretched(x, kernel_shape, *geometry, value=-math.inf)
        out = function(padded, tuple(kernel_shape), tuple(strides), 0, tuple(dilations))
        kept: tuple = (..., *map(slice, counts))
        return out[kept]
    padding = tuple(before for before, _ in amounts)
    made = function(x, tuple(kernel_shape), tuple(strides), padding, tuple(dilations), bool(ceil_mode), places)
    if not places:
        return made
    out, where = made
    if storage_order:
        where = np.ravel_multi_index(np.unravel_index(where, x.shape[2:])[::-1], x.shape[:1:-1])
    pictures = np.arange(math.prod(x.shape[:2])).reshape(*x.shape[:2], *[1] * (x.ndim - 2))
    return out, where + pictures * math.prod(x.shape[2:])


def pad(x, pads, value=None, axes=None, mode="constant"):
    axes = range(x.ndim) if axes is None else [int(axis) % x.ndim for axis in axes]
    amounts = [(0, 0)] * x.ndim
    for place, axis in enumerate(axes):
        amounts[axis] = int(pads[place]), int(pads[place + len(axes)])
    name = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}[mode]
    if mode == "constant":
        return solutions.pad(x, torch_amounts(amounts), name, 0 if value is None else value.item())
    if any(map(any, amounts[:-3])):
        raise Inexpressible("pad: mirrors the last three axes at most")
    padded = x.reshape((1,) * max(0, 5 - x.ndim) + x.shape)
    return solutions.pad(padded, torch_amounts(amounts[-3:]), name).reshape(
        [n + sum(a) for n, a in zip(x.shape, amounts, strict=True)]
    )


def center_crop_pad(x, shape, axes=None):
    wanted = list(x.shape)
    for axis, size in zip(range(x.ndim) if axes is None else axes, shape, strict=True):
        wanted[axis] = int(size)
    amounts = []
    for size, new in zip(x.shape, wanted, strict=True):
        many = abs(new - size)
        amounts.append((many // 2, many - many // 2) if new > size else (-(many // 2), many // 2 - many))
    return solutions.pad(x, torch_amounts(amounts))


def causal_conv(x, weight, bias=None, past_state=None, activation="none"):
    reach = weight.shape[2] - 1
    seen = np.concatenate([past_state, x], 2) if past_state is not None else solutions.pad(x, (reach, 0))
    out = solutions.conv1d(seen, weight, bias, groups=x.shape[1])
    if activation in ("silu", "swish"):
        out = out / (1 + np.exp(-out))
    return out, seen[:, :, seen.shape[2] - reach :]


def depth_to_space(x, blocksize, mode="DCR"):
    return elsewhere.depth_to_space(x, blocksize) if mode == "DCR" else solutions.pixel_shuffle(x, blocksize)


def space_to_depth(x, blocksize, mode="DCR"):
    return elsewhere.space_to_depth(x, blocksize) if mode == "DCR" else solutions.pixel_unshuffle(x, blocksize)


# Resizing -------------------------------------------------------------------------------------------------------------


def resize(
    x, roi=None, scales=None, sizes=None, mode="nearest", coordinate_transformation_mode="half_pixel",
    nearest_mode="round_prefer_floor", cubic_coeff_a=-0.75, exclude_outside=0, antialias=0, axes=None,
    keep_aspect_ratio_policy="stretch", extrapolation_value=0.0,
):  # fmt: skip
    axes = range(x.ndim) if axes is None else [axis % x.ndim for axis in axes]
    factors, news = [1.0] * x.ndim, list(x.shape)
    for place, axis in enumerate(axes):
        factors[axis] = float(scales[place]) if sizes is None else int(sizes[place]) / x.shape[axis]
    if keep_aspect_ratio_policy != "stretch":
        chosen = (min if keep_aspect_ratio_policy == "not_larger" else max)(factors[axis] for axis in axes)
        for axis in axes:
            factors[axis] = chosen
    for axis in axes:
        exact = x.shape[axis] * factors[axis]
        news[axis] = math.floor(exact) if sizes is None else math.floor(exact + 0.5)
    if factors[:2] != [1, 1]:
        raise Inexpressible("interpolate: resizes no batch and no channels")
    size, factor = tuple(news[2:]), tuple(factors[2:])
    whole = all(new == old * f for new, old, f in zip(size, x.shape[2:], factor, strict=True))
    kind = coordinate_transformation_mode
    if kind == "pytorch_half_pixel" and 1 not in size:
        kind = "half_pixel"
    if mode == "nearest":
        return _nearest(x, size, factor, kind, nearest_mode)
    return _smooth(x, size, factor, kind, mode, whole, (cubic_coeff_a, exclude_outside, antialias))


def _smooth(x, size, factor, kind, mode, whole, options):
    name = {"linear": "bilinear", "cubic": "bicubic"}[mode]
    a, excluding, antialias = options
    if excluding and (antialias or min(factor) >= 1) and (mode == "linear" or a == -0.5):
        if not whole or kind != "half_pixel":
            raise Inexpressible("resize_antialiased: works with sizes")
        return elsewhere.resize_antialiased(x, size, mode)
    if antialias:
        raise Inexpressible("resize_antialiased: leaves out what lies beyond the edge")
    if a != -0.75 or excluding:
        raise Inexpressible("interpolate: has one cubic curve, and one way at the edge")
    if kind == "half_pixel":
        return solutions.interpolate(x, None, factor, name) if not whole else solutions.interpolate(x, size, mode=name)
    if kind == "align_corners" and whole:
        return solutions.interpolate(x, size, mode=name, align_corners=True)
    if kind == "asymmetric" and mode == "linear" and whole:
        return elsewhere.resize_from_corners(x, size)
    raise Inexpressible(f"interpolate: has no {kind} of this kind")


def _nearest(x, size, factor, kind, rounding):
    """Resize by whichever of our rules takes the same samples."""
    places = [_places(old, new, f, kind, rounding) for old, new, f in zip(x.shape[2:], size, factor, strict=True)]
    ways = [
        lambda row, new: solutions.interpolate(row, new, mode="nearest"),
        lambda row, new: solutions.interpolate(row, new, mode="nearest-exact"),
        lambda row, new: elsewhere.resize_nearest(row, new, "corners"),
    ]
    out = x
    for axis, (old, new, wanted) in enumerate(zip(x.shape[2:], size, places, strict=True), 2):
        row = np.arange(old, dtype=np.float32)[None, None]
        way = next((way for way in ways if (way(row, new)[0, 0] == wanted).all()), None)
        if way is None:
            raise Inexpressible("interpolate: has two of ONNX's rules for nearest")
        lines = np.moveaxis(out, axis, -1)
        out = np.moveaxis(way(lines.reshape(1, -1, old), new).reshape(*lines.shape[:-1], new), -1, axis)
    return out


def _places(old, new, factor, kind, rounding):
    i = np.arange(new)
    where = {
        "half_pixel": (i + 0.5) / factor - 0.5,
        "asymmetric": i / factor,
        "align_corners": i * (old - 1) / max(new - 1, 1),
    }[kind]
    rounded = {
        "round_prefer_floor": np.ceil(where - 0.5),
        "round_prefer_ceil": np.floor(where + 0.5),
        "floor": np.floor(where),
        "ceil": np.ceil(where),
    }[rounding]
    return rounded.clip(0, old - 1)


def over_everything(name):
    def pooled_to_one(x):
        return of_rank(f"adaptive_{name}_pool", x)(x, 1)

    return pooled_to_one


OPERATORS = {
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "CausalConvWithState": causal_conv,
    "AveragePool": average_pool,
    "MaxPool": max_pool,
    "LpPool": lp_pool,
    "GlobalAveragePool": over_everything("avg"),
    "GlobalMaxPool": over_everything("max"),
    "Pad": pad,
    "CenterCropPad": center_crop_pad,
    "Resize": resize,
    "Upsample": lambda x, scales, mode: resize(
        x, None, scales, mode=mode, coordinate_transformation_mode="asymmetric", nearest_mode="floor"
    ),
    "DepthToSpace": depth_to_space,
    "SpaceToDepth": space_to_depth,
}
