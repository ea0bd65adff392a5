"""Looks for what another submission may have left: it prints the state of every place that could be written."""

import builtins
import ctypes
import gc
import json
import os
import resource
import signal
import sys
import time
import warnings

import matplotlib
import numpy as np

libc = ctypes.CDLL(None)


def below(*folders):
    return sorted(
        os.path.join(place, name) for f in folders for place, dirs, files in os.walk(f) for name in dirs + files
    )


def answers(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


found = {
    "files": below("/tmp", "/dev/shm", "/dev/mqueue", "/runner/beside"),
    "here": [os.getcwd(), os.listdir(".")],
    "environment": sorted(os.environ.items()),
    "processes": [number for number in range(1, 500) if answers(number)],
    "segments": [key for key in (4711, 4712) if libc.shmget(key, 0, 0) >= 0 or libc.semget(key, 0, 0) >= 0],
    "queues": libc.mq_open(b"/left", os.O_RDONLY),
    "descriptors": [fd for fd in range(300) if libc.fcntl(fd, 1) >= 0],
    "limits": [resource.getrlimit(number) for number in range(16)],
    "mask": os.umask(0o22),
    "nice": os.nice(0),
    "processors": len(os.sched_getaffinity(0)),
    "signals": [str(signal.getsignal(number)) for number in (1, 2, 14, 15)],
    "modules": sorted(sys.modules),
    "builtins": sorted(name for name in vars(builtins) if not name.startswith("_")),
    "path": sys.path,
    "recursion": sys.getrecursionlimit(),
    "collector": [gc.isenabled(), len(gc.callbacks)],
    "numpy": [str(np.add(1, 1)), np.allclose(0, 1), str(np.random.random()), str(np.geterr())],
    "filters": len(warnings.filters),
    "matplotlib": matplotlib.rcParams["figure.dpi"],
    "clock": time.time() > 1e9,
    "history": [In, list(get_ipython().user_ns["Out"])],
    "events": str({name: len(calls) for name, calls in get_ipython().events.callbacks.items()}),
    "marks": [name for name in vars(builtins) if "left" in name],
}
print(json.dumps(found, default=str))
