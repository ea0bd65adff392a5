"""Chapter 8: whole networks, made of what the chapters before have built, with weights that torch has learned."""

import numpy as np

from .arguments import accepts, require

# What `state` must hold: for each key the sizes of its axes. Axes with the same name have the same size.
_CONV1 = {"conv1.weight": ("filters", "channels", 3, 3), "conv1.bias": ("filters",)}
_MININET = _CONV1 | {"up.weight": ("filters", "maps", 4, 4), "up.bias": ("maps",)}
_SUPER_RESOLUTION = _CONV1 | {"conv2.weight": ("outputs", "filters", 3, 3), "conv2.bias": ("outputs",)}
_CLASSIFIER = _CONV1 | {"fc.weight": ("classes", "filters"), "fc.bias": ("classes",)}
_NORMALISED = {"conv1.weight": ("filters", "channels", "height", "width")} | {
    f"bn1.{key}": ("filters",) for key in ("weight", "bias", "running_mean", "running_var")
}


def _sizes(name, state, layout):
    """Hold `state` against its layout; return how large each named axis is."""
    require(
        state.keys() == layout.keys(),
        f"{name}: state needs exactly the keys {', '.join(layout)}, got {', '.join(state) or 'none'}",
    )
    sizes: dict[str, int] = {}
    for key, axes in layout.items():
        shape = np.shape(state[key])
        wanted = tuple(sizes.get(axis, axis) for axis in axes)
        require(
            len(shape) == len(wanted) and all(isinstance(w, str) or w == s for w, s in zip(wanted, shape, strict=True)),
            f"{name}: {key} needs shape ({', '.join(map(str, wanted))}{',' * (len(wanted) == 1)}), got {shape}",
        )
        sizes |= {axis: size for axis, size in zip(axes, shape, strict=True) if isinstance(axis, str)}
    return sizes


def _picture_fits(name, x, channels, smallest):
    require(np.ndim(x) == 4, f"{name}: needs x with 4 axes (N, C, H, W), got shape {np.shape(x)}")
    require(
        x.shape[1] == channels,
        f"{name}: conv1.weight needs pictures of {channels} channels, got {x.shape}",
    )
    require(
        min(x.shape[2:]) >= smallest,
        f"{name}: needs pictures of at least {smallest}x{smallest} pixels, got {x.shape}",
    )


def _mininet_fits(name, x, state):
    _picture_fits(name, x, _sizes(name, state, _MININET)["channels"], smallest=2)


def _classifier_fits(name, x, state):
    _picture_fits(name, x, _sizes(name, state, _CLASSIFIER)["channels"], smallest=2)


def _super_resolution_fits(name, x, state):
    sizes = _sizes(name, state, _SUPER_RESOLUTION)
    channels, outputs = sizes["channels"], sizes["outputs"]
    _picture_fits(name, x, channels, smallest=1)
    fitting = [channels * r * r for r in range(1, 1 + int(np.sqrt(outputs)))]
    require(
        outputs in fitting,
        f"{name}: conv2 needs {channels} times a square number of filters for pictures of {channels} channels,"
        f" got {outputs}",
    )


def _normalisation_fits(name, state, eps):
    bias = {"conv1.bias": ("filters",)} if "conv1.bias" in state else {}
    _sizes(name, state, _NORMALISED | bias)
    require(eps > 0, f"{name}: eps needs a number above 0, got {eps}")


def _u_net_layout(levels):
    """The keys of a U-Net that goes down so many levels, and their shapes."""
    layout: dict[str, tuple] = {}
    below = "channels"
    for level in range(1, levels + 1):
        layout |= {f"down{level}.weight": (f"down{level}", below, 3, 3), f"down{level}.bias": (f"down{level}",)}
        below = f"down{level}"
    layout |= {"bottom.weight": ("bottom", below, 3, 3), "bottom.bias": ("bottom",)}
    below = "bottom"
    for level in range(levels, 0, -1):
        up, merged = f"up{level}", f"merge{level}"
        layout |= {f"{up}.weight": (below, up, 2, 2), f"{up}.bias": (up,)}
        layout |= {f"{merged}.weight": (merged, f"{up} and skip", 3, 3), f"{merged}.bias": (merged,)}
        below = merged
    return layout | {"out.weight": ("maps", below, 1, 1), "out.bias": ("maps",)}


