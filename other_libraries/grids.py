"""The grids of settings that `solutions.elsewhere` is tried on, against what the real library gave for each.

A grid is named like the function that a library answers it with, and lists that function's arguments.
"""

import itertools

import numpy as np


def values(*shape):
    """Whole numbers without a pattern, as float32, of both signs."""
    count = int(np.prod(shape))
    return (np.arange(count) * 7919 % 101 % 23 - 11.0).astype(np.float32).reshape(shape)


def product(**choices):
    """Every combination, as arguments."""
    return [dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())]


def same_conv():
    """`shape` is (N, C, ...); the weights are (3, C, ...), float32."""
    lines = product(shape=[(1, 2, 6), (2, 1, 7)], kernel=[(1,), (2,), (3,), (4,)], stride=[1, 2, 3], dilation=[1, 2])
    images = product(shape=[(1, 2, 6, 5)], kernel=[(2, 3), (3, 4)], stride=[1, 2], dilation=[1, 2])
    return [given for given in lines + images if given["stride"] == 1 or given["dilation"] == 1]


def same_conv_transpose():
    """`shape` is (N, C, ...); the weights are (C, 2, ...)."""
    lines = product(shape=[(1, 2, 3)], kernel=[(1,), (2,), (3,), (4,), (5,)], stride=[1, 2, 3, 4])
    return lines + product(shape=[(1, 2, 3, 2)], kernel=[(3, 4), (2, 3)], stride=[1, 2])


def same_pools():
    lines = product(shape=[(1, 2, 6), (1, 1, 7)], window=[(1,), (2,), (3,), (4,)], stride=[1, 2, 3])
    return lines + product(shape=[(1, 2, 5, 6)], window=[(2, 3), (3, 3)], stride=[1, 2])


def sizes(most):
    return product(n=range(1, most + 1), m=range(1, most + 1))


def antialiased():
    return product(n=[1, 2, 4, 7, 10], m=[1, 2, 3, 5, 8, 13], kind=["box", "linear", "cubic"])


def lp_pools():
    return product(
        length=[5, 6],
        p=[1, 2, 3],
        window=[2, 3],
        stride=[1, 2, 3],
        padding=[(0, 0), (1, 1), (0, 1)],
        ceil=[False, True],
    )


def blocks():
    return product(shape=[(1, 8, 2, 3), (2, 4, 1, 2), (1, 18, 2, 1)], block=[2, 3])


def unflipped():
    paddings = ["VALID", "SAME", ((1, 1),), ((0, 2),), ((2, 1),)]
    return product(length=[3, 4], kernel=[1, 2, 3, 4], stride=[1, 2, 3], padding=paddings)


def full():
    return product(first=[1, 2, 5, 6], second=[1, 2, 3, 4], flip=[False, True])


GRIDS = {
    "same_conv": same_conv,
    "same_conv_transpose": same_conv_transpose,
    "same_max_pool": same_pools,
    "same_avg_pool": same_pools,
    "linear_from_corners": lambda: sizes(9),
    "antialiased": antialiased,
    "area_shares": lambda: sizes(9),
    "nearest_from_corners": lambda: sizes(16),
    "nearest_from_centres": lambda: sizes(16),
    "lp_pool_of_sizes": lp_pools,
    "depth_first_to_space": blocks,
    "space_to_depth_first": lambda: [{"shape": (1, 2, 4, 6), "block": 2}, {"shape": (2, 1, 3, 6), "block": 3}],
    "unflipped_conv_transpose": unflipped,
    "centred": full,
}
