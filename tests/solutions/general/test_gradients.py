"""The gradients of all general operations: torch's autograd finds the same, and the linear ones are adjoints.

Every geometry is drawn: overlaps and gaps, ties, padding, ceil mode, dilation and groups. Of a family, all dimensions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest
import torch

import solutions

from ._agreement import assert_close

F = torch.nn.functional
ROUNDS = 12


@dataclass
class Drawn:
    """One operation of one argument: ours, torch's, and ours the way back."""

    x: np.ndarray
    forward: Callable
    torchs: Callable
    back: Callable
    linear: bool = True


def some(rng, axes, least, most):
    return tuple(int(n) for n in rng.integers(least, most + 1, axes))


def draw_x(rng, axes, channels=2, least=4, dtype=np.float64, ties=False):
    shape = (int(rng.integers(1, 3)), channels, *some(rng, axes, least, 7 if axes < 3 else 5))
    x = rng.standard_normal(shape).astype(dtype)
    return np.round(x).astype(dtype) if ties else x


def drawn_convolution(rng, axes, dtype):
    groups = int(rng.integers(1, 3))
    x = draw_x(rng, axes, 2 * groups, dtype=dtype)
    weight = rng.standard_normal((3 * groups, 2, *some(rng, axes, 1, 3))).astype(dtype)
    stride, padding, dilation = some(rng, axes, 1, 3), some(rng, axes, 1, 2), some(rng, axes, 1, 2)
    ours, theirs = getattr(solutions, f"conv{axes}d"), getattr(F, f"conv{axes}d")
    by_input = getattr(solutions, f"conv{axes}d_input")
    by_weight = getattr(solutions, f"conv{axes}d_weight")
    options = (stride, padding, dilation, groups)
    yield Drawn(
        x,
        lambda x: ours(x, weight, None, *options),
        lambda x: theirs(x, torch.from_numpy(weight), None, *options),
        lambda grad: by_input(x.shape, weight, grad, *options),
    )
    yield Drawn(
        weight,
        lambda weight: ours(x, weight, None, *options),
        lambda weight: theirs(torch.from_numpy(x), weight, None, *options),
        lambda grad: by_weight(x, weight.shape, grad, *options),
    )


def drawn_transposed(rng, axes, dtype):
    groups = int(rng.integers(1, 3))
    x = draw_x(rng, axes, 2 * groups, dtype=dtype)
    weight = rng.standard_normal((2 * groups, 3, *some(rng, axes, 1, 3))).astype(dtype)
    stride, padding, dilation = some(rng, axes, 1, 3), some(rng, axes, 0, 1), some(rng, axes, 1, 2)
    extra = tuple(int(rng.integers(max(s, d))) for s, d in zip(stride, dilation, strict=True))
    ours, theirs = getattr(solutions, f"conv_transpose{axes}d"), getattr(F, f"conv_transpose{axes}d")
    by_input = getattr(solutions, f"conv_transpose{axes}d_input")
    by_weight = getattr(solutions, f"conv_transpose{axes}d_weight")
    options = (stride, padding, extra, groups, dilation)
    yield Drawn(
        x,
        lambda x: ours(x, weight, None, *options),
        lambda x: theirs(x, torch.from_numpy(weight), None, *options),
        lambda grad: by_input(x.shape, weight, grad, *options),
    )
    yield Drawn(
        weight,
        lambda weight: ours(x, weight, None, *options),
        lambda weight: theirs(torch.from_numpy(x), weight, None, *options),
        lambda grad: by_weight(x, weight.shape, grad, *options),
    )


def unary(x, name, *args, linear=True, back=None, **options):
    """An operation that has the same name here and in torch."""
    back = back or getattr(solutions, f"{name}_backward")
    return Drawn(
        x,
        lambda x: getattr(solutions, name)(x, *args, **options),
        lambda x: getattr(F, name)(x, *args, **options),
        lambda grad: back(grad, x, *args, **options),
        linear,
    )


