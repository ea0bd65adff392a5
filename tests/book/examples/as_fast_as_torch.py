"""The figures of chapter 10."""

from figures.as_fast_as_torch import columns, fewer, memory, times

FIGURES = {
    "task": columns.task,
    "answer": columns.answer,
    "film": columns.film,
    "copies": columns.copies,
    "strides": memory.strides,
    "blocks": memory.blocks,
    "tiles": fewer.tiles,
    "counts": fewer.counts,
    "ladder": times.ladder,
    "kernels": times.kernels,
    "roofline": times.roofline,
}
