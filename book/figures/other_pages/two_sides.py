"""Who holds what when a submission is graded: the judge's side and the runner's."""

from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, MUTED, WINDOW, WINDOW_TINT, Picture

JUDGE = ["PyTorch, or what it said", "the cases and the secret key", "the known mistakes", "the gradebook"]
RUNNER = ["a sandbox, and in it:", "the submission", "Python, NumPy, matplotlib", "the data of the notebook"]
WIDTH, HEIGHT, BOX, TOP = 700, 300, 232, 14


def two_sides():
    """The two boxes, what lies in them, and the two kinds of message between them."""
    picture = Picture(
        WIDTH,
        HEIGHT,
        f"""Two boxes. The judge's side holds {", ".join(JUDGE)}. The runner's side, a sandbox, holds
        {", ".join(RUNNER[1:])}. From the judge to the runner goes the input of one case; from the runner to the judge
        comes an array. Below the judge's box stands the verdict, which no arrow from the runner reaches.""",
    )
    right = WIDTH - BOX - 4
    _side(picture, 4, "the judge's side", JUDGE, KERNEL, KERNEL_TINT)
    _side(picture, right, "the runner's side", RUNNER, WINDOW, WINDOW_TINT)
    left, gap = 4 + BOX + 10, right - BOX - 24
    for y, words, forth in ((TOP + 62, "the input of one case", True), (TOP + 124, "an array", False)):
        ends = ((left, y), (left + gap, y))
        picture.arrow(*(ends if forth else reversed(ends)), color=KERNEL if forth else WINDOW)
        picture.write(left + gap / 2, y - 13, words, 13, INK)
    picture.arrow((4 + BOX / 2, TOP + 190), (4 + BOX / 2, TOP + 226), color=ANSWER)
    picture.box(4, TOP + 230, BOX, 46, fill=ANSWER_TINT, edge=ANSWER, line=2, round_by=8)
    picture.write(4 + BOX / 2, TOP + 253, "compare, recognise, score", 13, ANSWER, weight="bold")
    picture.write(right + BOX / 2, TOP + 253, "no verdict comes from here", 13, MUTED)
    return picture.in_parts((0, left + gap + 10), (left - 10, WIDTH))


def _side(picture, x, title, things, edge, fill):
    picture.box(x, TOP, BOX, 186, fill=fill, edge=edge, line=2, round_by=8)
    picture.write(x + BOX / 2, TOP + 24, title, 14, edge, weight="bold")
    for line, thing in enumerate(things):
        picture.write(x + BOX / 2, TOP + 64 + 31 * line, thing, 13, INK)
