"""The figures of chapter 2."""

import numpy as np
from figures.convolution_parameters import cones, jumps, sight, six_channels, stones, teams, wall, wide_views

IMAGE = np.array([[1, 1, 7, 8, 8], [1, 2, 8, 9, 8], [0, 1, 8, 8, 7], [1, 1, 7, 9, 9]])
KERNEL = np.array([[-1, 0], [2, 1]])
STACK = [(3, 2, 1), (2, 1, 2)]

FIGURES = {
    "stops": lambda: stones.stops(9, 3, 2),
    "stops with everything": lambda: stones.stops(9, 3, 3, 1, 2),
    "jumping film": lambda: jumps.film(IMAGE, KERNEL, (2, 1), "test-jumps"),
    "dilated window": lambda: jumps.dilated(IMAGE, KERNEL, (2, 3)),
    "sheet": lambda: jumps.sheet(IMAGE, KERNEL, stride=2),
    "thumbnails": jumps.thumbnails,
    "fine and broad": jumps.fine_and_broad,
    "dilated kernels": lambda: jumps.kernels_side_by_side(np.arange(1, 10).reshape(3, 3), (1, 2, 3)),
    "three ways": teams.three_ways,
    "cone": lambda: cones.cone(STACK),
    "weights of pixels": cones.weights_of_pixels,
    "separable": teams.separable,
    "fences": wall.fences,
    "wall": wall.thumbnails,
    "wide views": wide_views.side_by_side,
    "sieves": wide_views.sieves,
    "spots": wide_views.spots,
    "six channels": six_channels.right_and_wrong,
    "growing field": sight.growing,
    "what counts": sight.what_counts,
    "looked at": lambda: cones.looked_at((2, 2, 2)),
}
