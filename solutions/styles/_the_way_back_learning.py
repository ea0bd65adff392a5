"""Honest answers to the second half of chapter 9: the loss, the step, the trip there and back, the training."""

import math

import numpy as np


def loss_example_by_example(logits, target):
    total, grad = 0.0, np.zeros(logits.shape)
    for number, (scores, right) in enumerate(zip(logits.tolist(), target.tolist(), strict=True)):
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total += math.log(sum(powers)) - (scores[right] - top)
        for k, power in enumerate(powers):
            grad[number, k] = (power / sum(powers) - (k == right)) / len(logits)
    return total / len(logits), grad


def loss_by_logaddexp(logits, target):
    logits = logits.astype(np.float64)
    norms = np.logaddexp.reduce(logits, axis=1)
    rows = np.arange(len(logits))
    grad = np.exp(logits - norms[:, None])
    grad[rows, target] -= 1
    return np.mean(norms - logits[rows, target]), grad / len(logits)


def step_in_loops(state, grads, lr, momentum=0.0, velocity=None):
    weights, moving = {}, {}
    for name, value in state.items():
        buffer = grads[name].copy()
        if velocity is not None:
            buffer += momentum * velocity[name]
        moving[name] = buffer
        weights[name] = value - lr * buffer
    return weights, moving


def step_from_standstill(state, grads, lr, momentum=0.0, velocity=None):
    if velocity is None:
        velocity = {name: np.zeros_like(value) for name, value in state.items()}
    moving = {name: np.add(momentum * velocity[name], grads[name]) for name in velocity}
    return dict(zip(state, (state[name] - lr * moving[name] for name in state), strict=True)), moving


def columns(x):
    """Every 3x3 window of a framed picture as a column: (N, C * 9, H * W)."""
    n, c, h, w = x.shape
    framed = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.stack([framed[:, :, a : a + h, b : b + w] for a in range(3) for b in range(3)], 2).reshape(n, c * 9, -1)


def trip_by_matrices(state, x, y):
    """im2col; the winners of the pool are kept on the way forward."""
    weight, fc = state["conv1.weight"], state["fc.weight"]
    (n, _, h, w), filters = x.shape, len(weight)
    seen = columns(x)
    maps = weight.reshape(filters, -1) @ seen + state["conv1.bias"][:, None]
    rows, wide = h // 2, w // 2
    active = np.maximum(maps, 0).reshape(n, filters, h, w)[:, :, : rows * 2, : wide * 2]
    blocks = active.reshape(n, filters, rows, 2, wide, 2).swapaxes(3, 4).reshape(n, filters, rows, wide, 4)
    winner = blocks.argmax(axis=-1)[..., None]
    features = np.take_along_axis(blocks, winner, -1).reshape(n, -1)
    loss, blame = loss_by_logaddexp(features @ fc.T + state["fc.bias"], y)
    back = np.zeros(blocks.shape)
    np.put_along_axis(back, winner, (blame @ fc).reshape(winner.shape), -1)
    full = np.zeros((n, filters, h, w))
    full[:, :, : rows * 2, : wide * 2] = (
        back.reshape(n, filters, rows, wide, 2, 2).swapaxes(3, 4).reshape(n, filters, rows * 2, wide * 2)
    )
    full = full.reshape(n, filters, -1) * (maps > 0)
    return loss, {
        "conv1.weight": np.einsum("nfp,ncp->fc", full, seen).reshape(weight.shape),
        "conv1.bias": full.sum(axis=(0, 2)),
        "fc.weight": blame.T @ features,
        "fc.bias": blame.sum(axis=0),
    }


def trip_picture_by_picture(state, x, y):
    """One picture at a time; what each blames is averaged."""
    trips = [trip_by_matrices(state, x[i : i + 1], y[i : i + 1]) for i in range(len(x))]
    loss = sum(loss for loss, _ in trips) / len(x)
    return loss, {name: sum(grads[name] for _, grads in trips) / len(x) for name in state}


def trained_by(there_and_back, step):
    def train(state, x, y, steps, lr, batch_size, seed):
        rng, velocity, losses, waiting = np.random.default_rng(seed), None, [], []
        while len(losses) < steps:
            if len(waiting) < batch_size:
                waiting = list(rng.permutation(len(x)))
            batch = [waiting.pop(0) for _ in range(batch_size)]
            loss, grads = there_and_back(state, x[batch], y[batch])
            losses.append(loss)
            state, velocity = step(state, grads, lr, 0.9, velocity)
        return state, np.array(losses)

    return train


STYLES = {
    "cross_entropy": [loss_example_by_example, loss_by_logaddexp],
    "sgd_step": [step_in_loops, step_from_standstill],
    "loss_and_gradients": [trip_by_matrices, trip_picture_by_picture],
    "train": [trained_by(trip_by_matrices, step_in_loops), trained_by(trip_picture_by_picture, step_from_standstill)],
}
