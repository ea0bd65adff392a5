"""Recurses without a bound, in Python and in C.

Seen: RecursionError
Seen: ended the Python process
"""

import itertools
import json
import sys

count = itertools.count()


def deeper(x):
    return deeper(x)


class Nest:
    def __repr__(self):
        return repr([self])


# %%
deeper(1)


# %%
def conv2d(x, weight, bias=None):
    if next(count) < 3:
        return deeper(x)
    sys.setrecursionlimit(10**9)
    return repr(Nest())
