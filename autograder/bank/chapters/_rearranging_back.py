"""Chapter 9: cases of the way back through a frame, a resizing and a pixel shuffle."""

from ..exercise import Case, Exercise, numbers, rounded
from ._blame import autograd, batch, some, unlike

SLUG = "the-way-back"


def four(padding):
    return (padding,) * 4 if isinstance(padding, int) else padding


def reflected(name, shape, padding, why=""):
    left, right, top, bottom = four(padding)
    grad = numbers(*shape[:2], top + shape[2] + bottom, left + shape[3] + right)
    return Case(name, grad, numbers(*shape, seed=1), padding, why=why)


def reflected_hidden(rng):
    x = batch(rng, *unlike(rng, 4, 6))
    (left, right), (top, bottom) = unlike(rng, 1, 3), unlike(rng, 1, 3)
    grad = rounded(rng, *x.shape[:2], x.shape[2] + top + bottom, x.shape[3] + left + right)
    return grad, x, (left, right, top, bottom)


def torch_reflected(torch, grad, x, padding):
    return autograd(torch, lambda x: torch.nn.functional.pad(x, four(padding), mode="reflect"), [x], grad)


REFLECTION_PAD2D_BACKWARD = Exercise(
    f"{SLUG}/reflection_pad2d_backward",
    section="Through a frame",
    torch=torch_reflected,
    cases=[
        reflected("a frame of one pixel", (1, 1, 3, 4), 1),
        reflected("four amounts that differ", (2, 2, 5, 6), (1, 3, 2, 4), why="(left, right, top, bottom)"),
        reflected("nothing above and below", (2, 3, 4, 5), (2, 1, 0, 0)),
        reflected("as wide as it may be", (2, 2, 3, 4), (3, 3, 2, 2), why="a pixel is mirrored to both sides"),
        reflected("no frame at all", (2, 1, 3, 4), 0, why="x[0:-0] is empty"),
    ],
    hidden=reflected_hidden,
    terms=lambda grad, x, padding: 9,
)


def resized(name, shape, size, *aligned, why=""):
    return Case(name, numbers(*shape[:2], *size), shape, *aligned, why=why)


def resized_hidden(rng):
    shape = (some(rng, 2, 3), some(rng, 2, 3), *unlike(rng, 3, 6))
    return rounded(rng, *shape[:2], *unlike(rng, 7, 11)), shape, bool(rng.integers(2))


UPSAMPLE_BILINEAR2D_BACKWARD = Exercise(
    f"{SLUG}/upsample_bilinear2d_backward",
    section="Through a resizing",
    torch=lambda torch, grad, size, aligned=False: autograd(
        torch,
        lambda x: torch.nn.functional.interpolate(x, grad.shape[2:], mode="bilinear", align_corners=aligned),
        [torch.zeros(size, dtype=grad.dtype)],
        grad,
    ),
    cases=[
        resized("twice as large", (1, 1, 2, 3), (4, 6)),
        resized("to 7x5 pixels", (2, 3, 3, 4), (7, 5), why="no whole factor"),
        resized("the corners aligned", (2, 2, 3, 4), (5, 9), True),
        resized("smaller", (2, 2, 6, 8), (3, 5), why="some pixels are looked at by nobody"),
        resized("one pixel becomes many", (2, 3, 1, 1), (4, 3), why="all of the blame is its own"),
    ],
    hidden=resized_hidden,
    terms=lambda grad, size, aligned=False: max(grad.shape[2:]),
)


def shuffled_hidden(rng):
    r = some(rng, 2, 3)
    height, width = unlike(rng, 2, 4)
    return rounded(rng, some(rng, 2, 3), some(rng, 2, 3), height * r, width * r), r


PIXEL_SHUFFLE_BACKWARD = Exercise(
    f"{SLUG}/pixel_shuffle_backward",
    section="Through a resizing",
    torch=lambda torch, grad, r: autograd(
        torch,
        lambda x: torch.nn.functional.pixel_shuffle(x, r),
        [torch.zeros(grad.shape[0], grad.shape[1] * r * r, grad.shape[2] // r, grad.shape[3] // r, dtype=grad.dtype)],
        grad,
    ),
    cases=[
        Case("one map, r = 2", numbers(1, 1, 4, 6), 2),
        Case("a batch, two maps, r = 2", numbers(2, 2, 4, 6), 2, why="which four channels belong to the first map?"),
        Case("r = 3", numbers(2, 3, 3, 6), 3),
        Case("r = 1", numbers(2, 3, 3, 4), 1, why="nothing moves"),
        Case("float64", numbers(2, 2, 6, 4).astype(float), 2),
    ],
    hidden=shuffled_hidden,
)
