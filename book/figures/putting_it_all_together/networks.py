"""The networks of chapter 8 layer by layer, with switches that leave one thing out or put it in the wrong place."""

from solutions import adaptive_avg_pool2d, avg_pool2d, conv2d, max_pool2d, pixel_shuffle


def convolve(x, state, name, padding=1):
    """The convolution called `name`, with the weights that `state` has for it."""
    return conv2d(x, state[f"{name}.weight"], state[f"{name}.bias"], padding=padding)


def rectify(x):
    """ReLU: what is below zero becomes zero."""
    return x.clip(0)


def digit_stages(x, state, relu=True, pool=max_pool2d, padding=1):
    """What stands behind every layer of the digit network."""
    maps = convolve(x, state, "conv1", padding)
    active = rectify(maps) if relu else maps
    pooled = pool(active, 2) if pool else active
    averages = adaptive_avg_pool2d(pooled, 1)[:, :, 0, 0]
    scores = averages @ state["fc.weight"].swapaxes(0, 1) + state["fc.bias"]
    return {"conv1": maps, "ReLU": active, "pool": pooled, "average": averages, "fc": scores}


def digit_scores(x, state, **switches):
    return digit_stages(x, state, **switches)["fc"]


def enlarging_stages(x, state, relu=True, padding=1):
    """What stands behind every layer of the enlarging network."""
    maps = convolve(x, state, "conv1", padding)
    active = rectify(maps) if relu else maps
    parts = convolve(active, state, "conv2", padding)
    return {"conv1": maps, "ReLU": active, "conv2": parts, "shuffle": pixel_shuffle(parts, 2)}


def average_pool(x, size):
    return avg_pool2d(x, size)
