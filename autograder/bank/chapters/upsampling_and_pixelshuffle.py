"""Chapter 7: cases and torch's own words for resizing pictures and for moving channels into space."""

import numpy as np

from ...language import noted
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded
from ._resizing import KERNELS, copied, cubic, new_sizes, pair, positions, rounding_matters, taps, tent

# What several exercises share ----------------------------------------------------------------------------------------


def window_parts(index, x, down, across):
    """The pixels that are blended into one output, and how much of each row and column is taken."""
    n, c, i, j = index
    rows, columns = np.flatnonzero(down[i]), np.flatnonzero(across[j])
    here = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    yield OutputPart(f"x[{n}, {c}, {here[0].start}:{here[0].stop}, {here[1].start}:{here[1].stop}]", x[(n, c, *here)])
    yield OutputPart(noted("weights of these rows"), down[i][here[0]])
    yield OutputPart(noted("weights of these columns"), across[j][here[1]])


def resized_parts(kernel):
    def parts(index, x, size, align_corners=False):
        matrices = [
            taps(positions(old, new, align_corners), old, kernel)
            for old, new in zip(x.shape[2:], pair(size), strict=True)
        ]
        yield from window_parts(index, x, *matrices)

    return parts


def resized_terms(x, size, align_corners=False):
    # sixteen products, and weights that are as inexact as the positions, which run up to the larger size
    return 24 + 3 * max(*x.shape[2:], *pair(size))


# Resizing to a size ---------------------------------------------------------------------------------------------------


def nearest_parts(index, x, size):
    n, c, i, j = index
    (height, width), (h, w) = x.shape[2:], pair(size)
    row, column = copied(height, h)[i], copied(width, w)[j]
    yield OutputPart(f"x[{n}, {c}, {row}, {column}]", x[n, c, row, column])


def nearest_hidden(rng):
    while True:
        old, new = rng.integers(3, 12, 2), rng.integers(2, 20, 2)
        alone = old[0] != old[1] and new[0] != new[1]
        if alone and not any(rounding_matters(int(o), int(n)) for o, n in zip(old, new, strict=True)):
            size = int(new[0]) if rng.random() < 0.25 else (int(new[0]), int(new[1]))
            if not rounding_matters(int(old[1]), pair(size)[1]):
                return rounded(rng, 2 + rng.integers(2), 3 + rng.integers(2), *old), size


UPSAMPLE_NEAREST2D = Exercise(
    "upsampling-and-pixelshuffle/upsample_nearest2d",
    section="Copying has a rule of its own",
    torch=lambda torch, x, size: torch.nn.functional.interpolate(x, size=size, mode="nearest"),
    cases=[
        Case("2x3 to 4x6", floats([[[[1, 2, 3], [4, 5, 6]]]]), (4, 6), why="it is small enough to work out by hand"),
        Case("one and a half times", numbers(2, 3, 4, 6), (6, 9), why="some pixels are copied once, others twice"),
        Case(
            "a size that is no multiple", numbers(2, 3, 5, 3), (7, 11), why="the step is a fraction, and it is not 1/2"
        ),
        Case("an int for the size", numbers(2, 3, 4, 5), 7, why="an int stands for the height and for the width"),
        Case("smaller", numbers(3, 2, 8, 7), (3, 5), why="some pixels are never copied"),
        Case("higher and narrower", numbers(2, 4, 3, 8), (7, 5), why="each axis has a step of its own"),
        Case("to a single pixel", numbers(2, 3, 5, 4), (1, 1), why="only one pixel is left: which?"),
        Case("from a single pixel", numbers(2, 3, 1, 1), (3, 4), why="one pixel fills everything"),
        Case("the same size", numbers(1, 2, 5, 3), (5, 3), why="nothing should change"),
    ],
    hidden=nearest_hidden,
    parts=nearest_parts,
)


def torch_weights(torch, in_size, out_size, align_corners=False):
    pixels = torch.eye(in_size, dtype=torch.float64)[None]  # one bright pixel in each channel
    resized = torch.nn.functional.interpolate(pixels, size=out_size, mode="linear", align_corners=align_corners)
    return resized[0].T.contiguous()


