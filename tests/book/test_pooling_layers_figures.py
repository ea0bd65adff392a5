"""The figures of chapter 4 hold the numbers that torch gives."""

import numpy as np
import pytest
import torch
from figures.grids import number, table
from figures.pooling_layers import axes, cat, norms, pools
from figures.style import ANSWER
from figures.style import WINDOW as WINDOW_COLOR
from torch.nn import functional as F

from tests.book._reading import read, texts
from tests.book.examples.pooling_layers import FOUR, LEVEL, ROW, SMALL, WINDOW

TORCH = {
    "max": lambda x, kernel, stride=None: F.max_pool2d(x, kernel, stride),
    "average": lambda x, kernel, stride=None: F.avg_pool2d(x, kernel, stride),
    "LP, p = 2": lambda x, kernel, stride=None: F.lp_pool2d(x, 2, kernel, stride),
}


def tensor(values, **options):
    return torch.tensor(values, dtype=torch.float64, **options)


@pytest.mark.parametrize("name", TORCH)
def test_each_sheet_is_torchs(name):
    found = pools.pooled(SMALL, (2, 3), (2, 1))[name]
    np.testing.assert_allclose(found, TORCH[name](tensor(SMALL)[None, None], (2, 3), (2, 1))[0, 0])


def test_the_film_has_a_frame_for_every_stop_and_tells_its_three_answers():
    sheets, film = pools.pooled(SMALL, (2, 3), (2, 2)), pools.film(SMALL, (2, 3), (2, 2))
    assert len(film.pictures) == sheets["max"].size == 4
    for turn, (stop, frame) in enumerate(zip(np.ndindex(sheets["max"].shape), film.pictures, strict=True), 1):
        _, window = pools.seen(SMALL, (2, 3), (2, 2), stop)
        assert table(window) in frame.alt
        for name, sheet in sheets.items():
            assert f"{name} {number(sheet[stop])}" in frame.alt
        assert read(frame, ANSWER) == [
            text for name, sheet in sheets.items() for text in [name, *map(number, sheet.ravel()[:turn])]
        ]


def test_the_finished_sheet_and_the_three_sheets_hold_every_answer():
    sheets = pools.pooled(FOUR, (2, 2))
    three = pools.three(FOUR, (2, 2))
    shown = [number(value) for sheet in sheets.values() for value in sheet.ravel()]
    assert sorted(read(three, ANSWER)) == sorted([*sheets, *shown])
    assert " ".join(f"{name}: {table(sheet)}." for name, sheet in sheets.items()) in three.alt
    assert read(pools.answers(FOUR, (2, 2)), ANSWER) == ["max", *map(number, sheets["max"].ravel())]


def test_winners_are_torchs_and_are_put_back_where_they_were():
    values, where = F.max_pool2d(tensor(FOUR)[None, None], 2, return_indices=True)
    back = F.max_unpool2d(values, where, 2)[0, 0].numpy()
    picture = pools.winners(FOUR, (2, 2))
    assert f"row by row, {table(where[0, 0].numpy())}" in picture.alt
    assert picture.alt.endswith(f"{table(back)}.")
    assert read(picture, below="put back") == [number(value) for value in back.ravel()]


@pytest.mark.parametrize("name", TORCH)
def test_gradients_are_torchs(name):
    window = np.array([[1, 5], [3, 1]])
    x = tensor(window, requires_grad=True)
    TORCH[name](x[None, None], 2).sum().backward()
    np.testing.assert_allclose(pools.gradient(window, name), x.grad, atol=1e-8)


@pytest.mark.parametrize("ceil", [False, True])
@pytest.mark.parametrize("sizes", [(9, 2, 2, 0), (9, 3, 2, 0), (9, 2, 3, 0), *axes.CEIL])
def test_an_axis_shows_as_many_windows_as_torch_makes(sizes, ceil):
    size, kernel, stride, padding = sizes
    count = F.max_pool1d(torch.zeros(1, 1, size), kernel, stride, padding, ceil_mode=ceil).shape[2]
    picture = axes.axis("an axis", *sizes, ceil)
    assert any(text.startswith(f"{count} windows") for text in texts(picture))
    assert len(axes.places(*sizes, ceil)) == count


@pytest.mark.parametrize("sizes", [(9, 2, 2, 0), (9, 3, 2, 0), (9, 2, 3, 0), *axes.CEIL])
def test_pixels_marked_as_unseen_are_those_without_a_gradient(sizes):
    size, kernel, stride, padding = sizes
    x = torch.zeros(1, 1, size, requires_grad=True)
    F.avg_pool1d(x, kernel, stride, padding).sum().backward()
    assert axes.unseen(*sizes) == np.flatnonzero(x.grad[0, 0].numpy() == 0).tolist()


def test_a_window_is_drawn_as_dropped_only_where_rounding_up_would_have_made_it():
    dropped = ["left out" in axes.axis("ceil", *sizes, True).alt for sizes in axes.CEIL]
    assert dropped == [False, True, True]


