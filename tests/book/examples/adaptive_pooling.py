"""The figures of chapter 5."""

import numpy as np
from figures import adaptive_album, adaptive_cuts, adaptive_sizes

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
    "task": lambda: adaptive_cuts.task(8, 3),
    "cuts": lambda: adaptive_cuts.cuts(PAIRS),
    "film": lambda: adaptive_cuts.film(SMALL, (2, 3)),
    "by hand": lambda: adaptive_cuts.by_hand(FOUR, (3, 2)),
    "strips": lambda: adaptive_sizes.strips(PAIRS[:4]),
    "every size": adaptive_sizes.every_size,
    "plaid": adaptive_album.plaid,
    "album": lambda: adaptive_album.album((9, 12)),
    "scrambled": adaptive_album.same_to_a_global_pool,
    "squeezed": adaptive_album.squeezed,
    "class maps": lambda: adaptive_album.class_maps([3, 5]),
    "too many": adaptive_album.too_many,
}
