"""The figures of chapter 3 hold what torch gives."""

import numpy as np
import pytest
import torch
from figures.grids import number, table
from figures.padding_layers import border, frames, panorama, photo, same
from figures.photograph import LYING, UPRIGHT, cat, grey
from torch import nn
from torch.nn import functional as F
from workings import padding_layers as workings

from tests.book._reading import texts
from tests.book.examples.padding_layers import HAND, MOST, RISE, SIX, STILL

TORCH = {"zero": "constant", "reflection": "reflect", "replication": "replicate", "circular": "circular"}


def by_torch(values, amounts, mode):
    return F.pad(torch.tensor(np.array(values, dtype=float))[None, None], amounts, TORCH[mode])[0, 0].numpy()


@pytest.mark.parametrize("mode", TORCH)
def test_the_walk_takes_every_value_from_where_torch_takes_it(mode):
    found = workings.torch_places(4, 3, 3, mode)
    assert frames.sources(4, 3, 3, mode) == found
    film = frames.walk()
    outside = [-1, -2, -3, 4, 5, 6]
    assert len(film.pictures) == len(outside)
    for frame, place in zip(film.pictures, outside, strict=True):
        source = found[place + 3]
        told = "nothing, so 0" if source < 0 else f"place {source}"
        assert f"{mode}: {told}" in frame.alt


def test_the_last_frame_of_the_walk_shows_every_padded_row():
    written = texts(frames.walk().pictures[-1])
    for mode in TORCH:
        row = ["0" if source < 0 else "abcd"[source] for source in workings.torch_places(4, 3, 3, mode)]
        at = written.index(mode)
        assert written[at + 1 : at + 1 + len(row)] == row


@pytest.mark.parametrize("mode", TORCH)
def test_the_four_frames_are_torchs(mode):
    for values, amounts in ((frames.NUMBERED, (2, 1, 1, 2)), (HAND, (1, 1, 1, 1)), (STILL, (2, 2, 2, 2))):
        whole = by_torch(values, amounts, mode)
        np.testing.assert_array_equal(frames.framed(values, amounts, mode), whole)
        picture = frames.four(values, amounts).pictures[list(TORCH).index(mode)]
        assert table(whole) in picture.alt
        assert [text for text in texts(picture) if text != mode] == [number(value) for value in whole.ravel()]


def test_the_still_shows_one_pixel_of_the_picture_in_its_first_window():
    picture = frames.first_stop(STILL, (2, 2, 2, 2), "reflection", RISE)
    answer = (by_torch(STILL, (2,) * 4, "reflection")[:3, :3] * RISE).sum()
    assert f"answers {number(answer)}" in picture.alt
    assert texts(picture)[-2] == number(answer)  # the last one is the arrow's


def test_the_most_of_each_rule():
    written = texts(frames.rows(4, MOST))
    for mode, amount in MOST.items():
        row = ["0" if source < 0 else "abcd"[source] for source in workings.torch_places(4, amount, amount, mode)]
        at = written.index(mode)
        assert written[at + 1 : at + 1 + len(row)] == row


@pytest.mark.parametrize(("mode", "most"), [("zero", 7), ("reflection", 3), ("replication", 7), ("circular", 4)])
def test_the_amounts_that_fit(mode, most):
    written = texts(frames.sizes_that_fit(4, range(1, 8), workings.torch_takes))
    at = written.index(mode)
    assert written[at + 1 : at + 8] == ["yes"] * most + ["no"] * (7 - most)


def test_four_amounts_stand_on_their_sides():
    picture = frames.four_amounts(SIX, (3, 1, 2, 0))
    assert table(nn.ZeroPad2d((3, 1, 2, 0))(torch.tensor(SIX)[None, None])[0, 0].numpy()) in picture.alt
    written = texts(picture)
    labels = ("1st, left", "2nd, right", "3rd, top", "4th, bottom")
    assert [written[written.index(label) + 1] for label in labels] == ["3", "1", "2", "0"]
    x = {label: text.get_position() for label, text in zip(written, picture.ax.texts, strict=True) if label in labels}
    assert x["1st, left"][0] < x["3rd, top"][0] < x["2nd, right"][0]
    assert x["3rd, top"][1] < x["1st, left"][1] < x["4th, bottom"][1]


def test_what_is_left_of_the_cat():
    written = texts(border.eaten())
    for layers in border.STEPS:
        assert f"{layers} layers: {224 - 2 * layers}" in written


def test_padding_creeps_by_a_ring_with_every_layer():
    for layers in (1, 2, 4, 7):
        reached = border.touched(14, layers)
        inside = np.zeros((14, 14), bool)
        inside[layers : 14 - layers, layers : 14 - layers] = True
        np.testing.assert_array_equal(reached, ~inside)


