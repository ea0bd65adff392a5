"""Time workloads in this process: torch, ours, a limit, and what a learner would write. Printed as JSON.

`benchmarks.operations` starts this with the number of threads in the environment, where OpenBLAS looks for it.
"""

import argparse
import ctypes
import gc
import json
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

import solutions
from solutions.general import scratch

from .gradients import CONVOLUTIONS, GRADIENTS, Gradient
from .learners import answers
from .machine import machine
from .workloads import WORKLOADS, Workload

ALL = [*WORKLOADS, *GRADIENTS]

SAMPLE = 1e-4  # seconds; shorter calls are repeated within a sample
PATIENCE = 0.3  # seconds; longer answers of a learner are measured once


def matrix_product(work: Workload, arrays) -> Callable:
    """The product that a convolution or its gradient cannot do without, its matrices laid out at no cost."""
    x, weight, _ = arrays
    work = work.forward if isinstance(work, Gradient) and work.forward else work
    groups = work.options.get("groups", 1)
    places = x[:, 0].size
    if work.group == "transposed":
        shapes = (weight[0].size, len(weight)), (len(weight), places)
    else:
        places = work.call(solutions, arrays[:2])()[:, 0].size
        shapes = (groups, len(weight) // groups, weight[0].size), (groups, weight[0].size, places)
    left, right = (np.ones(shape, x.dtype) for shape in shapes)
    out = np.matmul(left, right)
    return lambda: np.matmul(left, right, out=out)


def copying(work: Workload, arrays) -> Callable:
    """A copy of the input or of the output, whichever is larger."""
    result = work.call(solutions, arrays)()
    larger = max(arrays[0], result[0] if isinstance(result, tuple) else result, key=lambda array: array.size)
    source, target = larger.copy(), np.empty_like(larger)
    return lambda: np.copyto(target, source)


def our_clock() -> Callable[[], float]:
    """The processor's time for one thread, which no other process can take from; for more, the time on the wall."""
    return time.thread_time if torch.get_num_threads() == 1 else time.perf_counter


def seconds(calls: dict[str, Callable], rounds: int) -> dict[str, float]:
    """The least time of each call, measured in turn so that they share the machine's moods."""
    clock = our_clock()
    repeats = {}
    for name, call in calls.items():
        call()
        start = clock()
        call()
        repeats[name] = max(1, math.ceil(SAMPLE / max(clock() - start, SAMPLE / 1000)))
    samples: dict[str, list[float]] = {name: [] for name in calls}
    gc.disable()
    try:
        for _ in range(rounds):
            for name, call in calls.items():
                start = clock()
                for _ in range(repeats[name]):
                    call()
                samples[name].append((clock() - start) / repeats[name])
    finally:
        gc.enable()
    return {name: min(taken) for name, taken in samples.items()}


def peak(call: Callable) -> int | None:
    """Measure by how many bytes a call raises the peak of the process's memory; None where nothing counts it.

    Memory that was freed before is given back first, so that the call cannot take it.
    """
    scratch.release()
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        before = resident("VmRSS")
        call()
        return max(0, resident("VmHWM") - before)
    except (OSError, AttributeError):  # not Linux, or not glibc
        return None


def resident(name: str) -> int:
    """A size of this process's memory, in bytes, as Linux has it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) << 10


def learner_seconds(call: Callable, share: float, rounds: int) -> float:
    """The least time of a learner's answer; the slow ones are not asked twice."""
    clock = our_clock()
    taken: list[float] = []
    while len(taken) < rounds and sum(taken) < PATIENCE:
        start = clock()
        call()
        taken.append(clock() - start)
    return share * min(taken)


def measure(work: Workload, rounds: int, learners: bool = True) -> dict:
    """One row of the table: times in seconds, and errors from the exact result, relative to its largest number.

    Torch's float32 is no measure of ours, for it is often farther off. But resizing rounds places too, and must do so
    as torch does: what is nearer to torch than to the exact result is measured from torch.
    """
    arrays = work.arrays()
    tensors = [torch.from_numpy(array) for array in arrays]
    products = work.group in ("convolution", "transposed", CONVOLUTIONS)
    calls = {
        "torch": work.call(torch.nn.functional, tensors),
        "ours": work.call(solutions, arrays),
        "limit": (matrix_product if products else copying)(work, arrays),
    }
    exactly = work.call(torch.nn.functional, [tensor.double() for tensor in tensors])()
    exact, ours, torchs = (values_of(result) for result in (exactly, calls["ours"](), calls["torch"]()))
    largest = abs(exact).max()
    row = {
        "group": work.group,
        "name": work.name,
        "operation": work.operation,
        "shape": list(work.shapes[0]),
        "error": float(min(abs(ours - exact).max(), abs(ours - torchs).max()) / largest),
        "torch's error": float(abs(torchs - exact).max() / largest),
        "limit is": "matrix product" if products else "copy",
        "peak": {name: peak(calls[name]) for name in ("torch", "ours")},
        **seconds(calls, rounds),
    }
    if learners:
        timed = answers(work, arrays).items()
        row["learners"] = {name: learner_seconds(call, share, min(rounds, 5)) for name, (call, share) in timed}
    return row


def values_of(result) -> np.ndarray:
    """The values that a call returned, without the indices that a pool may add."""
    return np.asarray(result[0] if isinstance(result, tuple) else result)


def blas_kernels() -> str:
    """Which processor OpenBLAS has chosen its kernels for."""
    for library in Path(np.__file__).parent.parent.glob("numpy.libs/libscipy_openblas*"):
        try:
            name = ctypes.CDLL(str(library)).scipy_openblas_get_corename64_
        except (OSError, AttributeError):
            continue
        name.restype = ctypes.c_char_p
        return name().decode()
    return "unknown"


def environment() -> dict:
    return {
        "numpy": np.__version__,
        "torch": torch.__version__,
        "torch kernels": torch.backends.cpu.get_cpu_capability(),
        "blas kernels": blas_kernels(),
        "threads": torch.get_num_threads(),
        **machine(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", nargs="*")
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--first", type=int, help="only the first few workloads of each group")
    parser.add_argument("--no-learners", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    rows = []
    for group in dict.fromkeys(work.group for work in ALL):
        if options.groups and group not in options.groups:
            continue
        for work in [work for work in ALL if work.group == group][: options.first]:
            print(f"{group}: {work.name}", file=sys.stderr)
            rows.append(measure(work, options.rounds, not options.no_learners))
    json.dump({"environment": environment(), "rows": rows}, sys.stdout)


if __name__ == "__main__":
    main()
