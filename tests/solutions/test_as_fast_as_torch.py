"""The fast operations against torch over random geometries, what Winograd saves and loses, and how much blocks hold."""

import tracemalloc

import numpy as np
import pytest
import torch

from solutions import as_fast_as_torch as reference

F = torch.nn.functional
ROUNDS = range(12)


def pairs(rng, least, most):
    return tuple(int(n) for n in rng.integers(least, most + 1, 2))


def theirs(operation, *arrays, **options):
    return operation(*map(torch.from_numpy, arrays), **options).numpy()


@pytest.mark.parametrize("seed", ROUNDS)
def test_columns_and_products(seed):
    rng = np.random.default_rng(seed)
    x, kernel = rng.standard_normal((2, 3, 9, 8)), pairs(rng, 1, 3)
    weight, bias = rng.standard_normal((4, 3, *kernel)), rng.standard_normal(4)
    options = {"stride": pairs(rng, 1, 3), "padding": pairs(rng, 0, 2), "dilation": pairs(rng, 1, 2)}
    columns = reference.im2col(x, kernel, **options)
    assert np.array_equal(columns, theirs(F.unfold, x, kernel_size=kernel, **options))
    np.testing.assert_allclose(
        reference.col2im(columns, (9, 8), kernel, **options),
        theirs(F.fold, columns, output_size=(9, 8), kernel_size=kernel, **options),
    )
    wanted = theirs(F.conv2d, x, weight, bias, **options)
    np.testing.assert_allclose(reference.conv2d_gemm(x, weight, bias, **options), wanted, atol=1e-12)
    for rows in (1, 2, 3, 20):
        out, largest = reference.conv2d_blocked(x, weight, bias, **options, rows=rows)
        np.testing.assert_allclose(out, wanted, atol=1e-12)
        assert largest == weight[0].size * min(rows, out.shape[2]) * out.shape[3]


@pytest.mark.parametrize("seed", ROUNDS)
def test_fewer_products_and_each_channel_alone(seed):
    rng = np.random.default_rng(seed)
    x, padding, kernel = rng.standard_normal((2, 3, *pairs(rng, 5, 9))), pairs(rng, 0, 2), pairs(rng, 1, 5)
    small, large = rng.standard_normal((4, 3, 3, 3)), rng.standard_normal((4, 3, *kernel))
    np.testing.assert_allclose(
        reference.winograd_f23(x, small, padding), theirs(F.conv2d, x, small, padding=padding), atol=1e-12
    )
    np.testing.assert_allclose(
        reference.fft_conv2d(x, large, padding), theirs(F.conv2d, x, large, padding=padding), atol=1e-12
    )
    each, stride = rng.standard_normal((3, 1, *kernel)), pairs(rng, 1, 3)
    np.testing.assert_allclose(
        reference.depthwise_conv2d(x, each, None, stride, padding),
        theirs(F.conv2d, x, each, stride=stride, padding=padding, groups=3),
        atol=1e-12,
    )