def test_blank_sheets_are_torchs():
    rng = np.random.default_rng(3)
    x = torch.ones(1, 1, 28, 28, dtype=torch.float64)
    for _ in range(4):
        weight = rng.normal(size=(border.MIDDLES, x.shape[1], 3, 3)) * np.sqrt(2 / (9 * x.shape[1]))
        x = F.relu(F.conv2d(x, torch.tensor(weight), padding=1))
    np.testing.assert_allclose(border.blank_sheet("zeros", 4), x[0].mean(0).numpy(), atol=1e-12)


def test_the_truth_is_what_lies_around_the_face():
    whole = grey(cat())
    np.testing.assert_array_equal(photo.face(15), whole[45:299, 109:363])
    for mode in TORCH:
        np.testing.assert_array_equal(photo.continued(mode, 15), by_torch(photo.face(), (15,) * 4, mode))


@pytest.mark.parametrize("way", [photo.TRUTH, *TORCH])
def test_edges_and_blurs_are_torchs(way):
    x = torch.tensor(photo.continued(way, 1))[None, None]
    sobel = torch.tensor(np.stack([UPRIGHT, LYING])[:, None].astype(float))
    np.testing.assert_allclose(photo.edges(way), F.conv2d(x, sobel)[0].norm(dim=0).numpy(), atol=1e-9)
    x = torch.tensor(photo.continued(way, photo.REACH))[None, None]
    np.testing.assert_allclose(photo.blurred(way), F.avg_pool2d(x, photo.BLUR, stride=1)[0, 0], atol=1e-9)


@pytest.mark.parametrize("mode", TORCH)
def test_the_framed_piece_is_torchs(mode):
    piece = photo.piece()
    assert piece.shape == (*photo.PIECE[2:], 3)
    for channel in range(3):
        whole = by_torch(piece[..., channel], (photo.FRAME,) * 4, mode)
        np.testing.assert_array_equal(photo.framed_photo(mode)[..., channel], whole)


@pytest.mark.parametrize(("kernel_size", "dilation"), same.AXES)
def test_just_enough_is_torchs(kernel_size, dilation):
    before, behind = workings.torch_same(kernel_size, dilation)
    picture = same.axis(kernel_size, dilation)
    assert f"{before} before and {behind} after" in picture.alt
    assert texts(picture)[-1] == f"({before}, {behind})"


def test_the_drift_is_torchs():
    for kernel_size in (2, 3):
        x = torch.zeros(1, 1, 25, dtype=torch.float64)
        x[..., 12] = 1
        for _ in range(12):
            x = F.conv1d(x, torch.full((1, 1, kernel_size), 1 / kernel_size, dtype=torch.float64), padding="same")
        np.testing.assert_allclose(same.drifted(kernel_size, 12), x[0, 0], atol=1e-12)


def test_in_turns_the_cat_stays_and_otherwise_it_moves_up_and_left():
    """Against the same blur, moved: 24 layers move by 12 pixels."""
    still, moved = (same.cat_behind(way, 24) for way in ("in turns", "at the end"))
    np.testing.assert_allclose(moved[30:150, 30:150], still[42:162, 42:162], atol=1e-9)


def test_the_panorama_closes_and_the_seam_cuts_the_sun():
    whole = panorama.panorama()
    across = np.abs(whole[..., 0] - whole[..., -1]).mean()
    assert across <= np.abs(np.diff(whole, axis=-1)).mean(axis=(0, 1)).max()  # no harder than some step inside
    sun = np.isclose(whole, np.array([255, 236, 150])[:, None, None]).all(axis=0)
    assert sun[:, 0].any()
    assert sun[:, -1].any()


def test_the_blur_that_knows_of_no_seam_is_right_at_the_seam():
    mean = np.ones((1, 1, 13, 13)) / 169
    x = F.pad(torch.tensor(panorama.panorama())[None], (6, 6, 0, 0), "circular")
    x = F.pad(x, (0, 0, 6, 6), "replicate")[0][:, None]
    blurred = F.conv2d(x, torch.tensor(mean))[:, 0].numpy()
    at_the_seam = [panorama.at_the_seam(sheet) for sheet in (panorama.seamless(), blurred)]
    np.testing.assert_allclose(*at_the_seam, atol=1e-9)
    errors = {mode: panorama.seam_error(mode) for mode in TORCH}
    assert errors["circular"] < 1e-9 < errors["replication"] < errors["reflection"] < errors["zero"]


@pytest.mark.parametrize("mode", TORCH)
def test_the_reference_pads_as_torch_does(mode):
    assert workings.agrees((2, 3, 5, 8), (3, 1, 0, 4), mode)
    assert workings.agrees((2, 3, 9), (2, 5), mode)
