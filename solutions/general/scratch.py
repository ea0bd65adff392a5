"""Memory to work in, kept from call to call: fresh pages cost more than the arithmetic that is done in them."""

import math
import threading

import numpy as np

KEPT = 16 << 20  # bytes; larger arrays are given back at once

_memory = threading.local()


def scratch(name: str, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An array with anything in it. The next one of this name, in the same thread, may lie in the same memory."""
    size = math.prod(shape) * dtype.itemsize
    if size > KEPT:
        return np.empty(shape, dtype)
    memory = getattr(_memory, name, None)
    if memory is None or memory.nbytes < size:
        memory = np.empty(size, np.uint8)
        setattr(_memory, name, memory)
    return np.ndarray(shape, dtype, memory)


def release() -> None:
    """Give back what this thread has kept."""
    vars(_memory).clear()
