"""Chapter 6: convolutions that make their input larger. Every input prints the whole kernel."""

import numpy as np

from .arguments import accepts, require


def _whole(given, axes):
    """Whether `given` is a whole number, or one for each axis."""
    return np.asarray(given).dtype.kind in "iu" and np.shape(given) in ((), (1,), (axes,))


def _geometry_fits(name, sizes, kernel, stride, padding=0, output_padding=0, dilation=1):
    least = {"stride": (stride, 1), "padding": (padding, 0), "output_padding": (output_padding, 0)}
    for option, (given, smallest) in {**least, "dilation": (dilation, 1)}.items():
        require(
            _whole(given, len(sizes)) and np.min(given) >= smallest,
            f"{name}: {option} needs a whole number from {smallest} up, or one for each axis, got {given}",
        )
    require(
        all(_whole(size, 1) and size > 0 for size in (*sizes, *kernel)),
        f"{name}: needs a kernel and an input of at least one number along each axis, got {kernel} and {sizes}",
    )
    require(
        np.all(np.less(output_padding, np.maximum(stride, dilation))),
        f"{name}: output_padding {output_padding} needs to be smaller than stride {stride} or dilation {dilation}",
    )
    reach = np.multiply(np.subtract(sizes, 1), stride) + np.multiply(dilation, np.subtract(kernel, 1)) + 1
    trimmed = reach + output_padding - np.multiply(2, padding)
    require(  # torch gives an empty output on some of its paths and refuses on others: ours refuses
        np.all(trimmed > 0),
        f"{name}: padding {padding}, taken off both ends, leaves nothing of a sheet of {tuple(map(int, reach))}",
    )


def _size_fits(name, size, kernel_size, stride, padding=0, output_padding=0, dilation=1):
    _geometry_fits(name, (size,), (kernel_size,), stride, padding, output_padding, dilation)


def _bias_fits(name, bias, filters):
    require(
        bias is None or np.shape(bias) == (filters,),
        f"{name}: bias needs shape {(filters,)}, one number for each output channel, got {np.shape(bias)}",
    )


def _transposed_layer_fits(name, x, weight, bias, stride, padding=0, output_padding=0, groups=1, dilation=1):
    axes = int(name[-2])
    require(
        np.ndim(x) == np.ndim(weight) == axes + 2,
        f"{name}: needs x and weight with {axes + 2} axes, got shapes {np.shape(x)} and {np.shape(weight)}",
    )
    require(
        0 < weight.shape[0] == x.shape[1],
        f"{name}: weight {weight.shape} is (C_in, C_out / groups, ...) and needs an input of {weight.shape[0]} "
        f"channels, one or more, got {x.shape}",
    )
    require(
        _whole(groups, 1) and groups > 0 and weight.shape[0] % groups == 0 and weight.shape[1] > 0,
        f"{name}: groups needs to divide the {weight.shape[0]} channels of weight {weight.shape}, got {groups}",
    )
    _bias_fits(name, bias, weight.shape[1] * groups)
    _geometry_fits(name, x.shape[2:], weight.shape[2:], stride, padding, output_padding, dilation)


def _resized_layer_fits(name, x, weight, bias, scale_factor):
    require(
        np.ndim(x) == np.ndim(weight) == 4,
        f"{name}: needs x and weight with 4 axes, got shapes {np.shape(x)} and {np.shape(weight)}",
    )
    require(
        0 < weight.shape[1] == x.shape[1] and weight.shape[0] > 0,
        f"{name}: weight {weight.shape} is (C_out, C_in, kh, kw) and needs an input of {weight.shape[1]} channels, "
        f"got {x.shape}",
    )
    _bias_fits(name, bias, weight.shape[0])
    require(
        _whole(scale_factor, 2) and np.min(scale_factor) >= 1,
        f"{name}: scale_factor needs a whole number from 1 up, or (height, width), got {scale_factor}",
    )
    _geometry_fits(name, x.shape[2:], weight.shape[2:], stride=1)


def ripple(picture, period):
    """Measure a checkerboard: how differently bright the places of a repeating grid are.

    Parameters
    ----------
    picture : array (H, W)
    period : int
        After how many pixels the grid repeats.

    Returns
    -------
    float
        Every pixel has one of `period * period` places in the grid. The mean brightness of each place is taken; the
        ripple is the distance from the darkest mean to the brightest, as a share of their average.
    """
    means = [picture[i::period, j::period].mean() for i in range(period) for j in range(period)]
    return float((max(means) - min(means)) / np.mean(means))


@accepts(_transposed_layer_fits)
def conv_transpose1d(x, weight, bias=None, stride=1):
    """Print the kernel once for every sample, each print inked by its sample, and add up where prints overlap.

    Parameters
    ----------
    x : array (N, C_in, L)
    weight : array (C_in, C_out, k)
        Channels in come first: `weight[c, o]` is the stamp by which input channel c prints on output channel o.
    bias : array (C_out,), optional
        Added once to every output of its channel.
    stride : int
        How many samples of the output the print moves on from one input sample to the next.

    Returns
    -------
    array (N, C_out, (L - 1) * stride + k)

    Raises
    ------
    ValueError
        If the channels, the stride or the bias do not fit.

    Notes
    -----
    Same as `torch.nn.ConvTranspose1d` with no padding.
    """
    (step,) = np.broadcast_to(stride, 1)
    length, taps = x.shape[2], weight.shape[2]
    prints = np.einsum("ncl,cok->nlok", x, weight)  # one for each sample, with the ink of all its channels
    out = np.zeros((len(x), weight.shape[1], (length - 1) * step + taps), dtype=prints.dtype)
    for i in range(length):
        out[:, :, i * step : i * step + taps] += prints[:, i]
    return out if bias is None else out + bias[:, None]


