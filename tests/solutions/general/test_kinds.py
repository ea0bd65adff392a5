"""Kinds of arguments against torch: what passes for a number, a size, a flag; and sizes that are far too large."""

import time
import warnings
from fractions import Fraction

import numpy as np
import pytest
import torch

import solutions
from tests.solutions.general._agreement import agree, assert_same

F = torch.nn.functional
IMAGES, SIGNALS = np.ones((1, 4, 8, 8)), np.ones((1, 4, 8))
WEIGHT = np.ones((4, 4, 2, 2))
INTEGERS = [
    *[True, (True, 1), np.bool_(True), 1.0, np.float64(1), Fraction(1), "1", None, (1, None), 10**30],
    *[np.int64(1), [1], (1,), [1, 1], (1, 1, 1), (), [], np.array([1, 1]), range(1, 3), {1, 2}],
]
SIZES = [
    ("conv2d", IMAGES, [WEIGHT], ["stride", "padding", "dilation"], {}),
    ("conv_transpose2d", IMAGES, [WEIGHT], ["stride", "padding", "output_padding", "dilation"], {"stride": 2}),
    ("max_pool2d", IMAGES, [], ["kernel_size", "stride", "padding", "dilation"], {"kernel_size": 2}),
    ("avg_pool2d", IMAGES, [], ["kernel_size", "stride", "padding"], {"kernel_size": 2}),
    ("lp_pool2d", IMAGES, [], ["kernel_size", "stride"], {"norm_type": 2, "kernel_size": 2}),
    ("lp_pool1d", SIGNALS, [], ["kernel_size", "stride"], {"norm_type": 2, "kernel_size": 2}),
    ("max_pool1d", SIGNALS, [], ["kernel_size", "stride", "padding", "dilation"], {"kernel_size": 2}),
    ("adaptive_avg_pool1d", SIGNALS, [], ["output_size"], {}),
    ("adaptive_avg_pool2d", IMAGES, [], ["output_size"], {}),
    ("adaptive_max_pool2d", IMAGES, [], ["output_size"], {}),
    ("interpolate", IMAGES, [], ["size"], {}),
    ("pixel_shuffle", IMAGES, [], ["upscale_factor"], {}),
    ("pixel_unshuffle", IMAGES, [], ["downscale_factor"], {}),
    ("conv2d", IMAGES, [WEIGHT], ["groups"], {}),
]


def pair(name):
    return getattr(solutions, name), getattr(F, name)


@pytest.mark.parametrize(
    ("name", "x", "arrays", "argument", "options"),
    [
        pytest.param(name, x, arrays, argument, options, id=f"{name}-{argument}")
        for name, x, arrays, names, options in SIZES
        for argument in names
    ],
)
def test_what_passes_for_whole_numbers(name, x, arrays, argument, options):
    for value in INTEGERS:
        if name in ("adaptive_avg_pool2d", "adaptive_max_pool2d") and isinstance(value, np.int64):
            value = [value] * 2  # alone, torch asks it for its length
        agree(*pair(name), x, *arrays, **options | {argument: value})


@pytest.mark.parametrize("value", [1, 0, "yes", None, 1.0, np.bool_(True), [True], True, False])
@pytest.mark.parametrize(
    ("name", "argument", "options"),
    [
        *[(name, "ceil_mode", {"kernel_size": 3}) for name in ("max_pool2d", "avg_pool2d")],
        ("lp_pool2d", "ceil_mode", {"norm_type": 2, "kernel_size": 3}),
        ("avg_pool2d", "count_include_pad", {"kernel_size": 3, "padding": 1}),
        ("interpolate", "align_corners", {"size": 5, "mode": "bilinear"}),
        ("interpolate", "align_corners", {"size": 5}),
        ("interpolate", "recompute_scale_factor", {"scale_factor": 1.3}),
        ("interpolate", "recompute_scale_factor", {"size": 5}),
        ("max_pool2d", "return_indices", {"kernel_size": 3}),
    ],
)
def test_what_passes_for_true_and_false(name, argument, options, value):
    agree(*pair(name), IMAGES, **options | {argument: value})


@pytest.mark.parametrize("value", [2.5, 2.0, True, "2", (2,), np.array(2), 0, np.int64(2), -3])
def test_what_passes_for_a_divisor(value):
    agree(*pair("avg_pool2d"), IMAGES, 2, divisor_override=value)