@pytest.mark.parametrize("seed", ROUNDS)
def test_pools_and_resizings(seed):
    rng = np.random.default_rng(seed)
    x, kernel, size = rng.standard_normal((2, 3, 7, 9)), pairs(rng, 1, 4), pairs(rng, 1, 12)
    options = {"stride": pairs(rng, 1, 3), "padding": tuple(int(rng.integers(k // 2 + 1)) for k in kernel)}
    wanted = theirs(F.max_pool2d, x, kernel_size=kernel, **options)
    assert np.array_equal(reference.max_pool2d_fast(x, kernel, **options), wanted)
    for aligned in (False, True):
        np.testing.assert_allclose(
            reference.upsample_bilinear2d_fast(x, size, aligned),
            theirs(F.interpolate, x, size=size, mode="bilinear", align_corners=aligned),
            atol=1e-12,
        )


def test_float32_stays_float32():
    x, weight = np.ones((1, 2, 6, 7), np.float32), np.ones((2, 2, 3, 3), np.float32)
    tiles = np.ones((4, 4, 2, 3), np.float32)
    made = [
        reference.im2col(x, 3),
        reference.col2im(reference.im2col(x, 3), (6, 7), 3),
        reference.conv2d_gemm(x, weight),
        reference.conv2d_blocked(x, weight)[0],
        reference.depthwise_conv2d(x, weight[:, :1]),
        reference.winograd_weight_transform(weight),
        reference.winograd_input_transform(tiles),
        reference.winograd_output_transform(tiles),
        reference.winograd_f23(x, weight),
        reference.fft_conv2d(x, weight),
        reference.max_pool2d_fast(x, 3, 1, 1),
        reference.upsample_bilinear2d_fast(x, (9, 10)),
    ]
    assert {array.dtype for array in made} == {np.dtype(np.float32)}


def test_winograd_makes_sixteen_products_for_four_outputs():
    rng = np.random.default_rng(0)
    tile, kernel = rng.standard_normal((1, 1, 4, 4)), rng.standard_normal((1, 1, 3, 3))
    products = reference.winograd_weight_transform(kernel) * reference.winograd_input_transform(
        tile.transpose(2, 3, 0, 1)
    )
    assert products.size == 16
    outputs = reference.winograd_output_transform(products)[:, :, 0, 0]
    np.testing.assert_allclose(outputs, theirs(F.conv2d, tile, kernel)[0, 0], atol=1e-13)


def test_winograd_is_about_as_exact_as_one_product_in_float32():
    rng = np.random.default_rng(0)
    x, weight = (rng.standard_normal(shape, dtype=np.float32) for shape in ((1, 32, 48, 48), (32, 32, 3, 3)))
    exact = reference.conv2d_gemm(x.astype(float), weight.astype(float))
    by_winograd, by_product = (
        np.abs(way(x, weight) - exact).mean() for way in (reference.winograd_f23, reference.conv2d_gemm)
    )
    assert 0 < by_winograd < 2 * by_product < 1e-4 * exact.std()


def test_blocks_hold_less_memory():
    x, weight = np.ones((1, 16, 64, 64), np.float32), np.ones((4, 16, 3, 3), np.float32)

    def peak(function, **options):
        tracemalloc.start()
        try:
            function(x, weight, **options)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    whole, blocks = peak(reference.conv2d_gemm), peak(reference.conv2d_blocked, rows=2)
    assert whole > reference.im2col(x, 3).nbytes > 4 * blocks


X, W = np.ones((1, 2, 5, 6)), np.ones((3, 2, 3, 3))


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("im2col", (X, 7), r"kernel of \(7, 7\) .* larger input than \(5, 6\)"),
        ("im2col", (X[0], 2), "x needs four axes"),
        ("col2im", (np.ones((1, 8, 11)), (4, 5), 2), r"columns needs shape \(N, C \* 4, 12\), got \(1, 8, 11\)"),
        ("conv2d_gemm", (X, W[:, :1]), "weight needs 2 channels"),
        ("conv2d_gemm", (X, W, np.ones(2)), r"bias needs shape \(3,\)"),
        ("conv2d_blocked", (X, W, None, 1, 0, 1, 0), "one row at least, got rows=0"),
        ("depthwise_conv2d", (X, W[:, :1]), "a kernel for each of 2 channels"),
        ("winograd_weight_transform", (W[..., :2],), "kernels of 3x3"),
        ("winograd_input_transform", (X,), r"needs an array \(4, 4, C, P\)"),
        ("winograd_f23", (X, W[..., :2]), "kernels of 3x3"),
        ("fft_conv2d", (X, np.ones((1, 2, 6, 1))), "needs a larger input"),
        ("max_pool2d_fast", (X, 2, 2, 2), "at most half of the kernel"),
        ("upsample_bilinear2d_fast", (X, (0, 3)), "one pixel at least"),
    ],
)
def test_what_does_not_fit_is_refused(name, arguments, words):
    with pytest.raises(ValueError, match=f"^{name}: .*{words}"):
        getattr(reference, name)(*arguments)
