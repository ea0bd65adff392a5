"""ONNX's operators said with `solutions`: where torch has the same, they give what torch gives."""

import itertools

import numpy as np
import pytest
import torch
from torch.nn import functional

from suites.onnx_nodes import difference
from suites.onnx_operators import Inexpressible, outputs, pooled, window_sums

X = np.random.default_rng(0).standard_normal((2, 4, 9, 8)).astype(np.float32)
W = np.random.default_rng(1).standard_normal((6, 2, 3, 2)).astype(np.float32)


def torchs(function, *arguments, **options):
    tensors = [torch.from_numpy(value) if isinstance(value, np.ndarray) else value for value in arguments]
    return function(*tensors, **options).numpy()


def same(operator, inputs, attributes, wanted):
    (got,) = outputs(operator, inputs, attributes)
    np.testing.assert_allclose(got, wanted, atol=2e-5)


def test_convolutions_with_uneven_padding_are_torchs_on_a_padded_picture():
    padded = torchs(functional.pad, X, (0, 2, 1, 3))
    wanted = torchs(functional.conv2d, padded, W, None, (2, 1), 0, 2, 2)
    attributes = {"pads": [1, 0, 3, 2], "strides": [2, 1], "dilations": [2, 2], "group": 2, "kernel_shape": [3, 2]}
    same("Conv", [X, W], attributes, wanted)


def test_transposed_convolutions_are_torchs():
    weight = W.transpose(1, 0, 2, 3)[:, :2].repeat(2, 0)
    attributes = {"pads": [1, 0, 1, 0], "strides": [3, 2], "output_padding": [1, 1], "group": 2}
    wanted = torchs(
        functional.conv_transpose2d, X, weight, None, stride=(3, 2), padding=(1, 0), output_padding=1, groups=2
    )
    same("ConvTranspose", [X, weight], attributes, wanted)


@pytest.mark.parametrize(
    ("pads", "ceil", "counted"), [*itertools.product([(0, 0), (1, 1)], [False, True], [False, True])]
)  # fmt: skip
def test_average_pools_are_torchs_by_either_way(pads, ceil, counted):
    kernel, strides = [3, 2], [2, 3]
    wanted = torchs(functional.avg_pool2d, X, kernel, strides, pads, ceil, counted)
    attributes = {"strides": strides, "pads": [*pads, *pads], "ceil_mode": int(ceil), "count_include_pad": int(counted)}
    same("AveragePool", [X], {"kernel_shape": kernel, **attributes}, wanted)
    geometry = pooled(X, kernel, strides, None, [*pads, *pads], "NOTSET", ceil)
    sums = torchs(functional.avg_pool2d, X, kernel, strides, pads, ceil, divisor_override=1)
    np.testing.assert_allclose(window_sums(X, kernel, *geometry), sums, atol=2e-5)


def test_max_pools_and_their_places_are_torchs():
    values, places = functional.max_pool2d(torch.from_numpy(X), (3, 2), 2, 1, 1, True, return_indices=True)
    attributes = {"kernel_shape": [3, 2], "strides": [2, 2], "pads": [1, 1, 1, 1], "ceil_mode": 1, "places": True}
    got, where = outputs("MaxPool", [X], attributes)
    np.testing.assert_array_equal(got, values.numpy())
    pictures = np.arange(8).reshape(2, 4, 1, 1) * 72
    np.testing.assert_array_equal(where, places.numpy() + pictures)
    (down,) = outputs("MaxPool", [X], {**attributes, "storage_order": 1})[1:]
    row, column = np.divmod(where % 72, 8)
    np.testing.assert_array_equal(down, column * 9 + row + pictures)
    uneven = {"kernel_shape": [3, 2], "strides": [2, 2], "pads": [2, 0, 2, 0]}
    padded = torchs(functional.pad, X, (0, 0, 2, 2), value=-np.inf)
    same("MaxPool", [X], uneven, torchs(functional.max_pool2d, padded, (3, 2), 2))


@pytest.mark.parametrize(
    ("attributes", "mode"),
    [
        ({"mode": "linear"}, {"mode": "bilinear"}),
        ({"mode": "cubic"}, {"mode": "bicubic"}),
        ({"mode": "linear", "coordinate_transformation_mode": "align_corners"},
         {"mode": "bilinear", "align_corners": True}),
        ({"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}, {"mode": "nearest"}),
        ({"nearest_mode": "round_prefer_ceil"}, {"mode": "nearest-exact"}),
    ],
)  # fmt: skip
def test_resizing_is_torchs(attributes, mode):
    sizes = np.array([2, 4, 18, 5])
    same("Resize", [X, None, None, sizes], attributes, torchs(functional.interpolate, X, (18, 5), **mode))


def test_what_has_no_word_is_said_to_have_none():
    sizes = np.array([2, 4, 9, 12])
    for inputs, attributes, reason in [
        ([X, None, None, sizes], {"nearest_mode": "ceil"}, "two of ONNX's rules"),
        ([X, None, None, np.array([2, 8, 9, 8])], {}, "no channels"),
        ([X, None, None, sizes], {"mode": "cubic", "exclude_outside": 1}, "one cubic curve"),
        ([X.astype(np.float16), None, None, sizes], {}, "float32 and float64"),
    ]:
        with pytest.raises(Inexpressible, match=reason):
            outputs("Resize", inputs, attributes)


def test_a_difference_is_seen():
    assert difference((X,), [X]) is None
    assert difference((X + np.float32(0.01),), [X]) == "off by 1.0e-02"
    assert difference((X.astype(float),), [X]).startswith("wanted float32")
