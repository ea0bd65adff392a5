"""Chapter 3: the four stories of what lies beyond the edge, and how much of it a layer needs to keep its size."""

import functools

import numpy as np

from .arguments import accepts, require


def _amounts_fit(name, padding, sides):
    amounts = padding if np.ndim(padding) else (padding,) * len(sides)
    require(
        len(amounts) == len(sides) and all(isinstance(amount, (int, np.integer)) for amount in amounts),
        f"{name}: padding needs an int or ({', '.join(sides)}), got {padding!r}",
    )
    return amounts


def _along(name, x, padding):
    """For each axis from the last on: its size, and what is added before and behind."""
    axes = int(name[-2])
    require(
        np.ndim(x) in (axes + 1, axes + 2),
        f"{name}: needs x with {axes + 2} axes, or {axes + 1} without the batch, got shape {np.shape(x)}",
    )
    amounts = _amounts_fit(name, padding, ("left", "right", "top", "bottom")[: 2 * axes])
    return list(zip(x.shape[:-3:-1], amounts[::2], amounts[1::2], strict=False))


def _something_is_left(name, x, padding, axes, least):
    sizes = [size + before + after for size, before, after in axes]
    require(
        min(sizes) >= 0 and max(sizes) >= least,
        f"{name}: padding {padding} needs an input of which something is left, got {x.shape}",
    )


def _is_not_empty(name, x):
    # torch lets the batch alone be empty
    sizes = x.shape[-int(name[-2]) - 1 :]
    require(0 not in sizes, f"{name}: needs channels and sizes from 1 on, got {x.shape}")
    require(np.ndim(x) == int(name[-2]) + 2 or 0 not in x.shape, f"{name}: needs a channel, got {x.shape}")


def _mirror_fits(name, x, padding):
    axes = _along(name, x, padding)
    _is_not_empty(name, x)
    for (size, before, after), which in zip(axes, ("wider", "taller"), strict=False):
        require(
            max(before, after) < size,
            f"{name}: padding {padding} needs an input {which} than {max(before, after)}, got {x.shape}",
        )
    _something_is_left(name, x, padding, axes, least=1)


def _edge_fits(name, x, padding):
    axes = _along(name, x, padding)
    _is_not_empty(name, x)
    _something_is_left(name, x, padding, axes, least=1)


def _frame_fits(name, x, padding):
    for size, before, after in _along(name, x, padding):
        require(
            size + min(before, 0) + min(after, 0) >= 0,
            f"{name}: padding {padding} takes away more than there is of {x.shape}",
        )


def _circle_fits(name, x, padding):
    _frame_fits(name, x, padding)
    for size, before, after in _along(name, x, padding):
        left_over = size + min(before, 0) + min(after, 0)
        require(
            max(before, after) <= left_over,
            f"{name}: padding {padding} goes round more than once, it needs an input of at least "
            f"{max(before, after)}, got {x.shape}" + (", cropped" if left_over < size else ""),
        )


def _crops_first(operation):
    """Let negative amounts crop before the rest pads, as in torch.

    It stands outside the operation's body because a learner is only given amounts from 0 on.
    """

    @functools.wraps(operation)
    def cropped(x, padding):
        left, right, top, bottom = four_sides(padding)
        height, width = x.shape[-2:]
        x = x[..., max(-top, 0) : height - max(-bottom, 0), max(-left, 0) : width - max(-right, 0)]
        return operation(x, tuple(max(amount, 0) for amount in (left, right, top, bottom)))

    return cropped


def four_sides(padding):
    """Give every side its amount: an int stands for all four, a tuple stays as it is.

    Parameters
    ----------
    padding : int or (int, int, int, int)

    Returns
    -------
    (int, int, int, int)
        Left, right, top, bottom: torch begins with the last axis.
    """
    return (padding,) * 4 if np.ndim(padding) == 0 else tuple(padding)


def places(size, before, after):
    """Number the places of an axis that is continued on both sides.

    Parameters
    ----------
    size : int
        The places of the input are 0 to `size - 1`.
    before, after : int
        How many places are added.

    Returns
    -------
    array of int (before + size + after,)
        From `-before` to `size + after - 1`.
    """
    return np.arange(-before, size + after)


