"""What the page of chapter 3 states is so: its numbers, its tables, its quiz."""

import numpy as np
import pytest
import torch
from figures.grids import number
from figures.padding_layers import border, panorama, photo, same
from figures.photograph import UPRIGHT
from torch import nn
from torch.nn import functional as F
from workings import padding_layers as workings

from tests.book.examples.padding_layers import HAND

PAGE = "padding-layers"
TORCH = {"zero": "constant", "reflection": "reflect", "replication": "replicate", "circular": "circular"}


def padded(x, amounts, mode):
    return F.pad(torch.tensor(x, dtype=torch.float64)[None, None], amounts, TORCH[mode])


def sobel(mode):
    """The sheet of answers, one for each pixel."""
    kernel = torch.tensor(UPRIGHT, dtype=torch.float64)[None, None]
    return F.conv2d(padded(HAND, (1,) * 4, mode), kernel)[0, 0].int().numpy()


def layers_that_fit(size, kernel_size):
    x, count = torch.zeros(1, 1, size), 0
    while x.shape[-1] >= kernel_size:
        x, count = F.conv1d(x, torch.zeros(1, 1, kernel_size)), count + 1
    return count


def test_the_border_problem(prose):
    for size in (28, 224):
        prose.says(f"{size} × {size} {' '.join(str(layers_that_fit(size, k)) for k in (3, 5, 7))}")  # noqa: RUF001
    left = 224 - 2 * 60
    prose.says(f"After sixty layers {left} pixels a side are left, which is {100 * left**2 / 224**2:.0f} % of the area")
    prose.says(f"and after layer {layers_that_fit(224, 3)} there is no room for another")
    prose.says(f"stands {layers_that_fit(28, 3)} such layers, or {layers_that_fit(28, 5)} with windows")


@pytest.mark.parametrize("amount", [0, 1])
def test_how_often_each_pixel_is_seen(prose, amount):
    """The gradient of the sum of all windows' sums counts the windows that a pixel is in."""
    x = torch.zeros(1, 1, 6, 7, requires_grad=True)
    F.conv2d(x, torch.ones(1, 1, 3, 3), padding=amount).sum().backward()
    np.testing.assert_array_equal(border.times_seen(6, 7, 3, amount), x.grad[0, 0].numpy())
    corner, middle = int(x.grad[0, 0, 0, 0]), int(x.grad.max())
    if amount:
        prose.says(f"Padding brings the corner up to {corner}")
    else:
        prose.says(f"A pixel in the middle is in {middle} windows, one in the corner in {corner}")


def test_the_prediction(prose):
    found = F.avg_pool2d(torch.full((1, 1, 4, 5), 9.0), 3, stride=1, padding=1)[0, 0]
    rows, columns = found.shape
    prose.says(f"{rows} rows and {columns} columns: the size is kept. In the middle {number(found[1, 1])}")
    prose.says(f"along the edges it is {number(found[0, 1])}, since three of nine")
    prose.says(f"in the corners, with five zeros, {number(found[0, 0])}")


def test_the_film_as_text_has_every_place(prose):
    for place in (-1, -2, -3, 4, 5, 6):
        cells = []
        for mode in TORCH:
            source = workings.torch_places(4, 3, 3, mode)[place + 3]
            cells.append("0" if source < 0 else f"{'abcd'[source]}, from place {source}")
        prose.says(" ".join([number(place), *cells]))


def test_the_sums_by_hand(prose):
    for mode in TORCH:
        prose.says(rf"\mathbf{{{sobel(mode)[0, 0]}}}")
    prose.says(f"strong edge of the other sign, {number(sobel('circular')[0, 0])}: the bright")
    assert sobel("circular")[0, 0] < 0 < sobel("zero")[0, 0]
    assert int(padded(HAND, (1,) * 4, "circular")[0, 0, 0, 0]) == HAND[-1, -1] == 7


def test_across_a_mirror_there_is_no_edge():
    mirrored = sobel("reflection")
    assert not mirrored[:, [0, -1]].any()
    assert mirrored[:, 1:-1].any()


@pytest.mark.parametrize("size", [2, 3, 4, 7])
def test_the_table_of_sources(size):
    """The page's formulas, for the most that fits, against torch."""
    rules = {
        "reflection": (lambda p: -p, lambda p: 2 * (size - 1) - p, size - 1),
        "replication": (lambda p: 0, lambda p: size - 1, 2 * size),
        "circular": (lambda p: p + size, lambda p: p - size, size),
    }
    for mode, (below, beyond, most) in rules.items():
        places = range(-most, size + most)
        expected = [below(p) if p < 0 else beyond(p) if p >= size else p for p in places]
        assert workings.torch_places(size, most, most, mode) == expected, mode
        assert workings.torch_takes(mode, most, size)
    assert not workings.torch_takes("reflection", size, size)
    assert not workings.torch_takes("circular", size + 1, size)
    assert workings.torch_takes("zero", 10 * size, size)
    assert workings.torch_takes("replication", 10 * size, size)


