"""Chapter 9: what learners write instead of the way back through convolutions and pools."""

import numpy as np

from ..chapters.the_way_back import (
    AVG_POOL2D_BACKWARD,
    CONV2D_INPUT,
    CONV2D_WEIGHT,
    MAX_POOL2D_BACKWARD,
)
from ..family import family
from ._way_back import (
    Geometry,
    avg_back,
    cropped,
    equal_parts,
    first_of_equals,
    input_canvas,
    input_grad,
    max_back,
    on_avg,
    on_input,
    on_max,
    on_weight,
    put_at,
    sliced,
    weight_grad,
)

# Both gradients of a convolution --------------------------------------------------------------------------------------


def _gradients_with_geometry(exercise, change):
    if exercise is CONV2D_WEIGHT:
        return on_weight(lambda x, size, grad, g: weight_grad(x, size, grad, change(g)))
    return on_input(lambda size, weight, grad, g: input_grad(size, weight, grad, change(g)))


gradients_with_geometry = family((CONV2D_WEIGHT, CONV2D_INPUT), _gradients_with_geometry)
"""The right gradient of a convolution with other options, `change(geometry)`."""


gradients_with_geometry(
    "ignores the stride",
    hint="Neighbouring outputs looked at windows `stride` pixels apart. How far apart are yours?",
)(lambda g: g._replace(stride=(1, 1)))
gradients_with_geometry(
    "ignores the dilation", hint="How far apart lay the pixels that neighbouring taps had seen? And in your loop?"
)(lambda g: g._replace(dilation=(1, 1)))
gradients_with_geometry(
    "exchanges stride and dilation",
    hint="A tap moves the window by `dilation`, an output by `stride`. Which of the two multiplies which index?",
)(lambda g: g._replace(stride=g.dilation, dilation=g.stride))
gradients_with_geometry(
    "reads pairs as (width, height)", hint="In torch's pairs the height comes first. Which axis gets which?"
)(lambda g: Geometry(g.stride[::-1], g.padding[::-1], g.dilation[::-1], g.groups))

# The weight's ---------------------------------------------------------------------------------------------------------


of_weight_grad = family([CONV2D_WEIGHT], lambda _, wrong: on_weight(wrong))
"""A wrong gradient of the weight: `wrong(x, size, grad, geometry)`."""


@of_weight_grad(
    "flips the kernel", hint="Which pixel of the window had the kernel's first number met? No one turns round here."
)
def _(x, size, grad, g):
    return weight_grad(x, size, grad, g)[:, :, ::-1, ::-1]


@of_weight_grad("takes the mean over the batch", hint="All images use the same weight. Is its blame a sum or a mean?")
def _(x, size, grad, g):
    return weight_grad(x, size, grad, g) / len(x)


@of_weight_grad(
    "takes the mean over the places", hint="The weight is used at every place. Is its blame a sum or a mean?"
)
def _(x, size, grad, g):
    return weight_grad(x, size, grad, g) / grad[0, 0].size


@of_weight_grad("keeps the last image's blame only", hint="When the loop comes to the next image, is its blame added?")
def _(x, size, grad, g):
    return weight_grad(x[-1:], size, grad[-1:], g)


@of_weight_grad(
    "forgets the padding", hint="The first window began in the padding. Where does your first window begin?"
)
def _(x, size, grad, g):
    behind = ((0, 0), (0, 0), *((0, 2 * p) for p in g.padding))
    return weight_grad(np.pad(x, behind), size, grad, g._replace(padding=(0, 0)))


@of_weight_grad(
    "shows every group the first channels",
    hint="The second half of the filters saw other channels. Which does your code show them?",
)
def _(x, size, grad, g):
    return weight_grad(np.tile(x[:, : size[1]], (1, g.groups, 1, 1)), size, grad, g)


@of_weight_grad("blames all filters for what the first did", hint="Which channel of grad_output belongs to filter 1?")
def _(x, size, grad, g):
    return weight_grad(x, size, np.broadcast_to(grad[:, :1], grad.shape), g)


@of_weight_grad(
    "shows every filter the first channel", hint="A filter has a kernel for each channel. What has kernel 1 seen?"
)
def _(x, size, grad, g):
    return weight_grad(np.broadcast_to(x[:, :1], x.shape), size, grad, g)


