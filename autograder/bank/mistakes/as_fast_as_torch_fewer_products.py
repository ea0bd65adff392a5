"""Chapter 10: what learners write instead of Winograd's transforms, of his convolution, and of a product of spectra."""

import numpy as np

from ..chapters._blame import stops
from ..chapters._fewer_products import (
    FFT_CONV2D,
    KERNEL,
    RESULT,
    TILE,
    WINOGRAD_F23,
    WINOGRAD_INPUT_TRANSFORM,
    WINOGRAD_OUTPUT_TRANSFORM,
    WINOGRAD_WEIGHT_TRANSFORM,
)
from ..family import family
from ._fast import (
    TRANSFORMS,
    along_both,
    by_fft,
    cut,
    on_plain,
    on_transform,
    spectra,
    whole_correlation,
    winograd,
)
from ._way_back import framed

# The three transforms -------------------------------------------------------------------------------------------------

transforms = family(TRANSFORMS, lambda exercise, wrong: on_transform(exercise, wrong(TRANSFORMS[exercise])))
"""A wrong transform: `wrong(matrix)` gives a function of the array, places first."""


@transforms("transforms the rows only", hint="Along one axis you are done. And along the other?")
def _(matrix):
    return lambda array: along_both(matrix, array, np.eye(array.shape[1]))


@transforms("transforms the columns only", hint="Along one axis you are done. And along the other?")
def _(matrix):
    return lambda array: along_both(np.eye(array.shape[0]), array, matrix)


@transforms("exchanges rows and columns of the places", hint="out[i, j] is made of row i. Of which row is yours made?")
def _(matrix):
    return lambda array: along_both(matrix, array).swapaxes(0, 1)


@transforms("moves the 4x4 places to the end", hint="In the docstring's shape, which axes come first?")
def _(matrix):
    return lambda array: along_both(matrix, array).transpose(2, 3, 0, 1)


@transforms("exchanges the last two axes", hint="Which of the last two axes comes first in the docstring's shape?")
def _(matrix):
    return lambda array: along_both(matrix, array).swapaxes(2, 3)


@transforms("turns the numbers round first", hint="What stands at [0, 0] of the array, and where do you look for it?")
def _(matrix):
    return lambda array: along_both(matrix, array[::-1, ::-1])


def _by_matrix(exercise, matrix):
    return on_transform(exercise, lambda array: along_both(matrix, array))


transformed_by = family(TRANSFORMS, _by_matrix)
"""A transform by a wrong matrix."""


def _with_wrong_sign(exercise, place):
    matrix = TRANSFORMS[exercise].astype(float)
    matrix[place] *= -1
    return _by_matrix(exercise, matrix)


wrong_sign = family(TRANSFORMS, _with_wrong_sign)
"""The right matrix but for the sign at one `(row, column)`."""

SIGN = "Write the four formulas below each other, and your code beside them. Which sign differs?"
RESULT_SIGN = "Write the two formulas below each other, and your code beside them. Which sign differs?"
wrong_sign("adds d2 to d0 where it is to be subtracted", hint=SIGN, only=[WINOGRAD_INPUT_TRANSFORM])((0, 2))
wrong_sign("takes d1 - d2 as the second number", hint=SIGN, only=[WINOGRAD_INPUT_TRANSFORM])((1, 2))
wrong_sign("takes d1 + d2 as the third number too", hint=SIGN, only=[WINOGRAD_INPUT_TRANSFORM])((2, 1))
wrong_sign("takes d1 + d3 as the last number", hint=SIGN, only=[WINOGRAD_INPUT_TRANSFORM])((3, 3))
wrong_sign("takes m1 - m2 + m3 as the second output", hint=RESULT_SIGN, only=[WINOGRAD_OUTPUT_TRANSFORM])((1, 3))
wrong_sign("takes m1 + m2 - m3 as the second output", hint=RESULT_SIGN, only=[WINOGRAD_OUTPUT_TRANSFORM])((1, 2))
wrong_sign("takes m0 + m1 - m2 as the first output", hint=RESULT_SIGN, only=[WINOGRAD_OUTPUT_TRANSFORM])((0, 2))
wrong_sign("adds g1 in both middle numbers", hint=SIGN, only=[WINOGRAD_WEIGHT_TRANSFORM])((2, 1))
wrong_sign("subtracts g2 in the third number", hint=SIGN, only=[WINOGRAD_WEIGHT_TRANSFORM])((2, 2))

