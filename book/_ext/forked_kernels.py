"""Kernels for the pages, each forked from one process that has loaded what all pages import.

A kernel that starts by itself and imports PyTorch and Matplotlib takes three seconds of the processor before the first
cell of its page, which is as long as the cells of many pages take.
"""

import json
import os
import subprocess
import sys
import threading
import time
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "forked-kernel"


class Server:
    """The process that kernels are forked from. It ends with this one, and its kernels end with it."""

    def __init__(self):
        program = Path(__file__).with_name("kernel_server.py")
        self.lock = threading.Lock()
        self.process = subprocess.Popen(
            [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def fork(self, **kernel):
        with self.lock:
            print(json.dumps(kernel), file=self.process.stdin, flush=True)
            return int(self.process.stdout.readline())


class Grandchild:
    """A kernel's process, with the methods of `subprocess.Popen` that jupyter_client calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0  # only the server could know its status
        return None

    def wait(self):
        while self.poll() is None:
            time.sleep(0.1)
        return 0

    def send_signal(self, signum):
        os.kill(self.pid, signum)


class ForkedKernel(LocalProvisioner):
    """Starts a page's kernel from the process that has loaded the packages."""

    server = None

    async def launch_kernel(self, cmd, *, cwd=None, env=None, **options):
        self.pid = self.server.fork(command=cmd, folder=cwd or os.getcwd(), environment=env or {})
        self.process = Grandchild(self.pid)
        return self.connection_info


def fork_kernels():
    """Let jupyter_client start every kernel of this process so. Outside of Linux forking what is loaded is not safe."""
    if sys.platform == "linux":
        ForkedKernel.server = Server()
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:{ForkedKernel.__name__}", "")
        factory.default_provisioner_name = NAME