LINEAR_WEIGHTS = Exercise(
    "upsampling-and-pixelshuffle/linear_weights",
    section="Where",
    torch=torch_weights,
    cases=[
        Case("2 pixels to 4", 2, 4, why="it is small enough to work out by hand"),
        Case("4 pixels to 6", 4, 6, why="the outputs lie at a sixth, five sixths, a half of the way"),
        Case("3 pixels to 5, corners aligned", 3, 5, True, why="the corner pixels stay as they are"),
        Case("4 pixels to 7, corners aligned", 4, 7, True, why="every other output falls on an input pixel"),
        Case("7 pixels to 3", 7, 3, why="most pixels are not looked at: nothing is smoothed before shrinking"),
        Case("6 pixels to 4, corners aligned", 6, 4, True, why="shrinking with the corners kept"),
        Case("4 pixels to 1", 4, 1, False, why="a single output lies in the middle of what it covers"),
        Case(
            "4 pixels to 1, corners aligned", 4, 1, True, why="with aligned corners a single output is the first pixel"
        ),
        Case("1 pixel to 3", 1, 3, why="there is no second pixel to blend with"),
        Case("5 pixels to 5", 5, 5, False, why="nothing should change"),
    ],
    hidden=lambda rng: (int(rng.integers(2, 12)), int(rng.integers(2, 16)), bool(rng.random() < 0.5)),
    terms=lambda in_size, out_size, align_corners=False: 2 + 2 * max(in_size, out_size),
    forbidden=("numpy.interp",),
    hidden_count=8,
)


def blended_cases(step):
    """The same questions for bilinear and bicubic; `step` is a picture with a sharp edge."""
    return [
        Case("2x3 to 4x6", floats([[[[1, 2, 4], [8, 5, 7]]]]), (4, 6), why="it is small enough to work out by hand"),
        Case("a size that is no multiple", numbers(2, 3, 5, 4), (7, 11), why="each output mixes in its own proportion"),
        Case("corners aligned", numbers(2, 3, 5, 4), (9, 7), True, why="the four corner pixels stay as they are"),
        Case(
            "an int for the size", numbers(2, 3, 4, 6), 9, False, why="an int stands for the height and for the width"
        ),
        Case("smaller", numbers(3, 2, 9, 8), (4, 3), why="torch does not smooth before it shrinks"),
        Case(
            "higher and narrower, corners aligned",
            numbers(2, 4, 4, 9),
            (7, 5),
            True,
            why="each axis has a step of its own",
        ),
        Case("to a single pixel", numbers(2, 3, 4, 6), (1, 1), False, why="one output in the middle"),
        Case("to one row, corners aligned", numbers(2, 3, 4, 5), (1, 7), True, why="where does a single row lie?"),
        Case("from one column", numbers(2, 3, 4, 1), (7, 3), why="there is no neighbour to the right"),
        Case("a sharp edge", step, (8, 15), why="is everything between the darkest and the brightest pixel?"),
    ]


def blended_hidden(rng):
    old, new = rng.permutation(np.arange(3, 10))[:2], rng.permutation(np.arange(2, 17))[:2]
    size = int(new[0]) if rng.random() < 0.2 else (int(new[0]), int(new[1]))
    return rounded(rng, 2 + rng.integers(2), 3 + rng.integers(2), *old), size, bool(rng.random() < 0.5)


EDGE = floats(np.multiply.outer([1, 1, 1, 0.5], [0, 0, 0, 1, 1])[None, None] * np.ones((2, 1, 1, 1)))

UPSAMPLE_BILINEAR2D = Exercise(
    "upsampling-and-pixelshuffle/upsample_bilinear2d",
    section="Where",
    torch=lambda torch, x, size, align_corners=False: torch.nn.functional.interpolate(
        x, size=size, mode="bilinear", align_corners=align_corners
    ),
    cases=blended_cases(EDGE),
    hidden=blended_hidden,
    terms=resized_terms,
    parts=resized_parts(tent),
    forbidden=("numpy.interp",),
)