transformed_by(
    "multiplies by the transposed matrix",
    hint="The first number is d0 - d2: which pixels does the first row of your matrix take?",
    only=[WINOGRAD_INPUT_TRANSFORM],
)(TILE.T)
transforms(
    "multiplies by the same matrix on the left and on the right",
    hint="Along the columns too, the first number is d0 - d2. What is `d @ B` for the matrix B whose rows you wrote?",
    only=[WINOGRAD_INPUT_TRANSFORM],
)(lambda matrix: lambda array: along_both(matrix, array, matrix.T))
transformed_by("takes d1 - d2 for d2 - d1", hint=SIGN, only=[WINOGRAD_INPUT_TRANSFORM])(np.diag([1, 1, -1, 1]) @ TILE)
transformed_by("takes d3 - d1 for d1 - d3", hint=SIGN, only=[WINOGRAD_INPUT_TRANSFORM])(np.diag([1, 1, 1, -1]) @ TILE)
transformed_by(
    "forgets the halves",
    hint="What becomes of a kernel that is 1 everywhere? Its middle numbers are 3 / 2 and 1 / 2 along one axis.",
    only=[WINOGRAD_WEIGHT_TRANSFORM],
)(np.diag([1, 2, 2, 1]) @ KERNEL)
transforms(
    "halves along one axis only",
    hint="There are halves along the rows and along the columns. What stands in the middle of the 4x4?",
    only=[WINOGRAD_WEIGHT_TRANSFORM],
)(lambda matrix: lambda array: along_both(matrix, array, np.diag([1, 2, 2, 1]) @ matrix))
transformed_by(
    "exchanges the two middle numbers",
    hint="Which of the middle numbers has the minus?",
    only=[WINOGRAD_WEIGHT_TRANSFORM],
)(KERNEL[[0, 2, 1, 3]])
transformed_by(
    "leaves m0 out", hint="The first output is a sum of three products. Which?", only=[WINOGRAD_OUTPUT_TRANSFORM]
)(RESULT * np.array([0, 1, 1, 1]))
transformed_by(
    "exchanges the two outputs",
    hint="Which of the two formulas gives the left output?",
    only=[WINOGRAD_OUTPUT_TRANSFORM],
)(RESULT[::-1])

# The convolution ------------------------------------------------------------------------------------------------------


of_winograd = family([WINOGRAD_F23], lambda _, wrong: on_plain(wrong))
"""A wrong convolution by tiles: `wrong(x, weight, padding)`."""


def winograd_with(**changes):
    return lambda x, weight, padding: cut(winograd(x, weight, padding, **changes), x, padding)


of_winograd(
    "moves the tiles by four pixels", "A tile of four pixels gives two outputs. Where does the next tile begin?"
)(winograd_with(step=4))
of_winograd("transforms the tiles by the transposed matrix", "Did check pass your winograd_input_transform?")(
    winograd_with(tile=TILE.T)
)
of_winograd("forgets the halves of the kernels", "Did check pass your winograd_weight_transform?")(
    winograd_with(kernel=np.diag([1, 2, 2, 1]) @ KERNEL)
)


