"""Chapter 7: making pictures larger, by copying, by blending, and by moving channels into space."""

import numpy as np

from .arguments import accepts, require


def _is_picture(name, x):
    require(np.ndim(x) == 4, f"{name}: needs x of shape (N, C, H, W), got {np.shape(x)}")
    require(
        all(size > 0 for size in x.shape[1:]),
        f"{name}: needs at least one channel, one row and one column, got {x.shape}",
    )
    require(
        np.issubdtype(x.dtype, np.floating),
        f"{name}: needs float32 or float64 values, got {x.dtype}: use x.astype(np.float32)",
    )


def _is_size(name, size):
    require(
        np.size(size) == (2 if np.ndim(size) else 1) and np.issubdtype(np.asarray(size).dtype, np.integer),
        f"{name}: size is a whole number or (height, width), got {size}",
    )
    require(np.min(size) > 0, f"{name}: needs a size of at least 1, got {size}")


def _resizing_fits(name, x, size, align_corners=False):
    _is_picture(name, x)
    _is_size(name, size)


def _lengths_fit(name, in_size, out_size, align_corners):
    require(in_size > 0 and out_size > 0, f"{name}: needs sizes of at least 1, got {in_size} and {out_size}")


def _interpolation_fits(name, x, size, scale_factor, mode, align_corners):
    _is_picture(name, x)
    require(
        mode in ("nearest", "bilinear", "bicubic"),
        f"{name}: mode is 'nearest', 'bilinear' or 'bicubic', got {mode!r}",
    )
    require(
        (size is None) != (scale_factor is None),
        f"{name}: needs either size or scale_factor, got size={size} and scale_factor={scale_factor}",
    )
    require(
        mode != "nearest" or align_corners is None,
        f"{name}: align_corners has no meaning in mode 'nearest'; leave it at None, got {align_corners}",
    )
    if scale_factor is None:
        _is_size(name, size)
    else:
        require(
            np.size(scale_factor) == (2 if np.ndim(scale_factor) else 1),
            f"{name}: scale_factor is a number or (height, width), got {scale_factor}",
        )
        require(
            np.all(np.multiply(x.shape[2:], scale_factor) >= 1),
            f"{name}: scale_factor {scale_factor} leaves nothing of {x.shape[2:]}; at least one pixel has to remain",
        )


def _is_factor(name, factor):
    require(
        isinstance(factor, (int, np.integer)) and factor > 0,
        f"{name}: needs a factor that is a positive whole number, got {factor}",
    )


def _shuffling_fits(name, x, upscale_factor):
    require(np.ndim(x) == 4, f"{name}: needs x of shape (N, C, H, W), got {np.shape(x)}")
    _is_factor(name, upscale_factor)
    require(
        x.shape[1] % upscale_factor**2 == 0,
        f"{name}: upscale_factor {upscale_factor} needs a multiple of {upscale_factor**2} channels, got {x.shape}",
    )


def _unshuffling_fits(name, x, downscale_factor):
    require(np.ndim(x) == 4, f"{name}: needs x of shape (N, C, H, W), got {np.shape(x)}")
    _is_factor(name, downscale_factor)
    require(
        x.shape[2] % downscale_factor == 0 and x.shape[3] % downscale_factor == 0,
        f"{name}: downscale_factor {downscale_factor} needs a height and a width that it divides, got {x.shape}",
    )


@accepts(_resizing_fits)
def upsample_nearest2d(x, size):
    """Resize a batch of pictures by copying pixels.

    Parameters
    ----------
    x : array (N, C, H, W)
    size : int or (int, int)
        The new (height, width) in pixels, larger or smaller than before. An int stands for both.

    Returns
    -------
    array (N, C, *size)
        Row i is a copy of row `floor(i * H / size[0])`, column j of column `floor(j * W / size[1])`.

    Raises
    ------
    ValueError
        If `x` is not a batch of pictures or the size is not positive.

    Notes
    -----
    Same as `torch.nn.functional.interpolate` with `mode="nearest"`. Torch multiplies in float32, which for a few sizes,
    such as 26 to 22, rounds to the pixel before. Any exact way to find the row counts as right.
    """
    rows, columns = [
        # float32, because torch rounds like that
        np.floor(np.arange(new, dtype=np.float32) * np.float32(old / new)).astype(int)
        for old, new in zip(x.shape[2:], np.broadcast_to(size, 2), strict=True)
    ]
    return x[:, :, rows[:, None], columns]


