"""Raises exceptions whose words raise, never end, are markup or a gigabyte, and one that means `not attempted`.

Seen: crashed
Seen: took longer than 1 second
"""

import itertools


class Endless(Exception):
    def __str__(self):
        while True:
            pass


class Recursive(Exception):
    def __str__(self):
        raise Recursive from self

    __repr__ = __str__


class Base(BaseException):
    pass


errors = itertools.cycle([
    Recursive(), Exception("<img src=x onerror=alert(1)>\x1b[2J" + "x" * 10**7), Base("out"), GeneratorExit(),
    NotImplementedError("passed"), StopIteration(1), ExceptionGroup("many", [Recursive()] * 99), Endless(),
])  # fmt: skip


# %%
def conv2d(x, weight, bias=None):
    raise next(errors)
