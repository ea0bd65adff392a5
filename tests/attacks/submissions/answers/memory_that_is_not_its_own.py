"""Returns views without an end: strides of zero over terabytes, and addresses that belong to somebody else.

Seen: gave more data than may be sent
Seen: ValueError: ndarray is not contiguous
"""

import numpy as np


# %%
def conv2d(x, weight, bias=None):
    if bias is None:
        return np.ndarray((1 << 20,), np.float32, np.lib.stride_tricks.as_strided(x, (1 << 24,), (-4096,)))
    return np.lib.stride_tricks.as_strided(x.ravel(), (5000, 5000), (0, 0))