@pytest.mark.parametrize(
    "value", ["2", [2], np.array(2.0), None, True, 2, np.int64(2), np.float32(2), np.float64(2), np.nan]
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_passes_for_a_norm(value, dtype):
    agree(*pair("lp_pool2d"), IMAGES.astype(dtype), norm_type=value, kernel_size=2)


@pytest.mark.parametrize("mode", ["nearest", "bilinear", "area"])
@pytest.mark.parametrize(
    "value",
    [
        np.inf,
        -np.inf,
        np.nan,
        (2, np.inf),
        "2",
        1e300,
        1e10,
        2 + 0j,
        -1,
        (2,),
        np.array([2.0, 2.0]),
        True,
        np.float32(2),
    ],
)
def test_what_passes_for_a_factor(mode, value):
    agree(*pair("interpolate"), IMAGES, None, value, mode)


@pytest.mark.parametrize("value", [10**30, 2**62, 1.5, "3"])
@pytest.mark.parametrize("mode", ["nearest", "bilinear", "area"])
def test_what_passes_for_a_size(mode, value):
    agree(*pair("interpolate"), IMAGES, value, None, mode)


@pytest.mark.parametrize("mode", [["nearest"], 5, None, "cubic"])
def test_what_passes_for_a_mode(mode):
    agree(*pair("interpolate"), IMAGES, 4, None, mode)
    agree(*pair("pad"), IMAGES, (1, 1), mode)


@pytest.mark.parametrize(
    "padding",
    [True, (True, 0), [1, 0], np.array([1, 0]), (np.int64(1), 0), (1.0, 0), 1, (), range(2), (1, None)],
    ids=repr,
)
@pytest.mark.parametrize("mode", ["constant", "reflect"])
def test_what_passes_for_amounts_of_padding(padding, mode):
    agree(*pair("pad"), np.ones((2, 3)), padding, mode)


CONSTANTS = [0, -0.0, None, 2.5, -2.7, -1, 300, 255.5, np.inf, np.nan, 1e5, 1e300, 2**70, 10**400, 3.4028236e38]
CONSTANTS += [True, "1", [1], np.array(1.0), np.float64(3), np.int64(3), 1 + 0j]


@pytest.mark.parametrize("dtype", ["f4", "f8", "f2", "c8", "i1", "u1", "i4", "i8", "?"])
def test_the_constant_of_a_padding_needs_to_fit_its_kind(dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        for value in CONSTANTS:
            agree(*pair("pad"), np.ones(2, dtype), (1, 0), "constant", value=value, check=assert_same)


@pytest.mark.parametrize("value", [0.0, False, None, "0", 0j, np.nan, 1])
def test_the_other_modes_take_no_constant(value):
    agree(*pair("pad"), np.ones((2, 3)), (1, 0), "reflect", value)


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "pad", "interpolate", "pixel_shuffle", "adaptive_max_pool2d"])
def test_a_mask_is_not_lost_in_silence(name):
    arguments = {"conv2d": [WEIGHT], "pad": [(1, 1)]}.get(name, [2])
    with pytest.raises(ValueError, match=f"{name}: needs arrays without a mask"):
        getattr(solutions, name)(np.ma.masked_array(IMAGES, IMAGES > 0), *arguments)


@pytest.mark.parametrize("name", ["max_pool", "avg_pool"])
@pytest.mark.parametrize("axes", [1, 2])
def test_the_time_does_not_grow_with_the_kernel(name, axes):
    begin = time.process_time()
    ours, torchs = pair(f"{name}{axes}d")
    x = np.arange(5.0**axes).reshape(1, 1, *[5] * axes)
    for options in ({"ceil_mode": True}, {"ceil_mode": True, "stride": 3}, {"padding": 10**6 // 2, "stride": 1}):
        agree(ours, torchs, x, 10**6, **options)
    agree(ours, torchs, x, 10**6, ceil_mode=True, padding=10**6 // 2, stride=4 * 10**5)
    if name == "max_pool":
        agree(ours, torchs, x, 10**6, ceil_mode=True, return_indices=True, check=assert_same)
    assert time.process_time() - begin < 5  # tap by tap these took minutes


def test_the_time_of_an_adaptive_average_grows_as_its_output_does():
    begin = time.process_time()
    got = solutions.adaptive_avg_pool1d(np.ones((1, 1, 7)), 100_000)
    assert got.shape == (1, 1, 100_000)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pad", [(2**61, 0)]),
        ("interpolate", [2**61]),
        ("adaptive_avg_pool2d", [2**61]),
        ("adaptive_max_pool2d", [2**61]),
        ("conv2d", [WEIGHT, None, 1, 2**60]),
        ("conv_transpose2d", [WEIGHT, None, 2**58]),
    ],
)
def test_an_output_that_fits_nowhere_is_refused_at_once(name, arguments):
    with pytest.raises(ValueError, match=f"{name}: needs an output that fits into memory"):
        getattr(solutions, name)(IMAGES, *arguments)
