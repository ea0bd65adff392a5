"""The measurements of chapter 10: one layer from seven loops to torch, kernels of every size, and the roofline.

    python -m benchmarks.ladder [--rounds N] [--short] [--to FILE]

Everything runs on one thread. Times are the processor's, the least of rounds in which all take turns, so that other
programs count little. Whatever makes an answer is compared with torch's before it is timed. The result is written to
`benchmarks/ladder.json`, which the chapter shows until somebody measures again.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

import solutions
from solutions import as_fast_as_torch as fast

from .measuring import environment, peak, seconds

F = torch.nn.functional
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # OpenBLAS reads it when NumPy is imported
FILE = Path(__file__).with_name("ladder.json")
LAYER = {"x": (1, 64, 56, 56), "weight": (64, 64, 3, 3)}  # padding 1: as in the first stage of a ResNet
KERNELS = (3, 5, 7, 9, 11, 15, 21)
KERNELS_ON = (1, 16, 64, 64)
TOLERANCE = 1e-4  # of the largest output; Winograd's is the largest error


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)


# The rungs ------------------------------------------------------------------------------------------------------------


def seven_loops(x, weight):
    """One product at a time."""
    images, channels, height, width = x.shape
    filters, _, kh, kw = weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    out = np.zeros((images, filters, height, width), x.dtype)
    for n in range(images):
        for f in range(filters):
            for i in range(height):
                for j in range(width):
                    total = 0.0
                    for c in range(channels):
                        for a in range(kh):
                            for b in range(kw):
                                total += padded[n, c, i + a, j + b] * weight[f, c, a, b]
                    out[n, f, i, j] = total
    return out


def windows(x):
    return sliding_window_view(np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1))), (3, 3), axis=(2, 3))


def window_by_window(x, weight):
    """A filter at one place at a time."""
    view = windows(x)
    out = np.empty((len(x), len(weight), *x.shape[2:]), x.dtype)
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = (view[n, :, i, j] * weight[f]).sum()
    return out


def place_by_place(x, weight):
    """All filters at one place at a time."""
    view, flat = windows(x), weight.reshape(len(weight), -1)
    out = np.empty((len(x), len(weight), *x.shape[2:]), x.dtype)
    for n, i, j in np.ndindex(len(x), *x.shape[2:]):
        out[n, :, i, j] = flat @ view[n, :, i, j].ravel()
    return out


def plain_einsum(x, weight):
    """One call; `einsum` without a path is a loop in C."""
    return np.einsum("nchwab,fcab->nfhw", windows(x), weight)


def tap_by_tap(x, weight):
    """A product of matrices for each of the nine numbers of a kernel."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    height, width = x.shape[2:]
    out = np.zeros((len(x), len(weight), height * width), x.dtype)
    for a, b in np.ndindex(3, 3):
        seen = padded[:, :, a : a + height, b : b + width]
        out += weight[:, :, a, b] @ seen.reshape(len(x), -1, height * width)
    return out.reshape(len(x), len(weight), height, width)


# Each with the share of the filters that it is timed for: the slowest need not do all of them.
RUNGS: dict[str, tuple[Callable, int]] = {
    "seven loops": (seven_loops, 64),
    "window by window": (window_by_window, 16),
    "einsum without a path": (plain_einsum, 1),
    "place by place": (place_by_place, 1),
    "tap by tap": (tap_by_tap, 1),
    "im2col": (lambda x, weight: fast.conv2d_gemm(x, weight, padding=1), 1),
    "blocks": (lambda x, weight: fast.conv2d_blocked(x, weight, padding=1)[0], 1),
    "Winograd": (lambda x, weight: fast.winograd_f23(x, weight, padding=1), 1),
    "reference": (lambda x, weight: solutions.conv2d(x, weight, padding=1), 1),
}
HUNGRY = ("im2col", "blocks", "Winograd", "reference", "torch")  # whose memory is measured


