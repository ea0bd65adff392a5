"""A share of the suites of others agrees with ours, and a result that is off is seen."""

import importlib

import numpy as np
import pytest
import torch

from suites.comparing import Tally

pytestmark = pytest.mark.turn(2, 1)


@pytest.fixture(scope="module")
def suites():
    """The suites, imported where they are run: torch's own tests take seconds to import."""
    return importlib.import_module("suites.__main__")


def test_a_share_of_every_suite_agrees(suites):
    tallies = suites.tried(share=29)  # a prime: no parameter of the samples repeats after as many
    assert not [line for line in suites.table(tallies) if "DIFFERS" in line]
    assert all(tally.tried for tally in tallies)


def test_a_difference_is_seen_and_said(suites, monkeypatch):
    monkeypatch.setattr("solutions.pad", lambda x, padding: np.pad(x, padding) + np.float32(1e-4))
    tally = Tally("one call")
    tally.compare("pad", torch.nn.functional.pad, (torch.ones(3), (1, 1)), {})
    assert (tally.tried, tally.agreed) == (1, 0)
    assert suites.table([tally])[-1] == "    DIFFERS  pad(float32(3,), (1, 1)){}: values differ by up to 1.0e-04"


def test_a_refusal_that_torch_does_not_share_is_seen():
    tally = Tally("one call")
    tally.compare("pad", lambda x, padding: x, (torch.ones(3), (1,)), {})
    tally.compare("pad", torch.nn.functional.pad, (torch.ones(3), (1,)), {})
    assert (tally.tried, tally.agreed, len(tally.differences)) == (2, 1, 1)
