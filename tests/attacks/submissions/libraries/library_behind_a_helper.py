"""Asks a library for the answer, two helpers and an alias away.

Seen: This does not count: it uses scipy.signal
"""

import numpy as np

try:
    import scipy.signal as fine
except ImportError:
    fine = np


# %%
def helper(x, weight):
    return fine.correlate(x, weight)


# %%
class Layer:
    def __call__(self, x, weight):
        return helper(x, weight)


layer = Layer()


def conv2d(x, weight, bias=None):
    return layer(x, weight)
