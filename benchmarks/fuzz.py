"""Fuzzes the channel (`python -m benchmarks.fuzz`): random and mutated frames, as a hostile runner could send them.

Whatever comes, it becomes plain values and valid outputs, or is refused in so many words; nothing else, and at once.
"""

import argparse
import os
import random
import struct
import sys
import time
from collections import Counter

import nbformat
import numpy as np

from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.outputs import Untrusted, trusted_outputs
from autograder.runner.inside import wire
from autograder.runner.values import Unknown, plain

LIMITS = Limits(output_chars=2_000, output_bytes=4_000)
MAX_PAYLOAD = 1 << 16
SLOW = 1.0  # seconds of the processor, for one frame of a few kilobytes
PIPE_SHARE = 0.05  # of the frames also go through a pipe, as from a runner
VALUES = [
    *(None, True, 0, -1, 2**255, 1.5, float("nan"), float("-inf"), "", "a" * 300, "\ud800", [], (), {}, Unknown("x")),
    *(np.zeros((2, 3), dtype) for dtype in ("?", "<i8", "<f4", "<c16", "<f2")),
    *(np.zeros(0), np.array(1.0), np.ones((1,) * 32)),
]
OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "half \ud800\n"},
    {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["\x1b[31mred"]},
    {"output_type": "execute_result", "data": {"text/plain": "1"}, "execution_count": 1},
    {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo=", "text/html": "PHNjcmlwdD4="}},
]
WORDS = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"1e999", b"NaN", b"-1", b"9" * 400, b'"text"', b'"array"']
WORDS += [b'"tuple"', b'"dict"', b'"float"', b'"unknown"', b'"<f8"', b"\\ud800", b"[" * 200, b"true", b"0.0", b"\xff"]


class Finding(AssertionError):
    """A frame that did what no frame may do."""


def fuzz(frames: int, seed: int) -> Counter[str]:
    """Try so many frames; count what came of them.

    Raises
    ------
    Finding
        If one of them does anything but become values or be refused, with its bytes.
    """
    rng = random.Random(seed)
    came: Counter[str] = Counter()
    for _ in range(frames):
        frame = _frame(rng)
        start = time.process_time()
        try:
            came[_try(frame, through_a_pipe=rng.random() < PIPE_SHARE)] += 1
        except Exception as error:
            raise Finding(f"seed {seed}: {type(error).__name__}: {error}; the frame is {frame[:2000]!r}") from error
        if time.process_time() - start > SLOW:
            raise Finding(f"seed {seed}: this frame took {time.process_time() - start:.1f} seconds: {frame[:2000]!r}")
    return came


def _try(frame: bytes, through_a_pipe: bool) -> str:
    try:
        value = wire.decode(frame, MAX_PAYLOAD)
    except wire.WireError:
        value, outcome = None, "refused"
    else:
        outcome = "values"
        _is_plain(value)
    if through_a_pipe and _received(frame) != outcome:
        raise AssertionError("decode and receive do not agree")
    if type(value) is dict:
        outcome = _shown(value.get("outputs"))
    return outcome


def _is_plain(value: object) -> None:
    """What was decoded can be encoded again, and is the same to the byte."""
    again = wire.encode(value)
    if wire.encode(wire.decode(again)) != again:
        raise AssertionError("a value does not survive")
    plain(value)


def _received(frame: bytes) -> str:
    reading, writing = os.pipe()
    try:
        os.write(writing, frame[:60_000])
        os.close(writing)
        wire.receive(reading, time.monotonic() + SLOW, MAX_PAYLOAD)
    except (wire.WireError, EOFError):
        return "refused"
    finally:
        rest = os.read(reading, 1)
        os.close(reading)
    return "refused" if rest else "values"


def _shown(claimed: object) -> str:
    try:
        outputs = trusted_outputs(claimed, LIMITS)
    except Untrusted:
        return "outputs refused"
    cell = nbformat.v4.new_code_cell(outputs=outputs)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()  # can be written to a file
    if any(kind not in ("text/plain", "image/png", "image/jpeg") for out in outputs for kind in out.get("data", {})):
        raise AssertionError("an output of a kind that could act")
    return "outputs"


def _frame(rng: random.Random) -> bytes:
    """A frame of some kind: noise, words of JSON in a true frame, or an honest one that was damaged a little."""
    kind = rng.random()
    if kind < 0.1:
        return rng.randbytes(rng.randrange(64))
    if kind < 0.4:
        return _framed(b"".join(rng.choices(WORDS, k=rng.randrange(1, 12))), rng.randbytes(rng.randrange(9)))
    honest = wire.encode(_reply(rng) if rng.random() < 0.7 else _value(rng, 3))
    if rng.random() < 0.2:
        return honest
    length = struct.unpack(">I", honest[:4])[0]
    header, payload = bytearray(honest[4 : 4 + length]), honest[4 + length :]
    for _ in range(rng.randrange(1, 3)):
        _damage(rng, header)
    if rng.random() < 0.2:
        payload = payload[: rng.randrange(len(payload) + 1)] + rng.randbytes(rng.randrange(3))
    return _framed(bytes(header), payload) if rng.random() < 0.95 else honest[:4] + bytes(header) + payload


def _framed(header: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(header)) + header + payload


def _damage(rng: random.Random, header: bytearray) -> None:
    place = rng.randrange(len(header) + 1)
    action = rng.randrange(4)
    if action == 0:
        header[place : place + rng.randrange(4)] = rng.choice(WORDS)
    elif action == 1:
        del header[place : place + rng.randrange(1, 9)]
    elif action == 2:
        other = rng.randrange(len(header) + 1)
        header[place:place] = header[other : other + rng.randrange(20)]
    elif place < len(header):
        header[place] = rng.randrange(32, 127)


def _reply(rng: random.Random) -> dict[str, object]:
    reply: dict[str, object] = {"id": rng.randrange(3), "out_of_time": rng.random() < 0.5}
    if rng.random() < 0.5:
        return reply | {"value": _value(rng, 2), "failure": None, "changed_inputs": False, "printed": "x"}
    outputs: list[dict[str, object]] = [dict(rng.choice(OUTPUTS)) for _ in range(rng.randrange(4))]
    for output in outputs:
        if rng.random() < 0.5:
            output[rng.choice(["output_type", "text", "data", "traceback", "execution_count", "name", "new"])] = _value(
                rng, 2
            )
    return reply | {"outputs": outputs}


def _value(rng: random.Random, depth: int) -> object:
    if depth == 0 or rng.random() < 0.6:
        return rng.choice(VALUES)
    items = [_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return rng.choice([items, tuple(items), {f"key {n}": item for n, item in enumerate(items)}])


def main() -> int:
    """Fuzz, and print what came of the frames."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    start = time.perf_counter()
    came = fuzz(options.frames, options.seed)
    for outcome, count in came.most_common():
        print(f"{count:>10,}  {outcome}")
    print(f"{options.frames:>10,}  frames of seed {options.seed} in {time.perf_counter() - start:.0f} s: no finding")
    return 0


if __name__ == "__main__":
    sys.exit(main())
