"""The wire carries plain values unharmed, and turns everything else into a `WireError`."""

import json
import math
import os
import struct
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.runner.formula import Formula
from autograder.runner.inside import wire
from autograder.runner.inside.wire import WireError, decode, encode, receive, send
from autograder.runner.values import ARRAY_DTYPES, Unknown

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.text()
    | st.text(min_size=200, max_size=400)
    | st.builds(Unknown, st.text())
    | st.builds(Formula, st.text())
    | arrays.arrays(st.sampled_from(sorted(ARRAY_DTYPES)), arrays.array_shapes(min_dims=0, min_side=0, max_side=4))
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["<f4", "|b1", "nan", "|O"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["array", "tuple", "dict", "text", "float", "unknown", "formula", "x"]), inner, max_size=2
        )
    ),
    max_leaves=12,
)


def frame(tree, sizes=(), *buffers):
    header = json.dumps([tree, list(sizes)]).encode()
    return struct.pack(">I", len(header)) + header + b"".join(buffers)


def same(one, other):
    """Equal, of the same types all the way down, and NaN like NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other or (one != one and other != other)


@given(values)
def test_what_is_encoded_comes_back(value):
    assert same(decode(encode(value)), value)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_wire_error(data):
    value_or_wire_error(data)


@given(json_values, st.lists(st.integers(-1, 50), max_size=3), st.binary(max_size=60))
def test_any_header_is_a_value_or_a_wire_error(tree, sizes, data):
    value_or_wire_error(frame(tree, sizes, data))


@given(values, st.data())
def test_a_damaged_frame_is_a_value_or_a_wire_error(value, data):
    damaged = bytearray(encode(value))
    for _ in range(3):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    value_or_wire_error(bytes(damaged))


def value_or_wire_error(data):
    try:
        value = decode(data)
    except WireError:
        return
    encode(value)  # what was let in is made of plain values


@pytest.mark.parametrize(
    "bad",
    {
        "nothing": b"",
        "no header": struct.pack(">I", 10),
        "a header too large": struct.pack(">I", 2**31) + b"[" * 1000,
        "not JSON": struct.pack(">I", 4) + b"nope",
        "deep JSON": struct.pack(">I", 10**6) + b"[" * 10**6,
        "a huge number": struct.pack(">I", 9000) + b"[" + b"9" * 8996 + b",[]]",
        "a large number": frame(2**300),
        "NaN in words": frame(math.nan),
        "something after the end": frame(1) + b"x",
        "an array of objects": frame({"array": [0, "|O", [1]]}, [8], bytes(8)),
        "an array of records": frame({"array": [0, "i4,i4", [1]]}, [8], bytes(8)),
        "a dtype that is a list": frame({"array": [0, ["<f4"], [1]]}, [4], bytes(4)),
        "a shape that does not fit": frame({"array": [0, "<f4", [3]]}, [8], bytes(8)),
        "a negative shape": frame({"array": [0, "<f4", [-1, -2]]}, [8], bytes(8)),
        "a shape of booleans": frame({"array": [0, "|b1", [True]]}, [1], bytes(1)),
        "a shape beyond NumPy": frame({"array": [0, "<f4", [0, 2**40, 2**40]]}, [0]),
        "too many dimensions": frame({"array": [0, "<f4", [1] * 65]}, [4], bytes(4)),
        "no such buffer": frame({"array": [1, "<f4", [1]]}, [4], bytes(4)),
        "a buffer counted from the end": frame({"array": [-1, "<f4", [1]]}, [4], bytes(4)),
        "a buffer used twice": frame([{"text": 0}, {"text": 0}], [4], bytes(4)),
        "a buffer of nobody": frame(1, [4], bytes(4)),
        "a negative size": frame({"text": 0}, [-4]),
        "more than the cap": frame({"text": 0}, [2**60]),
        "deep values": frame(eval("[" * 40 + "]" * 40)),
        "many values": frame([0] * 60_000),
        "an unknown kind": frame({"pickle": "x"}),
        "two kinds": frame({"tuple": [], "dict": {}}),
        "no kind": frame({}),
    }.items(),
    ids=lambda item: item[0],
)
def test_bad_frames_are_refused(bad):
    with pytest.raises(WireError):
        decode(bad[1])


@pytest.mark.parametrize(
    "value",
    [
        object(),
        np.float32(1),
        np.array([None]),
        np.array(["text"]),
        np.array([1, 2]).view(np.recarray),
        np.ma.array([1, 2]),
        type("List", (list,), {})(),
        {1: 2},
        2**300,
        np.zeros(2000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_plain_values_within_the_cap_are_sent(value):
    with pytest.raises(WireError):
        encode(value, max_payload=1000)


def test_arrays_arrive_fresh_writable_and_in_c_order():
    sent = np.arange(24, dtype="f4").reshape(2, 3, 4).transpose(2, 0, 1)
    got = decode(encode(sent))
    assert got.flags.writeable
    assert got.flags.c_contiguous
    np.testing.assert_array_equal(got, sent)


def test_a_bool_of_any_byte_is_true_or_false():
    got = decode(frame({"array": [0, "|b1", [3]]}, [3], bytes([0, 1, 255])))
    assert got.view(np.uint8).tolist() == [0, 1, 1]


def test_text_that_no_file_can_hold_is_mended():
    assert decode(frame(["\ud800", {"dict": {"\udfff": 1}}])) == ["?", {"?": 1}]


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for fd in ends:
        os.close(fd)


def test_a_frame_crosses_a_pipe_that_is_smaller_than_it(pipe):
    reading, writing = pipe
    sent = np.arange(1e6)
    thread = threading.Thread(target=send, args=(writing, sent))
    thread.start()
    np.testing.assert_array_equal(receive(reading, time.monotonic() + 10), sent)
    thread.join()


def test_a_size_over_the_cap_is_refused_before_it_is_read(pipe):
    reading, writing = pipe
    os.write(writing, frame({"text": 0}, [2**60]))
    with pytest.raises(WireError, match="more than"):
        receive(reading, time.monotonic() + 10)


def test_a_side_that_trickles_bytes_gains_no_time(pipe):
    reading, writing = pipe
    done = threading.Event()

    def trickle():
        for byte in encode("x" * 100):
            os.write(writing, bytes([byte]))
            if done.wait(0.05):
                return

    thread = threading.Thread(target=trickle)
    thread.start()
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        receive(reading, start + 0.3)
    assert time.monotonic() - start < 4  # all of it would take 5
    done.set()
    thread.join()


def test_a_side_that_does_not_read_stops_a_sender_at_its_deadline(pipe):
    _, writing = pipe
    os.set_blocking(writing, False)
    with pytest.raises(TimeoutError):
        send(writing, np.zeros(10**6), time.monotonic() + 0.2)


def test_a_side_that_is_gone_is_the_end():
    reading, writing = os.pipe()
    os.write(writing, encode("whole")[:-1])
    os.close(writing)
    with pytest.raises(EOFError):
        receive(reading)
    os.close(reading)
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(EOFError):
        send(writing, 1)
    os.close(writing)


def test_the_caps_leave_room_for_a_large_answer():
    assert decode(encode(np.zeros(wire.MAX_PAYLOAD // 8))).nbytes == wire.MAX_PAYLOAD
