"""Chapter 2: the two exercises that count along one axis, without looking at any picture."""

import numpy as np

from ..exercise import Case, Exercise

# How many stops -------------------------------------------------------------------------------------------------------

OUTPUT_SIZE = Exercise(
    "convolution-parameters/output_size",
    section="The formula",
    torch=lambda torch, size, kernel_size, stride=1, padding=0, dilation=1: torch.nn.functional.conv1d(
        torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size), stride=stride, padding=padding, dilation=dilation
    ).shape[-1],
    cases=[
        Case("224 pixels, kernel 3", 224, 3, why="with nothing set it is the count of chapter 1"),
        Case("10 pixels, kernel 3, stride 2", 10, 3, 2, why="the last jump would leave the input"),
        Case("7 pixels, kernel 4, padding 2", 7, 4, 1, 2, why="padding is added on both sides"),
        Case("11 pixels, kernel 3, dilation 4", 11, 3, 1, 0, 4, why="the kernel's entries lie apart"),
        Case("28 pixels, kernel 5, padding 2", 28, 5, 1, 2, why="the size is kept"),
        Case("24 pixels, kernel 4, stride 3, padding 1, dilation 2", 24, 4, 3, 1, 2, why="everything that can be set"),
        Case("5 pixels, kernel 5, stride 2", 5, 5, 2, why="exactly one stop"),
        Case("8 pixels, kernel 2, stride 5", 8, 2, 5, why="the stride is larger than the kernel"),
        Case("1 pixel, kernel 1", 1, 1, why="the smallest of all"),
    ],
    hidden=lambda rng: (
        int(rng.integers(25, 60)),
        int(rng.integers(2, 8)),
        int(rng.integers(2, 6)),
        int(rng.integers(0, 5)),
        int(rng.integers(1, 4)),
    ),
)

# How far a stack sees -------------------------------------------------------------------------------------------------


def torch_receptive_field(torch, layers):
    """The extent of the gradient of one output. Kernels of ones: no path to the output can cancel another."""
    jump = int(np.prod([stride for _, stride, _ in layers], dtype=int))
    length = jump * (1 + sum(dilation * (size - 1) for size, _, dilation in layers))  # at least what one output sees
    with torch.enable_grad():
        x = torch.zeros(1, 1, length, dtype=torch.float64, requires_grad=True)
        out = x
        for size, stride, dilation in layers:
            kernel = torch.ones(1, 1, size, dtype=torch.float64)
            out = torch.nn.functional.conv1d(out, kernel, stride=stride, dilation=dilation)
        out[0, 0, 0].backward()
    seen = x.grad[0, 0].nonzero()
    return int(seen.max() - seen.min()) + 1


def draw_stack(rng):
    """Two to five layers; strides seldom, as in real networks."""
    return [
        (int(rng.integers(2, 8)), int(rng.choice([1, 1, 2, 3])), int(rng.integers(1, 4)))
        for _ in range(rng.integers(2, 6))
    ]


RECEPTIVE_FIELD = Exercise(
    "convolution-parameters/receptive_field",
    section="How far does it see?",
    page="groups-and-receptive-fields",
    torch=torch_receptive_field,
    cases=[
        Case("(3, 1, 1)", [(3, 1, 1)], why="a single layer sees what its kernel covers"),
        Case("(3, 1, 1), (5, 1, 1)", [(3, 1, 1), (5, 1, 1)], why="the second kernel sees outputs of the first"),
        Case("(4, 1, 3)", [(4, 1, 3)], why="a dilated kernel reaches farther"),
        Case("(3, 2, 1), (4, 1, 1)", [(3, 2, 1), (4, 1, 1)], why="after a stride, neighbours lie farther apart"),
        Case("(4, 1, 1), (3, 2, 1)", [(4, 1, 1), (3, 2, 1)], why="the same two layers in the other order"),
        Case(
            "(3, 2, 1), (2, 3, 1), (3, 1, 1)",
            [(3, 2, 1), (2, 3, 1), (3, 1, 1)],
            why="two strides, one after the other",
        ),
        Case(
            "(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)",
            [(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)],
            why="dilations that double",
        ),
        Case("(1, 2, 1), (3, 2, 2), (5, 1, 3)", [(1, 2, 1), (3, 2, 2), (5, 1, 3)], why="a stride without a kernel"),
    ],
    hidden=lambda rng: (draw_stack(rng),),
)