def _u_net_fits(name, x, state):
    levels = sum(key.startswith("down") and key.endswith(".weight") for key in state)
    sizes = _sizes(name, state, _u_net_layout(levels))
    for level in range(1, levels + 1):
        joined, both = sizes[f"up{level} and skip"], sizes[f"up{level}"] + sizes[f"down{level}"]
        require(joined == both, f"{name}: merge{level}.weight needs {both} channels, got {joined}")
    require(np.ndim(x) == 4, f"{name}: needs x with 4 axes (N, C, H, W), got shape {np.shape(x)}")
    first = "down1" if levels else "bottom"
    channels, smallest = sizes["channels"], 2**levels
    require(x.shape[1] == channels, f"{name}: {first}.weight needs pictures of {channels} channels, got {x.shape}")
    require(
        min(x.shape[2:]) >= smallest,
        f"{name}: needs pictures of at least {smallest}x{smallest} pixels to go down {levels} levels, got {x.shape}",
    )


# From the chapters before ---------------------------------------------------------------------------------------------


def conv2d(x, weight, bias, padding=0):
    """Slide every filter over every picture, with `padding` zeros on each side (chapters 1 to 3).

    `x` is (N, C_in, H, W), `weight` (C_out, C_in, kh, kw), `bias` (C_out,). Returns (N, C_out, H_out, W_out).
    """
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,fcab->nfhw", windows, weight, optimize=True) + bias[:, None, None]


def max_pool2d(x, kernel_size):
    """Keep the largest value of every block; rows and columns that fill no block are dropped (chapter 4).

    `x` is (N, C, H, W). Returns (N, C, H // kernel_size, W // kernel_size).
    """
    k = kernel_size
    rows, columns = x.shape[2] // k, x.shape[3] // k
    whole_blocks = x[:, :, : rows * k, : columns * k]
    return whole_blocks.reshape(*x.shape[:2], rows, k, columns, k).max(axis=(3, 5))


def conv_transpose2d(x, weight, bias, stride=1, padding=0):
    """Stamp every value as a kernel onto a larger picture, add up, cut `padding` off each side (chapter 6).

    `x` is (N, C_in, H, W), `weight` (C_in, C_out, kh, kw), `bias` (C_out,). Returns (N, C_out, H_out, W_out)
    with H_out = (H - 1) * stride + kh - 2 * padding.
    """
    (n, _, h, w), (_, filters, kh, kw) = x.shape, weight.shape
    canvas = np.zeros((n, filters, (h - 1) * stride + kh, (w - 1) * stride + kw), np.result_type(x, weight))
    for a in range(kh):
        for b in range(kw):
            stamped = np.einsum("nchw,cf->nfhw", x, weight[:, :, a, b], optimize=True)
            canvas[:, :, a : a + h * stride : stride, b : b + w * stride : stride] += stamped
    bottom, right = canvas.shape[2] - padding, canvas.shape[3] - padding
    return canvas[:, :, padding:bottom, padding:right] + bias[:, None, None]


