"""The right answer to an exercise in NumPy alone, for what it would give for other arguments than those of a case.

They are there without torch and without the reference module: those of `_right_arrays`, whose result is one array that
a mistake can bend, and here those whose result is something else.
"""

from collections.abc import Callable

import numpy as np

from ..chapters._counting import OUTPUT_SIZE
from ..chapters._learning import SGD_STEP
from ..chapters._resizing import cubic
from ..chapters._u_net import FOLD_BATCH_NORM
from ..chapters.adaptive_pooling import ADAPTIVE_MAX_POOL2D_WITH_INDICES
from ..chapters.as_fast_as_torch import CONV2D_BLOCKED
from ..chapters.convolutional_layers import COUNT_PARAMETERS
from ..chapters.padding_layers import SAME_PADDING
from ..chapters.pooling_layers import POOL_OUTPUT_SIZE
from ..chapters.transposed_convolutions import CONV_TRANSPOSE_OUTPUT_SIZE
from ..chapters.upsampling_and_pixelshuffle import CUBIC_KERNEL
from ..exercise import Exercise
from . import putting_it_all_together_folded as _folded
from ._adaptive import with_indices
from ._fast import blocked, on_blocked
from ._right_arrays import RIGHT


def _count_parameters(in_channels, out_channels, kernel_size, bias=True):
    height, width = np.broadcast_to(kernel_size, 2)
    return int(out_channels * (in_channels * height * width + bool(bias)))


def _output_size(size, kernel_size, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def _pool_output_size(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    stride = kernel_size if stride is None else stride
    room = size + 2 * padding - dilation * (kernel_size - 1) - 1
    return (min(-(-room // stride), (size + padding - 1) // stride) if ceil_mode else room // stride) + 1


def _conv_transpose_output_size(size, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
    return (size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1


def _same_padding(kernel_size, dilation=1):
    total = dilation * (kernel_size - 1)
    return total // 2, total - total // 2


def _sgd_step(state, grads, lr, momentum=0.0, velocity=None):
    velocity = {name: np.zeros_like(value) for name, value in state.items()} if velocity is None else velocity
    velocity = {name: momentum * velocity[name] + grads[name] for name in state}
    return {name: state[name] - lr * velocity[name] for name in state}, velocity


_NO_SINGLE_ARRAY: dict[Exercise, Callable] = {
    COUNT_PARAMETERS: _count_parameters,
    OUTPUT_SIZE: _output_size,
    SAME_PADDING: _same_padding,
    POOL_OUTPUT_SIZE: _pool_output_size,
    CONV_TRANSPOSE_OUTPUT_SIZE: _conv_transpose_output_size,
    CUBIC_KERNEL: cubic,
    SGD_STEP: _sgd_step,
    ADAPTIVE_MAX_POOL2D_WITH_INDICES: with_indices,
    FOLD_BATCH_NORM: _folded.right,
    CONV2D_BLOCKED: on_blocked(blocked),
}


def right_answer(exercise: Exercise) -> Callable | None:
    """Return the right answer to `exercise`; None where there is none, as in an instructor's own chapter."""
    return RIGHT.get(exercise) or _NO_SINGLE_ARRAY.get(exercise)
