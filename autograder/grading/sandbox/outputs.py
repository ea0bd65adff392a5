"""Makes notebook outputs of what a runner claims that a cell showed: plain text and pictures, nothing that acts.

HTML, SVG, Markdown and LaTeX are left out on purpose: nbgrader shows outputs to the instructor in formgrader, where a
script in one of them would have the instructor's rights over the gradebook. Text is escaped there, pictures are inert.
"""

import base64
import binascii
import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from .limits import Limits

MAX_OUTPUTS = 250
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_CONTROL = re.compile(r"[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")  # all but \b \t \n \r and colours (\x1b)


class Untrusted(ValueError):
    """The runner sent something that an honest one never sends."""


def trusted_outputs(claimed: Any, limits: Limits) -> list[NotebookNode]:
    """Rebuild a cell's outputs, each a valid output of nbformat 4.

    Parameters
    ----------
    claimed : Any
        What the runner sent. It is not believed in anything.

    Raises
    ------
    Untrusted
        If it is not a list of outputs, or more than an honest runner sends.
    """
    if type(claimed) is not list or len(claimed) > MAX_OUTPUTS:
        raise Untrusted("no list of outputs")
    room = _Room(chars=3 * limits.output_chars, size=2 * limits.output_bytes)  # an honest runner stays far below
    return [output for item in claimed if (output := _output(item, room)) is not None]


class _Room:
    def __init__(self, chars: int, size: int) -> None:
        self.chars, self.size = chars, size

    def text(self, value: Any) -> str:
        if type(value) is not str or len(value) > self.chars:
            raise Untrusted("no text, or too much of it")
        self.chars -= len(value)
        return _CONTROL.sub("", value)

    def picture(self, media_type: str, value: Any) -> str | None:
        if type(value) is not str or len(value) > self.size:
            raise Untrusted("no picture, or too large")
        self.size -= len(value)
        try:
            data = base64.b64decode(value.replace("\n", ""), validate=True)
        except (binascii.Error, ValueError):
            return None
        return base64.b64encode(data).decode("ascii") if data.startswith(PICTURES[media_type]) else None


def _output(item: Any, room: _Room) -> NotebookNode | None:
    kind = item.get("output_type") if type(item) is dict else None
    if type(kind) is not str:  # an array is equal to many things at once
        raise Untrusted("an output of no known type")
    if kind == "stream":
        name = "stderr" if str(item.get("name")) == "stderr" else "stdout"
        return _new_output("stream", name=name, text=room.text(item.get("text")))
    if kind == "error":
        lines = item.get("traceback")
        if type(lines) is not list:
            raise Untrusted("an error without a traceback")
        trace = [room.text(line) for line in lines]
        return _new_output(
            "error", ename=room.text(item.get("ename")), evalue=room.text(item.get("evalue")), traceback=trace
        )
    if kind in ("display_data", "execute_result"):
        data = _data(item.get("data"), room)
        if not data:
            return None
        if kind == "display_data":
            return _new_output("display_data", data=data)
        count = item.get("execution_count")
        return _new_output("execute_result", data=data, execution_count=count if _is_count(count) else None)
    raise Untrusted("an output of no known type")


def _new_output(kind: str, **fields: Any) -> NotebookNode:
    output: NotebookNode = new_output(kind, **fields)
    return output


def _data(claimed: Any, room: _Room) -> dict[str, str]:
    if type(claimed) is not dict:
        raise Untrusted("an output without data")
    data = {"text/plain": room.text(claimed["text/plain"])} if "text/plain" in claimed else {}
    for media_type in PICTURES.keys() & claimed.keys():
        picture = room.picture(media_type, claimed[media_type])
        if picture is not None:
            data[media_type] = picture
    return data


def _is_count(count: Any) -> bool:
    return type(count) is int and 0 <= count < 1_000_000
