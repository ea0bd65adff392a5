"""Chapter 9: the way back. Whom to blame for a wrong answer, and by how much: gradients, and training in NumPy."""

import numpy as np

from . import the_way_back_arguments as fits
from .arguments import accepts

# From the chapters before ---------------------------------------------------------------------------------------------


def pair(value):
    """(height, width) of a size that is one number or two."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def conv2d(x, weight, bias, padding=0):
    """Slide every filter over every picture, with `padding` zeros on each side (chapters 1 to 3)."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,fcab->nfhw", windows, weight, optimize=True) + bias[:, None, None]


def max_pool2d(x, kernel_size):
    """Keep the largest value of every block; rows and columns that fill no block are dropped (chapter 4)."""
    k = kernel_size
    rows, columns = x.shape[2] // k, x.shape[3] // k
    whole_blocks = x[:, :, : rows * k, : columns * k]
    return whole_blocks.reshape(*x.shape[:2], rows, k, columns, k).max(axis=(3, 5))


def adaptive_windows(input_size, output_size):
    """Where each window of an adaptive pool starts, and before which pixel it ends (chapter 5)."""
    return [(i * input_size // output_size, -(-(i + 1) * input_size // output_size)) for i in range(output_size)]


def linear_weights(in_size, out_size, align_corners=False):
    """The matrix (out_size, in_size) that resizes one axis linearly (chapter 7)."""
    if align_corners:
        place = np.arange(out_size) * ((in_size - 1) / max(out_size - 1, 1))
    else:
        place = np.clip((np.arange(out_size) + 0.5) * in_size / out_size - 0.5, 0, in_size - 1)
    return np.maximum(0, 1 - np.abs(place[:, None] - np.arange(in_size)))


def numerical_gradient(f, x, eps=1e-3):
    """Find out by trying how much `f(x)` changes with each number of `x`: central differences.

    Parameters
    ----------
    f : function
        Takes an array like `x` and returns one number.
    x : array
        Of any shape. Whatever its kind, work in float64: the differences of float32 drown in rounding.
    eps : float
        How far to step to both sides.

    Returns
    -------
    float64 array like x
    """
    x = x.astype(np.float64)
    gradient = np.empty_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = eps
        gradient[place] = (f(x + step) - f(x - step)) / (2 * eps)
    return gradient


@accepts(fits.same_shape)
def relu_backward(grad_output, x):
    """Pass the blame back through a ReLU: to where `x` is above 0. At 0 itself torch says 0.

    Parameters
    ----------
    grad_output, x : array
        Of one shape: the blame of each output, and what went in. So is the result.
    """
    return np.where(x > 0, grad_output, 0)


@accepts(fits.wired_fits)
def linear_backward(grad_output, x, weight):
    """Pass the blame back through `x @ weight.T + bias`.

    Parameters
    ----------
    grad_output, x, weight : array (N, K), (N, F) and (K, F)

    Returns
    -------
    tuple of arrays (N, F), (K, F) and (K,)
        The blame of the input, of the weight and of the bias.
    """
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)


def conv2d_bias_grad(grad_output):
    """Add up what each filter's bias is blamed for.

    Parameters
    ----------
    grad_output : array (N, C_out, H_out, W_out)

    Returns
    -------
    array (C_out,)
    """
    return grad_output.sum(axis=(0, 2, 3))


@accepts(fits.convolution_fits)
def conv2d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    """Add up what each number of a convolution's weight is blamed for: same as `torch.nn.grad.conv2d_weight`.

    Parameters
    ----------
    input : array (N, C_in, H, W)
    weight_size : tuple of int
        (C_out, C_in / groups, kh, kw)
    grad_output : array (N, C_out, H_out, W_out)
    stride, padding, dilation, groups
        Those of the convolution; pairs are (height, width).

    Returns
    -------
    array (C_out, C_in / groups, kh, kw)
    """
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    (n, _, rows, columns), (filters, channels, kh, kw) = grad_output.shape, weight_size
    padded = np.pad(input, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    seen = padded.reshape(n, groups, channels, *padded.shape[2:])
    blame = grad_output.reshape(n, groups, filters // groups, rows, columns)
    out = np.empty((groups, filters // groups, channels, kh, kw), grad_output.dtype)
    for a, b in np.ndindex(kh, kw):  # what this tap has seen, times what it is blamed for
        part = seen[..., a * dh : a * dh + rows * sh : sh, b * dw : b * dw + columns * sw : sw]
        out[..., a, b] = np.einsum("ngfij,ngcij->gfc", blame, part, optimize=True)
    return out.reshape(weight_size)


@accepts(fits.convolution_fits)
def conv2d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
    """Pass the blame back through a convolution: same as `torch.nn.grad.conv2d_input`.

    Parameters
    ----------
    input_size : tuple of int
        (N, C_in, H, W)
    weight : array (C_out, C_in / groups, kh, kw)
    grad_output : array (N, C_out, H_out, W_out)
    stride, padding, dilation, groups
        Those of the convolution; pairs are (height, width).

    Returns
    -------
    array (N, C_in, H, W)
        Pixels that no window has seen get 0.
    """
    (sh, sw), (ph, pw), (dh, dw) = pair(stride), pair(padding), pair(dilation)
    (n, _, rows, columns), (n, channels, h, w) = grad_output.shape, input_size
    blame = grad_output.reshape(n, groups, -1, rows, columns)
    filters = weight.reshape(groups, -1, *weight.shape[1:])
    canvas = np.zeros((n, groups, channels // groups, h + 2 * ph, w + 2 * pw), grad_output.dtype)
    for a, b in np.ndindex(weight.shape[2:]):  # where windows overlap, the blame adds up
        i, j = a * dh + np.arange(rows) * sh, b * dw + np.arange(columns) * sw
        canvas[..., i[:, None], j] += np.einsum("ngfij,gfc->ngcij", blame, filters[..., a, b], optimize=True)
    return canvas[..., ph : ph + h, pw : pw + w].reshape(input_size)


@accepts(fits.pooled_fits)
def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    """Pass the blame of every window back to its largest pixel; of equal ones, to the first.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out)
    x : array (N, C, H, W)
        What was pooled.
    kernel_size, stride, padding : int or (int, int)
        In pixels, (height, width). `stride` defaults to `kernel_size`. Padding never wins.

    Returns
    -------
    array (N, C, H, W)
        A pixel that wins several windows is blamed for all of them.
    """
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)
    back = np.zeros(framed.shape, grad_output.dtype)
    image, channel = np.ogrid[: x.shape[0], : x.shape[1]]
    for i, j in np.ndindex(grad_output.shape[2:]):
        window = framed[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
        row, column = np.divmod(window.reshape(*x.shape[:2], -1).argmax(axis=2), kw)
        back[image, channel, i * sh + row, j * sw + column] += grad_output[:, :, i, j]
    return back[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


@accepts(fits.pooled_fits)
def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    """Share the blame of every window out among its pixels, in equal parts.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out)
    x : array (N, C, H, W)
        Only its shape matters.
    kernel_size, stride, padding : int or (int, int)
        In pixels, (height, width). `stride` defaults to `kernel_size`.
    count_include_pad : bool
        Whether the padding gets parts too, which are lost.

    Returns
    -------
    array (N, C, H, W)
    """
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    inside = np.pad(np.ones(x.shape[2:]), ((ph, ph), (pw, pw)))
    back = np.zeros((*x.shape[:2], *inside.shape), grad_output.dtype)
    for i, j in np.ndindex(grad_output.shape[2:]):
        window = (..., slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
        count = kh * kw if count_include_pad else inside[window].sum()
        back[window] += grad_output[:, :, i, j, None, None] / count
    return back[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


@accepts(fits.averaged_fits)
def adaptive_avg_pool2d_backward(grad_output, x):
    """Share the blame of every adaptive window out among its pixels, in equal parts.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out)
        Its shape says which output size was asked for.
    x : array (N, C, H, W)
        Only its shape matters.

    Returns
    -------
    array (N, C, H, W)
    """
    back = np.zeros(x.shape, grad_output.dtype)
    for i, (top, bottom) in enumerate(adaptive_windows(x.shape[2], grad_output.shape[2])):
        for j, (left, right) in enumerate(adaptive_windows(x.shape[3], grad_output.shape[3])):
            part = grad_output[:, :, i, j, None, None] / ((bottom - top) * (right - left))
            back[:, :, top:bottom, left:right] += part
    return back


@accepts(fits.reflected_fits)
def reflection_pad2d_backward(grad_output, x, padding):
    """Fold a reflected frame back: what was mirrored is added where it came from.

    Parameters
    ----------
    grad_output : array (N, C, top + H + bottom, left + W + right)
    x : array (N, C, H, W)
        Only its shape matters.
    padding : int or (left, right, top, bottom)

    Returns
    -------
    array (N, C, H, W)
    """
    left, right, top, bottom = (padding,) * 4 if isinstance(padding, int) else padding
    rows = np.pad(np.eye(x.shape[2]), ((top, bottom), (0, 0)), mode="reflect")  # which pixel each row shows
    columns = np.pad(np.eye(x.shape[3]), ((left, right), (0, 0)), mode="reflect")
    return (rows.T @ grad_output @ columns).astype(grad_output.dtype)


@accepts(fits.upsampled_fits)
def upsample_bilinear2d_backward(grad_output, input_size, align_corners=False):
    """Pass the blame back through a bilinear resizing: by the transposed matrices.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out)
    input_size : tuple of int
        (N, C, H, W)
    align_corners : bool

    Returns
    -------
    array (N, C, H, W)
    """
    rows = linear_weights(input_size[2], grad_output.shape[2], align_corners)
    columns = linear_weights(input_size[3], grad_output.shape[3], align_corners)
    return (rows.T @ grad_output @ columns).astype(grad_output.dtype)


@accepts(fits.shuffled_fits)
def pixel_shuffle_backward(grad_output, upscale_factor):
    """Gather the blame of r * r neighbouring pixels into the channels that they came from.

    Parameters
    ----------
    grad_output : array (N, C, H * r, W * r)
    upscale_factor : int
        The r.

    Returns
    -------
    array (N, C * r * r, H, W)
    """
    n, c, height, width = grad_output.shape
    r = upscale_factor
    blocks = grad_output.reshape(n, c, height // r, r, width // r, r)
    return np.einsum("nchiwj->ncijhw", blocks).reshape(n, c * r * r, height // r, width // r)


@accepts(fits.logits_fit)
def cross_entropy(logits, target):
    """How surprised the scores are by the truth, on average, and the blame of each score.

    Parameters
    ----------
    logits : array (N, K)
        May be as large as 1000 and more: nothing may overflow.
    target : int array (N,)

    Returns
    -------
    tuple of the mean loss and its gradient, an array (N, K)
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    truth = np.eye(logits.shape[1], dtype=logits.dtype)[target]
    loss = -(logarithms * truth).sum() / len(logits)
    return loss, (np.exp(logarithms) - truth) / len(logits)


def sgd_step(state, grads, lr, momentum=0.0, velocity=None):
    """Take one step downhill: stochastic gradient descent, as `torch.optim.SGD` does it.

    Parameters
    ----------
    state, grads : dict of str to array
        The weights and their gradients, under the same names. Neither is changed.
    lr, momentum : float
        The learning rate, and how much of the old velocity stays.
    velocity : dict of str to array, optional
        What the step before returned; None at the first.

    Returns
    -------
    tuple of two dicts
        The new weights, and the new velocity: `momentum * velocity + grads`, at the first step `grads` alone.
    """
    if velocity is None:
        velocity = {name: grads[name].copy() for name in state}
    else:
        velocity = {name: momentum * velocity[name] + grads[name] for name in state}
    return {name: state[name] - lr * velocity[name] for name in state}, velocity


def loss_and_gradients(state, x, y):
    """Go through a digit network and back: the mean cross entropy, and the blame of every weight.

    The layers are conv1 (3x3, padding 1), ReLU, pool (maximum over 2x2), flatten, fc.

    Parameters
    ----------
    state : dict of arrays
        "conv1.weight" (F, C, 3, 3), "conv1.bias" (F,), "fc.weight" (K, F * (H // 2) * (W // 2)), "fc.bias" (K,)
    x, y : array (N, C, H, W), int array (N,)

    Returns
    -------
    tuple of a number and a dict like `state`
    """
    maps = conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1)
    pooled = max_pool2d(np.maximum(maps, 0), 2)
    features = pooled.reshape(len(x), -1)
    loss, blame = cross_entropy(features @ state["fc.weight"].T + state["fc.bias"], y)
    blame, fc_weight, fc_bias = linear_backward(blame, features, state["fc.weight"])
    blame = max_pool2d_backward(blame.reshape(pooled.shape), np.maximum(maps, 0), 2)
    blame = relu_backward(blame, maps)
    return loss, {
        "conv1.weight": conv2d_weight(x, state["conv1.weight"].shape, blame, padding=1),
        "conv1.bias": conv2d_bias_grad(blame),
        "fc.weight": fc_weight,
        "fc.bias": fc_bias,
    }


def train(state, x, y, steps, lr, batch_size, seed):
    """Train the digit network of `loss_and_gradients` by SGD with a momentum of 0.9.

    `np.random.default_rng(seed)` draws the order of the examples, `permutation(len(x))`, and a step takes the next
    `batch_size` of them. When fewer than that are left, they are dropped, and the generator draws the next order.

    Parameters
    ----------
    state, x, y
        As for `loss_and_gradients`; `steps`, `batch_size` and `seed` are int, `lr` is float.

    Returns
    -------
    tuple of a dict and an array (steps,)
        The trained weights, and the loss of each batch before its step.
    """
    shuffler = np.random.default_rng(seed)
    order, losses, velocity = np.array([], int), np.zeros(steps), None
    for step in range(steps):
        if len(order) < batch_size:
            order = shuffler.permutation(len(x))
        batch, order = order[:batch_size], order[batch_size:]
        losses[step], grads = loss_and_gradients(state, x[batch], y[batch])
        state, velocity = sgd_step(state, grads, lr, 0.9, velocity)
    return state, losses