# The input's ----------------------------------------------------------------------------------------------------------


of_input_grad = family([CONV2D_INPUT], lambda _, wrong: on_input(wrong))
"""A wrong gradient of the input: `wrong(size, weight, grad, geometry)`."""


@of_input_grad(
    "slides the kernel over the blame without turning it round",
    hint="Take the blame of one output alone. Which pixel does the first tap send it to, and which pixel the last?",
)
def _(size, weight, grad, g):
    return input_grad(size, weight[:, :, ::-1, ::-1], grad, g)


@of_input_grad(
    "overwrites where windows overlap", hint="Two windows have seen one pixel. What happens to the first one's blame?"
)
def _(size, weight, grad, g):
    return input_grad(size, weight, grad, g, put=put_at)


@of_input_grad("cuts the padding off by [p:-p], also where p is 0", hint="What is x[0:-0]?")
def _(size, weight, grad, g):
    return sliced(input_canvas(size, weight, grad, g), g.padding)


@of_input_grad(
    "returns the blame of the padding too", hint="The padding is no part of the input. Where does the input begin?"
)
def _(size, weight, grad, g):
    return input_canvas(size, weight, grad, g)


@of_input_grad("cuts off the far padding only", hint="The padding lies on both sides. Which sides do you cut?")
def _(size, weight, grad, g):
    return cropped(input_canvas(size, weight, grad, g), (0, 0), size[2:])


@of_input_grad(
    "leaves out the rows and columns that no window saw",
    hint="The gradient has the shape of the input. What are those to blame for who were never seen?",
)
def _(size, weight, grad, g):
    geometry = zip(grad.shape[2:], weight.shape[2:], g.stride, g.padding, g.dilation, strict=True)
    seen = [(n - 1) * s + d * (k - 1) + 1 - 2 * p for n, k, s, p, d in geometry]
    return input_grad(size, weight, grad, g)[:, :, : seen[0], : seen[1]]


