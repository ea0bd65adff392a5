"""How large a piece of work is: as much as stays in the cache from the first step to the last."""

from collections.abc import Iterator

BLOCK = 2 << 20  # bytes


def slices(count: int, each_bytes: int) -> Iterator[slice]:
    """Cut so many things, of so many bytes each, into blocks."""
    step = max(1, BLOCK // max(1, each_bytes))
    return (slice(start, start + step) for start in range(0, count, step))


def block_sizes(images: int, groups: int, rows: int, row_bytes: int) -> tuple[int, int, int]:
    """How many images, groups and rows make a block: some rows, or whole groups if they are small, or whole images."""
    rows_each = min(rows, max(1, BLOCK // row_bytes))
    rows_each = -(-rows // -(-rows // rows_each))  # as many blocks, but without a small rest
    groups_each = min(groups, max(1, BLOCK // (row_bytes * rows_each))) if rows_each == rows else 1
    images_each = min(images, max(1, BLOCK // (row_bytes * rows_each * groups_each))) if groups_each == groups else 1
    return images_each, groups_each, rows_each