@accepts(_mirror_fits)
def reflection_pad1d(x, padding):
    """Continue signals on both sides as if their first and last samples were mirrors.

    Parameters
    ----------
    x : array (N, C, L)
    padding : int or (int, int)
        How many samples to add, (left, right). An int means both. Less than L.

    Returns
    -------
    array (N, C, left + L + right)
        With 2 on the left and 1 on the right, `a b c d` becomes `c b a b c d c`.

    Raises
    ------
    ValueError
        If there is more to add than the mirror can show, or `padding` is not as above.

    Notes
    -----
    Same as `torch.nn.ReflectionPad1d`. There a negative amount crops; here you will not meet one.
    """
    left, right = (padding, padding) if np.ndim(padding) == 0 else padding
    last = x.shape[-1] - 1
    beyond_the_left_mirror = np.abs(places(last + 1, left, right))
    source = last - np.abs(last - beyond_the_left_mirror)
    return x[..., source]


@accepts(_frame_fits)
@_crops_first
def zero_pad2d(x, padding):
    """Put a frame of zeros around images.

    Parameters
    ----------
    x : array (N, C, H, W)
    padding : int or (int, int, int, int)
        How many pixels to add, (left, right, top, bottom). An int means all four.

    Returns
    -------
    array (N, C, top + H + bottom, left + W + right)

    Raises
    ------
    ValueError
        If `padding` is not as above.

    Notes
    -----
    Same as `torch.nn.ZeroPad2d`. There a negative amount crops; here you will not meet one.
    """
    left, right, top, bottom = four_sides(padding)
    *batch_and_channels, height, width = x.shape
    framed = np.zeros((*batch_and_channels, top + height + bottom, left + width + right), x.dtype)
    framed[..., top : top + height, left : left + width] = x
    return framed


@accepts(_mirror_fits)
def reflection_pad2d(x, padding):
    """Continue images on all sides as if their outermost pixels were mirrors.

    Parameters
    ----------
    x : array (N, C, H, W)
    padding : int or (int, int, int, int)
        How many pixels to add, (left, right, top, bottom). An int means all four. Left and right are less than W,
        top and bottom less than H.

    Returns
    -------
    array (N, C, top + H + bottom, left + W + right)

    Raises
    ------
    ValueError
        If there is more to add than the mirrors can show, or `padding` is not as above.

    Notes
    -----
    Same as `torch.nn.ReflectionPad2d`. There a negative amount crops; here you will not meet one.
    """
    left, right, top, bottom = four_sides(padding)
    height, width = x.shape[-2:]
    rows, columns = np.abs(places(height, top, bottom)), np.abs(places(width, left, right))
    rows = (height - 1) - np.abs(height - 1 - rows)
    columns = (width - 1) - np.abs(width - 1 - columns)
    return x[..., rows[:, None], columns]


@accepts(_edge_fits)
def replication_pad2d(x, padding):
    """Continue images on all sides by repeating the nearest pixel.

    Parameters
    ----------
    x : array (N, C, H, W)
    padding : int or (int, int, int, int)
        How many pixels to add, (left, right, top, bottom). An int means all four. As many as you like.

    Returns
    -------
    array (N, C, top + H + bottom, left + W + right)

    Raises
    ------
    ValueError
        If the images are empty, or `padding` is not as above.

    Notes
    -----
    Same as `torch.nn.ReplicationPad2d`. There a negative amount crops; here you will not meet one.
    """
    left, right, top, bottom = four_sides(padding)
    height, width = x.shape[-2:]
    rows = np.clip(places(height, top, bottom), 0, height - 1)
    columns = np.clip(places(width, left, right), 0, width - 1)
    return x[..., rows[:, None], columns]


@accepts(_circle_fits)
@_crops_first
def circular_pad2d(x, padding):
    """Continue images on all sides by going round: what leaves on the right comes in on the left.

    Parameters
    ----------
    x : array (N, C, H, W)
    padding : int or (int, int, int, int)
        How many pixels to add, (left, right, top, bottom). An int means all four. Left and right are at most W,
        top and bottom at most H.

    Returns
    -------
    array (N, C, top + H + bottom, left + W + right)

    Raises
    ------
    ValueError
        If there is more to add than going round once gives, or `padding` is not as above.

    Notes
    -----
    Same as `torch.nn.CircularPad2d`. There a negative amount crops; here you will not meet one.
    """
    left, right, top, bottom = four_sides(padding)
    height, width = x.shape[-2:]
    rows, columns = places(height, top, bottom) % height, places(width, left, right) % width
    return x[..., rows[:, None], columns]


