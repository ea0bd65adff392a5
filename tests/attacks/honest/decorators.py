"""Is decorated: with a timer, a cache, a check of its arguments, and a partial."""

import functools
import time


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            wrapper.seconds = time.perf_counter() - start

    return wrapper


@functools.lru_cache
def stops(size, kernel):
    return size - kernel + 1


def checked(message):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(x, weight, bias=None):
            assert x.ndim == weight.ndim == 4, message
            return function(x, weight, bias)

        return wrapper

    return decorate


# %%
@timed
@checked("four axes")
def conv2d(x, weight, bias=None):
    rows, columns = stops(x.shape[2], weight.shape[2]), stops(x.shape[3], weight.shape[3])
    out = 0
    for a, b in np.ndindex(weight.shape[2:]):
        out = out + np.einsum("nchw,fc->nfhw", x[:, :, a : a + rows, b : b + columns], weight[:, :, a, b])
    return out if bias is None else out + bias[:, None, None]


conv2d = functools.partial(conv2d)
