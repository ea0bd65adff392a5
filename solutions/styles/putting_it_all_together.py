"""Honest answers to chapter 8 in other styles than the reference's: each style has layers of its own."""

import math
import warnings

import numpy as np

# Plain loops, summing Python numbers --------------------------------------------------------------------------------


def loops_conv(x, weight, bias):
    """A frame of zeros is never made: what lies outside is left out."""
    (n, _, h, w), f = x.shape, len(weight)
    out = np.empty((n, f, h, w))
    for place in np.ndindex(out.shape):
        image, filter_, row, column = place
        total = float(bias[filter_])
        for c, a, b in np.ndindex(weight.shape[1:]):
            i, j = row + a - 1, column + b - 1
            if 0 <= i < h and 0 <= j < w:
                total += float(x[image, c, i, j]) * float(weight[filter_, c, a, b])
        out[place] = total
    return out


def loops_pool(x):
    out = np.empty((*x.shape[:2], x.shape[2] // 2, x.shape[3] // 2))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = max(x[n, c, 2 * i + a, 2 * j + b] for a in range(2) for b in range(2))
    return out


def loops_up(x, weight, bias):
    """Gather instead of stamp: ask which pixels reach this one."""
    n, channels, h, w = x.shape
    out = np.empty((n, weight.shape[1], 2 * h, 2 * w))
    for image, f, row, column in np.ndindex(out.shape):
        total = float(bias[f])
        for c, i, j in np.ndindex(channels, h, w):
            a, b = row + 1 - 2 * i, column + 1 - 2 * j
            if 0 <= a < 4 and 0 <= b < 4:
                total += float(x[image, c, i, j]) * float(weight[c, f, a, b])
        out[image, f, row, column] = total
    return out


def loops_shuffle(x, r):
    n, c, h, w = x.shape
    out = np.empty((n, c // (r * r), h * r, w * r))
    for image, channel, row, column in np.ndindex(out.shape):
        source = channel * r * r + (row % r) * r + column % r
        out[image, channel, row, column] = x[image, source, row // r, column // r]
    return out


# Matrices in float32, Fortran order, with a print and a warning -------------------------------------------------------


def matrix_conv(x, weight, bias):
    """im2col: every window a column, every filter a row."""
    print("conv", x.shape)
    warnings.warn("one matrix", stacklevel=1)
    n, c, h, w = x.shape
    framed = np.zeros((n, c, h + 2, w + 2), np.float32)
    framed[:, :, 1:-1, 1:-1] = x
    columns = np.stack([framed[:, :, a : a + h, b : b + w] for a in range(3) for b in range(3)], axis=2)
    out = weight.reshape(len(weight), -1).astype(np.float32) @ columns.reshape(n, c * 9, h * w)
    return np.asfortranarray(out.reshape(n, -1, h, w) + bias.astype(np.float32)[:, None, None])


def matrix_pool(x):
    rows, columns = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    corners = [x[:, :, a:rows:2, b:columns:2] for a in range(2) for b in range(2)]
    return np.asfortranarray(np.max(corners, axis=0))


def matrix_up(x, weight, bias):
    """Zeros between the pixels, then an ordinary convolution with the kernels turned round."""
    n, c, h, w = x.shape
    spread = np.zeros((n, c, 2 * h + 3, 2 * w + 3), np.float32)
    spread[:, :, 2:-2:2, 2:-2:2] = x
    turned = weight[:, :, ::-1, ::-1].astype(np.float32)
    out = sum(
        np.tensordot(turned[:, :, a, b], spread[:, :, a : a + 2 * h, b : b + 2 * w], axes=(0, 1))
        for a in range(4)
        for b in range(4)
    )
    return np.asfortranarray(out.swapaxes(0, 1) + bias[:, None, None].astype(np.float32))


def sliced_shuffle(x, r):
    n, c, h, w = x.shape
    out = np.empty((n, c // (r * r), h * r, w * r), np.float32, order="F")
    for i in range(r):
        for j in range(r):
            out[:, :, i::r, j::r] = x[:, i * r + j :: r * r]
    return out


# The networks, of either's layers -------------------------------------------------------------------------------------


def networks(conv, pool, up, shuffle):
    def layer(name, state):
        return state[name + ".weight"], state[name + ".bias"]

    def features(x, state):
        pooled = pool(conv(x, *layer("conv1", state)))
        means = [[channel.sum() / channel.size for channel in image] for image in pooled]
        return np.array(means, dtype=pooled.dtype).reshape(*pooled.shape[:2], 1, 1)

    def upsample(x, state):
        return up(pool(conv(x, *layer("conv1", state))), *layer("up", state))

    def super_resolve(x, state):
        hidden = conv(x, *layer("conv1", state)).clip(min=0)
        return shuffle(conv(hidden, *layer("conv2", state)), math.isqrt(len(state["conv2.bias"]) // x.shape[1]))

    def classify(x, state):
        pooled = pool(conv(x, *layer("conv1", state)))
        positive = np.where(pooled > 0, pooled, 0)  # after the pool: the largest positive one is the same
        return np.einsum("nfhw,kf->nk", positive, state["fc.weight"]) / positive[0, 0].size + state["fc.bias"]

    return features, upsample, super_resolve, classify


LOOPS = networks(loops_conv, loops_pool, loops_up, loops_shuffle)
MATRICES = networks(matrix_conv, matrix_pool, matrix_up, sliced_shuffle)

# A normalisation that goes into a convolution ------------------------------------------------------------------------


def fold_filter_by_filter(state, eps=1e-5):
    """Each filter by itself, with Python's numbers."""
    weight, bias = np.array(state["conv1.weight"], float), np.zeros(len(state["bn1.bias"]))
    for f in range(len(weight)):
        scale = float(state["bn1.weight"][f]) / math.sqrt(float(state["bn1.running_var"][f]) + eps)
        weight[f] *= scale
        before = state["conv1.bias"][f] if "conv1.bias" in state else 0.0
        bias[f] = (before - state["bn1.running_mean"][f]) * scale + state["bn1.bias"][f]
    return {"conv1.bias": bias, "conv1.weight": weight}


def fold_by_a_matrix(state, eps=1e-5):
    """Filters as rows, their scales on a diagonal, in float32; what comes of zeros is the bias."""
    scales = np.diag(state["bn1.weight"] * (state["bn1.running_var"] + np.float32(eps)) ** -0.5)
    rows = state["conv1.weight"].reshape(len(scales), -1)
    bias = -scales @ state["bn1.running_mean"] + state["bn1.bias"]
    if "conv1.bias" in state:
        bias = bias + scales @ state["conv1.bias"]
    folded = {"conv1.weight": (scales @ rows).reshape(state["conv1.weight"].shape), "conv1.bias": bias}
    return {key: value.astype(np.float32) for key, value in folded.items()}


# Skip connections -----------------------------------------------------------------------------------------------------


def stamped_twice(x, weight, bias):
    """A transposed convolution whose stamps lie side by side: each entry of the kernel fills a grid of its own."""
    out = np.empty((len(x), weight.shape[1], 2 * x.shape[2], 2 * x.shape[3]), np.result_type(x, weight))
    for a, b in np.ndindex(2, 2):
        out[:, :, a::2, b::2] = np.einsum("nchw,cf->nfhw", x, weight[:, :, a, b])
    return out + bias[:, None, None]


def u_net_of(conv, pool):
    """One level inside the other: what is below is a network of its own."""

    def from_level(level, x, state):
        def layer(name):
            return state[f"{name}.weight"], state[f"{name}.bias"]

        if f"down{level}.weight" not in state:
            return conv(x, *layer("bottom")).clip(min=0)
        skip = conv(x, *layer(f"down{level}")).clip(min=0)
        raised = stamped_twice(from_level(level + 1, pool(skip), state), *layer(f"up{level}"))
        joined = np.zeros((len(x), skip.shape[1] + raised.shape[1], *skip.shape[2:]), skip.dtype)
        joined[:, : skip.shape[1]] = skip
        joined[:, skip.shape[1] :, : raised.shape[2], : raised.shape[3]] = raised
        return conv(joined, *layer(f"merge{level}")).clip(min=0)

    def u_net(x, state):
        maps = from_level(1, x, state)
        return np.einsum("nchw,kc->nkhw", maps, state["out.weight"][:, :, 0, 0]) + state["out.bias"][:, None, None]

    return u_net


STYLES = {
    name: [loops, matrices]
    for name, loops, matrices in zip(
        ["mininet_features", "mininet_upsample", "super_resolve", "classify"], LOOPS, MATRICES, strict=True
    )
} | {
    "fold_batch_norm": [fold_filter_by_filter, fold_by_a_matrix],
    "u_net": [u_net_of(loops_conv, loops_pool), u_net_of(matrix_conv, matrix_pool)],
}
