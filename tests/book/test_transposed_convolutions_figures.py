"""The figures of chapter 6 hold what `solutions` and torch give."""

import numpy as np
import pytest
import torch
from figures.grids import number, sizes, table
from figures.transposed_convolutions import (
    checkerboard,
    cures,
    misprints,
    overlap,
    prints,
    sheets,
    there_and_back,
    transposes,
)
from torch.nn import functional as F

from solutions import conv_transpose2d
from solutions.transposed_convolutions import conv_transpose_output_size, overlap_count, ripple
from tests.book._reading import texts
from tests.book.examples.transposed_convolutions import (
    HAND,
    HAND_STAMP,
    INK,
    LINE,
    MAPS,
    PAIRS,
    PATCH,
    STAMP,
    TAPS,
    WEIGHT,
)


def by_torch(x, kernel, **options):
    given = (torch.tensor(array, dtype=torch.float64)[None, None] for array in (x, kernel))
    return getattr(F, f"conv_transpose{np.ndim(x)}d")(*given, **options)[0, 0].numpy()


def test_prints_are_torchs():
    np.testing.assert_array_equal(prints.line(LINE, TAPS, 2), by_torch(LINE, TAPS, stride=2))
    np.testing.assert_array_equal(prints.sheet(INK, STAMP, 2), by_torch(INK, STAMP, stride=2))
    np.testing.assert_array_equal(prints.sheet(HAND, HAND_STAMP), by_torch(HAND, HAND_STAMP))


def test_the_rows_of_prints_add_up_to_the_line_below():
    numbers = [int(text) for text in texts(prints.on_a_line(LINE, TAPS, 2)) if text.isdigit()]
    each, added = numbers[: LINE.size * TAPS.size], numbers[LINE.size * TAPS.size :]
    np.testing.assert_array_equal(each, np.outer(LINE, TAPS).ravel())
    np.testing.assert_array_equal(added, by_torch(LINE, TAPS, stride=2))


def test_the_film_has_a_frame_for_every_pixel_and_ends_with_the_sheet():
    film = prints.film(INK, STAMP, 2)
    assert len(film.pictures) == INK.size
    for frame, value in zip(film.pictures, INK.ravel(), strict=True):
        assert table(value * STAMP) in frame.alt
        drawn = texts(frame)[1 + INK.size :]  # after the title and the pixels
        assert drawn[0] == f"{number(value)} \N{MULTIPLICATION SIGN} stamp"
        assert drawn[1 : 1 + STAMP.size] == [number(tap) for tap in (value * STAMP).ravel()]
    last = texts(film.pictures[-1])
    whole = by_torch(INK, STAMP, stride=2)
    assert last[-whole.size :] == [number(value) for value in whole.ravel()]
    assert len(texts(film.pictures[0])) == len(last) - whole.size + STAMP.size  # only what is printed on is written


def test_four_prints_add_up_to_the_finished_sheet():
    row = prints.four_prints(HAND, HAND_STAMP)
    whole = by_torch(HAND, HAND_STAMP)
    for picture, value in zip(row.pictures, HAND.ravel(), strict=True):
        assert texts(picture)[1:] == [number(tap) for tap in (value * HAND_STAMP).ravel()]
    assert texts(prints.finished(HAND, HAND_STAMP))[1:] == [number(value) for value in whole.ravel()]


@pytest.mark.parametrize("given", [(4, 3, 2, 1, 1), (4, 4, 2, 1, 0), (3, 2, 3, 0, 2), (5, 5, 3, 2, 1)])
def test_the_trimmed_sheet_is_as_long_as_torchs(given):
    size, kernel_size, stride, padding, left_on = given
    out = by_torch(np.ones(size), np.ones(kernel_size), stride=stride, padding=padding, output_padding=left_on)
    written = texts(sheets.trimming(*given))
    assert [text for text in written if text.isdigit()] == [str(place) for place in range(len(out))]
    longest = max(padding + len(out), conv_transpose_output_size(size, kernel_size, stride))
    assert written.count("off") == longest - len(out)


def test_the_doubled_picture_is_torchs_and_its_rim_is_darker():
    out = by_torch(PATCH, sheets.TENT, stride=2, padding=1)
    assert out.shape == (8, 8)
    assert set(map(number, np.round(out).ravel())) <= set(texts(sheets.doubled(PATCH)))
    plain = by_torch(np.ones((4, 4)), sheets.TENT, stride=2, padding=1)
    np.testing.assert_allclose(plain[1:-1, 1:-1], 1)
    assert plain[0].max() < 1