def half_padding(rng, kernel):
    return tuple(int(rng.integers(k // 2 + 1)) for k in kernel)


def drawn_max_pool(rng, axes, dtype):
    kernel, stride = some(rng, axes, 1, 3), some(rng, axes, 1, 3)
    options = {"dilation": some(rng, axes, 1, 2) if max(kernel) < 3 else 1, "ceil_mode": bool(rng.integers(2))}
    x = draw_x(rng, axes, dtype=dtype, ties=bool(rng.integers(2)))
    yield unary(x, f"max_pool{axes}d", kernel, stride, half_padding(rng, kernel), linear=False, **options)


def drawn_avg_pool(rng, axes, dtype):
    kernel, stride = some(rng, axes, 1, 3), some(rng, axes, 1, 3)
    options = {"ceil_mode": bool(rng.integers(2)), "count_include_pad": bool(rng.integers(2))}
    if axes > 1 and rng.integers(2):
        options["divisor_override"] = 5
    yield unary(
        draw_x(rng, axes, dtype=dtype), f"avg_pool{axes}d", kernel, stride, half_padding(rng, kernel), **options
    )


def drawn_lp_pool(rng, axes, dtype):
    x, norm = draw_x(rng, axes, dtype=dtype), [1, 2, 2.5, 3, float("inf"), float("-inf")][rng.integers(6)]
    if norm in (1, 2.5, 3):  # elsewhere powers of sums below 0 are nan
        x = np.abs(x)
    if norm == 2 and rng.integers(2):
        x *= 0  # the norm of nothing has no slope: torch says 0
    kernel = some(rng, axes, 2, 3) if axes > 1 else 2
    ceil = bool(rng.integers(2))
    yield unary(x, f"lp_pool{axes}d", norm, kernel, some(rng, axes, 1, 3), ceil_mode=ceil, linear=False)


def drawn_adaptive(rng, axes, dtype, kind):
    x = draw_x(rng, axes, dtype=dtype, ties=kind == "max")
    size, name = some(rng, axes, 1, 5), f"adaptive_{kind}_pool{axes}d"
    if axes == 1:
        size = size[0]
    back = getattr(solutions, f"{name}_backward")
    yield unary(x, name, size, linear=kind == "avg", back=lambda grad, x, size: back(grad, x))


def drawn_pad(rng, axes, dtype):
    for mode in ("constant", "reflect", "replicate", "circular"):
        least = -2 if mode in ("constant", "replicate") else int(rng.choice([-1, 0]))
        yield unary(draw_x(rng, axes, dtype=dtype), "pad", some(rng, 2 * axes, least, 2), mode=mode)


MODES = {1: ["linear"], 2: ["bilinear", "bicubic"], 3: ["trilinear"]}


def drawn_interpolate(rng, axes, dtype):
    x = draw_x(rng, axes, dtype=dtype, least=2)
    for mode in ("nearest", "nearest-exact", "area", *MODES[axes]):
        corners = {"align_corners": bool(rng.integers(2))} if mode in MODES[axes] else {}
        for how in ({"size": some(rng, axes, 1, 9)}, {"scale_factor": [0.6, 2.0, 2.7][rng.integers(3)]}):
            back = partial(lambda grad, x, **given: solutions.interpolate_backward(grad, x.shape, **given))
            yield unary(x, "interpolate", back=back, mode=mode, **how, **corners)


def drawn_shuffles(rng, axes, dtype):
    r = axes + 1
    for name, x in (
        ("pixel_shuffle", draw_x(rng, 2, 2 * r * r, dtype=dtype)),
        ("pixel_unshuffle", rng.standard_normal((2, 3, 2 * r, 3 * r)).astype(dtype)),
    ):
        back = getattr(solutions, f"{name}_backward")
        yield unary(x, name, r, back=partial(lambda back, grad, x, r: back(grad, r), back))


FAMILIES = {
    "convolution": drawn_convolution,
    "transposed convolution": drawn_transposed,
    "maximum": drawn_max_pool,
    "average": drawn_avg_pool,
    "norm": drawn_lp_pool,
    "adaptive average": partial(drawn_adaptive, kind="avg"),
    "adaptive maximum": partial(drawn_adaptive, kind="max"),
    "padding": drawn_pad,
    "resizing": drawn_interpolate,
    "shuffling": drawn_shuffles,
}
every_family = pytest.mark.parametrize("family", FAMILIES)
every_dimension = pytest.mark.parametrize("axes", [1, 2, 3])


def drawn(family, axes, dtype=np.float64):
    rng = np.random.default_rng([len(family), axes])
    for _ in range(ROUNDS):
        yield from FAMILIES[family](rng, axes, dtype)


@every_family
@every_dimension
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_gradient_is_the_one_that_autograd_finds(family, axes, dtype):
    rng = np.random.default_rng(axes)
    for case in drawn(family, axes, dtype):
        before = case.x.copy()
        tensor = torch.from_numpy(case.x.copy()).requires_grad_()
        out = case.torchs(tensor)
        grad = rng.standard_normal(out.shape).astype(dtype)
        (wanted,) = torch.autograd.grad(out, tensor, torch.from_numpy(grad))
        assert_close(case.back(grad), wanted.numpy())
        assert np.array_equal(case.x, before), "the input was modified"


@every_family
@every_dimension
def test_a_linear_operation_and_its_gradient_are_adjoint(family, axes):
    rng = np.random.default_rng(axes)
    for case in drawn(family, axes):
        out = case.forward(case.x)
        y = rng.standard_normal(out.shape)
        back = case.back(y)
        assert back.shape == case.x.shape
        if case.linear:
            np.testing.assert_allclose(np.vdot(out, y), np.vdot(case.x, back), atol=1e-10)


def test_the_bias_is_blamed_for_every_place_and_every_image():
    grad = np.random.default_rng(0).standard_normal((3, 4, 5, 6))
    np.testing.assert_allclose(solutions.conv_bias_grad(grad), grad.sum((0, 2, 3)))


@pytest.mark.parametrize("filters", [2, 400])
def test_a_weight_learns_from_many_blocks_of_many_places(filters):
    rng = np.random.default_rng(1)
    x, grad = rng.standard_normal((2, 32, 60, 130)), rng.standard_normal((2, filters, 30, 65))
    weight_size, options = (filters, 16, 3, 3), {"stride": 2, "padding": 1, "groups": 2}
    got = solutions.conv2d_weight(x, weight_size, grad, **options)
    wanted = torch.nn.grad.conv2d_weight(torch.from_numpy(x), weight_size, torch.from_numpy(grad), **options)
    assert_close(got, wanted.numpy())
    assert got.flags.c_contiguous


@pytest.mark.parametrize(("channels", "height", "width"), [(1, 3, 4), (8, 100, 101)])
def test_a_weight_learns_of_what_is_infinite_only_where_it_saw_it(channels, height, width):
    x, grad = np.ones((1, channels, height, width)), np.ones((1, 1, height - 1, width - 1))
    x[0, 0, 0, -1] = np.inf
    got = solutions.conv2d_weight(x, (1, channels, 2, 2), grad)
    wanted = np.full((1, channels, 2, 2), float(grad.size))
    wanted[0, 0, 0, 1] = np.inf
    np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        (
            "conv2d_input",
            ((2, 3, 5, 6), np.ones((4, 3, 3, 2)), np.ones((2, 4, 3, 4))),
            r"grad_output needs the shape of the output, \(2, 4, 3, 5\), got \(2, 4, 3, 4\)",
        ),
        (
            "conv2d_weight",
            (np.ones((2, 3, 5, 6)), (4, 3, 3), np.ones((2, 4, 3, 5))),
            r"weight_size needs the 4 sizes .*, got \(4, 3, 3\)",
        ),
        (
            "conv_transpose2d_input",
            ((2, 3, 5, 6), np.ones((4, 3, 3, 2)), np.ones((2, 3, 7, 7))),
            r"an input \(2, 3, 5, 6\) with groups 1 needs a weight \(C_in, .*\), got \(4, 3, 3, 2\)",
        ),
        (
            "max_pool2d_backward",
            (np.ones((2, 3, 2, 2)), np.ones((2, 3, 4, 6)), 2),
            r"the shape of the output, \(2, 3, 2, 3\), got \(2, 3, 2, 2\)",
        ),
        (
            "pad_backward",
            (np.ones((2, 3, 5)), np.ones((2, 3, 4)), (1, 1), "reflect"),
            r"the shape of the output, \(2, 3, 6\), got \(2, 3, 5\)",
        ),
        (
            "interpolate_backward",
            (np.ones((2, 3, 8, 8)), (2, 3, 4, 5), None, 2),
            r"the shape of the output, \(2, 3, 8, 10\), got \(2, 3, 8, 8\)",
        ),
    ],
)
def test_errors_say_what_was_given_and_what_fits(name, arguments, words):
    with pytest.raises(ValueError, match=f"{name}: .*{words}"):
        getattr(solutions, name)(*arguments)


def test_one_example_needs_no_batch():
    rng = np.random.default_rng(5)
    x, weight = rng.standard_normal((3, 7, 6)), rng.standard_normal((4, 3, 2, 3))
    grad = rng.standard_normal(solutions.conv2d(x, weight).shape)
    alone = solutions.conv2d_input(x.shape, weight, grad)
    np.testing.assert_array_equal(alone, solutions.conv2d_input((1, *x.shape), weight, grad[None])[0])
    grad = rng.standard_normal((3, 3, 3))
    alone = solutions.max_pool2d_backward(grad, x, 2)
    assert alone.shape == x.shape


def test_pixels_between_the_windows_get_nothing():
    """With a stride wider than the kernel, whole phases of the transposed convolution have no tap."""
    weight, grad = np.ones((1, 1, 1, 2)), np.ones((1, 1, 2, 2))
    got = solutions.conv2d_input((1, 1, 5, 6), weight, grad, (4, 3), (0, 0))
    wanted = np.zeros((5, 6))
    wanted[::4, [0, 1, 3, 4]] = 1
    np.testing.assert_array_equal(got[0, 0], wanted)
