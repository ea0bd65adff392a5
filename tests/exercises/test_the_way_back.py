"""What the last notebook says of its data is so: torch's run reads well, and the one that averages does not."""

import numpy as np
import pytest

from tests.book._building import DOWNLOADS


@pytest.fixture
def folder():
    """The data as `make` has written them."""
    return DOWNLOADS / "09-the-way-back" / "data"


def test_the_network_reads_what_was_kept_back_and_one_that_averages_reads_not_even_what_it_has_seen(folder):
    with np.load(folder / "runs_of_torch.npz") as runs:
        assert runs["read"] >= 0.97
        assert runs["read_with_average"] < 0.92
        assert abs(runs["read_with_average"] - runs["read_of_seen_with_average"]) < 0.1
        assert np.median(runs["losses"][-40:]) < 0.1 < np.median(runs["losses_with_average"][-40:])


def test_no_digit_is_on_both_sides(folder):
    seen, kept = (np.load(folder / f"digits_{name}.npy") for name in ("seen", "kept_back"))
    assert seen.shape == (1437, 1, 8, 8)
    assert kept.shape == (360, 1, 8, 8)
    assert not {digit.tobytes() for digit in seen} & {digit.tobytes() for digit in kept}
