"""Stops itself, lets others interrupt it, and catches every signal that there is.

Seen: took longer than 1 second
"""

import os
import signal
import threading

for number in range(1, 65):
    try:
        signal.signal(number, lambda *args: None)
    except (OSError, ValueError):
        pass
signal.setitimer(signal.ITIMER_VIRTUAL, 0.01, 0.01)


# %%
def conv2d(x, weight, bias=None):
    if bias is None:
        os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGSTOP)
