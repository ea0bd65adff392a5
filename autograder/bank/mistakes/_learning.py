"""The loss, the step, the trip through the digit network and the training, in steps that a mistake can spoil."""

import numpy as np

from ..chapters._learning import MOMENTUM
from ._way_back import Geometry, Pool, max_back, weight_grad


def truth_of(logits, target):
    """1 for the right class of each example, else 0."""
    return np.eye(logits.shape[1], dtype=logits.dtype)[target]


def softmax_loss(logits, target):
    shifted = logits - logits.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    truth = truth_of(logits, target)
    return -(logarithms * truth).sum() / len(logits), (np.exp(logarithms) - truth) / len(logits)


def downhill(state, grads, lr, momentum=0.0, velocity=None):
    moving = {n: grads[n] if velocity is None else momentum * velocity[n] + grads[n] for n in state}
    return {name: state[name] - lr * moving[name] for name in state}, moving


def convolved(x, weight, bias):
    x = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    return np.einsum("nchwab,fcab->nfhw", windows, weight, optimize=True) + bias[:, None, None]


def pooled(maps):
    rows, columns = maps.shape[2] // 2, maps.shape[3] // 2
    return maps[:, :, : rows * 2, : columns * 2].reshape(*maps.shape[:2], rows, 2, columns, 2).max(axis=(3, 5))


def back_through_pool(blame, maps):
    return max_back(Pool.of(blame, maps, 2, None, 0))


def back_through_relu(blame, maps):
    return np.where(maps > 0, blame, 0)


def trip(
    state,
    x,
    y,
    loss=softmax_loss,
    pool_back=back_through_pool,
    relu_back=back_through_relu,
    padding=1,
    bias=1,
    kernels=np.asarray,
):
    """The mean loss and the gradients; `padding` and `kernels` spoil what the kernels are blamed for."""
    weight, fc = state["conv1.weight"], state["fc.weight"]
    maps = convolved(x, weight, bias * state["conv1.bias"])
    active = np.maximum(maps, 0)
    features = pooled(active).reshape(len(x), -1)
    found, blame = loss(features @ fc.T + state["fc.bias"], y)
    grads = {"fc.weight": blame.T @ features, "fc.bias": blame.sum(axis=0)}
    blame = pool_back((blame @ fc).reshape(pooled(active).shape), active)
    blame = relu_back(blame, maps)
    seen = np.pad(x, ((0, 0), (0, 0), (0, 2 - 2 * padding), (0, 2 - 2 * padding)))
    geometry = Geometry(padding=(padding, padding))
    grads |= {"conv1.weight": kernels(weight_grad(seen, weight.shape, blame, geometry))}
    grads |= {"conv1.bias": blame.sum(axis=(0, 2, 3))}
    return found, {name: grads[name] for name in state}


def shuffled(rng, n, seed):
    return rng.permutation(n)


def batches(rng, n, size, count, seed, order=shuffled, short=False):
    """The examples that every step gets; the rest of a round is dropped, or kept as a `short` batch."""
    chosen, left = [], np.array([], int)
    for _ in range(count):
        if len(left) < (1 if short else size):
            left = order(rng, n, seed)
        chosen.append(left[:size])
        left = left[size:]
    return chosen


def trained(
    state,
    x,
    y,
    steps,
    lr,
    batch_size,
    seed,
    there_and_back=trip,
    momentum=MOMENTUM,
    order=shuffled,
    chosen=batches,
    after=False,
    noted=np.asarray,
):
    rng = np.random.default_rng(seed)
    losses, velocity = np.zeros(steps), None
    for step, batch in enumerate(chosen(rng, len(x), batch_size, steps, seed, order)):
        losses[step], grads = there_and_back(state, x[batch], y[batch])
        state, velocity = downhill(state, grads, lr, momentum, velocity)
        if after:
            losses[step] = there_and_back(state, x[batch], y[batch])[0]
    return state, noted(losses)
