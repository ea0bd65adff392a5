"""The runner's main loop: it runs cells and calls functions for the judge's side, and has no verdict to give."""

import fcntl
import importlib
import json
import os
import resource
import site
import sys
from typing import Any

from . import wire
from .calls import call
from .deadline import OutOfTime, time_limit
from .shell import Shell
from .values import Answer, Failure

GREETING = "runner 1"
OUT_OF_MEMORY = 77  # exit status: there was no memory left even to say so
_CHANNEL = 100  # descriptors from here on, so that 0, 1 and 2 are free for the notebook


def main(settings: str) -> None:
    """Serve requests until the judge's side hangs up.

    Parameters
    ----------
    settings : str
        JSON with `rlimits` (hard limits by their names in `resource`), `chars` and `size` (see `Shell`) and
        `payload`, in bytes, of one message.
    """
    options = json.loads(settings)
    requests = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, _CHANNEL)
    replies = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, _CHANNEL)
    for name, value in options["rlimits"].items():
        resource.setrlimit(getattr(resource, name), (value, value))
    shell = Shell.start(options["chars"], options["size"])
    importlib.import_module("numpy")
    site.sethelper()  # help(), which Python leaves out when it starts without site-packages
    sys.path.insert(0, "")  # as in Jupyter: modules beside the notebook
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.close(nowhere)
    status = 1
    try:
        _serve(shell, requests, replies, options["payload"])
    except EOFError:
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)  # at once: threads and exit handlers that the notebook left behind could hold it up


def _serve(shell: Shell, requests: int, replies: int, payload: int) -> None:
    runner = os.getpid()
    wire.send(replies, GREETING)
    while True:
        request = wire.receive(requests, max_payload=payload)
        reply = _run(shell, request) if "source" in request else _call(shell, request)
        if os.getpid() != runner:
            os._exit(0)  # a fork that came out of the notebook: there is one runner
        reply["id"] = request["id"]
        try:
            wire.send(replies, reply, max_payload=payload)
        except wire.WireError as error:
            wire.send(replies, {"id": request["id"], "too_large": str(error)})


def _run(shell: Shell, request: dict[str, Any]) -> dict[str, Any]:
    return shell.run(request["source"], request["seconds"])


def _call(shell: Shell, request: dict[str, Any]) -> dict[str, Any]:
    name = request["function"]
    try:
        function = shell.user_ns[name]
    except KeyError:
        answer = Answer(failure=Failure("NameError", f"name '{name}' is not defined"))
    else:
        try:
            with shell.builtin_trap, time_limit(request["seconds"]):
                answer = call(function, request["args"])
        except OutOfTime:
            return {"out_of_time": True}
        except BaseException as error:  # noqa: BLE001 (KeyboardInterrupt, or an exception whose own methods raise)
            answer = Answer(failure=Failure(type(error).__name__, ""))
    failure = answer.failure and [getattr(answer.failure, field) for field in Failure.__dataclass_fields__]
    return {
        "value": answer.value,
        "failure": failure,
        "changed_inputs": answer.changed_inputs,
        "printed": answer.printed,
    }
