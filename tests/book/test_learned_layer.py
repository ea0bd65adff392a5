"""Chapter 1's trained layer and its sound: training makes edges and colours, a kernel picks a note."""

import base64
import io
import re
import wave

import numpy as np
import pytest
import torch
from figures import photograph
from figures.convolutional_layers import learned, sound
from figures.grids import TIMES, number
from workings.sound import players, sounds, wav

from tests.book._reading import texts

PAGE = "convolutional-layers"


def test_training_makes_patterns_that_nobody_put_in():
    before, after = learned.layers()
    for name, template in learned.templates().items():
        assert learned.likest(before, template)[1] < 0.3, name
        assert learned.likest(after, template)[1] > 0.5, name


def test_at_least_two_directions_of_edges_and_one_plain_colour():
    _, after = learned.layers()
    found = {name: learned.likest(after, template) for name, template in learned.templates().items()}
    assert found["vertical edge"][0] != found["horizontal edge"][0]
    colour = learned.kernels(after)[found["colour"][0]]
    assert colour.std(axis=(1, 2)).max() < 0.2 * np.ptp(colour.mean(axis=(1, 2)))


def test_the_same_seed_gives_the_same_layer():
    first, again = (learned.layers.__wrapped__(steps=5) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_training_leaves_no_trace_in_torch():
    threads = torch.get_num_threads()
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    learned.layers.__wrapped__(steps=2)
    assert torch.equal(torch.rand(3), expected)
    assert torch.get_num_threads() == threads


def test_patches_have_mean_zero_and_spread_one():
    x = learned.patches([photograph.cat()], 200).numpy()
    np.testing.assert_allclose(x.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(x.std(axis=1), 1, atol=1e-5)


def test_the_page_states_how_much_is_rebuilt(prose):
    before, after = (100 * learned.rebuilt_share(layer, photograph.cat()) for layer in learned.layers())
    assert before < 20 < 90 < after
    prose.says(f"the untrained layer's answers explain {before:.0f} %".replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    prose.says(f"{after:.0f} % .")
    prose.says(f"a layer of {learned.FILTERS} filters, 7 {TIMES} 7 pixels")
    assert learned.SIDE == 7


def test_untrained_maps_are_alike_and_trained_maps_differ():
    """How far the four maps go along with each other, whatever their sign."""
    cat = np.moveaxis(photograph.square_cat(), -1, 0)[None] / 255
    chosen = [learned.likest(learned.layers()[1], template)[0] for template in learned.templates().values()]
    alike = []
    for layer in learned.layers():
        maps = learned.conv2d(cat, learned.kernels(layer)[chosen])[0].reshape(4, -1)
        alike.append(np.abs(np.corrcoef(maps)[np.triu_indices(4, 1)]).mean())
    assert alike[0] > 0.5 > 0.3 > alike[1]


@pytest.mark.parametrize("note", sound.NOTES)
def test_a_kernel_answers_its_own_note_and_not_the_other(note):
    other = next(name for name in sound.NOTES if name != note)
    taps = sound.kernel(note)
    t = np.arange(len(taps)) / sound.RATE
    strength = {
        name: abs(taps @ np.exp(2j * np.pi * hertz * t)) for name, hertz in sound.NOTES.items()
    }  # whatever the phase
    assert strength[note] == pytest.approx(1, abs=0.01)
    assert strength[other] < 0.01


def test_the_page_says_how_deaf_the_kernel_is(prose):
    on_a, on_e, on_both = sound.loudness(sound.picked("A"))
    prose.says(f"The kernel of A answers E with {100 * on_e / on_a:.1f} % of the loudness")
    prose.says(f"its answers are {100 * on_both / on_a:.0f} % as loud as when")
    prose.says(f"{sound.TAPS} numbers that swell and fade")
    written = texts(sound.two_notes())
    assert {"A", "E", "A and E", "kernel of A", "kernel of E"} <= set(written)
    assert f"{number(len(sound.tune()) / sound.RATE)} s" in written


def test_the_players_hold_the_sounds():
    sources = re.findall(r'src="data:audio/wav;base64,([^"]*)"', players().data)
    assert len(sources) == len(sounds()) == 3
    for source, samples in zip(sources, sounds().values(), strict=True):
        with wave.open(io.BytesIO(base64.b64decode(source))) as file:
            assert file.getframerate() == sound.RATE
            heard = np.frombuffer(file.readframes(file.getnframes()), np.uint8) / 127 - 1
        assert np.abs(heard - samples).max() < 0.02


def test_a_sound_that_is_too_loud_is_cut_off():
    with wave.open(io.BytesIO(wav([-3.0, 0, 3.0]))) as file:
        assert list(file.readframes(3)) == [0, 128, 254]
