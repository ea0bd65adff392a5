"""The columns explorer's matrix is `im2col`'s, and its product the convolution, on a grid of geometries."""

import itertools

import numpy as np

import solutions
from solutions.as_fast_as_torch import im2col
from tests.explorers._drawing import Draw
from tests.explorers._node import array, ask

GEOMETRIES = [
    {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    for kernel, stride, padding, dilation in itertools.product(
        [(1, 1), (2, 3), (3, 2)], [(1, 1), (1, 2), (3, 2)], [(0, 0), (2, 1)], [(1, 1), (2, 1), (1, 2)]
    )
]


def drawn():
    draw = Draw(10)
    for options in GEOMETRIES:
        channels = draw.number(1, 2)
        yield draw.array(channels, *draw.pair(5, 6)), draw.array(2, channels, *options["kernel"]), options


def test_matrix_and_product_are_those_of_solutions():
    every = list(drawn())
    assert len(every) == 54
    results = ask([("unfold", x, weight, options) for x, weight, options in every])
    for (x, weight, options), result in zip(every, results, strict=True):
        geometry = [options[key] for key in ("stride", "padding", "dilation")]
        np.testing.assert_array_equal(array(result["columns"]), im2col(x[None], options["kernel"], *geometry)[0])
        wanted = solutions.conv2d(x[None], weight, None, *geometry)[0]
        np.testing.assert_array_equal(array(result["out"]), wanted, err_msg=str(options))


def test_a_cell_says_which_pixel_it_is_a_copy_of():
    every = list(drawn())
    for (x, _, _), result in zip(every, ask([("unfold", *given) for given in every]), strict=True):
        for column in result["cells"]:
            for cell in column:
                row, across = cell["from"]
                inside = row is not None and across is not None
                assert cell["value"] == (x[cell["channel"], row, across] if inside else 0)
