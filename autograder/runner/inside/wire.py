"""Frames between the judge's side and the runner: plain values and raw arrays, never anything pickled.

A frame is four bytes with the length of a header, the header (JSON), and the buffers whose sizes it announces.
Whatever is read is taken for hostile: it is measured before it is stored, and either becomes plain values or
raises `WireError`.
"""

import json
import math
import os
import select
import struct
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ..formula import Formula
from ..values import ARRAY_DTYPES, Unknown

MAX_HEADER = 1 << 20
MAX_PAYLOAD = 64 << 20
MAX_DEPTH = 32
MAX_NODES = 50_000
MAX_INT_BITS = 256
MAX_DIMENSIONS = 32
LONG_TEXT = 256  # longer strings travel as buffers, so that the header stays small
_CHUNK = 1 << 20
_LENGTH = struct.Struct(">I")
_MAX_ARRAY = 1 << 62  # of bytes, counting an axis of length zero as one: what NumPy can describe


class WireError(Exception):
    """An error of something that was sent, or was to be sent, and is no message."""


def encode(value: Any, max_payload: int = MAX_PAYLOAD) -> bytes:
    """Turn a tree of plain values into one frame.

    Parameters
    ----------
    value : None, bool, int, float, str, ndarray, Unknown, Formula, or tuples, lists and dicts (with str keys) of them
        Types are compared exactly: a subclass is refused.
    max_payload : int
        In bytes, all buffers together.

    Raises
    ------
    WireError
        If something else is in it, or if it is too large.
    """
    buffers: list[bytes] = []
    header = json.dumps([_pack(value, buffers, 0, _Room(max_payload)), list(map(len, buffers))], allow_nan=False)
    if len(header) > MAX_HEADER:
        raise WireError(f"a header of {len(header)} bytes is more than {MAX_HEADER}")
    return b"".join([_LENGTH.pack(len(header)), header.encode("ascii"), *buffers])


def decode(frame: bytes, max_payload: int = MAX_PAYLOAD) -> Any:
    """Turn one whole frame back into values; raise `WireError` for anything else."""
    position = 0

    def take(count: int) -> bytes:
        nonlocal position
        position += count
        if position > len(frame):
            raise WireError("the frame ends too early")
        return frame[position - count : position]

    value = _read(take, max_payload)
    if position != len(frame):
        raise WireError("the frame goes on after its end")
    return value


def send(fd: int, value: Any, deadline: float | None = None, max_payload: int = MAX_PAYLOAD) -> None:
    """Write `value` as a frame.

    Parameters
    ----------
    deadline : float, optional
        In seconds of `time.monotonic`. To be kept, it needs a descriptor that does not block.

    Raises
    ------
    WireError, TimeoutError, EOFError
        If `value` cannot be sent, the deadline passed, or nobody reads any more.
    """
    rest = memoryview(encode(value, max_payload))
    while rest:
        _wait(fd, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(fd, rest[:_CHUNK]) :]
        except BlockingIOError:
            continue
        except BrokenPipeError:
            raise EOFError("the other side is gone") from None


def receive(fd: int, deadline: float | None = None, max_payload: int = MAX_PAYLOAD) -> Any:
    """Read one frame and return its value. Same arguments and errors as `send`."""

    def take(count: int) -> bytes:
        data = bytearray(count)
        rest = memoryview(data)
        while rest:
            _wait(fd, select.POLLIN, deadline)
            got = os.readv(fd, [rest[:_CHUNK]])
            if not got:
                raise EOFError("the other side is gone")
            rest = rest[got:]
        return bytes(data)

    return _read(take, max_payload)


class _Room:
    """The bytes of buffers and the number of values that may still be taken."""

    def __init__(self, payload: int) -> None:
        self.payload = payload
        self.nodes = MAX_NODES

    def use(self, depth: int, payload: int = 0) -> None:
        self.nodes -= 1
        self.payload -= payload
        if depth > MAX_DEPTH:
            raise WireError(f"values are nested more than {MAX_DEPTH} deep")
        if self.nodes < 0:
            raise WireError(f"more than {MAX_NODES} values")
        if self.payload < 0:
            raise WireError("more data than allowed")


