"""The figures of chapter 8 hold what the networks give, and PyTorch agrees with what they show."""

import numpy as np
import pytest
import torch
from figures.grids import number, sizes
from figures.putting_it_all_together import enlarging, handwriting, released, ripples, roads, tiny
from figures.putting_it_all_together.networks import digit_scores, enlarging_stages
from skimage.metrics import peak_signal_noise_ratio
from torch import nn

from solutions.putting_it_all_together import classify, mininet_features, mininet_upsample, super_resolve
from tests.book._reading import texts


def test_the_map_of_mininet_states_the_shapes_that_come_out():
    x, state = released.cat(), released.state("mininet")
    found = roads.stages(x, state)
    np.testing.assert_allclose(found["adaptive"], mininet_features(x, state))
    np.testing.assert_allclose(found["up"], mininet_upsample(x, state))
    written = texts(roads.both_roads())
    for name in ("picture", "conv1", "pool", "adaptive", "up"):
        assert sizes(found[name][0]) in written
    left_open = texts(roads.both_roads(answered=False))
    assert left_open.count("?") == 4
    assert sizes(found["up"][0]) not in left_open


def test_one_pixel_reaches_as_far_as_torch_says():
    conv1, up = nn.Conv2d(1, 1, 3, padding=1).double(), nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1).double()
    for layer in (conv1, up):
        nn.init.ones_(layer.weight)
        nn.init.zeros_(layer.bias)
    pixel = torch.zeros(1, 1, ripples.SIDE, ripples.SIDE, dtype=torch.float64)
    pixel[0, 0, ripples.CHANGED[0], ripples.CHANGED[1]] = 1
    with torch.no_grad():
        seen = conv1(pixel)
        pooled = nn.functional.max_pool2d(seen, 2)
        expected = {"picture": pixel, "conv1": seen, "pool": pooled, "up": up(pooled)}
    for name, values in expected.items():
        np.testing.assert_array_equal(ripples.ripples()[name], values[0, 0].numpy() > 0)
    assert ripples.ripples()["adaptive"].all()


def test_every_frame_counts_the_changed_places():
    for frame, mask in zip(ripples.film().pictures, ripples.ripples().values(), strict=True):
        assert f"{mask.sum()} of {mask.size} changed" in texts(frame)


def test_the_network_by_hand_is_torchs():
    image = torch.from_numpy(tiny.FOUR)[None, None].double()
    maps = nn.functional.conv2d(image, torch.from_numpy(tiny.RISE)[None, None].double(), padding=1)
    pooled = nn.functional.max_pool2d(maps, 2)
    up = nn.functional.conv_transpose2d(pooled, torch.ones(1, 1, 4, 4).double(), stride=2, padding=1)
    for name, values in {
        "conv1": maps,
        "pool": pooled,
        "adaptive": pooled.mean((2, 3), keepdim=True),
        "up": up,
    }.items():
        np.testing.assert_array_equal(tiny.chain()[name], values[0, 0].numpy())
    written = texts(tiny.down())
    assert [number(value) for value in tiny.chain()["conv1"].ravel()] == written[19:35]
    assert number(pooled.mean().item()) == written[-1]


def test_the_road_up_by_hand_counts_the_stamps():
    written = texts(tiny.up())[-16:]
    assert written == [str(a * b) for a in (1, 2, 2, 1) for b in (1, 2, 2, 1)]


def test_the_verdicts_are_those_of_classify_and_of_torch():
    x, labels = released.digits()
    guesses, same_labels = handwriting.verdicts()
    np.testing.assert_array_equal(labels, same_labels)
    np.testing.assert_array_equal(guesses, classify(x, released.state("digit_network")).argmax(axis=1))
    np.testing.assert_array_equal(guesses, released.array("digit_logits_of_torch").argmax(axis=1))


def test_the_shares_of_all_filters_and_the_bias_add_up_to_the_score():
    index = handwriting.surest()
    x, state = released.digits()[0][index : index + 1], released.state("digit_network")
    scores = digit_scores(x, state)[0]
    shares = handwriting.loudest(index, count=64)
    assert sum(share for _, share in shares) + state["fc.bias"][scores.argmax()] == pytest.approx(scores.max())
    assert [share for _, share in shares] == sorted((share for _, share in shares), reverse=True)
    written = texts(handwriting.journey(index))
    assert {number(share) for _, share in shares[:5]} <= set(written)


def test_misread_digits_say_what_they_are_and_what_they_were_read_as():
    guesses, labels = handwriting.verdicts()
    written = texts(handwriting.misread())
    for k, i in enumerate(handwriting.wrong()[:18]):
        assert guesses[i] != labels[i]
        assert written[2 * k : 2 * k + 2] == [f"{'an' if labels[i] == 8 else 'a'} {labels[i]}", f"read as {guesses[i]}"]


def test_the_confusions_count_every_digit_once():
    guesses, labels = handwriting.verdicts()
    counts = handwriting.confusion_table()
    assert counts.sum() == len(labels)
    assert np.trace(counts) == (guesses == labels).sum()
    assert all(counts[a, b] == ((labels == a) & (guesses == b)).sum() for a in range(10) for b in range(10))
    written = texts(handwriting.confusions())[22:]
    assert written == [str(count) for count in counts.ravel() if count]


def test_the_enlarged_faces_are_the_networks_and_torchs():
    whole, small = released.face()
    found = enlarging.ways()
    np.testing.assert_allclose(found["the network"], super_resolve(small, released.state("face_network")))
    bicubic = nn.functional.interpolate(torch.from_numpy(small), scale_factor=2, mode="bicubic")
    np.testing.assert_allclose(found["bicubic"], bicubic.numpy(), atol=1e-12)
    for picture in found.values():
        assert enlarging.psnr(picture) == pytest.approx(peak_signal_noise_ratio(whole, picture, data_range=1))


def test_the_shuffled_block_stands_in_the_large_picture():
    _, small = released.face()
    found = enlarging_stages(small, released.state("face_network"))
    shuffled = nn.functional.pixel_shuffle(torch.from_numpy(found["conv2"]), 2).numpy()
    np.testing.assert_array_equal(found["shuffle"], shuffled)
    written = texts(enlarging.shuffled(40, 30))
    assert written[-4:] == [number(value) for value in shuffled[0, 0, 80:82, 60:62].ravel()]
    assert [number(value) for value in found["conv2"][0, :4, 40, 30]] == written[-4:]


def test_every_broken_face_is_worse_than_the_plainest_way_to_enlarge():
    right, *wrong = (enlarging.psnr(picture) for picture in enlarging.broken().values())
    assert right == enlarging.psnr(enlarging.ways()["the network"])
    assert max(wrong) < enlarging.psnr(enlarging.ways()["pixels repeated"])
