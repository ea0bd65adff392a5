"""Chapter 2: stride, padding, dilation and groups, one at a time and then all in one `conv2d`."""

import numpy as np

from .arguments import accepts, require


def _is_whole(value, least):
    return isinstance(value, (int, np.integer)) and value >= least


def _sizes_fit(name, size, kernel_size, stride, padding, dilation):
    _each_is_whole(name, 1, size=size, kernel_size=kernel_size, stride=stride, dilation=dilation)
    _each_is_whole(name, 0, padding=padding)
    span = dilation * (kernel_size - 1) + 1
    require(
        span <= size + 2 * padding,
        f"{name}: a kernel of {kernel_size} with dilation {dilation} spans {span} and needs an input at least as long, "
        f"got {size} with padding {padding}",
    )


def _each_is_whole(name, least, **numbers):
    for argument, value in numbers.items():
        require(_is_whole(value, least), f"{name}: {argument} needs a whole number from {least} on, got {value!r}")


def _each_is_a_pair(name, least, **options):
    for argument, value in options.items():
        numbers = value if np.ndim(value) else (value, value)
        require(
            len(numbers) == 2 and all(_is_whole(number, least) for number in numbers),
            f"{name}: {argument} needs an int or (height, width), from {least} on, got {value!r}",
        )


def _kernel_spreads(name, weight, dilation):
    require(np.ndim(weight) == 4, f"{name}: weight needs 4 axes, got shape {np.shape(weight)}")
    require(0 not in weight.shape, f"{name}: weight needs at least one number, got shape {weight.shape}")
    _each_is_a_pair(name, 1, dilation=dilation)


