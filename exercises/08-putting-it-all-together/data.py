"""Write the data of this notebook's story: pictures, and the weights of three networks, two of them trained here.

The training takes about three seconds on one thread. Seeds are fixed, so the same machine gives the same weights again.
"""

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from skimage import data as photographs
from sklearn.datasets import load_digits
from torch import nn

Note = Callable[[float], None]
FIRST_HELD_OUT = 1437  # of 1797 digits: the last fifth is never trained on


def cat() -> np.ndarray:
    """A cat's face at half its size, (150, 224, 3) bytes. Photograph by Stefan van der Walt, CC0."""
    whole = photographs.chelsea()[:, :448]
    return whole.reshape(150, 2, 224, 2, 3).mean(axis=(1, 3)).round().astype(np.uint8)


def astronaut() -> np.ndarray:
    """The astronaut Eileen Collins, (1, 3, 512, 512) bytes. Photograph by NASA, public domain."""
    return photographs.astronaut().transpose(2, 0, 1)[None]


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits, (1797, 1, 8, 8) bytes from 0 to 16, and which they are.

    E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits* (1998), UCI Machine Learning Repository,
    CC BY 4.0; scikit-learn brings a copy of the test set along.
    """
    bunch = load_digits()
    return bunch.images[:, None].astype(np.uint8), bunch.target


def in_a_row(**layers: nn.Module) -> nn.Module:
    """A network of these layers, in this order."""
    return nn.Sequential(OrderedDict(layers))


def mininet() -> nn.Module:
    """MiniNet's layers that have weights, as torch makes them: at random, for nobody has trained them."""
    return in_a_row(conv1=nn.Conv2d(3, 32, 3, padding=1), up=nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1))


def digit_network(
    images: torch.Tensor, labels: torch.Tensor, epochs: int = 30, batch: int = 32, note: Note | None = None
) -> nn.Module:
    """Train the network that `classify` is: Adam on the cross entropy, its steps first growing, then shrinking.

    `note` is told the loss of every step.
    """
    network = in_a_row(
        conv1=nn.Conv2d(1, 64, 3, padding=1),
        relu=nn.ReLU(),
        pool=nn.MaxPool2d(2),
        average=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),
        fc=nn.Linear(64, 10),
    )
    batches = [chosen for _ in range(epochs) for chosen in torch.randperm(len(images)).split(batch)]
    for step in _steps(network, len(batches), rate=0.05):
        chosen = batches[step]
        _learn(nn.functional.cross_entropy(network(images[chosen]), labels[chosen]), note)
    return network


def super_resolution_network(
    photograph: torch.Tensor, steps: int = 600, patches: int = 8, size: int = 24, note: Note | None = None
) -> nn.Module:
    """Train the network that `super_resolve` is, on patches of a photograph and of the same at half its size.

    It begins as "repeat every pixel" (three filters copy a colour each) and learns to do better. This is the idea of
    Aitken and others, *Checkerboard artifact free sub-pixel convolution*, 2017. `note` is told the loss of every step.
    """
    conv1, conv2 = nn.Conv2d(3, 32, 3, padding=1), nn.Conv2d(32, 12, 3, padding=1)
    with torch.no_grad():
        conv2.weight *= 0.1
        conv2.bias.zero_()
        for colour in range(3):
            conv1.weight[colour] = 0
            conv1.weight[colour, colour, 1, 1] = 1
            conv1.bias[colour] = 0
            conv2.weight[4 * colour : 4 * colour + 4, colour, 1, 1] = 1
    network = in_a_row(conv1=conv1, relu=nn.ReLU(), conv2=conv2, shuffle=nn.PixelShuffle(2))
    small = halved(photograph)
    for _ in _steps(network, steps, rate=0.006):
        corners = [[int(torch.randint(0, side - size, ())) for side in small.shape[2:]] for _ in range(patches)]
        inputs = torch.cat([small[:, :, i : i + size, j : j + size] for i, j in corners])
        wanted = torch.cat([photograph[..., 2 * i : 2 * (i + size), 2 * j : 2 * (j + size)] for i, j in corners])
        _learn(nn.functional.mse_loss(network(inputs), wanted), note)
    return network


def halved(photograph: torch.Tensor) -> torch.Tensor:
    """The photograph at half its size: the mean of every 2x2 block."""
    return nn.functional.avg_pool2d(photograph, 2)


def as_bytes(picture: torch.Tensor) -> np.ndarray:
    """Brightness from 0 to 1 as bytes; what lies outside is cut off."""
    return (picture.clamp(0, 1) * 255).round().byte().numpy()


def write(folder: Path) -> None:
    """Save pictures as .npy and the networks' `state_dict`s as .npz below `folder`."""
    with _one_thread(), torch.random.fork_rng():
        torch.manual_seed(0)
        _save(folder, "cat", cat())
        _save_state(folder, "mininet", mininet())

        images, labels = digits()
        trained_on, held_out = torch.from_numpy(images / 16.0).split([FIRST_HELD_OUT, len(images) - FIRST_HELD_OUT])
        # In float64 NumPy and torch agree to far more digits than the two best scores of a picture lie apart.
        network = digit_network(trained_on.float(), torch.from_numpy(labels[:FIRST_HELD_OUT])).double()
        _save(folder, "digits", images[FIRST_HELD_OUT:])
        _save(folder, "digit_labels", labels[FIRST_HELD_OUT:])
        with torch.no_grad():
            _save(folder, "digit_logits_of_torch", network(held_out).numpy())
        _save_state(folder, "digit_network", network)

        photograph = torch.from_numpy(astronaut() / np.float32(255))
        suit, face = photograph[:, :, 200:], photograph[:, :, :192, 160:304]  # they have no pixel in common
        enlarged = nn.functional.interpolate(halved(face), scale_factor=2, mode="bicubic")
        _save(folder, "face", as_bytes(face))
        _save(folder, "face_bicubic_of_torch", as_bytes(enlarged))
        _save_state(folder, "face_network", super_resolution_network(suit))


def _learn(loss: torch.Tensor, note: Note | None) -> None:
    """Find the gradients, and say how large the loss was."""
    loss.backward()
    if note:
        note(loss.item())


def _steps(network: nn.Module, count: int, rate: float) -> Iterator[int]:
    """Count the steps of a training; after each, let Adam go where the gradients point."""
    adam = torch.optim.Adam(network.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, rate, total_steps=count)
    for step in range(count):
        adam.zero_grad()
        yield step
        adam.step()
        schedule.step()


def _save(folder: Path, name: str, array: np.ndarray) -> None:
    np.save(folder / f"{name}.npy", array)


def _save_state(folder: Path, name: str, network: nn.Module) -> None:
    np.savez(folder / f"{name}.npz", **{key: value.numpy() for key, value in network.state_dict().items()})


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """The order in which threads add up would change the last digits of the weights."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
