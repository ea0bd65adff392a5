"""Is annotated throughout, with generics, dataclasses, enums, protocols and names from the future."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Optional, TypeVar, overload

Array = np.ndarray
T = TypeVar("T", bound=Array)


class Axis(Enum):
    ROWS = 2
    COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Window(Generic[T]):
    row: int
    column: int
    values: T


def windows(x: Array, size: tuple[int, int]) -> Iterator[Window[Array]]:
    for i in range(x.shape[Axis.ROWS.value] - size[0] + 1):
        for j in range(x.shape[Axis.COLUMNS.value] - size[1] + 1):
            yield Window(i, j, x[:, :, i : i + size[0], j : j + size[1]])


# %%
def conv2d(x: Array, weight: Array, bias: Optional[Array] = None, *, sum_of: Callable[..., Array] = np.einsum) -> Array:
    n, f = len(x), len(weight)
    out: Array = np.empty((n, f, x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1), x.dtype)
    for window in windows(x, weight.shape[2:]):
        out[:, :, window.row, window.column] = sum_of("ncij,fcij->nf", window.values, weight)
    return out if bias is None else out + bias[:, None, None]
