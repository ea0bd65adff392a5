"""Sends arrays where the judge expects a word or a number: they are equal to many things at once, and to none.

Seen: sent something that is not an answer
"""

import sys

import numpy as np

many = np.zeros((2, 3))
wire = sys.modules["runner.inside.wire"]
honestly = wire.send
wire.send = lambda fd, reply, *more, **kwargs: honestly(
    fd, reply | {"outputs": [{"output_type": many}]}, *more, **kwargs
)
# %%
import sys

import numpy as np

wire = sys.modules["runner.inside.wire"]
honestly = wire.send


def forged(fd, reply, *more, **kwargs):
    if armed:
        reply = reply | {"id": np.full((2, 2), reply["id"]), "printed": np.zeros(2)}
    honestly(fd, reply, *more, **kwargs)


armed = []
wire.send = forged


# %%
def conv2d(x, weight, bias=None):
    armed.append(1)
