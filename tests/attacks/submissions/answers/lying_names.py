"""Returns objects whose class has a name that is markup, has no end, or raises when it is asked for.

Seen: <script>
"""

import itertools

import numpy as np


class Meta(type):
    @property
    def __name__(cls):
        raise NotImplementedError("no name")


class Nameless(metaclass=Meta):
    pass


values = itertools.cycle([type("<script>alert(1)</script>" * 1000, (), {})(), Nameless(), type("\x1b[2J", (), {})()])


# %%
def conv2d(x, weight, bias=None):
    return next(values)