def test_reflection_needs_more_than_one_pixel():
    with pytest.raises(RuntimeError):
        nn.ReflectionPad2d(1)(torch.zeros(1, 1, 1, 1))


def test_what_torch_says_when_it_refuses(prose):
    for layer in nn.ReflectionPad2d(4), nn.CircularPad2d(5):
        with pytest.raises(RuntimeError) as refusal:
            layer(torch.zeros(1, 1, 4, 4))
        prose.says(str(refusal.value).partition(", but")[0])


def test_padding_can_make_it_larger(prose):
    larger = F.conv2d(torch.zeros(1, 1, 5, 7), torch.zeros(1, 1, 3, 3), padding=3)
    assert larger.shape[2] > 5
    prose.says(str(tuple(larger.shape)))


def test_what_torch_prints(prose):
    prose.says("Zero [0, 0, 1, 2, 3, 0, 0]")
    prose.says("Reflection [3, 2, 1, 2, 3, 2, 1]")
    prose.says("Replication [1, 1, 1, 2, 3, 3, 3]")
    prose.says("Circular [2, 3, 1, 2, 3, 1, 2]")
    assert prose.count("same as PyTorch: [True, True, True, True]") == 3


def test_the_orders_and_the_crop(prose):
    prose.says("ZeroPad2d((3, 1, 2, 0)) (7, 11) Conv2d(padding=(3, 1)) (11, 9) np.pad(((2, 0), (3, 1))) (7, 11)")
    prose.says("[0, 1, 2, 3, 4, 5]")


def test_in_three_dimensions_front_and_back_follow_at_the_end():
    assert F.pad(torch.zeros(1, 1, 4, 5, 6), (0, 0, 0, 0, 1, 2)).shape[2:] == (7, 5, 6)


def test_every_name_in_the_table_is_torchs(prose):
    x = torch.randn(1, 1, 5, 6)
    weight = torch.zeros(1, 1, 3, 3)
    weight[..., 0, 0] = 1  # copies the upper left neighbour: all that is padded at the top and on the left is seen
    for rule, layer, function, option in workings.names():
        layer, mode, option = (
            cell.data.removeprefix("<code>").removesuffix("</code>") for cell in (layer, function, option)
        )
        padded = getattr(nn, layer.removeprefix("nn."))(1)(x)
        assert torch.equal(F.pad(x, (1,) * 4, TORCH[rule]), padded)
        assert f"mode=&quot;{TORCH[rule]}&quot;" in mode
        conv = nn.Conv2d(1, 1, 3, padding=1, padding_mode=option.split("&quot;")[1], bias=False)
        conv.weight.data = weight
        assert torch.equal(conv(x), padded[..., :-2, :-2])
        prose.says(f"{rule} {layer}")


@pytest.mark.parametrize(("size", "layers"), [(7, 2), (28, 4), (56, 10), (14, 6), (14, 7), (14, 9)])
def test_the_share_that_padding_reaches(prose, size, layers):
    """By the page's formula, and by what an infinite frame does to the outputs."""
    x = torch.zeros(1, 1, size, size)
    for _ in range(layers):
        x = F.avg_pool2d(F.pad(x, (1,) * 4, value=1), 3, stride=1)
    by_formula = 1 - (max(size - 2 * layers, 0) / size) ** 2
    assert (x > 0).double().mean().item() == pytest.approx(by_formula)
    assert border.share(size, layers) == pytest.approx(by_formula)
    if (size, layers) == (7, 2):
        prose.says(f"two layers touch {100 * by_formula:.0f} %. Of 28")
    elif size > 14:
        count = {4: "four", 10: "ten"}[layers]
        prose.says(f"{count} layers touch {100 * by_formula:.0f} %")


def test_the_measured_border(prose):
    rim = {way: found for way, *found in photo.measured()}
    true, zero, circular, mirror, taffy = (
        rim[way] for way in ("the truth", "zero", "circular", "reflection", "replication")
    )
    prose.says(
        f"On the rim the truth is {true[0]:.0f}; with zeros it is {zero[0]:.0f}, {zero[0] / true[0]:.1f} times as much"
    )
    prose.says(f"half its brightness, {zero[2]:.0f} instead of {true[2]:.0f}")
    prose.says(f"Circular makes false edges too, {circular[0]:.0f} on average")
    prose.says(f"Mirrors make edges weaker, {mirror[0]:.0f}:")
    assert 0.4 < zero[2] / true[2] < 0.6
    assert mirror[0] < true[0] < circular[0] < zero[0]
    for error in (1, 3):
        assert taffy[error] == min(way[error] for way in (zero, circular, mirror, taffy))  # "comes closest here"
    for row in workings.borders():
        prose.says(" ".join(row))


def test_with_zeros_the_strongest_edge_is_one_that_is_not_there():
    sheet = photo.edges("zero")
    assert photo.ring(sheet).max() == sheet.max()
    assert photo.ring(photo.edges("the truth")).max() < photo.edges("the truth").max()