def pixel_shuffle(x, upscale_factor):
    """Lay every r * r channels out as r x r neighbouring pixels (chapter 7).

    `x` is (N, C * r * r, H, W), r is `upscale_factor`. Returns (N, C, H * r, W * r).
    """
    (n, c, h, w), r = x.shape, upscale_factor
    channels_apart = x.reshape(n, c // (r * r), r, r, h, w)
    return np.einsum("ncijhw->nchiwj", channels_apart).reshape(n, c // (r * r), h * r, w * r)


def upsample_bilinear2d(x, size):
    """Mix every new pixel from its four neighbours in `x`, half-pixel centres (chapter 7).

    `x` is (N, C, H, W), `size` is (height, width). Returns (N, C, height, width).
    """
    for axis, new in zip((2, 3), size, strict=True):
        old = x.shape[axis]
        place = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
        before = np.floor(place).astype(int)
        after = np.minimum(before + 1, old - 1)
        share = (place - before).reshape(-1, *[1] * (3 - axis)).astype(x.dtype)
        x = np.take(x, before, axis) * (1 - share) + np.take(x, after, axis) * share
    return x


# The networks ---------------------------------------------------------------------------------------------------------


@accepts(_mininet_fits)
def mininet_features(x, state):
    """MiniNet's way down: from pictures of any size to one number for each filter.

    The layers are conv1 (3x3, padding 1), pool (maximum over 2x2), adaptive (average, down to 1x1).

    Parameters
    ----------
    x : array (N, C, H, W)
        At least 2x2 pixels.
    state : dict of str to array
        MiniNet's whole `state_dict`: "conv1.weight" (F, C, 3, 3), "conv1.bias" (F,), "up.weight" (F, U, 4, 4)
        and "up.bias" (U,).

    Returns
    -------
    array (N, F, 1, 1)

    Raises
    ------
    ValueError
        If a key is missing or too many, or if a shape does not fit the others.

    Notes
    -----
    Same as `adaptive(pool(conv1(x)))` of a `torch.nn.Module` with `Conv2d(C, F, 3, padding=1)`, `MaxPool2d(2)` and
    `AdaptiveAvgPool2d(1)`. There is no ReLU in MiniNet.
    """
    maps = conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1)
    return max_pool2d(maps, 2).mean(axis=(2, 3), keepdims=True)


@accepts(_mininet_fits)
def mininet_upsample(x, state):
    """MiniNet's way back up: to half the size, and to the full size again.

    The layers are conv1 (3x3, padding 1), pool (maximum over 2x2), up (transposed, 4x4, stride 2, padding 1).

    Parameters
    ----------
    x : array (N, C, H, W)
        At least 2x2 pixels.
    state : dict of str to array
        MiniNet's whole `state_dict`: "conv1.weight" (F, C, 3, 3), "conv1.bias" (F,), "up.weight" (F, U, 4, 4)
        and "up.bias" (U,).

    Returns
    -------
    array (N, U, 2 * (H // 2), 2 * (W // 2))

    Raises
    ------
    ValueError
        If a key is missing or too many, or if a shape does not fit the others.

    Notes
    -----
    Same as `up(pool(conv1(x)))` of a `torch.nn.Module` with `Conv2d(C, F, 3, padding=1)`, `MaxPool2d(2)` and
    `ConvTranspose2d(F, U, 4, stride=2, padding=1)`. There is no ReLU in MiniNet.
    """
    maps = conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1)
    return conv_transpose2d(max_pool2d(maps, 2), state["up.weight"], state["up.bias"], stride=2, padding=1)


@accepts(_super_resolution_fits)
def super_resolve(x, state):
    """Enlarge pictures r times: compute r * r values for each pixel and channel, then lay them out as pixels.

    The layers are conv1 (3x3, padding 1), ReLU, conv2 (3x3, padding 1), pixel shuffle.

    Parameters
    ----------
    x : array (N, C, H, W)
    state : dict of str to array
        "conv1.weight" (F, C, 3, 3), "conv1.bias" (F,), "conv2.weight" (C * r * r, F, 3, 3) and "conv2.bias"
        (C * r * r,). How large r is, these shapes must tell.

    Returns
    -------
    array (N, C, H * r, W * r)

    Raises
    ------
    ValueError
        If a key is missing or too many, or if a shape does not fit the others.

    Notes
    -----
    Same as a `torch.nn.Module` with `Conv2d(C, F, 3, padding=1)`, `ReLU()`, `Conv2d(F, C * r * r, 3, padding=1)` and
    `PixelShuffle(r)`.
    """
    hidden = np.maximum(conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1), 0)
    parts = conv2d(hidden, state["conv2.weight"], state["conv2.bias"], padding=1)
    factor = round((parts.shape[1] / x.shape[1]) ** 0.5)
    return pixel_shuffle(parts, factor)


@accepts(_classifier_fits)
def classify(x, state):
    """Score every picture for every class: the largest score is the network's guess.

    The layers are conv1 (3x3, padding 1), ReLU, pool (maximum over 2x2), global average, fc (fully connected).

    Parameters
    ----------
    x : array (N, C, H, W)
        At least 2x2 pixels.
    state : dict of str to array
        "conv1.weight" (F, C, 3, 3), "conv1.bias" (F,), "fc.weight" (K, F) and "fc.bias" (K,) for K classes.

    Returns
    -------
    array (N, K)
        The logits: the scores as fc gives them, no softmax.

    Raises
    ------
    ValueError
        If a key is missing or too many, or if a shape does not fit the others.

    Notes
    -----
    Same as a `torch.nn.Module` with `Conv2d(C, F, 3, padding=1)`, `ReLU()`, `MaxPool2d(2)`, `AdaptiveAvgPool2d(1)`,
    `Flatten()` and `Linear(F, K)`. `Linear` computes `x @ weight.T + bias`.
    """
    maps = np.maximum(conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1), 0)
    features = max_pool2d(maps, 2).mean(axis=(2, 3))
    return features @ state["fc.weight"].T + state["fc.bias"]


