"""Chapter 10: as fast as torch. The same convolutions, pools and resizings, in the order that a machine likes."""

import numpy as np

from . import as_fast_as_torch_arguments as fits
from .arguments import accepts

# From the chapters before ---------------------------------------------------------------------------------------------


def pair(value):
    """(height, width) of a size that is one number or two."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def stops(size, kernel_size, stride=1, padding=0, dilation=1):
    """How many windows fit along both axes (chapter 2); every argument is one number or a pair."""
    axes = zip(*map(pair, (size, kernel_size, stride, padding, dilation)), strict=True)
    return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes)


# One large matrix -----------------------------------------------------------------------------------------------------


@accepts(fits.windows_fit)
def im2col(x, kernel_size, stride=1, padding=0, dilation=1):
    """Write every window as a column of one matrix: same as `torch.nn.functional.unfold`.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size, stride, padding, dilation : int or (int, int)
        (height, width). Padding counts as 0.

    Returns
    -------
    array (N, C * kh * kw, H_out * W_out)
        A column holds its window channel by channel, each row by row; the columns follow the windows row by row.
    """
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    n, c, h, w = x.shape
    rows, columns = stops((h, w), kernel_size, stride, padding, dilation)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    out = np.empty((n, c, kh, kw, rows, columns), x.dtype)
    for a, b in np.ndindex(kh, kw):  # what one tap sees at all stops is a strided view
        out[:, :, a, b] = padded[:, :, a * dh :: sh, b * dw :: sw][:, :, :rows, :columns]
    return out.reshape(n, c * kh * kw, rows * columns)


@accepts(fits.columns_fit)
def col2im(columns, output_size, kernel_size, stride=1, padding=0, dilation=1):
    """Put every column back where its window was, and add up what overlaps: same as `torch.nn.functional.fold`.

    Parameters
    ----------
    columns : array (N, C * kh * kw, H_out * W_out)
        As `im2col` makes it.
    output_size : (int, int)
        (H, W): the picture's, without padding.
    kernel_size, stride, padding, dilation : int or (int, int)
        Those that `im2col` was given.

    Returns
    -------
    array (N, C, H, W)
    """
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pair(kernel_size), pair(stride), pair(padding), pair(dilation)
    (h, w), n = output_size, len(columns)
    rows, cols = stops((h, w), kernel_size, stride, padding, dilation)
    taps = columns.reshape(n, -1, kh, kw, rows, cols)
    canvas = np.zeros((n, taps.shape[1], h + 2 * ph, w + 2 * pw), columns.dtype)
    for a, b in np.ndindex(kh, kw):
        canvas[:, :, a * dh :: sh, b * dw :: sw][:, :, :rows, :cols] += taps[:, :, a, b]
    return canvas[:, :, ph : ph + h, pw : pw + w]


@accepts(fits.convolution_fits)
def conv2d_gemm(x, weight, bias=None, stride=1, padding=0, dilation=1):
    """Convolve by one matrix product for each image: filters as rows, windows as columns.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
    bias : array (C_out,), optional
    stride, padding, dilation : int or (int, int)

    Returns
    -------
    array (N, C_out, H_out, W_out)
    """
    columns = im2col(x, weight.shape[2:], stride, padding, dilation)
    out = weight.reshape(len(weight), -1) @ columns
    if bias is not None:
        out += bias[:, None]
    return out.reshape(*out.shape[:2], *stops(x.shape[2:], weight.shape[2:], stride, padding, dilation))


@accepts(fits.convolution_fits)
def conv2d_blocked(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
    """Convolve by matrix products of bounded size: one image, and at most `rows` rows of its output, at a time.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
    bias : array (C_out,), optional
    stride, padding, dilation : int or (int, int)
    rows : int
        Rows of the output in one block; the last block may have fewer.

    Returns
    -------
    tuple of an array (N, C_out, H_out, W_out) and an int
        The result, and how many numbers the largest matrix of columns held.
    """
    (sh, _), (ph, pw), (dh, _) = pair(stride), pair(padding), pair(dilation)
    height, width = stops(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    flat, reach = weight.reshape(len(weight), -1), dh * (weight.shape[2] - 1) + 1
    out, largest = np.empty((len(x), len(weight), height, width), x.dtype), 0
    for image in range(len(x)):
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            band = padded[image : image + 1, :, top * sh : (bottom - 1) * sh + reach]  # with the rows that others share
            columns = im2col(band, weight.shape[2:], stride, 0, dilation)[0]
            largest = max(largest, columns.size)
            out[image, :, top:bottom] = (flat @ columns).reshape(len(weight), -1, width)
    if bias is not None:
        out += bias[:, None, None]
    return out, largest


@accepts(fits.depthwise_fits)
def depthwise_conv2d(x, weight, bias=None, stride=1, padding=0):
    """Convolve every channel with a kernel of its own, all channels at once: as torch with `groups=C`.

    Parameters
    ----------
    x : array (N, C, H, W)
    weight : array (C, 1, kh, kw)
    bias : array (C,), optional
    stride, padding : int or (int, int)

    Returns
    -------
    array (N, C, H_out, W_out)
    """
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    rows, columns = stops(x.shape[2:], weight.shape[2:], stride, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    out = np.zeros((*x.shape[:2], rows, columns), x.dtype)
    for a, b in np.ndindex(weight.shape[2:]):
        seen = padded[:, :, a::sh, b::sw][:, :, :rows, :columns]
        out += seen * weight[:, 0, a, b, None, None]
    return out if bias is None else out + bias[:, None, None]


# Fewer products -------------------------------------------------------------------------------------------------------


@accepts(fits.three_by_three)
def winograd_weight_transform(weight):
    """Turn every 3x3 kernel into the 4x4 numbers that Winograd's F(2x2, 3x3) multiplies by.

    Along one axis the numbers (g0, g1, g2) become g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2 and g2. Here that is done
    to the rows, and then to the columns.

    Parameters
    ----------
    weight : array (C_out, C_in, 3, 3)

    Returns
    -------
    array (4, 4, C_out, C_in)
        The 4x4 places come first: what is multiplied later at one place lies together.
    """
    mix = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]], weight.dtype)
    return np.einsum("ia,fcab,jb->ijfc", mix, weight, mix, optimize=True)


@accepts(fits.tiles_of_four)
def winograd_input_transform(tiles):
    """Turn every 4x4 tile of the input into the 4x4 numbers that Winograd's F(2x2, 3x3) multiplies.

    Along one axis the pixels (d0, d1, d2, d3) become d0 - d2, d1 + d2, d2 - d1 and d1 - d3. Here that is done to the
    rows, and then to the columns.

    Parameters
    ----------
    tiles : array (4, 4, C, P)
        P tiles; the pixels' row and column in the tile come first.

    Returns
    -------
    array (4, 4, C, P)
    """
    mix = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]], tiles.dtype)
    both_axes = np.kron(mix, mix)  # rows and columns at once: a 16x16 matrix times all tiles
    return (both_axes @ tiles.reshape(16, -1)).reshape(tiles.shape)


@accepts(fits.tiles_of_four)
def winograd_output_transform(products):
    """Turn the 4x4 products of every tile into its 2x2 outputs: the last step of Winograd's F(2x2, 3x3).

    Along one axis the products (m0, m1, m2, m3) become m0 + m1 + m2 and m1 - m2 - m3. Here that is done to the rows,
    and then to the columns.

    Parameters
    ----------
    products : array (4, 4, C_out, P)

    Returns
    -------
    array (2, 2, C_out, P)
    """
    mix = np.array([[1, 1, 1, 0], [0, 1, -1, -1]], products.dtype)
    return (np.kron(mix, mix) @ products.reshape(16, -1)).reshape(2, 2, *products.shape[2:])


@accepts(fits.winograd_fits)
def winograd_f23(x, weight, padding=0):
    """Convolve with 3x3 kernels and stride 1 by Winograd's F(2x2, 3x3): 16 products for 4 outputs instead of 36.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, 3, 3)
    padding : int or (int, int)

    Returns
    -------
    array (N, C_out, H_out, W_out)
        Of any size: where it is odd, the last tiles stick out, and what they have too much is cut off.
    """
    (n, c, h, w), (ph, pw), filters = x.shape, pair(padding), len(weight)
    height, width = stops((h, w), 3, 1, padding)
    down, across = -(-height // 2), -(-width // 2)  # tiles, of two rows and two columns of the output
    canvas = np.zeros((n, c, 2 * down + 2, 2 * across + 2), x.dtype)
    canvas[:, :, ph : ph + h, pw : pw + w] = x
    tiles = np.empty((4, 4, c, n, down, across), x.dtype)
    for a, b in np.ndindex(4, 4):  # tiles begin two pixels apart
        tiles[a, b] = canvas[:, :, a : a + 2 * down : 2, b : b + 2 * across : 2].swapaxes(0, 1)
    blended = winograd_input_transform(tiles.reshape(4, 4, c, -1))
    out = winograd_output_transform(winograd_weight_transform(weight) @ blended)
    out = out.reshape(2, 2, filters, n, down, across).transpose(3, 2, 4, 0, 5, 1)
    return out.reshape(n, filters, 2 * down, 2 * across)[:, :, :height, :width]


@accepts(fits.plain_convolution_fits)
def fft_conv2d(x, weight, padding=0):
    """Convolve as torch does, with the kernel not turned round, by a product of spectra: same as `conv2d_gemm`.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
    padding : int or (int, int)

    Returns
    -------
    array (N, C_out, H_out, W_out)
    """
    ph, pw = pair(padding)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    size = padded.shape[2:]
    kernels = np.conj(np.fft.rfft2(weight, size))  # a kernel's conjugate is the kernel turned round
    spectrum = np.einsum("nchw,fchw->nfhw", np.fft.rfft2(padded), kernels)
    rows, columns = stops(size, weight.shape[2:])
    return np.fft.irfft2(spectrum, size)[:, :, :rows, :columns].astype(x.dtype)


# Pools and resizings --------------------------------------------------------------------------------------------------


@accepts(fits.pooled_fits)
def max_pool2d_fast(x, kernel_size, stride=None, padding=0):
    """Keep the largest value of every window: one comparison of whole arrays for each row and column of the kernel.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size, stride, padding : int or (int, int)
        `stride` defaults to `kernel_size`. Padding never wins.

    Returns
    -------
    array (N, C, H_out, W_out)
    """
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    rows, columns = stops(x.shape[2:], kernel_size, (sh, sw), padding)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)
    tall = padded[:, :, ::sh][:, :, :rows].copy()
    for a in range(1, kh):
        np.maximum(tall, padded[:, :, a::sh][:, :, :rows], out=tall)
    out = tall[..., ::sw][..., :columns].copy()
    for b in range(1, kw):
        np.maximum(out, tall[..., b::sw][..., :columns], out=out)
    return out


@accepts(fits.resized_fits)
def upsample_bilinear2d_fast(x, output_size, align_corners=False):
    """Resize bilinearly by two matrix products: one for the rows, one for the columns.

    Parameters
    ----------
    x : array (N, C, H, W)
    output_size : (int, int)
        (H_out, W_out)
    align_corners : bool
        Whether the centres of the outermost pixels stay where they are, or the outer edges do (chapter 7).

    Returns
    -------
    array (N, C, H_out, W_out)
    """
    matrices = []
    for old, new in zip(x.shape[2:], output_size, strict=True):
        if align_corners:
            place = np.arange(new) * ((old - 1) / max(new - 1, 1))
        else:
            place = ((np.arange(new) + 0.5) * old / new - 0.5).clip(0, old - 1)
        tents = np.maximum(0, 1 - np.abs(place[:, None] - np.arange(old)))
        matrices.append(tents.astype(x.dtype))
    rows, columns = matrices
    return rows @ x @ columns.T
