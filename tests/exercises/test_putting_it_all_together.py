"""What the last notebook says of the networks that its data.py trains is so, and they come out the same every time."""

import runpy

import numpy as np
import pytest
import torch

from solutions import putting_it_all_together as reference
from tests.book._building import DOWNLOADS, ROOT

ASSIGNMENT = "08-putting-it-all-together"


@pytest.fixture
def data():
    """The data as `make` has written them, in another process."""
    return DOWNLOADS / ASSIGNMENT / "data"


def load(folder, name):
    if (folder / f"{name}.npy").exists():
        return np.load(folder / f"{name}.npy")
    return dict(np.load(folder / f"{name}.npz"))


def test_numpy_makes_the_guesses_of_torch_and_they_are_good(data):
    logits = reference.classify(load(data, "digits") / 16, load(data, "digit_network"))
    theirs, labels = load(data, "digit_logits_of_torch"), load(data, "digit_labels")
    np.testing.assert_allclose(logits, theirs, rtol=0, atol=1e-11)
    best, second = np.sort(theirs, axis=1)[:, :-3:-1].T
    assert (best - second).min() > 1e-9  # no tie that rounding could decide
    assert np.mean(logits.argmax(axis=1) == labels) > 0.85


def test_the_trained_enlargement_is_nearer_to_the_photograph_than_bilinear_and_repeated_pixels(data):
    face = load(data, "face") / 255
    small = face.reshape(1, 3, 96, 2, 72, 2).mean(axis=(3, 5))

    def error(picture):
        return np.mean((picture - face) ** 2)

    ours = error(reference.super_resolve(small, load(data, "face_network")))
    bilinear = error(reference.upsample_bilinear2d(small, (192, 144)))
    assert ours < 0.8 * bilinear < 0.8 * error(small.repeat(2, axis=2).repeat(2, axis=3))


def test_what_untrained_mininet_notices_is_colour(data):
    x = (load(data, "cat") / 255).transpose(2, 0, 1)[None]
    pictures = [x, np.roll(x, 40, axis=3), x[:, :, ::-1], x[:, ::-1]]
    plain, pushed, on_its_head, recoloured = (reference.mininet_features(p, load(data, "mininet")) for p in pictures)
    changes = [np.abs(other - plain).mean() for other in (pushed, on_its_head, recoloured)]
    assert 20 * max(changes[:2]) < changes[2]


@pytest.mark.turn(3)
def test_the_data_are_the_same_whoever_asks_and_nobody_elses_random_numbers_change(data, tmp_path):
    torch.manual_seed(123)
    threads, state = torch.get_num_threads(), torch.get_rng_state()
    runpy.run_path(str(ROOT / "exercises" / ASSIGNMENT / "data.py"))["write"](tmp_path)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_num_threads() == threads
    assert {file.name for file in data.iterdir()} == {file.name for file in tmp_path.iterdir()}
    for file in data.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name