def test_the_layer_states_its_shapes():
    written = " ".join(texts(sheets.layer(MAPS, WEIGHT)))
    out = F.conv_transpose2d(torch.tensor(MAPS), torch.tensor(WEIGHT), stride=2, padding=1)
    for array in (MAPS[0], WEIGHT, out[0].numpy()):
        assert sizes(array) in written
    assert out[0].shape == (32, 32, 32)


@pytest.mark.parametrize(("kernel", "size", "stride"), [(TAPS, (7,), 2), (STAMP, (5, 7), 2), (STAMP, (4, 4), 1)])
def test_the_matrix_is_the_convolutions_and_its_transpose_prints(kernel, size, stride):
    forth = transposes.matrix(kernel, size, stride)
    x = np.random.default_rng(1).normal(size=size)
    convolve = {1: F.conv1d, 2: F.conv2d}[kernel.ndim]
    y = convolve(torch.tensor(x)[None, None], torch.tensor(1.0 * kernel)[None, None].double(), stride=stride)[0, 0]
    np.testing.assert_allclose(forth @ x.ravel(), y.numpy().ravel(), atol=1e-12)
    back = by_torch(y.numpy(), kernel, stride=stride)
    np.testing.assert_allclose((forth.T @ y.numpy().ravel()).reshape(size), back, atol=1e-12)


@pytest.mark.parametrize("stride", [1, 2, 3, 5])
def test_stuffing_gives_the_same_sheet(stride):
    np.testing.assert_array_equal(transposes.by_stuffing(INK, STAMP, stride), by_torch(INK, STAMP, stride=stride))


def test_the_stuffed_picture_is_drawn_with_its_sheet():
    picture = transposes.stuffing(INK, STAMP, 2, (1, 2))
    whole, wide = by_torch(INK, STAMP, stride=2), transposes.stuffed(INK, STAMP, 2)
    written = texts(picture)
    assert written[-whole.size :] == [number(value) for value in whole.ravel()]
    assert written[1 : 1 + wide.size] == [number(value) for value in wide.ravel()]
    assert np.count_nonzero(wide) == np.count_nonzero(INK)


@pytest.mark.parametrize(("kernel_size", "stride"), [*PAIRS, (5, 1), (7, 3), (8, 4), (9, 4), (2, 3)])
def test_overlap_is_even_exactly_when_the_stride_divides_the_kernel(kernel_size, stride):
    assert overlap.even(8, kernel_size, stride) == (kernel_size % stride == 0)


@pytest.mark.parametrize(("kernel_size", "stride"), PAIRS)
def test_the_counts_are_torchs_and_multiply_on_a_sheet(kernel_size, stride):
    count = by_torch(np.ones(5), np.ones(kernel_size), stride=stride)
    line = texts(overlap.lines([(kernel_size, stride)], 5).pictures[0])
    assert line[1:] == [number(value) for value in count]
    np.testing.assert_array_equal(overlap.map_of(5, kernel_size, stride), np.outer(count, count))
    middle = overlap_count(40, kernel_size, stride)[6 * stride : -6 * stride]
    counts = sorted({int(a * b) for a in middle for b in middle})
    legend = texts(overlap.maps([(kernel_size, stride)]).pictures[0])[1]
    assert [int(word.strip(",")) for word in legend.split() if word.strip(",").isdigit()] == counts


@pytest.mark.parametrize("taps", [(1, 1, 1), (1, 2, 1), (1, 1, 1, 1), (3, 1, 2, 0)])
def test_a_plain_input_prints_the_phase_sums(taps):
    inside = by_torch(np.ones(9), np.array(taps, dtype=float), stride=2)[4:-4]
    sums = overlap.phases(np.array(taps), 2)
    np.testing.assert_array_equal(inside[:2], sums)
    says_even = "stride 2: even" in texts(overlap.phase_sums(np.array(taps), 2))
    assert says_even == (len(set(inside)) == 1)


def test_the_share_is_what_is_not_the_mean():
    """For a plain picture all that swings, swings with the stride: so it is the variance, out of the mean square."""
    for kernel_size, stride in PAIRS:
        sheet = checkerboard.constant(checkerboard.kernels("uneven", kernel_size)[:1], stride)[0]
        assert checkerboard.share([sheet], stride) == pytest.approx(sheet.var() / (sheet**2).mean())
    assert checkerboard.share([np.ones((8, 8))], 2) == 0
    board = np.indices((8, 8)).sum(axis=0) % 2
    assert checkerboard.share([2.0 * board - 1], 2) == pytest.approx(1)


def test_enlarging_first_leaves_a_plain_picture_plain_whatever_the_weights():
    for kind in ("flat", "uneven", "fresh"):
        assert np.ptp(checkerboard.resized(checkerboard.kernels(kind, 3), 2), axis=(1, 2)).max() < 1e-12


