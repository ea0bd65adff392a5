"""Choose the one core that a submission and what it is timed with run on: each worker of the machine another one."""

import contextlib
import os
import random
import socket
from collections.abc import Iterator

_HELD = "\0magic-window-core-{}"  # a name of the kernel's and no file: it is free when the process ends


@contextlib.contextmanager
def one_core() -> Iterator[int]:
    """Keep one core of those that this process may use to ourselves, for this block.

    Other programs may use it, but no other timing of ours does, whoever runs it. Where all are taken already, because
    there are more workers than cores, one is shared.
    """
    cores = sorted(os.sched_getaffinity(0))
    with contextlib.ExitStack() as stack:
        for core in random.sample(cores, len(cores)):
            held = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            try:
                held.bind(_HELD.format(core))
            except OSError:
                continue
            yield core
            return
        yield random.choice(cores)
