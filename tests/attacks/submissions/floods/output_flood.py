"""Prints gigabytes, to every stream, in one line and in millions, and past Python's own streams.

Seen: output cut after 100000 characters
"""

import os
import sys

line = "x" * 10**6
for _ in range(2000):
    print(line)
    print(line, file=sys.stderr)
# %%
for _ in range(100_000):
    print()
    print(end="", file=sys.stderr)
# %%
for _ in range(100):
    os.write(1, line.encode())
    os.write(2, line.encode())


# %%
def conv2d(x, weight, bias=None):
    print(line)
    return line