# Four pixels instead of two -------------------------------------------------------------------------------------------


def torch_kernel(torch, t, a=-0.75):
    """The value that torch makes of one bright pixel, seen from a distance of `t`.

    Torch fixes a at -0.75. The weights are linear in a, so for another a the difference is added: what a multiplies
    is |t|^3 - |t|^2 up to 1 and |t|^3 - 5|t|^2 + 8|t| - 4 from there to 2.
    """
    far = 8
    t = torch.as_tensor(t, dtype=torch.float64)
    bright = torch.zeros(1, 1, 1, 2 * far + 1, dtype=torch.float64)
    bright[..., far] = 1
    across = t.flatten() / far  # grid_sample counts from -1 at the first pixel to 1 at the last
    grid = torch.stack([across, torch.zeros_like(across)], -1)[None, None]
    seen = torch.nn.functional.grid_sample(bright, grid, "bicubic", "zeros", align_corners=True).reshape(t.shape)
    d = t.abs()
    slope = torch.where(d < 1, d**3 - d**2, torch.where(d < 2, d**3 - 5 * d**2 + 8 * d - 4, torch.zeros_like(d)))
    return seen + (a + 0.75) * slope


CUBIC_KERNEL = Exercise(
    "upsampling-and-pixelshuffle/cubic_kernel",
    section="How much",
    torch=torch_kernel,
    cases=[
        Case(
            "at whole distances",
            floats([0, 1, 2, 3]),
            why="a pixel counts fully at its own place, and not at the others",
        ),
        Case("between the pixels", floats([0.25, 0.5, 0.75, 1.25, 1.5, 1.75]), why="the near piece and the far piece"),
        Case("to the left as to the right", floats([-1.5, -0.5, 0.5, 1.5]), why="the sign of t does not matter"),
        Case("farther than two pixels", floats([-4.5, -2.5, 0.5, 2.25, 3]), why="four pixels are blended, never more"),
        Case("another slope", floats([0.25, 0.75, 1.25, 1.75]), -0.5, why="a changes both pieces"),
        Case("slope 0", floats([0.25, 0.75, 1.25, 1.75]), 0.0, why="then the far piece is flat"),
        Case("a table of distances", floats([[-2.2, -1.2, -0.2], [0.8, 1.8, 2.8]]), why="the shape of t stays"),
        Case("a single number", 0.5, why="t may be a number instead of an array"),
    ],
    hidden=lambda rng: (
        floats(np.round(rng.uniform(-3, 3, (2 + rng.integers(2), 6)), 2)),
        *([float(np.round(rng.uniform(-1.2, -0.1), 2))] if rng.random() < 0.5 else []),
    ),
    terms=lambda t, a=-0.75: 128,  # the far piece adds up numbers of about 10 to one of about 0.1
)

UPSAMPLE_BICUBIC2D = Exercise(
    "upsampling-and-pixelshuffle/upsample_bicubic2d",
    section="How much",
    torch=lambda torch, x, size, align_corners=False: torch.nn.functional.interpolate(
        x, size=size, mode="bicubic", align_corners=align_corners
    ),
    cases=blended_cases(EDGE),
    hidden=blended_hidden,
    terms=resized_terms,
    parts=resized_parts(cubic),
)

# One function for all of them -----------------------------------------------------------------------------------------


