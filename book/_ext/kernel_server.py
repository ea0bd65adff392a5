"""The process that the kernels of the pages are forked from: see forked_kernels.py."""

import json
import os
import signal
import sys
from importlib import import_module

PRELOADED = ["ipykernel.kernelapp", "matplotlib.pyplot", "myst_nb.ext.glue", "skimage.data", "torch"]


def serve():
    """Fork a kernel for every line of standard input, and answer with the number of its process."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # at Ctrl-C this process ends without a word, and its kernels with it
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is printed here, or in a kernel, is no answer
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # a kernel's; Matplotlib reads it once
    for name in PRELOADED:
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no kernel is waited for
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            be_kernel(**json.loads(line))
            sys.stderr.flush()
            os._exit(0)  # Python's own end takes a second more where PyTorch is loaded
        print(pid, file=answers, flush=True)


def be_kernel(command, folder, environment):
    """Be the kernel that this command line, `python -m ipykernel_launcher -f FILE`, would start in this folder."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()  # Ctrl-C at the terminal is not for the kernel
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(folder)
    os.environ.update(environment)
    sys.path[0] = ""
    sys.argv = command[command.index("ipykernel_launcher") :]
    IPKernelApp.launch_instance(sys.argv[1:], parent_handle=os.getppid())  # it ends with the process it was forked from


if __name__ == "__main__":
    serve()
