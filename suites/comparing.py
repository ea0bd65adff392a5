"""One call, made by torch and by ours, and the count of what came of it."""

import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch

import solutions

ERRORS = {np.dtype(np.float32): 3e-6, np.dtype(np.float64): 1e-12}  # of the largest output: another order of adding up


@dataclass
class Tally:
    """How many calls of a suite were tried, and what came of them."""

    suite: str
    share: int = 1  # only every so many-th call is compared
    calls: int = 0
    tried: int = 0
    agreed: int = 0
    quirks: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def chosen(self) -> bool:
        """Count a call, and say whether it is one of those to be made."""
        self.calls += 1
        return self.calls % self.share == 0

    def compare(self, name: str, torchs: Callable, arguments: tuple, options: dict) -> object:
        """Call torch's function and ours of this name, and return the outcome of torch's."""
        expressed = {key: value for key, value in options.items() if (key, value) != ("antialias", False)}
        ours = outcome(getattr(solutions, name), as_arrays(arguments), as_arrays(expressed))
        wanted = torchs_outcome(torchs, arguments, options)
        self._count(name, wanted, ours, arguments, options)
        return wanted

    def _count(self, name, wanted, ours, arguments, options):
        self.tried += 1
        difference = differs(name, wanted, ours)
        if difference is None:
            self.agreed += 1
        elif reason := quirk(name, wanted, ours, arguments, options):
            self.quirks[reason] += 1
        else:
            self.differences.append(f"{name}{described(arguments)}{described(options)}: {difference}")


def outcome(function: Callable, arguments: tuple, options: dict) -> object:
    """What a function returns, or the exception that it raises."""
    try:
        return function(*arguments, **options)
    except Exception as error:  # noqa: BLE001 (compared with the other's, whatever it is)
        return error


def torchs_outcome(function: Callable, arguments: tuple, options: dict) -> object:
    """The outcome of torch's function, without what it has to say of copies and of what is on its way out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return outcome(function, arguments, options)


def as_arrays(value):
    """The same arguments with arrays for tensors, which share their memory."""
    if isinstance(value, torch.Tensor):
        return value.detach().numpy()
    if isinstance(value, dict):
        return {key: as_arrays(item) for key, item in value.items()}
    return tuple(map(as_arrays, value)) if isinstance(value, tuple) else value


def differs(name: str, wanted: object, ours: object) -> str | None:
    """Say in what the two results differ."""
    if isinstance(wanted, Exception) or isinstance(ours, Exception):
        refused = isinstance(ours, ValueError) and str(ours).startswith(f"{name}: ")
        if isinstance(wanted, Exception) and (refused or isinstance(ours, TypeError)):
            return None
        return f"torch: {brief(wanted)}; ours: {brief(ours)}"
    pairs = zip(*[result if isinstance(result, tuple) else (result,) for result in (wanted, ours)], strict=True)
    for torchs, array in pairs:
        expected = torchs.detach().numpy()
        if not isinstance(array, np.ndarray) or (array.dtype, array.shape) != (expected.dtype, expected.shape):
            return f"torch: {brief(wanted)}; ours: {brief(ours)}"
        finite = expected[np.isfinite(expected)]
        largest = max(1.0, float(np.abs(finite).max(initial=0)))
        allowed = ERRORS.get(expected.dtype, 0) * largest
        if not np.allclose(array, expected, rtol=0, atol=allowed, equal_nan=True):
            return f"values differ by up to {np.nanmax(np.abs(array - expected)):.1e}"
    return None


def quirk(name: str, wanted: object, ours: object, arguments: tuple, options: dict) -> str | None:
    """Name the reason why ours is meant to differ, if there is one. Each stands in the docstring of its operation."""
    if isinstance(wanted, Exception) or not isinstance(ours, Exception):
        return None
    tensors = [value for value in (*arguments, *options.values()) if isinstance(value, torch.Tensor)]
    if any(tensor.dtype not in (torch.float32, torch.float64) for tensor in tensors) and "float32" in str(ours):
        return "adds up float32 and float64 only"
    if options.get("antialias"):
        return "interpolate: has no antialias"
    return None


def described(value) -> str:
    """Arguments in short: of tensors, kind and shape."""
    if isinstance(value, torch.Tensor):
        return f"{value.dtype}{tuple(value.shape)}".removeprefix("torch.")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={described(item)}" for key, item in value.items()) + "}"
    return "(" + ", ".join(map(described, value)) + ")" if isinstance(value, tuple) else repr(value)


def brief(result: object) -> str:
    """A result in short."""
    if isinstance(result, Exception):
        return f"{type(result).__name__} {str(result).splitlines()[:1]}"
    results = result if isinstance(result, tuple) else (result,)
    return ", ".join(f"{item.dtype} {tuple(item.shape)}" if hasattr(item, "shape") else repr(item) for item in results)
