"""Loops for ever, with the interrupting signal blocked, ignored, and the exception swallowed.

Seen: took longer than 1 second
Seen: was not asked again
"""

import signal


# %%
def conv2d(x, weight, bias=None):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