@accepts(_normalisation_fits)
def fold_batch_norm(state, eps=1e-5):
    """Make one convolution of a convolution and the batch normalisation behind it.

    Parameters
    ----------
    state : dict of str to array
        "conv1.weight" (F, C, kh, kw), "bn1.weight", "bn1.bias", "bn1.running_mean" and "bn1.running_var" (F,). There
        may be a "conv1.bias" (F,); many networks have none before a normalisation.
    eps : float
        What is added to the variance before the root is taken.

    Returns
    -------
    dict of str to array
        "conv1.weight" (F, C, kh, kw) and "conv1.bias" (F,), nothing else. A convolution with these gives what the two
        layers of `state` give one after the other.

    Raises
    ------
    ValueError
        If a key is missing or too many, or if a shape does not fit the others.

    Notes
    -----
    Same as `torch.nn.utils.fusion.fuse_conv_bn_weights`. In use, `torch.nn.BatchNorm2d` computes
    `(y - running_mean) / sqrt(running_var + eps) * weight + bias`, with one number of each for every channel of y.
    """
    scale = state["bn1.weight"] / np.sqrt(state["bn1.running_var"] + eps)
    shift = state.get("conv1.bias", 0) - state["bn1.running_mean"]
    return {
        "conv1.weight": state["conv1.weight"] * scale[:, None, None, None],
        "conv1.bias": shift * scale + state["bn1.bias"],
    }


@accepts(_u_net_fits)
def u_net(x, state):
    """Walk down as many levels as `state` has, and up again, with a skip connection on every level.

    Down, level 1 first: down (3x3, padding 1), ReLU; these maps are the level's skip connection; pool (maximum over
    2x2). At the end of the road: bottom (3x3, padding 1), ReLU. Up, level 1 last: up (transposed, 2x2, stride 2); rows
    of zeros below and columns of zeros to the right, until the maps are as large as the level's skip connection; the
    two joined along the channels, the skip connection first; merge (3x3, padding 1), ReLU. At last: out (1x1).

    Parameters
    ----------
    x : array (N, C, H, W)
        Large enough for all the pools.
    state : dict of str to array
        A ".weight" and a ".bias" for each of "down1", "down2" and so on, "bottom", "up1", "merge1", "up2", "merge2"
        and so on, and "out". How many levels there are, these keys must tell.

    Returns
    -------
    array (N, K, H, W)
        K maps, as large as the pictures.

    Raises
    ------
    ValueError
        If a key is missing or too many, or if a shape does not fit the others.

    Notes
    -----
    Same as a `torch.nn.Module` with `Conv2d(..., 3, padding=1)`, `ReLU()`, `MaxPool2d(2)`, `ConvTranspose2d(..., 2,
    stride=2)`, `torch.nn.functional.pad`, `torch.cat([skip, x], dim=1)` and `Conv2d(..., 1)`.
    """
    skips: list[np.ndarray] = []
    while f"down{len(skips) + 1}.weight" in state:
        name = f"down{len(skips) + 1}"
        skips.append(np.maximum(conv2d(x, state[name + ".weight"], state[name + ".bias"], padding=1), 0))
        x = max_pool2d(skips[-1], 2)
    x = np.maximum(conv2d(x, state["bottom.weight"], state["bottom.bias"], padding=1), 0)
    while skips:
        up, merge, skip = f"up{len(skips)}", f"merge{len(skips)}", skips.pop()
        x = conv_transpose2d(x, state[up + ".weight"], state[up + ".bias"], stride=2)
        rows, columns = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
        filled_up = np.pad(x, ((0, 0), (0, 0), (0, rows), (0, columns)))
        joined = np.concatenate([skip, filled_up], axis=1)
        x = np.maximum(conv2d(joined, state[merge + ".weight"], state[merge + ".bias"], padding=1), 0)
    return conv2d(x, state["out.weight"], state["out.bias"])
