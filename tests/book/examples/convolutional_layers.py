"""The figures of the introduction and of chapter 1."""

import numpy as np
from figures import photograph, stamps
from figures.convolutional_layers import elevation, layers, volume

IMAGE = np.array([[1, 1, 7, 8, 8], [1, 2, 8, 9, 8], [0, 1, 8, 8, 7], [1, 1, 7, 9, 9]])
KERNEL = np.array([[-1, 0, 2], [-3, 0, 1]])
RNG = np.random.default_rng(3)
WEIGHT, BIAS = RNG.normal(size=(16, 3, 3, 3)), RNG.normal(size=16)
WINDOW = RNG.integers(0, 255, size=(3, 3, 3))

FIGURES = {
    "image and kernel": lambda: stamps.image_and_kernel(IMAGE, KERNEL),
    "film": lambda: stamps.film(IMAGE, KERNEL),
    "one stop": lambda: stamps.one_stop(IMAGE, KERNEL, (1, 2)),
    "answers": lambda: stamps.answers(IMAGE, KERNEL),
    "scores": lambda: stamps.scores({"dim": KERNEL * 0 + 2, "bright": KERNEL * 0 + 9}, KERNEL),
    "magic window": photograph.magic_window,
    "gallery": photograph.gallery,
    "wrong ways": photograph.wrong_ways,
    "profile": elevation.profile,
    "film strip": volume.film_strip,
    "one filter": lambda: layers.one_filter(WINDOW, np.round(3 * WEIGHT[0]), 10),
    "pipeline": lambda: layers.pipeline(WEIGHT, BIAS),
    "sixteen maps": lambda: layers.sixteen_maps(WEIGHT, BIAS),
}