def _pack(value: Any, buffers: list[bytes], depth: int, room: _Room) -> Any:
    """Describe `value` in JSON. What JSON has no word for is an object with one key, which says what it is."""
    kind = type(value)
    room.use(depth, value.nbytes if kind is np.ndarray else 0)
    if value is None or kind is bool:
        return value
    if kind is int:
        if value.bit_length() > MAX_INT_BITS:
            raise WireError(f"a whole number of {value.bit_length()} bits")
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": str(value)}
    if kind is str:
        if len(value) <= LONG_TEXT:
            return value
        data = value.encode("utf-8", "replace")
        room.use(depth, len(data))
        buffers.append(data)
        return {"text": len(buffers) - 1}
    if kind is list:
        return [_pack(item, buffers, depth + 1, room) for item in value]
    if kind is tuple:
        return {"tuple": [_pack(item, buffers, depth + 1, room) for item in value]}
    if kind is dict:
        if any(type(key) is not str for key in value):
            raise WireError("a dict with keys that are not strings")
        return {"dict": {key: _pack(item, buffers, depth + 1, room) for key, item in value.items()}}
    if kind is Unknown:
        return {"unknown": str(value.name)}
    if kind is Formula:
        return {"formula": value.text}
    if kind is np.ndarray and value.dtype.str in ARRAY_DTYPES and value.ndim <= MAX_DIMENSIONS:
        buffers.append(value.tobytes())
        return {"array": [len(buffers) - 1, value.dtype.str, list(value.shape)]}
    raise WireError(f"a value of type {kind.__name__} cannot be sent")


def _read(take: Callable[[int], bytes], max_payload: int) -> Any:
    (length,) = _LENGTH.unpack(take(_LENGTH.size))
    if length > MAX_HEADER:
        raise WireError(f"a header of {length} bytes is more than {MAX_HEADER}")
    try:
        header = json.loads(take(length).decode("ascii"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise WireError("the header is not JSON") from None
    if type(header) is not list or len(header) != 2 or type(header[1]) is not list:
        raise WireError("the header does not hold a value and sizes")
    tree, sizes = header
    if len(sizes) > MAX_NODES or any(type(size) is not int or size < 0 for size in sizes):
        raise WireError("the sizes of the buffers make no sense")
    if sum(sizes) > max_payload:
        raise WireError(f"{sum(sizes)} bytes are more than {max_payload}")
    buffers: list[bytes | None] = [take(size) for size in sizes]
    value = _unpack(tree, buffers, 0, _Room(max_payload))
    if any(buffer is not None for buffer in buffers):
        raise WireError("a buffer belongs to no value")
    return value


def _unpack(node: Any, buffers: list[bytes | None], depth: int, room: _Room) -> Any:
    room.use(depth)
    if node is None or type(node) in (bool, float):
        return node
    if type(node) is int:
        if node.bit_length() > MAX_INT_BITS:
            raise WireError("a whole number is too large")
        return node
    if type(node) is str:
        return _text(node)
    if type(node) is list:
        return [_unpack(item, buffers, depth + 1, room) for item in node]
    if len(node) != 1:
        raise WireError("a value is of no known kind")
    ((kind, content),) = node.items()
    if kind == "tuple" and type(content) is list:
        return tuple(_unpack(item, buffers, depth + 1, room) for item in content)
    if kind == "dict" and type(content) is dict:
        return {_text(key): _unpack(item, buffers, depth + 1, room) for key, item in content.items()}
    if kind == "float" and content in ("nan", "inf", "-inf"):
        return float(content)
    if kind == "text":
        return _take_buffer(content, buffers).decode("utf-8", "replace")
    if kind == "unknown" and type(content) is str:
        return Unknown(_text(content))
    if kind == "formula" and type(content) is str:  # the judge's side never calls one that comes back
        return Formula(_text(content))
    if kind == "array" and type(content) is list and len(content) == 3:
        index, dtype, shape = content
        return _array(index, dtype, shape, buffers)
    raise WireError("a value is of no known kind")


def _array(index: Any, dtype: Any, shape: Any, buffers: list[bytes | None]) -> np.ndarray:
    if type(dtype) is not str or dtype not in ARRAY_DTYPES:
        raise WireError("an array is of no known dtype")
    if type(shape) is not list or len(shape) > MAX_DIMENSIONS or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("the shape of an array makes no sense")
    kind = np.dtype(dtype)
    data = _take_buffer(index, buffers)
    if math.prod(shape) * kind.itemsize != len(data):
        raise WireError("an array's shape and its data do not fit")
    if math.prod(max(n, 1) for n in shape) * kind.itemsize >= _MAX_ARRAY:
        raise WireError("an array's shape is too large")
    if kind.kind == "b":  # any byte may come, but NumPy takes a bool for 0 or 1
        truths: np.ndarray = np.frombuffer(data, np.uint8) != 0
        return truths.reshape(shape)
    return np.frombuffer(data, kind).reshape(shape).copy()


def _take_buffer(index: Any, buffers: list[bytes | None]) -> bytes:
    """Hand out a buffer, each only once."""
    data = buffers[index] if type(index) is int and 0 <= index < len(buffers) else None
    if data is None:
        raise WireError("a value points to no buffer")
    buffers[index] = None
    return data


def _text(text: str) -> str:
    """Replace half characters (lone surrogates), which JSON can carry but no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _wait(fd: int, event: int, deadline: float | None) -> None:
    """Wait until `fd` is ready; a side that trickles bytes gains no time by it."""
    if deadline is None:
        return
    poll = select.poll()
    poll.register(fd, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError("the time is up")