def test_what_a_mean_counts_is_what_torch_divides_by():
    picture, wanted = axes.counted(LEVEL, 3, 2, 1), []
    means = [F.avg_pool1d(tensor(LEVEL)[None, None], 3, 2, 1, True, include)[0, 0] for include in (True, False)]
    quotients = [text for text in read(picture) if "/" in text]
    for k in range(len(means[0])):
        wanted += [number(mean[k]) for mean in means]
    assert [text.partition(" = ")[2] for text in quotients] == wanted
    for text in quotients:
        total, count = text.partition(" = ")[0].split(" / ")
        assert number(int(total) / int(count)) == text.partition(" = ")[2]


def test_padding_never_wins():
    right, wrong = axes.frames_of(ROW, 3, 2, 1)
    x = tensor(ROW)[None, None]
    np.testing.assert_array_equal(right, F.max_pool1d(x, 3, 2, 1)[0, 0])
    np.testing.assert_array_equal(wrong, F.max_pool1d(F.pad(x, (1, 1)), 3, 2)[0, 0])
    for picture, color, values in zip(
        axes.minus_infinity(ROW, 3, 2, 1).pictures, (ANSWER, WINDOW_COLOR), (right, wrong), strict=True
    ):
        _title, *shown = read(picture, color)
        assert shown == [number(value) for value in values]


@pytest.mark.parametrize("p", norms.POWERS)
def test_the_norm_is_torchs_and_the_shares_add_up(p):
    assert norms.norm(WINDOW, p) == pytest.approx(F.lp_pool1d(tensor(WINDOW)[None, None], p, len(WINDOW)).item())
    assert norms.parts(WINDOW, p).sum() == pytest.approx(1)
    if p < np.inf:
        np.testing.assert_allclose(norms.parts(WINDOW, p) * norms.norm(WINDOW, p) ** p, np.array(WINDOW, float) ** p)
    else:
        assert norms.parts(WINDOW, p).tolist() == [0, 0, 0, 1]
    assert number(norms.norm(WINDOW, p)) in texts(norms.shares(WINDOW))


def test_the_two_curves_start_at_sum_and_mean_and_close_in_on_the_maximum():
    assert norms.norm(WINDOW, 1) == sum(WINDOW)
    assert norms.average(WINDOW, 1) == np.mean(WINDOW)
    sums, means = ([f(WINDOW, p) for p in range(1, norms.UP_TO + 1)] for f in (norms.norm, norms.average))
    assert (np.diff(sums) < 0).all()
    assert (np.diff(means) > 0).all()
    assert means[-1] < max(WINDOW) < sums[-1] < max(WINDOW) + 0.01


@pytest.mark.parametrize("name", ["photograph", "feature map"])
def test_the_average_keeps_the_mean_and_max_does_not(name):
    x = cat.sources()[name]
    found = {key: y.mean() for key, y in cat.summaries(x).items()}
    assert found["average"] == pytest.approx(x.mean())
    assert found["average"] < found["LP, p = 2"] < found["max"]
    for picture, y in zip(cat.three(name).pictures[1:], cat.summaries(x).values(), strict=True):
        assert f"mean {number(y.mean(), 0)}" in picture.alt


def test_frames_are_where_padding_is():
    framed, fair = cat.averaged_frames().values()
    np.testing.assert_allclose(framed[1:-1, 1:-1], fair[1:-1, 1:-1])
    np.testing.assert_allclose(framed[0, 1:-1], fair[0, 1:-1] / 2)
    assert framed[0, 0] == pytest.approx(fair[0, 0] / 4)
    largest = cat.largest_frames()
    assert (largest["zeros"][0] == 0).all()
    assert (largest["minus infinity"] < 0).all()
    np.testing.assert_array_equal(largest["zeros"][1:-1, 1:-1], largest["minus infinity"][1:-1, 1:-1])


def test_a_staircase_shows_each_row_and_what_torch_makes_of_it():
    row = np.array([0, 9, 0, 0, 0, 0, 0, 0])
    picture = cat.staircase("one bright pixel", row.tolist(), 4, range(5))
    for shift in range(5):
        moved = np.roll(row, shift)
        found = F.max_pool1d(tensor(moved)[None, None], 4)[0, 0]
        told = " gives ".join(" ".join(map(number, values)) for values in (moved, found))
        assert f"Moved by {shift}: {told}." in picture.alt


def test_pooled_maps_stay_alike_longer():
    for shift in (1, 2, 4, 8, 16):
        alike = {name: cat.likeness(name, shift) for name in cat.WAYS}
        small = [alike["average of 8 by 8"], alike["max of 8 by 8"]]
        assert min(small) > max(alike["the map itself"], alike["every 8th pixel"])
    assert cat.likeness("max of 8 by 8", 0) == pytest.approx(1)