def test_the_spectrum_jumps_at_its_end_for_the_presses_and_not_for_the_cure():
    strength = {}
    for name, sheet in cures.presses().items():
        rows = (np.abs(np.fft.rfft((sheet - sheet.mean()) * np.hanning(128), axis=1)) ** 2).mean(axis=0)
        strength[name] = rows[-1] / rows[-20:-6].mean()
    assert strength["kernel 3, stride 2"] > 100
    assert strength["kernel 4, stride 2"] > 100
    assert strength["enlarged, then kernel 3"] < 10


def test_the_cures_have_no_net_and_the_others_have_one():
    uneven = {name: cures.unevenness(sheet) for name, sheet in cures.presses().items()}
    assert cures.unevenness(cures.portrait(128)) < 2
    for name in ("enlarged, then kernel 3", "sub-pixel, four alike (ICNR)"):
        assert uneven[name] < 2, name
    for name in ("kernel 3, stride 2", "kernel 4, stride 2", "sub-pixel"):
        assert uneven[name] > 20, name


def test_every_press_doubles_and_keeps_the_brightness():
    for name, sheet in cures.presses().items():
        assert sheet.shape == (128, 128)
        assert sheet[6:-6, 6:-6].mean() == pytest.approx(cures.portrait()[3:-3, 3:-3].mean(), rel=0.02), name


@pytest.mark.parametrize("seed", range(6))
def test_kernel_3_unlearns_its_ripple_later_than_kernel_4(seed):
    (three, _), (four, _), (enlarged, _) = (cures.lesson(name, seed=seed) for name in cures.SHAPES)
    assert min(three[0], four[0]) > 10 * enlarged[0]
    assert three[30] > four[30]
    assert max(three[-1], four[-1], enlarged.max()) < 2


def test_what_is_learned_adds_up_alike_on_every_place():
    _, weights = cures.lesson("kernel 3, stride 2")
    sums = [weights[i::2, j::2].sum() for i in range(2) for j in range(2)]
    np.testing.assert_allclose(sums, 1, atol=0.02)
    assert weights[1, 1] == weights.max()


def test_there_and_back_is_not_the_portrait():
    for name, least in (("average", 10), ("edges", 90)):
        original, small, large, best = there_and_back.returned(name)
        assert large.shape == original.shape == (2 * small.shape[0], 2 * small.shape[1])
        assert there_and_back.distance(name) > least
        assert ((original - best) ** 2).sum() <= ((original - 1.01 * best) ** 2).sum()
        assert ((original - best) ** 2).sum() <= ((original - 0.99 * best) ** 2).sum()
    assert there_and_back.returned("average")[2].mean() < 0.3 * cures.portrait(128).mean()


def test_the_way_back_is_the_gradient_of_the_way_forth():
    original, small, large, _ = there_and_back.returned("edges")
    x = torch.tensor(original[None, None], requires_grad=True)
    y = F.conv2d(x, torch.tensor(there_and_back.WINDOWS["edges"][None, None]), stride=2, padding=1)
    y.backward(torch.tensor(small[None, None]))
    np.testing.assert_allclose(x.grad[0, 0].numpy(), large, atol=1e-12)


def test_the_stamp_of_the_misprints_is_even_and_the_bias_is_what_makes_the_net():
    relief = misprints.RELIEF
    sums = [relief[i::2, j::2].sum() for i in range(2) for j in range(2)]
    np.testing.assert_allclose(sums, sums[0])
    net = {name: ripple(pixels[:, 8:-8, 8:-8].mean(axis=0), 2) for name, pixels, _ in misprints.ways()}
    assert net.pop("bias with every print") > 0.2
    assert max(net.values()) < 0.05


def test_the_misprint_with_the_channels_out_first_is_green():
    (_, right, _), _, (_, swapped, _), _ = misprints.ways()
    red, green, blue = right.mean(axis=(1, 2))
    assert red > green > blue  # brown
    red, green, blue = swapped.mean(axis=(1, 2))
    assert green > red > blue


def test_the_misprints_are_right_presses_given_the_wrong_thing():
    x, weight = misprints.small(), misprints.weight()
    right = F.conv_transpose2d(*map(torch.tensor, (x, weight, misprints.BIAS)), 2, 1, 1)[0].numpy()
    np.testing.assert_allclose(misprints.ways()[0][1], right, atol=1e-12)
    reached = conv_transpose2d(np.ones((1, 1, 64, 64)), np.ones((1, 1, 3, 3)), None, 2, 1, 1)[0]
    np.testing.assert_array_equal(misprints.prints_reaching(), reached)
