"""Every way to look faster than one is, in the real sandbox: it gains nothing, and its neighbour loses nothing.

Verdicts are compared, and never times: a hundredfold lies between what is slow here and what is fast.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from autograder.bank import find
from autograder.bank.speed import Speed
from autograder.grading.jobs.run import run
from autograder.grading.sandbox.limits import Limits
from tests.attacks.harness import DISHONEST, races
from tests.grading.jobs._loops import loops_of_conv2d

SHARES = 3  # races of one kind follow each other: in a short run there is one of each kind at least


def large(rng):
    def normal(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    return normal(2, 8, 34, 35), normal(16, 8, 3, 5), normal(16)


@pytest.fixture(autouse=True)
def timed(monkeypatch):
    monkeypatch.setattr(find(DISHONEST), "speed", Speed(loops_of_conv2d, large, full=4, part=6, gain=50))


def judged(race, cells):
    job = replace(race.submission(cells), timed=(DISHONEST,), limits=Limits())
    return run(job).verdict(DISHONEST, speed=True)


@pytest.mark.share(SHARES)
@pytest.mark.parametrize("race", races(), ids=lambda race: race.name)
def test_it_gains_nothing(race):
    verdict = judged(race, race.cells)
    assert verdict.score == 0, verdict.words
    assert verdict.outcome in race.comes_to.split(" or "), verdict.words


@pytest.mark.share(SHARES)
@pytest.mark.parametrize("race", races(), ids=lambda race: race.name)
def test_its_honest_neighbour_loses_nothing(race):
    verdict = judged(race, race.neighbour)
    assert (verdict.score, verdict.outcome) == (1, "passed"), verdict.words


def test_every_kind_has_a_race_in_every_share():
    assert min(Counter(race.kind for race in races()).values()) >= SHARES