def _kernel_is_there(name, kernel_size, dilation):
    for argument, value in {"kernel_size": kernel_size, "dilation": dilation}.items():
        require(
            isinstance(value, (int, np.integer)) and value >= 1,
            f"{name}: {argument} needs a whole number from 1 on, got {value!r}",
        )


@accepts(_kernel_is_there)
def same_padding(kernel_size, dilation=1):
    """Say how much padding keeps the size of what a convolution with stride 1 is given, along one axis.

    Parameters
    ----------
    kernel_size, dilation : int

    Returns
    -------
    (int, int)
        What to add before and behind. Where they cannot be equal, the odd one is behind.

    Raises
    ------
    ValueError
        If a number is less than 1.

    Notes
    -----
    Same as `torch.nn.Conv2d(padding="same")`.
    """
    total = dilation * (kernel_size - 1)  # what a convolution without padding takes away
    before = total // 2
    return before, total - before


def _pairs_fit(name, x, padding, mode, value):
    require(
        np.size(padding) % 2 == 0 and np.size(padding) // 2 <= np.ndim(x),
        f"{name}: padding needs (before, after) for at most {np.ndim(x)} axes, got {padding!r}",
    )
    require(
        all(isinstance(amount, (int, np.integer)) for amount in padding),
        f"{name}: padding needs whole numbers, got {padding!r}",
    )
    modes = ("constant", "reflect", "replicate", "circular")
    require(mode in modes, f"{name}: mode needs one of {', '.join(modes)}, got {mode!r}")
    require(mode == "constant" or not value, f"{name}: mode {mode!r} needs no value, got {value}")
    pairs = list(zip(x.shape[::-1], padding[::2], padding[1::2], strict=False))
    for size, before, after in pairs:
        least, most = min(before, after, 0), max(before, after, 0)
        not_cut = size + min(before, 0) + min(after, 0)  # cutting comes first in these two modes
        require(
            min(size, size + before + after) >= 1 and (not_cut >= 0 or mode in ("reflect", "replicate")),
            f"{name}: padding {padding} needs an input of which something is left, got {x.shape}",
        )
        require(
            mode != "reflect" or most < size,
            f"{name}: padding {padding} needs a mirror of more than {most} places, got {x.shape}",
        )
        require(
            mode != "circular" or most <= (size if least == 0 else 0),
            f"{name}: padding {padding} goes round more than once, or cuts and goes round, got {x.shape}",
        )


@accepts(_pairs_fit)
def pad_nd(x, padding, mode="constant", value=0.0):
    """Continue an array along any of its axes, in any of the four ways.

    Parameters
    ----------
    x : array
        Of any number of axes.
    padding : sequence of int
        (before, after) of the last axis, then of the one before it, and so on. Axes for which there is no pair stay
        as they are. A negative amount takes places away instead.
    mode : {"constant", "reflect", "replicate", "circular"}
        What the new places hold: `value`; what a mirror on the outermost place shows; the nearest place; what comes
        in again from the other side.
    value : float
        For "constant" only.

    Returns
    -------
    array
        As many axes as x. Each is longer by its two amounts.

    Raises
    ------
    ValueError
        If there is more to add than a mirror or going round once can show, if nothing is left, if both is asked of
        one axis, to cut and to go round, or if an argument is not as above.

    Notes
    -----
    Same as `torch.nn.functional.pad`.
    """
    x = np.array(x)
    for axis, before, after in zip(reversed(range(x.ndim)), padding[::2], padding[1::2], strict=False):
        size = x.shape[axis]
        asked = places(size, before, after)
        if mode == "circular":
            source = asked % size
        elif mode == "reflect":
            source = size - 1 - np.abs(size - 1 - np.abs(asked))
        else:
            source = np.clip(asked, 0, size - 1)
        x = x.take(source, axis)
        if mode == "constant":
            np.moveaxis(x, axis, 0)[asked != source] = value
    return x