@of_winograd("leaves out an odd last row and column", "Five rows of output: how many tiles of two rows do they take?")
def _(x, weight, padding):
    height, width = stops(x.shape[2:], 3, 1, padding)
    return winograd(x, weight, padding)[:, :, : height // 2 * 2, : width // 2 * 2]


@of_winograd(
    "leaves an odd last row and column at zero", "Five rows of output: how many tiles of two rows do they take?"
)
def _(x, weight, padding):
    out = cut(winograd(x, weight, padding), x, padding).copy()
    height, width = out.shape[2:]
    out[:, :, height // 2 * 2 :] = 0
    out[..., width // 2 * 2 :] = 0
    return out


@of_winograd("returns what the last tiles have too much", "How many rows has the output, and how many have your tiles?")
def _(x, weight, padding):
    return winograd(x, weight, padding)


@of_winograd(
    "reshapes the 2x2 outputs where axes must be moved first",
    "out[0, 1] lies beside out[0, 0] in the picture. Which axes must stand next to each other before you reshape?",
)
def _(x, weight, padding):
    def unmoved(out, n, down, across):
        return out.transpose(2, 3, 0, 1).reshape(out.shape[2], n, -1).swapaxes(0, 1)

    out = winograd(x, weight, padding, join=unmoved)
    height, width = stops(x.shape[2:], 3, 1, padding)
    return cut(out.reshape(*out.shape[:2], -(-height // 2) * 2, -(-width // 2) * 2), x, padding)


@of_winograd(
    "puts the tiles' first rows together, and then their second rows",
    "Row 1 of the output is the second row of the first tiles. Which axis moves slower, the tiles' or the 2?",
)
def _(x, weight, padding):
    def apart(out, n, down, across):
        blocks = out.reshape(2, 2, out.shape[2], n, down, across).transpose(3, 2, 0, 4, 1, 5)
        return blocks.reshape(n, out.shape[2], 2 * down, 2 * across)

    return winograd_with(join=apart)(x, weight, padding)


@of_winograd(
    "puts the left output of each tile on the right", "Which of a tile's two outputs in a row is the left one?"
)
def _(x, weight, padding):
    return winograd_with(result=RESULT[::-1])(x, weight, padding)


@of_winograd("flips the kernels", "torch correlates: which weight meets a window's first pixel?")
def _(x, weight, padding):
    return winograd_with()(x, weight[:, :, ::-1, ::-1], padding)


def _on_other_arguments_of_both(exercise, change):
    right = by_fft if exercise is FFT_CONV2D else winograd_with()
    return on_plain(lambda x, weight, padding: right(*change(x, weight, padding)))


winograd_and_fft = family((WINOGRAD_F23, FFT_CONV2D), _on_other_arguments_of_both)
"""The right convolution of something else: `change(x, weight, padding)`."""

winograd_and_fft("ignores the padding", hint="Which argument have you not used yet?")(
    lambda x, weight, _: (x, weight, (0, 0))
)
winograd_and_fft("reads the padding as (width, height)", hint="In torch's pairs the height comes first.")(
    lambda x, weight, padding: (x, weight, padding[::-1])
)
winograd_and_fft("uses the first channel's weights for all channels", hint="Which kernel meets channel 1?")(
    lambda x, weight, padding: (x, np.broadcast_to(weight[:, :1], weight.shape), padding)
)
winograd_and_fft(
    "takes the first channel only", hint="A filter has a kernel for each channel. What are their results for?"
)(lambda x, weight, padding: (x[:, :1], weight[:, :1], padding))
winograd_and_fft("takes the mean over the channels", hint="A convolution adds up. Do you divide?")(
    lambda x, weight, padding: (x, weight / weight.dtype.type(x.shape[1]), padding)
)

# By spectra -----------------------------------------------------------------------------------------------------------


of_fft = family([FFT_CONV2D], lambda _, wrong: on_plain(wrong))
"""A wrong convolution by spectra: `wrong(x, weight, padding)`."""


@of_fft(
    "flips the kernels: convolves and does not correlate",
    "A product of spectra is a convolution, and torch correlates. What does np.conj do to a kernel's spectrum?",
)
def _(x, weight, padding):
    return by_fft(x, weight[:, :, ::-1, ::-1], padding)


@of_fft(
    "multiplies by the kernel's own spectrum, and keeps what stands in the upper left",
    "In a product of spectra the kernel's last entry meets the window's first pixel. What does np.conj do?",
)
def _(x, weight, padding):
    rows, columns = stops(x.shape[2:], weight.shape[2:], 1, padding)
    out = np.fft.ifft2(spectra(x, weight, padding, second=np.positive)).real
    return out[:, :, :rows, :columns]


@of_fft(
    "lets the picture go on at its other side instead of padding",
    "A Fourier transform takes the picture for one that repeats. What keeps the two sides apart?",
)
def _(x, weight, padding):
    wrapped = np.pad(x, ((0, 0), (0, 0), *((p, p) for p in padding)), mode="wrap")
    return by_fft(wrapped, weight, (0, 0))


@of_fft(
    "keeps the first rows of the whole convolution",
    "Its first row saw one row of the picture. Which is the first whole?",
)
def _(x, weight, padding):
    rows, columns = stops(x.shape[2:], weight.shape[2:], 1, padding)
    return whole_correlation(x, weight, padding)[:, :, :rows, :columns]


@of_fft(
    "returns every place where kernel and picture overlap",
    "How many places are there where all of the kernel lies inside?",
)
def _(x, weight, padding):
    return whole_correlation(x, weight, padding)


@of_fft("begins one row and one column late", "In which row of the inverse transform is the first whole window?")
def _(x, weight, padding):
    rows, columns = stops(x.shape[2:], weight.shape[2:], 1, padding)
    out = np.fft.ifft2(spectra(x, weight, padding)).real
    return np.roll(out, (-1, -1), axis=(2, 3))[:, :, :rows, :columns]


@of_fft("keeps the size of the input", "How large is the output of a convolution, from kernel and padding?")
def _(x, weight, padding):
    kh, kw = weight.shape[2:]
    whole = whole_correlation(x, weight, padding)
    (top, left), (h, w) = (padding[0] + kh // 2, padding[1] + kw // 2), x.shape[2:]
    return whole[:, :, top : top + h, left : left + w]


@of_fft("returns complex numbers", "The imaginary parts are rounding, about 0. What takes the real parts alone?")
def _(x, weight, padding):
    rows, columns = stops(x.shape[2:], weight.shape[2:], 1, padding)
    return np.fft.ifft2(spectra(x, weight, padding))[:, :, :rows, :columns]


@of_fft("takes absolute values instead of real parts", "What does np.abs make of -2?")
def _(x, weight, padding):
    return np.abs(by_fft(x, weight, padding))


@of_fft(
    "does not tell irfft2 the size: an odd width loses a column",
    "A half spectrum of 4 numbers may be of 6 columns or of 7. Which does irfft2 take, if you do not say?",
)
def _(x, weight, padding):
    size = framed(x, padding).shape[2:]
    kernels = np.conj(np.fft.rfft2(weight, size))
    spectrum = np.einsum("nchw,fchw->nfhw", np.fft.rfft2(framed(x, padding)), kernels)
    rows, columns = stops(size, weight.shape[2:])
    return np.fft.irfft2(spectrum)[:, :, :rows, :columns]


@of_fft("divides by the number of pixels once more", "NumPy's inverse transform divides by itself. Do you as well?")
def _(x, weight, padding):
    return by_fft(x, weight, padding) / np.prod(framed(x, padding).shape[2:])


@of_fft("transforms the kernels without making them larger", "Which shape have the two spectra that you multiply?")
def _(x, weight, padding):
    return np.einsum("nchw,fchw->nfhw", np.fft.fft2(framed(x, padding)), np.fft.fft2(weight)).real