@of_input_grad("takes the mean over the filters", hint="A pixel was seen by every filter. Do their blames add up?")
def _(size, weight, grad, g):
    return input_grad(size, weight, grad, g) / (len(weight) // g.groups)


@of_input_grad("passes back what the first filter is blamed for only", hint="How many filters have seen a pixel?")
def _(size, weight, grad, g):
    first = np.arange(len(weight)) % (len(weight) // g.groups) == 0
    return input_grad(size, weight, grad * first[:, None, None], g)


@of_input_grad("gives all channels the blame of the first", hint="Which kernel of a filter had met channel 1?")
def _(size, weight, grad, g):
    return input_grad(size, np.broadcast_to(weight[:, :1], weight.shape), grad, g)


@of_input_grad(
    "flattens the kernels: swaps their height and width", hint="Is it weight[..., a, b] or weight[..., b, a]?"
)
def _(size, weight, grad, g):
    return input_grad(size, weight.swapaxes(2, 3), grad, g)


# Both pools -----------------------------------------------------------------------------------------------------------

BACK = {MAX_POOL2D_BACKWARD: (on_max, max_back), AVG_POOL2D_BACKWARD: (on_avg, avg_back)}
SHARES = {
    MAX_POOL2D_BACKWARD: lambda pool: first_of_equals,
    AVG_POOL2D_BACKWARD: lambda pool: lambda blame, window: equal_parts(pool, blame, window),
}


def _both_pools_back(exercise, wrong):
    wrapped, _ = BACK[exercise]
    return wrapped(lambda pool: wrong(exercise, pool))


both_pools_back = family(BACK, _both_pools_back)
"""A wrong way back through both pools: `wrong(exercise, pool)`."""


@both_pools_back(
    "overwrites where windows overlap", hint="Two windows have seen one pixel. What happens to the first one's blame?"
)
def _(exercise, pool):
    return pool.cut(pool.back(SHARES[exercise](pool), put=put_at))


@both_pools_back(
    "returns the blame of the padding too", hint="The padding is no part of the input. Where does the input begin?"
)
def _(exercise, pool):
    return pool.back(SHARES[exercise](pool))


@both_pools_back("cuts the padding off by [p:-p], also where p is 0", hint="What is x[0:-0]?")
def _(exercise, pool):
    return sliced(pool.back(SHARES[exercise](pool)), pool.padding)


@both_pools_back("moves the window by its own size, whatever the stride", hint="How far apart did the windows lie?")
def _(exercise, pool):
    return BACK[exercise][1](pool._replace(stride=pool.kernel))


@both_pools_back(
    "reads pairs as (width, height)", hint="In torch's pairs the height comes first. Which axis gets which?"
)
def _(exercise, pool):
    turned = pool._replace(kernel=pool.kernel[::-1], stride=pool.stride[::-1], padding=pool.padding[::-1])
    return BACK[exercise][1](turned)


@both_pools_back(
    "gives all of the blame to every pixel of the window", hint="Who of a window made its output what it is?"
)
def _(exercise, pool):
    return pool.cut(pool.back(lambda blame, window: blame))


# The maximum ----------------------------------------------------------------------------------------------------------


of_max_back = family([MAX_POOL2D_BACKWARD], lambda _, wrong: on_max(wrong))
"""A wrong way back through the pool of maxima: `wrong(pool)`."""


def largest(window):
    return window == window.max(axis=(2, 3), keepdims=True)


@of_max_back(
    "blames all that are equal to the largest", hint="Of equals torch takes one. What does your comparison take?"
)
def _(pool):
    return pool.cut(pool.back(lambda blame, window: blame * largest(window)))


@of_max_back("shares the blame among equals", hint="Of equals torch takes one, and it gets all. Which one?")
def _(pool):
    return pool.cut(
        pool.back(lambda blame, window: blame * largest(window) / largest(window).sum(axis=(2, 3), keepdims=True))
    )


@of_max_back("blames the last of equals", hint="Of equals torch takes one. Is it the first, or the last?")
def _(pool):
    def last(blame, window):
        return first_of_equals(blame, window[:, :, ::-1, ::-1])[:, :, ::-1, ::-1]

    return pool.cut(pool.back(last))


@of_max_back("pads with zero", hint="What would a padded zero do to a window of negative numbers?")
def _(pool):
    return pool.cut(pool.back(first_of_equals, value=0.0))


@of_max_back(
    "shares the blame out among the whole window", hint="Would the output change if a pixel that lost were smaller?"
)
def _(pool):
    return pool.cut(pool.back(lambda blame, window: np.full(window.shape, blame / window[0, 0].size)))


@of_max_back("blames the pixels that lost", hint="Would the output change if a pixel that lost were smaller?")
def _(pool):
    return pool.cut(pool.back(lambda blame, window: blame - first_of_equals(blame, window)))


@of_max_back("passes the largest value back", hint="What goes back is the blame. Where does grad_output come in?")
def _(pool):
    return pool.cut(pool.back(lambda blame, window: first_of_equals(window.max(axis=(2, 3), keepdims=True), window)))


@of_max_back("blames the smallest pixel", hint="Who has won the window?")
def _(pool):
    return pool.cut(pool.back(lambda blame, window: first_of_equals(blame, -window), value=np.inf))


# The average ----------------------------------------------------------------------------------------------------------


of_avg_back = family([AVG_POOL2D_BACKWARD], lambda _, wrong: on_avg(wrong))
"""A wrong way back through the pool of averages: `wrong(pool)`."""


@of_avg_back(
    "counts the padding, whatever count_include_pad says", hint="By what was the sum divided on the way forward?"
)
def _(pool):
    return avg_back(pool._replace(pads=True))


@of_avg_back("never counts the padding", hint="By what was the sum divided on the way forward?")
def _(pool):
    return avg_back(pool._replace(pads=False))


@of_avg_back(
    "exchanges what count_include_pad=True and False mean",
    hint="If the padding counts, is the divisor larger or smaller?",
)
def _(pool):
    return avg_back(pool._replace(pads=not pool.pads))


@of_avg_back(
    "divides by the number of windows", hint="An output is the mean over its window. How many pixels are that?"
)
def _(pool):
    return pool.cut(pool.back(lambda blame, window: blame / pool.grad[0, 0].size))


@of_avg_back(
    "divides by the height of the window only", hint="A window has a height and a width. How many pixels are that?"
)
def _(pool):
    return pool.cut(pool.back(lambda blame, window: blame / pool.kernel[0]))


@of_avg_back("weighs the blame with the pixels", hint="Does an average look at how large its pixels are?")
def _(pool):
    return avg_back(pool) * pool.x