@accepts(_size_fits)
def overlap_count(size, kernel_size, stride):
    """Count, for each output of a transposed convolution, how many inputs reach it.

    Parameters
    ----------
    size : int
        How many inputs there are along the axis.
    kernel_size, stride : int
        In outputs along the axis.

    Returns
    -------
    array ((size - 1) * stride + kernel_size,)
        Zero where no print lands.

    Raises
    ------
    ValueError
        If a number is not positive.

    Notes
    -----
    Same as `torch.nn.functional.conv_transpose1d` of ones with a kernel of ones.
    """
    count = np.zeros((size - 1) * stride + kernel_size)
    for i in range(size):
        count[i * stride : i * stride + kernel_size] += 1
    return count


@accepts(_size_fits)
def conv_transpose_output_size(size, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
    """Work out the size of a transposed convolution's output along one axis.

    Parameters
    ----------
    size : int
        How many inputs there are along the axis.
    kernel_size : int
        How many taps the kernel has along the axis.
    stride : int
        How far a print moves on from one input to the next.
    padding : int
        How much is trimmed off at *both* ends.
    output_padding : int
        How much is left on, or put on, at the far end alone.
    dilation : int
        How far the taps of the kernel lie apart.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is too small, `output_padding` is not smaller than the stride or the dilation, or nothing is left.

    Notes
    -----
    Same as the shape that `torch.nn.ConvTranspose1d` produces.
    """
    whole_sheet = (size - 1) * stride + dilation * (kernel_size - 1) + 1
    return whole_sheet - 2 * padding + output_padding


@accepts(_transposed_layer_fits)
def conv_transpose2d(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """Print the kernel once for every pixel, each print inked by its pixel, and add up where prints overlap.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_in, C_out / groups, kh, kw)
        Channels in come first: `weight[c, o]` is the stamp by which input channel c prints on channel o of its group.
    bias : array (C_out,), optional
        Added once to every output of its channel.
    stride : int or (int, int)
        How many rows and columns the print moves on from one pixel to the next.
    padding : int or (int, int)
        How many rows are trimmed off at the top *and* at the bottom, how many columns at the left *and* at the right.
    output_padding : int or (int, int)
        How many rows less are trimmed at the bottom, how many columns less at the right. Where there is nothing
        to leave on, empty rows and columns are put on.
    groups : int
        The input channels are split into this many blocks, and so are the output channels; each block of inputs
        prints on its own block of outputs.
    dilation : int or (int, int)
        How many rows and columns the taps of the kernel lie apart.

    Returns
    -------
    array (N, C_out, H_out, W_out)
        Its sizes are those of `conv_transpose_output_size`.

    Raises
    ------
    ValueError
        If the channels, the groups or the bias do not fit, an option is too small, `output_padding` is not smaller
        than the stride or the dilation, or nothing is left after trimming.

    Notes
    -----
    Same as `torch.nn.ConvTranspose2d`.
    """
    (sh, sw), (ph, pw) = np.broadcast_to(stride, 2), np.broadcast_to(padding, 2)
    (oh, ow), (dh, dw) = np.broadcast_to(output_padding, 2), np.broadcast_to(dilation, 2)
    batch, channels, height, width = x.shape
    _, filters, kh, kw = weight.shape
    x = x.reshape(batch, groups, channels // groups, height, width)
    weight = weight.reshape(groups, channels // groups, filters, kh, kw)

    rows = conv_transpose_output_size(height, kh, sh, 0, oh, dh)  # the whole sheet, before it is trimmed
    columns = conv_transpose_output_size(width, kw, sw, 0, ow, dw)
    sheet = np.zeros((batch, groups * filters, rows, columns), dtype=np.result_type(x, weight))
    for a in range(kh):
        for b in range(kw):  # one tap of the stamp at a time, in every print at once
            dots = np.einsum("ngchw,gco->ngohw", x, weight[..., a, b])
            top, left = a * dh, b * dw
            dots = dots.reshape(batch, groups * filters, height, width)
            sheet[:, :, top : top + height * sh : sh, left : left + width * sw : sw] += dots
    out = sheet[:, :, ph : rows - ph, pw : columns - pw]
    return out if bias is None else out + bias[:, None, None]


@accepts(_resized_layer_fits)
def resize_conv2d(x, weight, bias=None, scale_factor=2):
    """Make every pixel a block of equal pixels, then convolve without changing the size.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
        An ordinary convolution's: channels *out* come first.
    bias : array (C_out,), optional
        Added once to every output of its filter.
    scale_factor : int or (int, int)
        How many rows and columns each pixel becomes.

    Returns
    -------
    array (N, C_out, H * scale_factor, W * scale_factor)
        The enlarged picture is padded with zeros for the convolution, as many before as behind; with an even kernel the
        odd one stands behind.

    Raises
    ------
    ValueError
        If the channels or the bias do not fit, or the factor is not a whole number from 1 up.

    Notes
    -----
    Same as `torch.nn.Upsample(scale_factor)`, which takes the nearest pixel, and then `torch.nn.Conv2d` with
    `padding="same"`.
    """
    down, right = np.broadcast_to(scale_factor, 2)
    large = x.repeat(down, axis=2).repeat(right, axis=3)
    rows, columns = large.shape[2:]
    kh, kw = weight.shape[2:]
    padded = np.pad(large, [(0, 0), (0, 0), ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)])

    out = np.zeros((len(x), len(weight), rows, columns), dtype=np.result_type(x, weight))
    for a in range(kh):
        for b in range(kw):  # one tap of the kernel at a time, for every window at once
            seen = padded[:, :, a : a + rows, b : b + columns]
            out += np.einsum("nchw,oc->nohw", seen, weight[:, :, a, b])
    return out if bias is None else out + bias[:, None, None]
