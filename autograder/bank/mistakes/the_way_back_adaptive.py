"""Chapter 9: what learners write instead of the way back through an adaptive average."""

import numpy as np

from ..chapters.the_way_back import ADAPTIVE_AVG_POOL2D_BACKWARD
from ..family import family
from ._way_back import adaptive_back, put_at


def _with_steps_of_adaptive_back(_, steps):
    return lambda grad_output, x: adaptive_back(grad_output, x, **steps)


adaptive_back_spoiled = family([ADAPTIVE_AVG_POOL2D_BACKWARD], _with_steps_of_adaptive_back)
"""The way back with some of its steps spoiled: a dict of them, by the names of `adaptive_back`'s arguments."""


def cut_down(size, count):
    return [(i * size // count, max(i * size // count + 1, (i + 1) * size // count)) for i in range(count)]


def cut_apart(size, count):
    step = max(1, size // count)
    return [(min(i * step, size - 1), min((i + 1) * step, size)) for i in range(count)]


SHARED = "Cut 7 pixels into 3 windows of two and a third. Which pixels does the first one touch?"
adaptive_back_spoiled(
    "overwrites where windows overlap", hint="Two windows have seen one pixel. What happens to the first one's blame?"
)({"put": put_at})
adaptive_back_spoiled("rounds the ends of the windows down", hint=SHARED)({"cut": cut_down})
adaptive_back_spoiled("cuts windows of one size", hint=SHARED)({"cut": cut_apart})
adaptive_back_spoiled(
    "does not divide by the size of the window", hint="An output is a mean. Which share of it is a pixel's?"
)({"count": lambda *_: 1})
adaptive_back_spoiled("divides by the height of the window only", hint="How many pixels has a window?")(
    {"count": lambda tall, wide: tall}
)
adaptive_back_spoiled("divides by height plus width", hint="How many pixels has a window?")(
    {"count": lambda tall, wide: tall + wide}
)


def enlarged(x, size):
    """Every output laid over the pixels of its share: nearest."""
    rows, columns = (np.arange(new) * old // new for old, new in zip(x.shape[2:], size, strict=True))
    return x[:, :, rows[:, None], columns]


@ADAPTIVE_AVG_POOL2D_BACKWARD.mistake(
    "copies the blame to the nearest pixels",
    hint="An output is a mean over several pixels. Is each to blame for all of it?",
)
def _(grad_output, x):
    return enlarged(grad_output, x.shape[2:])


@ADAPTIVE_AVG_POOL2D_BACKWARD.mistake(
    "divides everything by the ratio of the sizes", hint="Are all windows of one size? By what was each sum divided?"
)
def _(grad_output, x):
    ratio = x[0, 0].size / grad_output[0, 0].size
    return adaptive_back(grad_output, x, count=lambda *_: ratio)


@ADAPTIVE_AVG_POOL2D_BACKWARD.mistake(
    "takes the mean of the blame for all pixels", hint="A pixel is in few of the windows. Is it blamed for all of them?"
)
def _(grad_output, x):
    mean = grad_output.mean(axis=(2, 3), keepdims=True)
    return np.broadcast_to(mean, x.shape).astype(grad_output.dtype)
