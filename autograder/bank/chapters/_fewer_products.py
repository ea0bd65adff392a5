"""Chapter 10: cases of convolutions with fewer products: Winograd's, and by the Fourier transform."""

import numpy as np

from ..exercise import Case, Exercise, numbers, rounded
from ..speed import Speed
from . import _loops
from ._blame import some, unlike

SLUG = "as-fast-as-torch"
PAGE = "fewer-products"  # of the book: the chapter has two

# Winograd's F(2x2, 3x3) as Lavin and Gray (2016) write it: what becomes of a kernel, of a tile, and of the products
KERNEL = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
TILE = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
RESULT = np.array([[1, 1, 1, 0], [0, 1, -1, -1]])


def along_both(torch, matrix, array):
    """`matrix` applied to the first two axes."""
    mix = torch.from_numpy(matrix.astype(float))
    return torch.einsum("ia,abcp,jb->ijcp", mix, array, mix)


def only(place, *shape):
    """Zeros, and one number that is none."""
    array = np.zeros(shape, np.float32)
    array[place] = 2
    return array


def tile_cases(name):
    return [
        Case("one tile of one channel", numbers(4, 4, 1, 1)),
        Case("two channels, three tiles", numbers(4, 4, 2, 3)),
        Case(f"a single {name} that is not 0", only((2, 1), 4, 4, 1, 2), why="what does it become in every place?"),
        Case("as many tiles as rows", numbers(4, 4, 3, 4, seed=1)),
        Case("float64", numbers(4, 4, 5, 2).astype(float)),
    ]


def tiles_hidden(rng):
    return (rounded(rng, 4, 4, *unlike(rng, 2, 5)),)


WINOGRAD_WEIGHT_TRANSFORM = Exercise(
    f"{SLUG}/winograd_weight_transform",
    section="Winograd: four products for six",
    page=PAGE,
    torch=lambda torch, weight: along_both(torch, KERNEL, weight.permute(2, 3, 0, 1)),
    cases=[
        Case("one filter of one channel", numbers(1, 1, 3, 3)),
        Case("two filters, three channels", numbers(2, 3, 3, 3)),
        Case("a single weight that is not 0", only((0, 0, 2, 1), 1, 2, 3, 3), why="what does it become everywhere?"),
        Case("four filters, two channels", numbers(4, 2, 3, 3, seed=1)),
        Case("float64", numbers(3, 1, 3, 3).astype(float)),
    ],
    hidden=lambda rng: (rounded(rng, *unlike(rng, 2, 5), 3, 3),),
    terms=lambda weight: 9,
)
WINOGRAD_INPUT_TRANSFORM = Exercise(
    f"{SLUG}/winograd_input_transform",
    section="Winograd: four products for six",
    page=PAGE,
    torch=lambda torch, tiles: along_both(torch, TILE, tiles),
    cases=tile_cases("pixel"),
    hidden=tiles_hidden,
    terms=lambda tiles: 16,
)
WINOGRAD_OUTPUT_TRANSFORM = Exercise(
    f"{SLUG}/winograd_output_transform",
    section="Winograd: four products for six",
    page=PAGE,
    torch=lambda torch, products: along_both(torch, RESULT, products),
    cases=tile_cases("product"),
    hidden=tiles_hidden,
    terms=lambda products: 16,
)


def plain_layer(rng, shape, filters, kernel):
    return rounded(rng, *shape), rounded(rng, filters, shape[1], *kernel)


def case(name, shape, filters, kernel, *padding, why="", dtype=np.float32):
    drawn = plain_layer(np.random.default_rng([*shape, filters, *kernel]), shape, filters, kernel)
    return Case(name, *(array.astype(dtype) for array in drawn), *padding, why=why)


def torch_conv2d(torch, x, weight, padding=0):
    return torch.nn.functional.conv2d(x, weight, padding=padding)


def products(x, weight, padding=0):
    return weight[0].size


def winograd_hidden(rng):
    shape = (some(rng, 2, 3), some(rng, 2, 3), *unlike(rng, 5, 9))
    return *plain_layer(rng, shape, some(rng, 4, 5), (3, 3)), unlike(rng, 0, 2)


WINOGRAD_F23 = Exercise(
    f"{SLUG}/winograd_f23",
    section="Winograd: four products for six",
    page=PAGE,
    torch=torch_conv2d,
    cases=[
        case("one tile", (1, 1, 4, 4), 1, (3, 3), why="2x2 outputs"),
        case("2x3 tiles, two channels, three filters", (2, 2, 6, 8), 3, (3, 3), why="neighbouring tiles share pixels"),
        case("an odd height", (2, 2, 5, 6), 3, (3, 3), why="the last tiles have one row too much"),
        case("an odd width", (2, 3, 4, 7), 2, (3, 3)),
        case("a single output", (2, 2, 3, 3), 3, (3, 3), why="smaller than a tile"),
        case("padding 1", (2, 2, 4, 6), 3, (3, 3), 1, why="the picture keeps its size"),
        case("padding (0, 2), an odd height", (2, 2, 5, 4), 3, (3, 3), (0, 2)),
        case("float64", (2, 3, 6, 5), 4, (3, 3), 1, dtype=np.float64),
    ],
    hidden=winograd_hidden,
    terms=products,
)


def normal(rng, *shape):
    """Float32 numbers to be timed with: nobody reads them."""
    return rng.standard_normal(shape, dtype=np.float32)


def fft_hidden(rng):
    odd = int(rng.choice([7, 9]))  # half a spectrum does not say whether the width is odd
    shape = (some(rng, 2, 3), some(rng, 2, 3), int(rng.choice([6, 8])), odd)
    return *plain_layer(rng, shape, some(rng, 4, 5), unlike(rng, 2, 5)), unlike(rng, 0, 3)


FFT_CONV2D = Exercise(
    f"{SLUG}/fft_conv2d",
    section="Frequencies: for large kernels",
    page=PAGE,
    torch=torch_conv2d,
    cases=[
        case("one channel, one filter", (1, 1, 4, 5), 1, (2, 3), why="an odd width"),
        case("two channels, three filters", (2, 2, 5, 6), 3, (3, 2), why="channels add up"),
        case("as large as the picture", (2, 2, 5, 4), 3, (5, 4), why="a single output"),
        case("1x1", (2, 3, 4, 3), 2, (1, 1)),
        case("padding (1, 2)", (2, 2, 4, 6), 3, (2, 3), (1, 2), why="beyond the edge is nothing, not the other side"),
        case("larger than the picture, padded", (2, 2, 3, 4), 2, (4, 5), 1),
        case("float64", (2, 2, 7, 9), 3, (4, 5), (2, 0), dtype=np.float64),
    ],
    hidden=fft_hidden,
    terms=products,
    speed=Speed(
        loops=_loops.plain_conv2d,
        inputs=lambda rng: (normal(rng, 1, 2, 160, 162), normal(rng, 8, 2, 33, 31), 0),
        full=5,  # whole spectra of complex numbers take 2.5 times as long, one product of matrices 9
        part=5,
        gain=170,
    ),
)
