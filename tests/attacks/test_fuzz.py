"""No frame, however it was made or damaged, does anything but become values or be refused."""

import numpy as np
import pytest

from autograder.grading.sandbox import outputs
from autograder.runner.inside import wire
from benchmarks import fuzz

FRAMES, SEED = 10_000, 20_261_012


@pytest.mark.share(5)
@pytest.mark.parametrize("seed", range(SEED, SEED + 5))
def test_ten_thousand_frames_become_values_or_are_refused(seed):
    came = fuzz.fuzz(FRAMES, seed)
    assert came.total() == FRAMES
    assert min(came["refused"], came["values"], came["outputs"], came["outputs refused"]) > FRAMES / 100


@pytest.mark.parametrize(
    ("module", "name", "broken"),
    [
        (wire, "_take_buffer", lambda index, buffers: buffers[index]),
        (outputs, "PICTURES", {"text/html": b""}),
        (wire, "_text", lambda text: text),
    ],
    ids=["a buffer of any number", "markup for a picture", "half characters"],
)
def test_a_broken_channel_is_found_out(monkeypatch, module, name, broken):
    monkeypatch.setattr(module, name, broken)
    with pytest.raises(fuzz.Finding):
        fuzz.fuzz(FRAMES, SEED)


def test_a_frame_that_takes_too_long_is_found_out(monkeypatch):
    monkeypatch.setattr(fuzz, "SLOW", 0.0)
    with pytest.raises(fuzz.Finding, match="seconds"):
        fuzz.fuzz(10, SEED)


@pytest.mark.parametrize("claim", [{"output_type": np.zeros(2)}, {"output_type": "stream", "text": np.zeros(2)}])
def test_an_array_in_the_place_of_a_word_is_refused(claim):
    with pytest.raises(outputs.Untrusted):
        outputs.trusted_outputs([claim], fuzz.LIMITS)
