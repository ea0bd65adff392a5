"""Kernels for the pages, each forked from one process that has loaded what all pages import.

A kernel that starts by itself and imports PyTorch and Matplotlib takes three seconds of the processor before the first
cell of its page, and what its first glue imports takes three more: longer than the cells of many pages.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME = "forked-kernel"


class Server:
    """The process that kernels are forked from. It starts with the first; at the end of this one all of them end."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = None

    def fork(self, **kernel):
        """Start a kernel, and return it.

        Raises
        ------
        RuntimeError
            If the process has ended.
        """
        with self.lock:
            if self.process is None:
                program = Path(__file__).with_name("kernel_server.py")
                self.process = subprocess.Popen(
                    [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
            with contextlib.suppress(BrokenPipeError):
                print(json.dumps(kernel), file=self.process.stdin, flush=True)
            assert self.process.stdout, "a pipe"
            answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("The process that kernels are forked from has ended. What it said is above.")
        return Grandchild(int(answer), self.process)


class Grandchild:
    """A kernel's process, with the methods of `subprocess.Popen` that jupyter_client calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid, parent):
        self.pid = pid
        self.parent = parent

    def poll(self):
        """None while it runs; 0 when it has ended, for only its parent could know more."""
        if self.parent.poll() is not None:
            return 0
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self):
        while self.poll() is None:
            time.sleep(0.1)
        return 0

    def send_signal(self, signum):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signum)


class ForkedKernel(LocalProvisioner):
    """Starts a page's kernel from the process that has loaded the packages.

    The kernel is talked to by sockets in a folder of this process's own. A port that is free when the kernel is told
    of it may be another program's by the time when the kernel has loaded what it needs.
    """

    parent: Any  # the manager of the kernel
    server = Server()
    sockets = tempfile.TemporaryDirectory(prefix="kernels-")  # short: the path of a socket has at most 107 letters

    async def pre_launch(self, **options):
        self.parent.transport, self.parent.ip = "ipc", f"{self.sockets.name}/{self.kernel_id[:8]}"
        return await super().pre_launch(**options)

    async def launch_kernel(self, cmd, *, cwd=None, env=None, **options):
        self.process = self.server.fork(command=cmd, folder=str(cwd or Path.cwd()), environment=env)
        self.pid = self.process.pid
        return self.connection_info


def fork_kernels():
    """Let jupyter_client start every kernel of this process so. Outside of Linux forking what is loaded is not safe."""
    if sys.platform == "linux":
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:{ForkedKernel.__name__}", "")
        factory.default_provisioner_name = NAME
