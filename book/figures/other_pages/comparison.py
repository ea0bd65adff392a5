"""How large each operation's output is beside its input, drawn to scale."""

from ..grids import sizes
from ..style import ANSWER, ANSWER_TINT, INK, MUTED, WINDOW, Picture

SCALE = 1.35


def drawn_to_scale(shapes, given):
    """`shapes` maps a name to the output (C, H, W), `given` is the input (C, H, W): one block for each operation."""
    columns, step, row = 5, 146, 158
    rows = -(-len(shapes) // columns)
    told = "; ".join(f"{name}: {sizes(array)}" for name, array in shapes.items())
    picture = Picture(
        columns * step,
        rows * row,
        f"The maps before, {sizes(given)}, as a dashed frame, and after, to scale. {told}.",
    )
    for k, (name, array) in enumerate(shapes.items()):
        left, top = (k % columns) * step + 4, (k // columns) * row
        picture.write(left, top + 10, name, 13, INK, ha="left", weight="bold")
        picture.write(left, top + 28, sizes(array), 12, MUTED, ha="left")
        _, height, width = (SCALE * side for side in array.shape)
        sheets = {1: 1}.get(array.shape[0], max(1, min(6, array.shape[0] // 16)))
        for sheet in reversed(range(sheets)):
            box = (left + 3 * sheet, top + 42 + 3 * (sheets - 1 - sheet), max(width, 3), max(height, 3))
            picture.box(*box, fill=ANSWER_TINT, edge=ANSWER)
        _, height, width = (SCALE * side for side in given.shape)
        picture.box(left, top + 42 + 3 * (sheets - 1), width, height, edge=WINDOW, line=1.6, dashed=True)
    return picture