@accepts(_lengths_fit)
def linear_weights(in_size, out_size, align_corners=False):
    """How much of each input pixel goes into each output pixel, when a row of pixels is resized by blending.

    Parameters
    ----------
    in_size, out_size : int
        Number of pixels before and after.
    align_corners : bool
        Where output i lies, in pixels from the centre of input 0. If False, at `(i + 1/2) * in_size / out_size - 1/2`:
        both rows cover the same ground. If True, at `i * (in_size - 1) / (out_size - 1)`: the centres of the first
        and of the last pixels coincide; a single output lies at 0.

    Returns
    -------
    array (out_size, in_size)
        `weights @ row` is the resized row. An output halfway between two pixels takes half of each, one a quarter of
        the way takes 3/4 and 1/4. Before the first centre the first pixel counts alone, behind the last the last.

    Raises
    ------
    ValueError
        If a size is not positive.

    Notes
    -----
    Same as `torch.nn.functional.interpolate` with `mode="linear"`, applied to each pixel alone.
    """
    outputs = np.arange(out_size)
    if align_corners:
        positions = outputs * (in_size - 1) / max(out_size - 1, 1)
    else:
        positions = (outputs + 0.5) * in_size / out_size - 0.5
    positions = np.clip(positions, 0, in_size - 1)
    distances = np.abs(positions[:, None] - np.arange(in_size))
    return np.maximum(0, 1 - distances)


@accepts(_resizing_fits)
def upsample_bilinear2d(x, size, align_corners=False):
    """Resize a batch of pictures by blending neighbouring pixels, along the columns and along the rows.

    Parameters
    ----------
    x : array (N, C, H, W)
    size : int or (int, int)
        The new (height, width) in pixels. An int stands for both.
    align_corners : bool
        Where the outputs lie: see `linear_weights`.

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If `x` is not a batch of pictures or the size is not positive.

    Notes
    -----
    Same as `torch.nn.functional.interpolate` with `mode="bilinear"`. It does not smooth before it shrinks.
    """
    height, width = np.broadcast_to(size, 2)
    down = linear_weights(x.shape[2], height, align_corners)
    across = linear_weights(x.shape[3], width, align_corners)
    return (down @ x @ across.T).astype(x.dtype)


def cubic_kernel(t, a=-0.75):
    """How much a pixel counts at distance `t`, when four pixels in a row are blended along a smooth curve.

    Parameters
    ----------
    t : number or array
        Distance from the pixel's centre, in pixels; the sign does not matter.
    a : float
        Slope of the curve at distance 1, where it crosses zero. Torch uses -0.75.

    Returns
    -------
    number or array of the shape of `t`
        `(a + 2)|t|^3 - (a + 3)|t|^2 + 1` up to a distance of 1, then `a|t|^3 - 5a|t|^2 + 8a|t| - 4a` up to 2, then 0.

    Notes
    -----
    The weights inside `torch.nn.functional.interpolate` with `mode="bicubic"`. The formula is from R. Keys, *Cubic
    convolution interpolation for digital image processing*, 1981.
    """
    t = np.abs(t)
    near = (a + 2) * t**3 - (a + 3) * t**2 + 1.0
    far = a * (t**3 - 5 * t**2 + 8 * t - 4)
    return np.where(t <= 1, near, np.where(t < 2, far, 0.0))


def kernel_weights(positions, in_size, kernel):
    """Weights of the input pixels for outputs that lie at `positions`, where each takes from four pixels in a row.

    Parameters
    ----------
    positions : array (out_size,)
        In pixels from the centre of input 0. They may lie outside of the input.
    in_size : int
        Number of input pixels.
    kernel : callable
        `kernel(t)` is the weight of a pixel at distance `t`, for an array of distances.

    Returns
    -------
    array (out_size, in_size)
        What would fall on a pixel beyond the edge is given to the pixel at the edge.
    """
    weights = np.zeros((len(positions), in_size))
    for step in (-1, 0, 1, 2):
        pixels = np.floor(positions).astype(int) + step
        inside = np.clip(pixels, 0, in_size - 1)
        np.add.at(weights, (np.arange(len(positions)), inside), kernel(positions - pixels))
    return weights


@accepts(_resizing_fits)
def upsample_bicubic2d(x, size, align_corners=False):
    """Resize a batch of pictures along smooth curves through four rows and four columns of pixels.

    Parameters
    ----------
    x : array (N, C, H, W)
    size : int or (int, int)
        The new (height, width) in pixels. An int stands for both.
    align_corners : bool
        Where the outputs lie: see `linear_weights`.

    Returns
    -------
    array (N, C, *size)
        Weighted with `cubic_kernel`. A pixel beyond the edge counts as the pixel at the edge. Values can lie outside
        of the input's range.

    Raises
    ------
    ValueError
        If `x` is not a batch of pictures or the size is not positive.

    Notes
    -----
    Same as `torch.nn.functional.interpolate` with `mode="bicubic"`. It does not smooth before it shrinks.
    """
    matrices = []
    for in_size, out_size in zip(x.shape[2:], np.broadcast_to(size, 2), strict=True):
        outputs = np.arange(out_size)
        if align_corners:
            positions = outputs * (in_size - 1) / max(out_size - 1, 1)
        else:
            positions = (outputs + 0.5) * in_size / out_size - 0.5
        matrices.append(kernel_weights(positions, in_size, cubic_kernel))
    down, across = matrices
    return (down @ x @ across.T).astype(x.dtype)