def _layer_fits(name, x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    require(
        np.ndim(x) == np.ndim(weight) == 4,
        f"{name}: needs x and weight with 4 axes, got shapes {np.shape(x)} and {np.shape(weight)}",
    )
    _each_is_a_pair(name, 1, stride=stride, dilation=dilation)
    _each_is_a_pair(name, 0, padding=padding)
    _each_is_whole(name, 1, groups=groups)
    filters, channels = weight.shape[:2]
    require(
        x.shape[1] == channels * groups > 0,
        f"{name}: weight {weight.shape} in {groups} group(s) needs an input of {channels * groups} channels, "
        f"at least one, got {x.shape}",
    )
    require(
        filters > 0 and filters % groups == 0,
        f"{name}: {groups} group(s) need a number of filters that {groups} divides, got weight {weight.shape}",
    )
    spans = tuple(d * (k - 1) + 1 for d, k in zip(pair(dilation), weight.shape[2:], strict=True))
    padded = tuple(size + 2 * p for size, p in zip(x.shape[2:], pair(padding), strict=True))
    require(
        0 not in x.shape[2:]
        and all(k > 0 and span <= size for k, span, size in zip(weight.shape[2:], spans, padded, strict=True)),
        f"{name}: kernel {weight.shape[2:]} with dilation {dilation} spans {spans} and needs an input at least as "
        f"large, got {x.shape[2:]} with padding {padding}",
    )
    require(
        bias is None or np.shape(bias) == (filters,),
        f"{name}: bias needs shape {(filters,)}, one number for each filter, got {np.shape(bias)}",
    )


def _layers_fit(name, layers):
    for number, layer in enumerate(layers):
        require(
            np.ndim(layer) == 1 and len(layer) == 3 and all(_is_whole(value, 1) for value in layer),
            f"{name}: layer {number} needs (kernel_size, stride, dilation), each from 1 on, got {layer!r}",
        )


def pair(value):
    """Give every axis its number: an int stands for both, a pair stays as it is.

    Parameters
    ----------
    value : int or (int, int)

    Returns
    -------
    (int, int)
        For the height and for the width.
    """
    return (value, value) if np.ndim(value) == 0 else tuple(value)


@accepts(_sizes_fit)
def output_size(size, kernel_size, stride=1, padding=0, dilation=1):
    """Count the stops of a kernel along one axis.

    Parameters
    ----------
    size, kernel_size : int
        In pixels, or samples.
    stride : int
        How far the kernel moves from one stop to the next.
    padding : int
        How many pixels are added before the input, and as many again behind it.
    dilation : int
        How far one entry of the kernel lies from the next: 1 means side by side.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the dilated kernel is larger than the padded input, or a number is too small.

    Notes
    -----
    Same as the length of what `torch.nn.Conv1d` returns.
    """
    span = dilation * (kernel_size - 1) + 1  # from the kernel's first entry to its last
    return (size + 2 * padding - span) // stride + 1


@accepts(_layer_fits)
def strided_conv2d(x, weight, bias=None, stride=1):
    """Convolve a batch of images, moving the kernel by `stride`.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
    bias : array (C_out,), optional
    stride : int or (int, int)
        In pixels, (down, to the right). An int means both.

    Returns
    -------
    array (N, C_out, H_out, W_out)
        Row i, column j comes from the window whose top left corner is at row `stride[0] * i`, column `stride[1] * j`.

    Raises
    ------
    ValueError
        If the stride is less than 1, or channels, kernel or bias do not fit the input.

    Notes
    -----
    Same as `torch.nn.Conv2d` with `stride`. Rows and columns that are left over at the end are not looked at.
    """
    sh, sw = pair(stride)
    batch, _, height, width = x.shape
    filters, _, kh, kw = weight.shape
    rows, columns = output_size(height, kh, sh), output_size(width, kw, sw)
    out = np.zeros((batch, filters, rows, columns), np.result_type(x, weight))
    for a in range(kh):
        for b in range(kw):  # what entry (a, b) of the kernels meets at all the stops at once
            met = x[:, :, a : a + sh * rows : sh, b : b + sw * columns : sw]
            out += np.einsum("nchw,oc->nohw", met, weight[:, :, a, b])
    return out if bias is None else out + bias[:, None, None]


@accepts(_kernel_spreads)
def dilate_kernel(weight, dilation):
    """Spread the kernels: `dilation` steps from one entry to the next, zeros in between.

    Parameters
    ----------
    weight : array (C_out, C_in, kh, kw)
    dilation : int or (int, int)
        (down, to the right). An int means both; 1 changes nothing.

    Returns
    -------
    array (C_out, C_in, dilation[0] * (kh - 1) + 1, dilation[1] * (kw - 1) + 1)

    Raises
    ------
    ValueError
        If the dilation is less than 1, or there is no kernel.

    Notes
    -----
    A plain convolution with the result is `torch.nn.Conv2d` with `dilation`.
    """
    dh, dw = pair(dilation)
    filters, channels, kh, kw = weight.shape
    spread = np.zeros((filters, channels, dh * (kh - 1) + 1, dw * (kw - 1) + 1), weight.dtype)
    spread[:, :, ::dh, ::dw] = weight
    return spread


@accepts(_layer_fits)
def dilated_conv2d(x, weight, bias=None, dilation=1):
    """Convolve a batch of images with kernels whose entries lie `dilation` pixels apart.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
    bias : array (C_out,), optional
    dilation : int or (int, int)
        In pixels, (down, to the right). An int means both.

    Returns
    -------
    array (N, C_out, H_out, W_out)

    Raises
    ------
    ValueError
        If the dilation is less than 1, or channels, dilated kernel or bias do not fit the input.

    Notes
    -----
    Same as `torch.nn.Conv2d` with `dilation`.
    """
    return strided_conv2d(x, dilate_kernel(weight, dilation), bias)


@accepts(_layer_fits)
def grouped_conv2d(x, weight, bias=None, groups=1):
    """Convolve a batch of images in teams: each group of filters sees its own share of the channels.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in / groups, kh, kw)
    bias : array (C_out,), optional
    groups : int
        The channels, and the filters, are cut into this many equal blocks, in their order.

    Returns
    -------
    array (N, C_out, H - kh + 1, W - kw + 1)

    Raises
    ------
    ValueError
        If `groups` does not divide the channels and the filters, or kernel or bias do not fit.

    Notes
    -----
    Same as `torch.nn.Conv2d` with `groups`; with one group for each channel it is called depthwise.
    """
    teams = zip(np.split(x, groups, axis=1), np.split(weight, groups), strict=True)
    out = np.concatenate([strided_conv2d(share, filters) for share, filters in teams], axis=1)
    return out if bias is None else out + bias[:, None, None]


@accepts(_layer_fits)
def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Convolve a batch of images with a bank of filters, with everything that can be set.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in / groups, kh, kw)
    bias : array (C_out,), optional
        Added once to every output of its filter.
    stride, padding, dilation : int or (int, int)
        In pixels, (height, width). An int means both. Padding is zeros, on both sides of each axis.
    groups : int
        The channels, and the filters, are cut into this many equal blocks, in their order.

    Returns
    -------
    array (N, C_out, H_out, W_out)
        `output_size` says how many rows and columns.

    Raises
    ------
    ValueError
        If a number is too small, or groups, channels, dilated kernel or bias do not fit the padded input.

    Notes
    -----
    Same as `torch.nn.Conv2d`.
    """
    ph, pw = pair(padding)
    framed = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    spread = dilate_kernel(weight, dilation)
    teams = zip(np.split(framed, groups, axis=1), np.split(spread, groups), strict=True)
    out = np.concatenate([strided_conv2d(share, filters, stride=stride) for share, filters in teams], axis=1)
    return out if bias is None else out + bias[:, None, None]


@accepts(_layers_fit)
def receptive_field(layers):
    """Count the pixels of the input that one output of a stack of layers can see, along one axis.

    Parameters
    ----------
    layers : list of (kernel_size, stride, dilation)
        From the layer that meets the input to the last.

    Returns
    -------
    int
        From the first pixel seen to the last, both counted.

    Raises
    ------
    ValueError
        If a layer is not three whole numbers from 1 on.

    Notes
    -----
    Same as the extent of the gradient of one output in a stack of `torch.nn.Conv1d`.
    """
    field, step = 1, 1  # in pixels of the input: what one output sees, and how far its neighbour lies
    for kernel_size, stride, dilation in layers:
        field += dilation * (kernel_size - 1) * step
        step *= stride
    return field
