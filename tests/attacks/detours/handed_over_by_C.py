"""Has the library's function called by partial and map, which leave no frame of their own.

Comes to: noted
"""

import functools

exec('h = functools.partial(np.correlate, mode="valid")')


def correlate1d(signal, kernel):
    return next(map(h, [signal], [kernel]))


# %% honest neighbour
import functools


def correlate1d(signal, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(signal, len(kernel))
    return np.array(list(map(functools.partial(np.dot, kernel), windows)))
