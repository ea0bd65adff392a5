"""The networks of chapter 8 written once, with their steps as arguments: a mistake is a network with a step spoiled."""

from collections.abc import Callable

import numpy as np

from ..chapters._networks import conv2d, max_pool2d, relu
from ..chapters.putting_it_all_together import CLASSIFY, MININET_FEATURES, MININET_UPSAMPLE, SUPER_RESOLVE
from ..exercise import Exercise
from ..family import family


def as_it_is(x):
    return x


def average(x):
    return x.mean(axis=(2, 3), keepdims=True)


def layer(name, state):
    return state[f"{name}.weight"], state[f"{name}.bias"]


def conv_transpose2d(x, weight, bias, stride=2, padding=1):
    canvas = stamp(x, weight, stride)
    return canvas[:, :, padding : canvas.shape[2] - padding, padding : canvas.shape[3] - padding] + bias[:, None, None]


def stamp(x, weight, stride=2, onto=np.add):
    """The overlapping kernels before anything is cut off; `onto(old, new)` says what happens where they overlap."""
    (n, _, h, w), (_, filters, kh, kw) = x.shape, weight.shape
    canvas = np.zeros((n, filters, (h - 1) * stride + kh, (w - 1) * stride + kw), np.result_type(x, weight))
    for i in range(h):
        for j in range(w):
            place = (..., slice(i * stride, i * stride + kh), slice(j * stride, j * stride + kw))
            canvas[place] = onto(canvas[place], np.einsum("nc,cfab->nfab", x[:, :, i, j], weight))
    return canvas


def pixel_shuffle(x, factor):
    (n, c, h, w), r = x.shape, factor
    channels_apart = x.reshape(n, c // (r * r), r, r, h, w)  # the notebook's line, so that it fails in the same words
    return channels_apart.transpose(0, 1, 4, 2, 5, 3).reshape(n, c // (r * r), h * r, w * r)


def enlargement(parts, x):
    return round((parts.shape[1] / x.shape[1]) ** 0.5)


def fully_connected(features, weight, bias):
    return features[:, :, 0, 0] @ weight.T + bias


def features(x, state, first=as_it_is, conv=conv2d, activate=as_it_is, pool=max_pool2d, average=average, end=as_it_is):
    return end(average(pool(activate(conv(first(x), *layer("conv1", state))))))


def upsample(
    x, state, first=as_it_is, conv=conv2d, activate=as_it_is, pool=max_pool2d, up=conv_transpose2d, end=as_it_is
):
    return end(up(pool(activate(conv(first(x), *layer("conv1", state)))), *layer("up", state)))


def super_resolve(
    x,
    state,
    first=as_it_is,
    conv=conv2d,
    activate=relu,
    conv2=conv2d,
    factor=enlargement,
    shuffle=pixel_shuffle,
    end=as_it_is,
):
    hidden = activate(conv(first(x), *layer("conv1", state)))
    parts = conv2(hidden, *layer("conv2", state))
    return end(shuffle(parts, factor(parts, x)))


def classify(
    x,
    state,
    first=as_it_is,
    conv=conv2d,
    activate=relu,
    pool=max_pool2d,
    average=average,
    fc=fully_connected,
    end=as_it_is,
):
    return end(fc(average(pool(activate(conv(first(x), *layer("conv1", state))))), *layer("fc", state)))


def without_bias(operation):
    return lambda x, weight, bias, **options: operation(x, weight, np.zeros_like(bias), **options)


NETWORKS: dict[Exercise, Callable] = {
    MININET_FEATURES: features,
    MININET_UPSAMPLE: upsample,
    SUPER_RESOLVE: super_resolve,
    CLASSIFY: classify,
}
# Who shares a step
MININET = (MININET_FEATURES, MININET_UPSAMPLE)
AVERAGED = (MININET_FEATURES, CLASSIFY)
POOLED = (*MININET, CLASSIFY)
ACTIVATED = (SUPER_RESOLVE, CLASSIFY)


def _with_steps(exercise, steps):
    return lambda x, state: NETWORKS[exercise](x, state, **steps)


network_spoiled = family(NETWORKS, _with_steps)
"""A network with some of its steps spoiled: a dict of them, by the names of the network's arguments."""
