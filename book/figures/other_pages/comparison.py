"""How large each operation's output is beside its input, drawn to scale."""

from itertools import accumulate, pairwise

from ..grids import sizes
from ..style import ANSWER, ANSWER_TINT, INK, MUTED, WINDOW, Picture

SCALE, COLUMNS, STEP = 1.35, 4, 152
HEAD, FOOT = 42, 26  # above a block for its name and shape, and below it


def drawn_to_scale(shapes, given):
    """`shapes` maps a name to the output (C, H, W), `given` is the input (C, H, W): one block for each operation."""
    told = "; ".join(f"{name}: {sizes(array)}" for name, array in shapes.items())
    blocks = list(shapes.items())
    rows = [blocks[k : k + COLUMNS] for k in range(0, len(blocks), COLUMNS)]
    tops = list(accumulate((HEAD + max(_tall(array, given) for _, array in row) + FOOT for row in rows), initial=0))
    picture = Picture(
        COLUMNS * STEP,
        tops[-1],
        f"The maps before, {sizes(given)}, as a dashed frame, and after, to scale. {told}.",
    )
    for row, top in zip(rows, tops, strict=False):
        for column, (name, array) in enumerate(row):
            _block(picture, name, array, given, column * STEP + 4, top)
    pairs = [(STEP * left, STEP * (left + 2)) for left in range(0, COLUMNS, 2)]
    return picture.in_parts(*((*pair, *ends) for ends in pairwise(tops) for pair in pairs))


def _sheets(array):
    """How many sheets of a stack are drawn."""
    return 1 if len(array) == 1 else max(1, min(6, len(array) // 16))


def _tall(array, given):
    return SCALE * max(array.shape[1], given.shape[1]) + 3 * (_sheets(array) - 1)


def _block(picture, name, array, given, left, top):
    picture.write(left, top + 10, name, 13, INK, ha="left", weight="bold")
    picture.write(left, top + 28, sizes(array), 12, MUTED, ha="left")
    _, height, width = (SCALE * side for side in array.shape)
    sheets = _sheets(array)
    for sheet in reversed(range(sheets)):
        box = (left + 3 * sheet, top + HEAD + 3 * (sheets - 1 - sheet), max(width, 3), max(height, 3))
        picture.box(*box, fill=ANSWER_TINT, edge=ANSWER)
    _, height, width = (SCALE * side for side in given.shape)
    picture.box(left, top + HEAD + 3 * (sheets - 1), width, height, edge=WINDOW, line=1.6, dashed=True)