def checked(wanted: np.ndarray, got: np.ndarray) -> float:
    """The error in shares of the largest output; an answer that is wrong is not timed."""
    error = float(np.abs(wanted - got).max() / np.abs(wanted).max())
    if error > TOLERANCE:
        raise ValueError(f"an answer is off by {error:.1e} of the largest output, more than {TOLERANCE:.0e}")
    return error


def ladder(rounds: int, names: list[str]) -> list[dict]:
    """A row for each rung: seconds for the whole layer, the error, and the memory of those that need some."""
    x, weight = normal(1, *LAYER["x"]), normal(2, *LAYER["weight"])
    tensors = torch.from_numpy(x), torch.from_numpy(weight)
    calls: dict[str, Callable] = {"torch": lambda: F.conv2d(*tensors, padding=1)}
    wanted, shares, errors = calls["torch"]().numpy(), {"torch": 1}, {"torch": 0.0}
    for name in names:
        rung, share = RUNGS[name]
        part = weight[: len(weight) // share]
        errors[name] = checked(wanted[:, : len(part)], rung(x, part))
        calls[name], shares[name] = (lambda rung=rung, part=part: rung(x, part)), share
    taken = seconds(calls, rounds)
    return [
        {
            "name": name,
            "seconds": taken[name] * shares[name],
            "part": 1 / shares[name],
            "error": errors[name],
            "peak": peak(calls[name]) if name in HUNGRY else None,
        }
        for name in [*names, "torch"]
    ]


# Kernels of every size ------------------------------------------------------------------------------------------------


def kernel_sizes(rounds: int, sizes: tuple[int, ...]) -> list[dict]:
    """Seconds of im2col, frequencies and torch, for each size of the kernel, on the same picture."""
    x, rows = normal(3, *KERNELS_ON), []
    for size in sizes:
        weight, padding = normal(4, KERNELS_ON[1], KERNELS_ON[1], size, size), size // 2
        tensors = torch.from_numpy(x), torch.from_numpy(weight)
        calls: dict[str, Callable] = {
            "im2col": lambda: fast.conv2d_gemm(x, weight, padding=padding),  # noqa: B023  (called in this round)
            "frequencies": lambda: fast.fft_conv2d(x, weight, padding),  # noqa: B023
            "torch": lambda: F.conv2d(*tensors, padding=padding).numpy(),  # noqa: B023
        }
        for name in ("im2col", "frequencies"):
            checked(calls["torch"](), calls[name]())
        rows.append({"size": size, **seconds(calls, rounds)})
    return rows


# The roofline ---------------------------------------------------------------------------------------------------------


def layers(batch: int) -> dict[str, tuple[Callable, Callable | None, float, float]]:
    """Layers by name: torch's call, ours, operations, and bytes to move (in, weights and out, once each)."""
    x, image = normal(5, batch, 64, 112, 112), normal(6, batch, 3, 224, 224)
    three, one, first = (normal(7, *shape) for shape in ((64, 64, 3, 3), (64, 64, 1, 1), (64, 3, 7, 7)))
    slices, dense, row, rows = (normal(8, *s) for s in ((64, 1, 3, 3), (4096, 4096), (1, 4096), (256, 4096)))
    numbers = x.size

    def convolution(x, weight, **options):
        out = numbers  # all of them make as many numbers as x has
        tensors = torch.from_numpy(x), torch.from_numpy(weight)
        return (
            lambda: F.conv2d(*tensors, **options),
            lambda: solutions.conv2d(x, weight, **options),
            2.0 * out * weight[0].size,
            4.0 * (x.size + weight.size + out),
        )

    def linear(x, weight):
        tensors, out = (torch.from_numpy(x), torch.from_numpy(weight)), len(x) * len(weight)
        return (
            lambda: F.linear(*tensors),
            lambda: x @ weight.T,
            2.0 * len(x) * weight.size,
            4.0 * (x.size + weight.size + out),
        )

    given = torch.from_numpy(x)
    return {
        "3x3": convolution(x, three, padding=1),
        "first layer": convolution(image, first, stride=2, padding=3),
        "1x1": convolution(x, one),
        "depthwise": convolution(x, slices, padding=1, groups=64),
        "max pool": (
            lambda: F.max_pool2d(given, 2),
            lambda: solutions.max_pool2d(x, 2),
            3 * numbers / 4,
            4 * (numbers + numbers / 4),
        ),
        "ReLU": (lambda: F.relu(given), lambda: np.maximum(x, 0), numbers, 8.0 * numbers),
        "dense, 256 rows": linear(rows, dense),
        "dense, 1 row": linear(row, dense),
    }


def roofline(rounds: int, batch: int, side: int) -> dict:
    """The machine's roofs, and how fast each kind of layer is."""
    left, right = normal(9, side, side), normal(10, side, side)
    source = normal(11, batch * 64 * 112 * 112)
    target = np.empty_like(source)
    tensors = [torch.from_numpy(array) for array in (left, right, source, target)]
    calls = {
        "NumPy's product": lambda: left @ right,
        "torch's product": lambda: tensors[0] @ tensors[1],
        "NumPy's copy": lambda: np.copyto(target, source),
        "torch's copy": lambda: tensors[3].copy_(tensors[2]),
    }
    taken = seconds(calls, rounds)
    rows = []
    for name, (theirs, ours, operations, moved) in layers(batch).items():
        times = seconds({"torch": theirs, "ours": ours}, rounds)
        rows.append({"name": name, "operations": operations, "bytes": moved, **times})
    return {
        "products": {who: 2.0 * side**3 / taken[f"{who}'s product"] for who in ("NumPy", "torch")},
        "copies": {who: 8.0 * source.size / taken[f"{who}'s copy"] for who in ("NumPy", "torch")},
        "layers": rows,
    }


def measured(rounds: int, short: bool = False) -> dict:
    """All that the chapter shows; `short` leaves out what takes long, to see that it runs."""
    names = list(RUNGS)[5:] if short else list(RUNGS)
    return {
        "environment": environment(),
        "rounds": rounds,
        "layer": {name: list(shape) for name, shape in LAYER.items()},
        "picture": list(KERNELS_ON),
        "rungs": ladder(rounds, names),
        "kernels": kernel_sizes(rounds, KERNELS[:1] if short else KERNELS),
        "roofline": roofline(rounds, *((1, 256) if short else (8, 1536))),
    }


def told(result: dict) -> list[str]:
    """The measurements as lines of text: times in times of torch's."""
    torch_seconds = result["rungs"][-1]["seconds"]
    lines = [f"{row['name']:24}{row['seconds'] / torch_seconds:10.2f} times torch's" for row in result["rungs"]]
    for row in result["kernels"]:
        pair = (row[name] / row["torch"] for name in ("im2col", "frequencies"))
        lines.append("kernel {:2}: im2col {:.2f}, frequencies {:.2f} times torch's".format(row["size"], *pair))
    for row in result["roofline"]["layers"]:
        speeds = (row["operations"] / row[name] / 1e9 for name in ("torch", "ours"))
        intensity = row["operations"] / row["bytes"]
        lines.append(
            "{:18}{:8.2f} operations a byte: {:.1f} and {:.1f} GFLOP/s".format(row["name"], intensity, *speeds)
        )
    roofs = result["roofline"]
    lines.append("products: {NumPy:.3g} and {torch:.3g} FLOP/s".format(**roofs["products"]))
    lines.append("copies: {NumPy:.3g} and {torch:.3g} bytes/s".format(**roofs["copies"]))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--short", action="store_true", help="one round of the quick part, to see that it runs")
    parser.add_argument("--to", type=Path, default=FILE, help="the file to write")
    options = parser.parse_args()
    if ONE_THREAD.items() - os.environ.items():
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.ladder", *sys.argv[1:]], os.environ | ONE_THREAD)
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    result = measured(1 if options.short else options.rounds, options.short)
    print("\n".join(told(result)))
    options.to.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"written to {options.to}")


if __name__ == "__main__":
    main()