def test_zeros_tell_where_one_is(prose):
    one, ten = (border.unevenness(border.blank_sheet("zeros", layers)) for layers in (1, 10))
    prose.says(f"strays from its mean by {100 * one:.0f} % after one layer and by {100 * ten:.0f} % after ten")
    for mode in ("reflect", "replicate", "circular"):
        assert border.unevenness(border.blank_sheet(mode, 10)) < 1e-9


@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4, 5, 6])
def test_same_in_torch_puts_the_odd_one_behind(kernel_size, dilation):
    before, behind = workings.torch_same(kernel_size, dilation)
    assert before + behind == dilation * (kernel_size - 1)
    assert behind - before in (0, 1)


def test_the_table_of_same_padding(prose):
    for kernel_size, dilation, taken, before, behind in workings.same_amounts([*same.AXES, (1, 1), (6, 5)]):
        assert taken == before + behind == dilation * (kernel_size - 1)
        prose.says(f"{kernel_size} {dilation} {taken} {before} {behind}")


def test_same_on_the_page(prose):
    prose.says("(1, 1, 5, 7) padding='same' is not supported for strided convolutions")


@pytest.mark.parametrize("size", [7, 8])
def test_stride_2_with_padding_1_halves_and_rounds_up(size):
    assert F.conv1d(torch.zeros(1, 1, size), torch.zeros(1, 1, 3), stride=2, padding=1).shape[2] == -(-size // 2)


def test_even_kernels_drift(prose):
    for layers in (12, 24):
        moved = -same.middle(same.drifted(2, layers, 75))
        assert moved == pytest.approx(layers / 2)
        assert same.middle(same.drifted(3, layers, 75)) == pytest.approx(0, abs=1e-9)
    prose.says("Twelve layers move the dot by 6 pixels, twenty-four move the cat by 12.")


def test_padding_in_the_layer_is_a_layer_of_its_own(prose):
    prose.says("print(torch.equal(inside(batch), outside(batch))) True")


def test_the_seam(prose):
    zero, mirror, taffy, ring = (panorama.seam_error(mode) for mode in TORCH)
    prose.says(f"with an error of {zero:.1f} of 255. Mirrors ({mirror:.1f}) and replication ({taffy:.1f})")
    assert ring < 1e-9
    prose.says("makes no error at all: 0.")
    prose.says("(1, 16, 72, 360)")


def test_only_going_round_turns_with_the_input(prose):
    prose.says("zeros False reflect False replicate False circular True")


def test_every_breakage_shows_here_and_hides_there():
    rows = workings.breakages(np.random.default_rng(3).normal(size=(2, 3, 6, 9)))
    assert rows
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name


def test_amounts_in_the_wrong_order_may_keep_the_shape(prose):
    x = torch.zeros(1, 1, 3, 4)
    right, rows_first = (nn.ReflectionPad2d(amounts)(x).shape for amounts in ((2, 1, 1, 2), (1, 2, 2, 1)))
    assert right == rows_first
    prose.says("All three have the same shape, even the third")


def test_padding_the_past_keeps_the_future_out(prose):
    prose.says("[0, 0, 5, 5, 5, 0]")
    causal = nn.Sequential(nn.ZeroPad1d((2, 0)), nn.Conv1d(1, 1, 3))
    x = torch.randn(1, 1, 12)
    later = x.clone()
    later[..., 7:] += 1
    assert causal(x).shape == x.shape
    assert torch.equal(causal(x)[..., :7], causal(later)[..., :7])
    assert not torch.equal(causal(x)[..., 7], causal(later)[..., 7])


def test_what_a_u_net_loses(prose):
    """Two convolutions of 3 x 3 on each level, four levels down and up again."""
    side = 572
    for _ in range(4):
        side = (side - 4) // 2
    side -= 4
    for _ in range(4):
        side = 2 * side - 4
    assert workings.u_net() == side
    prose.says(f"comes out with {side}, {100 - 100 * side**2 / 572**2:.0f} % of the area less")


def test_the_quiz_answers(prose):
    prose.says("3 2 1 2 3 4 5 4 Yes.")
    height, width = nn.ZeroPad2d((1, 0, 2, 3))(torch.zeros(1, 1, 5, 7)).shape[2:]
    prose.says(f"{height} rows and {width} columns Yes.")
    most = next(p for p in range(8, 0, -1) if p < min(6, 4))
    nn.ReflectionPad2d(most)(torch.zeros(1, 1, 6, 4))
    with pytest.raises(RuntimeError):
        nn.ReflectionPad2d(most + 1)(torch.zeros(1, 1, 6, 4))
    prose.says(f"{most} Yes. It must be smaller than both sizes")
    before, behind = workings.torch_same(4, 3)
    assert (before + behind, behind - before) == (9, 1)
    prose.says(f"{before} and {behind} Yes.")
