"""Settings drawn at random, the same every time."""

import numpy as np


class Draw:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def number(self, least, most):
        return int(self.rng.integers(least, most + 1))

    def pair(self, least, most):
        return [self.number(least, most), self.number(least, most)]

    def one_of(self, *choices):
        return choices[self.number(0, len(choices) - 1)]

    def array(self, *shape):
        """Whole numbers of both signs, as floats: what is added up exactly is equal, not nearly so."""
        return self.rng.integers(-9, 10, shape).astype(float)