def interpolate_parts(index, x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    sizes, steps = new_sizes(x, size, scale_factor)
    axes = list(zip(x.shape[2:], sizes, steps, strict=True))
    if mode == "nearest":
        n, c, *place = index
        row, column = (copied(*axis)[i] for axis, i in zip(axes, place, strict=True))
        yield OutputPart(f"x[{n}, {c}, {row}, {column}]", x[n, c, row, column])
    else:
        matrices = [taps(positions(o, n, align_corners, step), o, KERNELS[mode]) for o, n, step in axes]
        yield from window_parts(index, x, *matrices)


def interpolate_terms(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    return resized_terms(x, tuple(new_sizes(x, size, scale_factor)[0]))


def fair(x, size, scale_factor, mode):
    """Whether torch keeps its own rule here, in every way of computing it.

    A fractional factor that leaves a size as it is copies the pixels, and "nearest" with one that doubles a size
    doubles them.
    """
    sizes, steps = new_sizes(x, size, scale_factor)
    for old, new, step in zip(x.shape[2:], sizes, steps, strict=True):
        if new < 1 or (new in (old, 2 * old) and step != old / new):
            return False
        if mode == "nearest" and rounding_matters(old, new, step):
            return False
    return True


def interpolate_hidden(rng):
    mode = ("nearest", "bilinear", "bicubic")[rng.integers(3)]
    corners = None if mode == "nearest" else (None, False, True)[rng.integers(3)]
    while True:
        old = rng.permutation(np.arange(3, 10))[:2]
        x = rounded(rng, 2 + rng.integers(2), 3 + rng.integers(2), *old)
        if rng.random() < 0.3:
            size, factor = tuple(int(n) for n in rng.permutation(np.arange(2, 17))[:2]), None
        else:
            # quarters are exact in binary: no two ways of multiplying round to another size
            size, factors = (
                None,
                [float(quarters) / 4 for quarters in rng.permutation([2, 3, 5, 6, 7, 8, 9, 10, 11])[:2]],
            )
            factor = factors[0] if rng.random() < 0.4 else tuple(factors)
        if fair(x, size, factor, mode):
            return x, size, factor, mode, corners


INTERPOLATE = Exercise(
    "upsampling-and-pixelshuffle/interpolate",
    section="A size or a factor",
    torch=lambda torch, x, *args: torch.nn.functional.interpolate(x, *args),
    cases=[
        Case("nearest, twice as large", numbers(2, 3, 4, 3), None, 2, why="no mode is given, so it is nearest"),
        Case("nearest, to a size", numbers(2, 3, 3, 5), (7, 8), why="the size is (height, width)"),
        Case("nearest, two and a half times", numbers(2, 3, 5, 3), None, 2.5, why="5 times 2.5 is not whole"),
        Case("bilinear, to a size", numbers(2, 3, 4, 6), (7, 5), None, "bilinear", why="align_corners=None is False"),
        Case(
            "bilinear, a factor for each axis",
            numbers(2, 3, 5, 4),
            None,
            (1.75, 2.5),
            "bilinear",
            why="a pair is (height, width)",
        ),
        Case(
            "bilinear, corners aligned",
            numbers(2, 3, 5, 6),
            None,
            (2.5, 1.5),
            "bilinear",
            True,
            why="then the factor gives nothing but the size",
        ),
        Case("bicubic, by a factor", numbers(3, 2, 7, 5), None, 1.25, "bicubic", False, why="7 times 1.25 is 8.75"),
        Case(
            "bicubic, to a size, corners aligned",
            numbers(2, 3, 4, 6),
            (7, 9),
            None,
            "bicubic",
            True,
            why="the corners can be aligned in both blending modes",
        ),
        Case("bicubic, to an int", numbers(2, 4, 4, 3), 6, None, "bicubic", why="an int stands for both"),
        Case("bilinear, half as large", numbers(2, 3, 6, 9), None, 0.5, "bilinear", why="9 times 0.5 is 4.5"),
    ],
    hidden=interpolate_hidden,
    terms=interpolate_terms,
    parts=interpolate_parts,
    forbidden=("numpy.interp",),
    hidden_count=8,
)

# Channels into space and back -----------------------------------------------------------------------------------------


def shuffle_parts(index, x, upscale_factor):
    n, c, row, column = index
    r = upscale_factor
    channels = slice(c * r * r, (c + 1) * r * r)
    name = f"x[{n}, {channels.start}:{channels.stop}, {row // r}, {column // r}]"
    yield OutputPart(noted("one of {name}", name=name), x[n, channels, row // r, column // r])


def unshuffle_parts(index, x, downscale_factor):
    n, channel, row, column = index
    r = downscale_factor
    block = slice(row * r, (row + 1) * r), slice(column * r, (column + 1) * r)
    name = f"x[{n}, {channel // r**2}, {block[0].start}:{block[0].stop}, {block[1].start}:{block[1].stop}]"
    yield OutputPart(noted("one of {name}", name=name), x[(n, channel // r**2, *block)])


def counted(*shape):
    """Every number once, so that a number says where it comes from."""
    return floats(np.arange(np.prod(shape)).reshape(shape))


def shuffle_hidden(rng):
    r, channels = ((2, 2), (2, 3), (3, 4))[rng.integers(3)]  # 36 channels are a multiple of 4 too
    return rounded(rng, 2 + rng.integers(2), channels * r * r, 2 + rng.integers(2), 4 + rng.integers(3)), r


def unshuffle_hidden(rng):
    r = 2 + int(rng.integers(2))  # sizes that 2 and 3 both divide, so that a wrong factor is not a crash
    return rounded(
        rng, 2 + rng.integers(2), 2 + rng.integers(3), 6 * (1 + rng.integers(2)), 18 + 6 * rng.integers(2)
    ), r


PIXEL_SHUFFLE = Exercise(
    "upsampling-and-pixelshuffle/pixel_shuffle",
    section="Channels to grid",
    page="pixelshuffle",
    torch=lambda torch, x, r: torch.nn.functional.pixel_shuffle(x, r),
    cases=[
        Case("four channels of 2x2", counted(1, 4, 2, 2), 2, why="it is small enough to work out by hand"),
        Case("four channels of 2x3", counted(1, 4, 2, 3), 2, why="height is not width"),
        Case(
            "twelve channels to three", counted(2, 12, 2, 3), 2, why="which four channels belong to output channel 1?"
        ),
        Case("three times as large", counted(2, 36, 2, 4), 3, why="the factor need not be 2"),
        Case("a single pixel", counted(2, 8, 1, 1), 2, why="its channels become a small picture"),
        Case("one row", counted(2, 8, 1, 5), 2, why="the result has two rows"),
        Case("by a factor of one", counted(2, 4, 6, 8), 1, why="nothing should change"),
        Case("random numbers", numbers(3, 8, 3, 2), 2, why="a batch of three, higher than wide"),
    ],
    hidden=shuffle_hidden,
    parts=shuffle_parts,
)

PIXEL_UNSHUFFLE = Exercise(
    "upsampling-and-pixelshuffle/pixel_unshuffle",
    section="The way back",
    page="pixelshuffle",
    torch=lambda torch, x, r: torch.nn.functional.pixel_unshuffle(x, r),
    cases=[
        Case("one channel of 4x4", counted(1, 1, 4, 4), 2, why="it is small enough to work out by hand"),
        Case("one channel of 4x6", counted(1, 1, 4, 6), 2, why="height is not width"),
        Case("three channels to twelve", counted(2, 3, 4, 6), 2, why="channel 1 of x fills the channels 4 to 7"),
        Case("three times as small", counted(2, 2, 6, 12), 3, why="the factor need not be 2"),
        Case("a single block", counted(2, 3, 2, 2), 2, why="it becomes a single pixel with many channels"),
        Case("one row of blocks", counted(2, 2, 2, 8), 2, why="the result has a single row"),
        Case("by a factor of one", counted(2, 4, 6, 8), 1, why="nothing should change"),
        Case("random numbers", numbers(3, 2, 6, 4), 2, why="a batch of three, higher than wide"),
    ],
    hidden=unshuffle_hidden,
    parts=unshuffle_parts,
)

BLENDED = (UPSAMPLE_BILINEAR2D, UPSAMPLE_BICUBIC2D)
RESIZED = (UPSAMPLE_NEAREST2D, *BLENDED)
SHUFFLED = (PIXEL_SHUFFLE, PIXEL_UNSHUFFLE)
EXERCISES = (
    UPSAMPLE_NEAREST2D,
    LINEAR_WEIGHTS,
    UPSAMPLE_BILINEAR2D,
    CUBIC_KERNEL,
    UPSAMPLE_BICUBIC2D,
    INTERPOLATE,
    *SHUFFLED,
)
