"""The figures of chapter 5."""

import numpy as np
from figures.adaptive_pooling import album, cuts, sizes

SMALL = np.array(
    [
        [1, 2, 6, 0, 3, 4, 9, 2],
        [0, 3, 6, 1, 1, 5, 2, 2],
        [9, 0, 3, 3, 6, 6, 0, 3],
        [4, 4, 0, 1, 2, 7, 1, 8],
        [2, 5, 3, 1, 4, 0, 6, 1],
    ]
)
FOUR = np.array([[2, 4, 5, 0], [1, 1, 9, 2], [8, 2, 1, 0], [0, 6, 7, 8]])
PAIRS = [(8, 4), (8, 3), (10, 4), (7, 5), (3, 5), (3, 6)]

FIGURES = {
    "task": lambda: cuts.task(8, 3),
    "cuts": lambda: cuts.cuts(PAIRS),
    "film": lambda: cuts.film(SMALL, (2, 3)),
    "by hand": lambda: cuts.by_hand(FOUR, (3, 2)),
    "strips": lambda: sizes.strips(PAIRS[:4]),
    "every size": sizes.every_size,
    "plaid": album.plaid,
    "album": lambda: album.album((9, 12)),
    "scrambled": album.same_to_a_global_pool,
    "squeezed": album.squeezed,
    "class maps": lambda: album.class_maps([3, 5]),
    "too many": album.too_many,
}
