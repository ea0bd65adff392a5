"""The network with skip connections written once, with its steps as arguments: a mistake spoils one of them."""

import numpy as np

from ..chapters._networks import conv2d, max_pool2d, relu
from ..chapters._u_net import U_NET, levels_of
from ..family import family
from ._networks import as_it_is, conv_transpose2d, layer


def up_twice(x, weight, bias):
    return conv_transpose2d(x, weight, bias, stride=2, padding=0)


def filled_up(x, size, bias):
    """Rows and columns of zeros below and to the right of x, until it is as large as `size`."""
    rows, columns = size[0] - x.shape[2], size[1] - x.shape[3]
    return np.pad(x, ((0, 0), (0, 0), (0, rows), (0, columns)))


def skip_first(skip, x):
    return np.concatenate([skip, x], axis=1)


def last_made(skips):
    return skips.pop()


def u_net(
    x,
    state,
    conv=conv2d,
    down=relu,
    keep=relu,
    pool=max_pool2d,
    bottom=relu,
    up=up_twice,
    raised=as_it_is,
    fill=filled_up,
    join=skip_first,
    take=last_made,
    merged=relu,
    merge=conv2d,
    out=conv2d,
    end=as_it_is,
    levels=levels_of,
):
    skips = []
    for level in range(1, levels(state) + 1):
        maps = conv(x, *layer(f"down{level}", state))
        skips.append(keep(maps))
        x = pool(down(maps))
    x = bottom(conv(x, *layer("bottom", state)))
    for level in range(levels(state), 0, -1):
        skip, (weight, bias) = take(skips), layer(f"up{level}", state)
        x = raised(up(x, weight, bias))
        x = merged(merge(join(skip, fill(x, skip.shape[2:], bias)), *layer(f"merge{level}", state)))
    return end(out(x, *layer("out", state), padding=0))


def right(x, state):
    """Return the right answer to the exercise."""
    return u_net(x, state)


u_net_spoiled = family([U_NET], lambda exercise, steps: lambda x, state: u_net(x, state, **steps))
"""The network with some of its steps spoiled: a dict of them, by the names of its arguments."""
