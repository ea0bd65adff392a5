"""Write the data of this notebook's story: handwritten digits, weights to start from, and what torch makes of both.

Torch trains two networks here, for about five seconds on one thread. Seeds are fixed.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits

KEPT_BACK = 360  # of 1797 digits
FILTERS, CLASSES, SEED = 16, 10, 0
RATE, MOMENTUM, BATCH, ROUNDS = 0.05, 0.9, 32, 20


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits, (1797, 1, 8, 8) bytes from 0 to 16, shuffled, and which they are.

    E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits* (1998), UCI Machine Learning Repository,
    CC BY 4.0; scikit-learn brings a copy of the test set along. In its order the last ones are harder to read than the
    rest: shuffled, there are such on both sides.
    """
    bunch = load_digits()
    order = np.random.default_rng(SEED).permutation(len(bunch.target))
    return bunch.images[order, None].astype(np.uint8), bunch.target[order]


def start() -> dict[str, np.ndarray]:
    """Weights to start from: random, so that no two filters are alike, and small where many of them are added up."""
    rng = np.random.default_rng(SEED)
    features = FILTERS * 4 * 4
    return {
        "conv1.weight": rng.normal(0, np.sqrt(2 / 9), (FILTERS, 1, 3, 3)).astype(np.float32),
        "conv1.bias": np.zeros(FILTERS, np.float32),
        "fc.weight": rng.normal(0, np.sqrt(1 / features), (CLASSES, features)).astype(np.float32),
        "fc.bias": np.zeros(CLASSES, np.float32),
    }


def scores(state: dict[str, torch.Tensor], x: torch.Tensor, average: bool = False) -> torch.Tensor:
    """The digit network; with `average`, its maps are averaged as in chapter 8, and not laid out in a row."""
    F = torch.nn.functional
    maps = torch.relu(F.conv2d(x, state["conv1.weight"], state["conv1.bias"], padding=1))
    pooled = F.max_pool2d(maps, 2)
    features = pooled.mean(dim=(2, 3)) if average else pooled.flatten(1)
    return F.linear(features, state["fc.weight"], state["fc.bias"])


def trained(
    state: dict[str, np.ndarray], x: np.ndarray, y: np.ndarray, steps: int, average: bool = False
) -> tuple[dict[str, torch.Tensor], np.ndarray]:
    """What `train` does, in torch: the weights and the losses."""
    rng = np.random.default_rng(SEED)
    parameters = {name: torch.nn.Parameter(torch.from_numpy(value).double()) for name, value in state.items()}
    optimizer = torch.optim.SGD(parameters.values(), lr=RATE, momentum=MOMENTUM)
    pictures, truth = torch.from_numpy(x).double(), torch.from_numpy(y)
    order, losses = np.array([], int), []
    for _ in range(steps):
        if len(order) < BATCH:
            order = rng.permutation(len(x))
        batch, order = order[:BATCH], order[BATCH:]
        loss = torch.nn.functional.cross_entropy(scores(parameters, pictures[batch], average), truth[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {name: value.detach() for name, value in parameters.items()}, np.array(losses)


def share_read(state: dict[str, torch.Tensor], x: np.ndarray, y: np.ndarray, average: bool = False) -> float:
    """How many of some digits a network reads."""
    guesses = scores(state, torch.from_numpy(x).double(), average).argmax(dim=1).numpy()
    return float(np.mean(guesses == y))


def write(folder: Path) -> None:
    """Save the digits, the start, and torch's two runs below `folder`."""
    with _one_thread():
        images, labels = digits()
        seen, kept = slice(None, -KEPT_BACK), slice(-KEPT_BACK, None)
        for name, part in (("seen", seen), ("kept_back", kept)):
            np.save(folder / f"digits_{name}.npy", images[part])
            np.save(folder / f"labels_{name}.npy", labels[part])
        np.savez(folder / "start.npz", **start())

        x = (images / 16).astype(np.float32)
        steps = ROUNDS * (len(x[seen]) // BATCH)
        state, losses = trained(start(), x[seen], labels[seen], steps)
        averaging = start()
        averaging["fc.weight"] = averaging["fc.weight"][:, :FILTERS] * 4  # fewer are added up
        mean_state, mean_losses = trained(averaging, x[seen], labels[seen], steps, average=True)
        np.savez(
            folder / "runs_of_torch.npz",
            losses=losses,
            read=share_read(state, x[kept], labels[kept]),
            losses_with_average=mean_losses,
            read_with_average=share_read(mean_state, x[kept], labels[kept], average=True),
            read_of_seen_with_average=share_read(mean_state, x[seen], labels[seen], average=True),
        )


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """The order in which threads add up would change the last digits."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