@accepts(_interpolation_fits)
def interpolate(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    """Resize a batch of pictures, to a size or by a factor.

    Parameters
    ----------
    x : array (N, C, H, W)
    size : int or (int, int), optional
        The new (height, width) in pixels. An int stands for both.
    scale_factor : float or (float, float), optional
        Instead of `size`: the new height and width are `floor(H * factor)` and `floor(W * factor)`. One output is then
        `1 / factor` input pixels from the next, also where the size was rounded down.
    mode : str
        "nearest", "bilinear" or "bicubic".
    align_corners : bool, optional
        Only for "bilinear" and "bicubic": see `linear_weights`. None is False.

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If `x` is not a batch of pictures, the mode is unknown, not exactly one of `size` and `scale_factor` is given,
        nothing would be left, or `align_corners` is given for "nearest".

    Notes
    -----
    Same as `torch.nn.functional.interpolate` and `torch.nn.Upsample`. For some fractional factors torch has rules of
    its own: where the size stays as it was, "bilinear" copies, and so does "nearest" for small pictures, which it also
    doubles where the size doubles. Here the rule above has no exceptions.
    """
    if scale_factor is None:
        sizes = np.broadcast_to(size, 2)
        steps = x.shape[2:] / sizes
    else:
        factors = np.broadcast_to(scale_factor, 2)
        sizes = np.floor(x.shape[2:] * factors).astype(int)
        steps = 1 / factors
    if mode == "nearest":
        rows, columns = [
            np.floor(np.arange(new, dtype=np.float32) * np.float32(step)).astype(int)
            for new, step in zip(sizes, steps, strict=True)
        ]
        return x[:, :, rows[:, None], columns]

    matrices = []
    for in_size, out_size, step in zip(x.shape[2:], sizes, steps, strict=True):
        outputs = np.arange(out_size)
        if align_corners:
            positions = outputs * (in_size - 1) / max(out_size - 1, 1)
        else:
            positions = (outputs + 0.5) * step - 0.5
        kernel = cubic_kernel if mode == "bicubic" else lambda t: np.maximum(0, 1 - np.abs(t))
        matrices.append(kernel_weights(positions, in_size, kernel))
    down, across = matrices
    return (down @ x @ across.T).astype(x.dtype)


@accepts(_shuffling_fits)
def pixel_shuffle(x, upscale_factor):
    """Make a batch of pictures larger by laying channels side by side as pixels.

    Parameters
    ----------
    x : array (N, C * r * r, H, W)
    upscale_factor : int
        r: how many times as high and as wide the pictures become.

    Returns
    -------
    array (N, C, H * r, W * r)
        `out[n, c, h * r + i, w * r + j] = x[n, c * r * r + i * r + j, h, w]`: the same numbers in other places.

    Raises
    ------
    ValueError
        If `x` is not a batch of pictures, the factor is not a positive whole number, or its square does not divide the
        channels.

    Notes
    -----
    Same as `torch.nn.PixelShuffle`.
    """
    r = upscale_factor
    batch, channels, height, width = x.shape
    blocks = x.reshape(batch, channels // r**2, r, r, height, width)
    blocks = blocks.transpose(0, 1, 4, 2, 5, 3)  # (batch, channel, row, row in block, column, column in block)
    return blocks.reshape(batch, channels // r**2, height * r, width * r)


@accepts(_unshuffling_fits)
def pixel_unshuffle(x, downscale_factor):
    """Make a batch of pictures smaller by turning the pixels of each block into channels.

    Parameters
    ----------
    x : array (N, C, H * r, W * r)
    downscale_factor : int
        r: how many times lower and narrower the pictures become.

    Returns
    -------
    array (N, C * r * r, H, W)
        `out[n, c * r * r + i * r + j, h, w] = x[n, c, h * r + i, w * r + j]`: it undoes `pixel_shuffle`.

    Raises
    ------
    ValueError
        If `x` is not a batch of pictures, the factor is not a positive whole number, or it does not divide height and
        width.

    Notes
    -----
    Same as `torch.nn.PixelUnshuffle`.
    """
    r = downscale_factor
    batch, channels, height, width = x.shape
    blocks = x.reshape(batch, channels, height // r, r, width // r, r)
    blocks = blocks.transpose(0, 1, 3, 5, 2, 4)  # (batch, channel, row in block, column in block, row, column)
    return blocks.reshape(batch, channels * r**2, height // r, width // r)
