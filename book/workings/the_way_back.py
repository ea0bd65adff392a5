"""Chapter 9: sums written out, gradients compared, and training runs that go wrong."""

from functools import cache

import numpy as np
import torch
from asides import code, table
from figures.grids import TIMES, number
from figures.the_way_back import blame, released, training
from IPython.display import Math

import solutions
from solutions import conv2d_input, conv2d_weight
from solutions.the_way_back import cross_entropy, loss_and_gradients, sgd_step


def percent(share):
    return f"{100 * share:.1f} %"


def pixel_sum(row, column):
    """What one pixel is blamed for: a term for every window that saw it."""
    terms = []
    for i, j in np.ndindex(blame.BLAME.shape):
        a, b = row - i, column - j
        if 0 <= a < 2 and 0 <= b < 2:
            terms.append((blame.BLAME[i, j], blame.K[a, b]))
    return Math(_sum(terms, blame.to_input()[row, column]))


def tap_sum(a, b):
    """What one number of the kernel is blamed for: a term for every stop."""
    rows, columns = blame.BLAME.shape
    seen = blame.X[a : a + rows, b : b + columns]
    return Math(_sum(list(zip(seen.ravel(), blame.BLAME.ravel(), strict=True)), blame.to_weight()[a, b]))


def _sum(terms, total):
    def written(value):
        return f"({value})" if value < 0 else str(value)

    products = r" + ".join(rf"{written(one)} \cdot {written(other)}" for one, other in terms)
    return rf"{products} = \mathbf{{{int(total)}}}"


# Mistakes, and what the check by trying says of them ------------------------------------------------------------------


def off(got, wanted):
    """How far off, in shares of the largest; or in words, where the shapes differ."""
    if got.shape != wanted.shape:
        return "another shape"
    error = np.abs(got - wanted).max() / np.abs(wanted).max()
    return "nothing" if error < 1e-9 else percent(error)


def breakages():
    """Gradients that are wrong in one way: what differs, and where it hides."""
    rng = np.random.default_rng(2)
    weight = rng.normal(size=(4, 2, 3, 2))
    x, grad = rng.normal(size=(3, 2, 8, 9)), rng.normal(size=(3, 4, 6, 8))
    logits, target = rng.normal(size=(4, 5)), np.array([1, 0, 4, 2])

    def turned(weight):
        return [conv2d_input(x.shape, kernels, grad) for kernels in (weight, weight[:, :, ::-1, ::-1])]

    def averaged(x, grad):
        right = conv2d_weight(x, weight.shape, grad)
        return right, right / len(x)

    def summed(logits, target):
        _, right = cross_entropy(logits, target)
        return right, right * len(logits)

    rows = [
        ("the kernel is turned round", turned(weight), "it is the same turned round",
         turned(weight + weight[:, :, ::-1, ::-1])),
        ("windows overwrite where they overlap", overwritten((3, 3), 1), "they lie side by side",
         overwritten((2, 2), 2)),
        ("all equals are blamed", all_equals(True), "no two are equal", all_equals(False)),
        ("the weight's blame is averaged over the batch", averaged(x, grad), "there is one example",
         averaged(x[:1], grad[:1])),
        ("the mean of the loss is forgotten", summed(logits, target), "there is one example",
         summed(logits[:1], target[:1])),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(hidden, shown)) for name, (wanted, got), case, (shown, hidden) in rows]


