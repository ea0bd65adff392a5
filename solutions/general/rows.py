"""Copies of arrays with short rows."""

import numpy as np

FEW_COLUMNS = 4  # with more, it takes longer to go from column to column than from row to row


def copy_rows(source: np.ndarray, target: np.ndarray) -> None:
    """Copy an array, or its only column again and again, into one of the same kind and with as many rows.

    NumPy takes as long from one row to the next as for dozens of numbers, and less from one item to the next. So rows
    that lie in one piece are copied as single items, and those of a few numbers column by column.
    """
    width = target.shape[-1] if target.ndim > 1 else 0
    if 0 < width <= FEW_COLUMNS:
        for column in range(width):
            target[..., column] = source[..., column % source.shape[-1]]
        return
    long_items = width == source.shape[-1] and source.size and not target.dtype.hasobject
    if long_items and source.strides[-1] == target.strides[-1] == target.itemsize:
        row = f"V{width * target.itemsize}"
        source, target = source.view(row), target.view(row)
    target[...] = source
