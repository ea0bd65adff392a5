"""The figures of chapter 5 hold the numbers that torch gives."""

import numpy as np
import pytest
import torch
from figures.adaptive_pooling import album, cuts, sizes
from figures.grids import number, table
from figures.putting_it_all_together import released
from torch.nn import functional as F

from tests.book._reading import texts
from tests.book.examples.adaptive_pooling import FOUR, PAIRS, SMALL

SHRINKING = [(size, wanted) for size in range(1, 21) for wanted in range(1, size + 1)]


def tensor(values, **options):
    return torch.tensor(values, dtype=torch.float64, **options)


def touched(size, wanted):
    """For each window of torch's pool, the pixels that it takes: those that its mean depends on."""
    return F.adaptive_avg_pool1d(torch.eye(size)[None], wanted)[0].T.numpy() > 0


@pytest.mark.parametrize("pair", PAIRS)
def test_the_bars_are_torchs_windows(pair):
    found, picture = touched(*pair), cuts.bars(*pair)
    lengths = [str(row.sum()) for row in found]
    assert texts(picture)[1 + pair[0] :][: pair[1]] == lengths
    spans = [f"{row.argmax()} to {np.flatnonzero(row)[-1]}" for row in found]
    assert f"windows: {', '.join(spans)}." in picture.alt
    np.testing.assert_array_equal(cuts.counts(*pair), found.sum(axis=0))
    assert cuts.shared(*pair) == np.flatnonzero(found.sum(axis=0) > 1).tolist()


def test_the_film_tells_the_answers_of_torch():
    film, order = cuts.film(SMALL, (2, 3)), list(np.ndindex(2, 3))
    average, largest = (
        f(tensor(SMALL)[None, None], (2, 3))[0, 0] for f in (F.adaptive_avg_pool2d, F.adaptive_max_pool2d)
    )
    assert len(film.pictures) == len(order)
    for turn, (stop, frame) in enumerate(zip(order, film.pictures, strict=True), 1):
        assert f"Answers: average {number(average[stop])}, max {number(largest[stop])}." in frame.alt
        answers = [["average", *map(number, average.ravel()[:turn])], ["max", *map(number, largest.ravel()[:turn])]]
        assert texts(frame)[-2 * (1 + turn) :] == [text for sheet in answers for text in sheet]


def test_the_sheet_by_hand():
    sheet = F.adaptive_avg_pool2d(tensor(FOUR)[None, None], (3, 2))[0, 0].numpy()
    picture = cuts.by_hand(FOUR, (3, 2))
    assert picture.alt.endswith(f"{table(sheet)}.")
    assert texts(picture)[-sheet.size :] == [number(value) for value in sheet.ravel()]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pixels_weight_is_its_gradient(pair):
    size, wanted = pair
    x = torch.zeros(1, 1, size, dtype=torch.float64, requires_grad=True)
    F.adaptive_avg_pool1d(x, wanted).mean().backward()
    np.testing.assert_allclose(sizes.weights(size, wanted), size * x.grad[0, 0])
    shown = texts(sizes.strips([pair]).pictures[0])[1::2]
    assert shown == [number(value) for value in size * x.grad[0, 0]]


def test_the_plaid_is_the_gradient_on_a_picture():
    x = torch.zeros(1, 1, 17, 24, dtype=torch.float64, requires_grad=True)
    F.adaptive_avg_pool2d(x, 7).mean().backward()
    heat = album.heat((17, 24), (7, 7))
    np.testing.assert_allclose(heat, 17 * 24 * x.grad[0, 0])
    assert f"{number(heat.max())} times, the weakest {number(heat.min())}" in album.plaid().alt


@pytest.mark.parametrize("pair", SHRINKING)
def test_the_chart_is_right_about_ordinary_pools(pair):
    """An ordinary pool does the same exactly where the chart says so; where it does not, no kernel and stride do."""
    size, wanted = pair
    named, row = sizes.named(size, wanted), torch.rand(1, 1, size, dtype=torch.float64)
    goal = F.adaptive_avg_pool1d(row, wanted)
    same = [
        (kernel, stride)
        for kernel in range(1, size + 1)
        for stride in range(1, size + 1)
        if (size - kernel) // stride + 1 == wanted and torch.allclose(F.avg_pool1d(row, kernel, stride), goal)
    ]
    assert bool(same) == (named in sizes.KINDS[:2])
    if named == "side by side":
        assert (size // wanted, size // wanted) in same
    if named == "overlapping evenly":
        assert same == [sizes.kind(size, wanted)]
        assert size % wanted == 1


def test_more_than_there_is_is_never_an_ordinary_pool():
    assert {sizes.named(size, wanted) for size in range(1, 12) for wanted in range(size + 1, 13)} == {
        "more than there is"
    }


@pytest.mark.parametrize("size", range(1, 30))
def test_how_many_borders_run_through_a_pixel(size):
    for wanted in range(1, 30):
        found = touched(size, wanted).astype(int)
        neighbours = (found[1:] * found[:-1]).sum(axis=1)
        assert neighbours.max(initial=0) <= 1
        assert found.any()
        if wanted <= size:
            assert neighbours.sum() == sizes.borders_shared(size, wanted)


def test_the_album_has_one_shape():
    for name, picture in zip(album.ALBUM, album.album((9, 12)).pictures, strict=True):
        height, width = album.ALBUM[name]().shape[:2]
        assert f"{height} rows and {width} columns" in picture.alt
        assert texts(picture)[-1] == "9 \N{MULTIPLICATION SIGN} 12"


def test_a_global_pool_does_not_see_the_scramble_and_four_windows_do():
    whole, pieces = (album.channels_first(p) for p in (album.square_cat(), album.scrambled()))
    assert np.abs(whole - pieces).max() > 100
    np.testing.assert_allclose(*(F.adaptive_avg_pool2d(tensor(p), 1) for p in (whole, pieces)))
    assert (F.adaptive_avg_pool2d(tensor(whole), 2) - F.adaptive_avg_pool2d(tensor(pieces), 2)).abs().max() > 10
    assert sorted(album.scrambled().ravel()) == sorted(album.square_cat().ravel())
    colours = ", ".join(number(value, 0) for value in whole.mean(axis=(2, 3)).ravel())
    assert all(f"are {colours}." in picture.alt for picture in album.same_to_a_global_pool().pictures)


@pytest.mark.parametrize("index", [3, 5])
def test_the_mean_of_a_class_map_and_the_bias_are_the_score(index):
    guess, sheet, bias, score = album.class_map(index)
    assert sheet.mean() + bias == pytest.approx(score)
    assert guess == released.digits()[1][index]


def test_the_pool_from_a_division_is_torchs_and_wrong():
    small = np.random.default_rng(0).integers(0, 255, (23, 37, 3))
    found = album.ordinary(small, (8, 12))
    np.testing.assert_allclose(found, F.avg_pool2d(tensor(small).permute(2, 0, 1)[None], (2, 3)))
    assert found.shape[2:] == (11, 12)
    shown = [texts(picture)[-1] for picture in album.too_many().pictures]
    assert shown == [f"{h} \N{MULTIPLICATION SIGN} {w}" for h, w in ((23, 37), (8, 12), (11, 12))]