def overwritten(kernel, stride):
    """The right blame of an average pool's input, and what is left of it where the last window wins."""
    tall, wide = 6, 6
    count = [(size - k) // stride + 1 for size, k in zip((tall, wide), kernel, strict=True)]
    grad = np.random.default_rng(3).normal(size=count)
    added, put = np.zeros((tall, wide)), np.zeros((tall, wide))
    for i, j in np.ndindex(*count):
        window = slice(i * stride, i * stride + kernel[0]), slice(j * stride, j * stride + kernel[1])
        added[window] += grad[i, j] / (kernel[0] * kernel[1])
        put[window] = grad[i, j] / (kernel[0] * kernel[1])
    return added, put


def all_equals(ties):
    """The right blame of a maximum pool's blocks of 2 x 2, and what it is if all equals are blamed."""
    rng = np.random.default_rng(5)
    x = rng.integers(0, 3, (6, 8)).astype(float) if ties else rng.normal(size=(6, 8))
    blocks = x.reshape(3, 2, 4, 2).swapaxes(1, 2).reshape(3, 4, 4)
    grad = rng.normal(size=(3, 4, 1))
    first = np.eye(4)[blocks.argmax(axis=2)] * grad
    return first, (blocks == blocks.max(axis=2, keepdims=True)) * grad


# Training that goes wrong ---------------------------------------------------------------------------------------------


def spoiled_runs(steps=100):
    """What training comes to with one thing wrong: the share of the kept-back digits that is read."""
    runs = {
        "as it should be": {},
        "the gradient's sign is wrong": {"change": lambda grads: {name: -grad for name, grad in grads.items()}},
        "fc alone learns": {
            "change": lambda grads: {name: grad * name.startswith("fc") for name, grad in grads.items()}
        },
        "the batch is divided by twice": {
            "change": lambda grads: {name: grad / released.BATCH for name, grad in grads.items()}
        },
        "all weights begin at 0": {"start": {name: 0 * value for name, value in released.start().items()}},
        "a learning rate of 1": {"rate": 1.0},
    }
    return {name: _spoiled(steps, **options) for name, options in runs.items()}


def _spoiled(steps, change=lambda grads: grads, start=None, rate=released.RATE):
    x, y = released.digits()
    rng, state, velocity = np.random.default_rng(released.SEED), start or released.start(), None
    for _ in range(steps):
        batch = rng.integers(0, len(x), released.BATCH)
        with np.errstate(all="ignore"):
            _, grads = loss_and_gradients(state, x[batch], y[batch])
            state, velocity = sgd_step(state, change(grads), rate, 0.9, velocity)
    return training.share_read(state)


@cache
def of_autograd(name):
    """The gradient of one weight of the digit network that torch's autograd finds, and ours, for one batch."""
    x, y = (part[: released.BATCH] for part in released.digits())
    state = {key: value.astype(float) for key, value in released.start().items()}
    leaves = {key: torch.from_numpy(value).requires_grad_() for key, value in state.items()}
    F = torch.nn.functional
    maps = torch.relu(F.conv2d(torch.from_numpy(x).double(), leaves["conv1.weight"], leaves["conv1.bias"], padding=1))
    scores = F.linear(F.max_pool2d(maps, 2).flatten(1), leaves["fc.weight"], leaves["fc.bias"])
    F.cross_entropy(scores, torch.from_numpy(y)).backward()
    return leaves[name].grad.numpy(), loss_and_gradients(state, x.astype(float), y)[1][name]


def gradient_table():
    """Who is to blame for the first batch's loss: how large each gradient is, and how far ours lies from torch's."""
    rows = []
    for name in released.start():
        theirs, ours = of_autograd(name)
        size = f" {TIMES} ".join(map(str, theirs.shape))
        rows.append([name, size, number(np.abs(theirs).max(), 3), f"{np.abs(ours - theirs).max():.0e}"])
    return table(
        ["weight", "shape", "largest gradient", "ours is off by"], rows, "The first batch's blame, and torch's"
    )


# For the comparison of all operations ---------------------------------------------------------------------------------

WAYS_BACK = [
    ("convolution, input", "conv2d_input", "each output stamps the kernel, times its blame", "conv2d"),
    ("convolution, weight", "conv2d_weight", "what each tap has seen, times the blame, added up", "conv2d"),
    ("transposed convolution, input", "conv_transpose2d_input", "a convolution of the blame", "conv_transpose2d"),
    ("max pooling", "max_pool2d_backward", "all of it to the winner, of equals the first", "max_pool2d"),
    ("average pooling", "avg_pool2d_backward", "equal parts to the whole window", "avg_pool2d"),
    ("adaptive average", "adaptive_avg_pool2d_backward", "equal parts, of several sizes", "adaptive_avg_pool2d"),
    ("zero padding", "pad_backward", "cut off: what falls on the zeros is lost", "pad"),
    ("reflection padding", "pad_backward", "folded back, and added", "pad"),
    ("upsampling, nearest", "interpolate_backward", "the copies of a pixel, added up", "interpolate"),
    ("upsampling, bilinear", "interpolate_backward", "the transposed matrix along each axis", "interpolate"),
    ("pixel shuffle", "pixel_shuffle_backward", "the pixel unshuffle", "pixel_shuffle"),
]  # fmt: skip


def _given(name):
    """What the operation is called with after its input, and what the way back is called with after the blame."""
    weight = np.random.default_rng(8).normal(size=(8, 8, 3, 3))
    return {
        "convolution, input": (weight,), "convolution, weight": (weight,), "transposed convolution, input": (weight,),
        "max pooling": (2,), "average pooling": (2,), "adaptive average": ((3, 5),), "zero padding": ((1, 2, 0, 1),),
        "reflection padding": ((1, 2, 0, 1), "reflect"), "upsampling, nearest": (None, 2),
        "upsampling, bilinear": (None, 2, "bilinear"), "pixel shuffle": (2,),
    }[name]  # fmt: skip


def back_and_autograd(name, back, operation):
    """The gradient that the reference gives, and the one that autograd finds."""
    rng = np.random.default_rng(7)
    x, given = rng.normal(size=(2, 8, 9, 12)), _given(name)
    arrays = [part for part in (x, *given) if isinstance(part, np.ndarray)]
    tensors = [torch.from_numpy(part).requires_grad_() for part in arrays]
    rest = [part for part in given if not isinstance(part, np.ndarray)]
    out = getattr(torch.nn.functional, operation)(*tensors, *rest)
    grad = rng.normal(size=tuple(out.shape))
    theirs = torch.autograd.grad(out, tensors["weight" in name], torch.from_numpy(grad))[0].numpy()
    call = getattr(solutions, back)
    if back == "conv2d_weight":
        return call(x, given[0].shape, grad), theirs
    if back.endswith("_input"):
        return call(x.shape, given[0], grad), theirs
    if back == "adaptive_avg_pool2d_backward":
        return call(grad, x), theirs
    if back == "pixel_shuffle_backward":
        return call(grad, *given), theirs
    return call(grad, x.shape if operation == "interpolate" else x, *given), theirs


def ways_back():
    """A line for each operation: where its blame goes, the function of the reference, and how far that is off."""
    rows = []
    for name, back, words, operation in WAYS_BACK:
        ours, theirs = back_and_autograd(name, back, operation)
        rows.append([name, words, code(back), f"{np.abs(ours - theirs).max() / np.abs(theirs).max():.0e}"])
    head = ["operation", "on the way back, blame is", "in the reference", "off autograd by"]
    return table(head, rows, "The same operations, on the way back")
