"""Chapter 10: what learners write instead of a convolution in blocks of bounded memory."""

from ..chapters._blame import stops
from ..chapters.as_fast_as_torch import CONV2D_BLOCKED
from ..exercise import Misfit
from ..family import family
from ._fast import blocked, gemm, on_blocked, scratch
from ._sliding import add_bias
from ._way_back import framed

of_blocked = family([CONV2D_BLOCKED], lambda _, wrong: on_blocked(wrong))
"""A wrong convolution in blocks: `wrong(x, weight, bias, geometry, rows)`."""


def size_of(x, weight, g):
    return stops(x.shape[2:], weight.shape[2:], g.stride, g.padding, g.dilation)


def without_halo(x, weight, bias, g, rows, last):
    """Each block from its own rows of x alone: `last(bottom)` says how far down the last one goes."""
    out, largest = blocked(x, weight, None, g, rows)
    seen, plain = framed(x, g.padding), g._replace(padding=(0, 0))
    for top in range(0, out.shape[2], rows):
        bottom = min(top + rows, last(out.shape[2]))
        band = seen[:, :, top * g.stride[0] : bottom * g.stride[0]]
        place = out[:, :, top : top + rows]
        if size_of(band, weight, plain)[0] != place.shape[2]:
            raise Misfit
        place[...] = gemm(band, weight, None, plain)
    return add_bias(out, bias), largest


@of_blocked(
    "forgets the rows that neighbouring blocks share",
    hint="Two rows of output under a kernel of three rows: how many rows of x do they need?",
)
def _(x, weight, bias, g, rows):
    """The last block ends with the output: a single block lacks rows too."""
    return without_halo(x, weight, bias, g, rows, last=lambda height: height)


@of_blocked(
    "forgets the rows that a block shares with the next one",
    hint="Two rows of output under a kernel of three rows: how many rows of x do they need?",
)
def _(x, weight, bias, g, rows):
    """The last block has all that is left of x: a single block is right."""
    return without_halo(x, weight, bias, g, rows, last=lambda height: height + rows)


@of_blocked(
    "shows a block zeros where the next block's rows should be",
    hint="What stands below the last row of your block? In x there is more than zeros.",
)
def _(x, weight, bias, g, rows):
    def alone(band, weight, bias, g):
        own = (band.shape[2] - g.dilation[0] * (weight.shape[2] - 1) - 1) // g.stride[0] + 1
        band = band.copy()
        band[:, :, own * g.stride[0] :] = 0
        return gemm(band, weight, bias, g)

    return blocked(x, weight, bias, g, rows, alone)


@of_blocked(
    "leaves out the last block where it is not whole", hint="Ten rows in blocks of four: who does the last two?"
)
def _(x, weight, bias, g, rows):
    out, _ = blocked(x, weight, None, g, rows)
    whole = out.shape[2] // rows * rows
    out[:, :, whole:] = 0
    return add_bias(out, bias), scratch(weight, min(rows, whole), out.shape[3])


@of_blocked(
    "lets the next block begin as if the stride were 1",
    hint="With a stride of 2, row 4 of the output begins at which row of x?",
)
def _(x, weight, bias, g, rows):
    seen = framed(x, g.padding)
    out, largest = blocked(x, weight, None, g, rows)
    reach = g.dilation[0] * (weight.shape[2] - 1) + 1
    for top in range(0, out.shape[2], rows):
        count = min(rows, out.shape[2] - top)
        band = seen[:, :, top : top + (count - 1) * g.stride[0] + reach]
        out[:, :, top : top + count] = gemm(band, weight, None, g._replace(padding=(0, 0)))
    return add_bias(out, bias), largest


@of_blocked("makes the columns of the whole picture at once", hint="What is `rows` for?")
def _(x, weight, bias, g, rows):
    return gemm(x, weight, bias, g), scratch(weight, *size_of(x, weight, g))


@of_blocked("makes the columns of all images at once", hint="One image at a time: how many columns has a block then?")
def _(x, weight, bias, g, rows):
    out, largest = blocked(x, weight, bias, g, rows)
    return out, largest * len(x)


@of_blocked("returns the size of the last block", hint="The last block may be short. Which block is the largest?")
def _(x, weight, bias, g, rows):
    out, _ = blocked(x, weight, bias, g, rows)
    return out, scratch(weight, (out.shape[2] - 1) % rows + 1, out.shape[3])


@of_blocked("adds up the sizes of all blocks", hint="How much is there in memory at once? All blocks, or one?")
def _(x, weight, bias, g, rows):
    out, _ = blocked(x, weight, bias, g, rows)
    return out, len(x) * scratch(weight, *out.shape[2:])


@of_blocked("counts bytes and not numbers", hint="Of an array, what is .nbytes, and what is .size?")
def _(x, weight, bias, g, rows):
    out, largest = blocked(x, weight, bias, g, rows)
    return out, largest * x.itemsize


@of_blocked(
    "counts the numbers of x that a block needs, and not those of its columns",
    hint="A pixel stands in many columns. Which array is the large one?",
)
def _(x, weight, bias, g, rows):
    out, _ = blocked(x, weight, bias, g, rows)
    tall = (min(rows, out.shape[2]) - 1) * g.stride[0] + g.dilation[0] * (weight.shape[2] - 1) + 1
    return out, x.shape[1] * tall * (x.shape[3] + 2 * g.padding[1])


@of_blocked("returns the result alone", hint="Two things are asked for. What is the second?")
def _(x, weight, bias, g, rows):
    return blocked(x, weight, bias, g, rows)[0]


@of_blocked("forgets the bias", hint="Which argument have you not used yet?")
def _(x, weight, bias, g, rows):
    return blocked(x, weight, None, g, rows)


@of_blocked("adds the bias once for every block", hint="How often does each output get its filter's bias?")
def _(x, weight, bias, g, rows):
    count = -(-size_of(x, weight, g)[0] // rows)
    return blocked(x, weight, None if bias is None else count * bias, g, rows)


@of_blocked("computes the first image only", hint="Which loop goes through the batch?")
def _(x, weight, bias, g, rows):
    out, largest = blocked(x, weight, None, g, rows)
    out[1:] = 0
    return add_bias(out, bias), largest
