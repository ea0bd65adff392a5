"""What `make bench` measures of the gradients: torch's backward pass and ours, for the layers of `workloads`.

Torch is timed on the way back alone, its way forward lies behind it. Where the gradient hangs on who has won (maximum
pools) or on the norm, ours is given the input alone and finds that out again; there torch's way forward is timed too.

Some stay above torch's time, because torch reads windows where they lie and NumPy must copy them: with a group for each
channel one and a half to three times, for a product of one row is little work beside the copies of nine taps; and up to
twice for the input of 5 x 5 with 16 channels, where the bare product takes longer than torch's whole way back.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from .workloads import WORKLOADS, Workload

CONVOLUTIONS, OTHERS = "convolution gradients", "other gradients"


@dataclass(frozen=True)
class Gradient(Workload):
    """The way back of one call: the gradient of its input, or of its weight."""

    forward: Workload | None = None
    of: int = 0  # the argument whose gradient it is
    again: bool = False  # whether the way forward belongs to it

    def arrays(self, dtype=np.float32) -> list[np.ndarray]:
        assert self.forward is not None
        given = self.forward.arrays(dtype)[:2]
        with torch.no_grad():
            out = self._run([torch.from_numpy(array) for array in given])
        rng = np.random.default_rng(4)
        return [*given, rng.standard_normal(out.shape, dtype=dtype)]

    def _run(self, tensors) -> torch.Tensor:
        """Torch's way forward, without a bias."""
        work = self.forward
        assert work is not None
        options = {name: value for name, value in work.options.items() if name != "return_indices"}
        return getattr(torch.nn.functional, work.operation)(*tensors, *work.more, **options)

    def call(self, module, arrays) -> Callable:
        *given, grad = arrays
        return self._torchs(given, grad) if module is torch.nn.functional else self._ours(module, given, grad)

    def _torchs(self, given, grad) -> Callable:
        given = [tensor.clone() for tensor in given]
        given[self.of].requires_grad_()

        def forward():
            with torch.enable_grad():
                return self._run(given)

        if self.again:
            return lambda: torch.autograd.grad(forward(), given[self.of], grad)[0]
        out = forward()
        return lambda: torch.autograd.grad(out, given[self.of], grad, retain_graph=True)[0]

    def _ours(self, module, given, grad) -> Callable:
        back, work = getattr(module, self.operation), self.forward
        assert work is not None
        options = {name: value for name, value in work.options.items() if name != "return_indices"}
        if len(given) == 2 and self.of == 0:
            return lambda: back(given[0].shape, given[1], grad, **options)
        if len(given) == 2:
            return lambda: back(given[0], given[1].shape, grad, **options)
        if work.operation == "interpolate":
            return lambda: back(grad, given[0].shape, **options)
        if work.operation.startswith("adaptive"):
            return lambda: back(grad, given[0])
        if work.operation.startswith("pixel"):
            return lambda: back(grad, *options.values())
        return lambda: back(grad, given[0], *work.more, **options)


def back_of(work: Workload) -> list[Gradient]:
    """The gradients of one call."""
    if work.group in ("convolution", "transposed"):
        kind = "transposed " if work.group == "transposed" else ""
        return [
            Gradient(
                CONVOLUTIONS, f"{kind}{work.name}: {what}", f"{work.operation}_{what}", work.shapes, forward=work, of=of
            )
            for of, what in enumerate(("input", "weight"))
        ]
    again = any(word in work.operation for word in ("max", "lp"))
    return [Gradient(OTHERS, work.name, f"{work.operation}_backward", work.shapes, forward=work, again=again)]


# two ways to the same windows need no two measurements
GRADIENTS = [back for work in WORKLOADS if "indices" not in work.name for back in back_of(work)]
