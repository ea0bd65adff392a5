"""The runner's main loop: it runs cells and calls functions for the judge's side, and has no verdict to give."""

import contextlib
import os
from dataclasses import astuple
from typing import Any

from ..calls import call
from ..deadline import OutOfTime, time_limit
from ..shell import Shell
from ..values import Answer, Failure
from ..watching import watch
from . import wire
from .drawing import Drawing
from .recorders import Recorders

GREETING = "runner 1"
OUT_OF_MEMORY = 77  # exit status: there was no memory left even to say so


def serve(shell: Shell, drawing: Drawing, recorders: Recorders, *, requests: int, replies: int, payload: int) -> int:
    """Serve requests until the judge's side hangs up.

    Parameters
    ----------
    shell : Shell
    drawing : Drawing
        Where figures are recorded, if they are.
    recorders : Recorders
        They note which functions of NumPy a call uses.
    requests, replies : int
        Descriptors of pipes.
    payload : int
        Bytes that one message may hold.

    Returns
    -------
    int
        The exit status to end with.
    """
    try:
        _serve(shell, drawing, recorders, requests=requests, replies=replies, payload=payload)
    except EOFError:
        return 0
    except MemoryError:
        return OUT_OF_MEMORY
    return 1


def _serve(shell: Shell, drawing: Drawing, recorders: Recorders, *, requests: int, replies: int, payload: int) -> None:
    runner = os.getpid()
    wire.send(replies, GREETING)
    while True:
        request = wire.receive(requests, max_payload=payload)
        if "source" in request:
            reply = _run(shell, drawing, request)
        else:
            reply = _watch(shell, request) if "watch" in request else _recorded(shell, recorders, request)
        if os.getpid() != runner:
            os._exit(0)  # a fork that came out of the notebook: there is one runner
        reply["id"] = request["id"]
        try:
            wire.send(replies, reply, max_payload=payload)
        except wire.WireError as error:
            wire.send(replies, {"id": request["id"], "too_large": str(error)})


def _run(shell: Shell, drawing: Drawing, request: dict[str, Any]) -> dict[str, Any]:
    reply = shell.run(request["source"], request["seconds"])
    return reply | {"figures": [(tuple(figure.description), figure.picture) for figure in drawing.drawn()]}


def _recorded(shell: Shell, recorders: Recorders, request: dict[str, Any]) -> dict[str, Any]:
    with recorders.recording() as called:
        reply = _call(shell, request)
    return {**reply, "called": sorted(called)}


def _watch(shell: Shell, request: dict[str, Any]) -> dict[str, Any]:
    """Call a function to see what it does with its time: a list of plain values, which says nothing of its result."""
    seen = None
    with contextlib.suppress(BaseException), shell.builtin_trap:
        seen = watch(shell.user_ns[request["function"]], request["args"], request["seconds"])
    if seen is None:
        return {"watched": None}
    loop = list(astuple(seen.loop)) if seen.loop else None
    return {"watched": [loop, [list(astuple(line)) for line in seen.lines], seen.seconds, seen.whole]}


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
