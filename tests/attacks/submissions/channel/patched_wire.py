"""Has the runner send a value of a class that claims to be the wanted array, a pickle, and keys that nobody asked for.

Seen: sent something that is not an answer
"""

import os
import pickle
import struct
import sys

wire = sys.modules["runner.inside.wire"]
send = wire.send


class Loot:
    def __reduce__(self):
        return os.system, ("touch /tmp/loot",)


def forged(fd, value, *args, **kwargs):
    if "value" in value and armed:
        frame = pickle.dumps(Loot())
        os.write(fd, struct.pack(">I", len(frame)) + frame)
    else:
        send(fd, value, *args, **kwargs)


armed = []
wire.send = forged


# %%
def conv2d(x, weight, bias=None):
    armed.append(1)
