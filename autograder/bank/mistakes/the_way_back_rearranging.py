"""Chapter 9: what learners write instead of the way back through a frame, a resizing and a pixel shuffle."""

import numpy as np

from ..chapters._rearranging_back import PIXEL_SHUFFLE_BACKWARD, REFLECTION_PAD2D_BACKWARD, UPSAMPLE_BILINEAR2D_BACKWARD
from ..family import family
from ._way_back import folded, four, gathered, resized_back, tents

# A frame --------------------------------------------------------------------------------------------------------------


def _folded_wrongly(_, wrong):
    return lambda grad_output, x, padding: wrong(grad_output, x, four(padding))


of_reflection_back = family([REFLECTION_PAD2D_BACKWARD], _folded_wrongly)
"""A frame that is put back wrongly: `wrong(grad, x, amounts)`, one amount for each side."""


def middle(grad, x, amounts):
    left, _, top, _ = amounts
    return grad[:, :, top : top + x.shape[2], left : left + x.shape[3]]


@of_reflection_back("cuts the frame off", hint="The frame was made of the picture. Who is to blame for what it showed?")
def _(grad, x, amounts):
    return middle(grad, x, amounts).copy()


@of_reflection_back(
    "lets the last mirror image overwrite the others", hint="Several places show one pixel. What does `+=` do there?"
)
def _(grad, x, amounts):
    def buffered(back, places, values):
        back[places] += values

    return folded(grad, x, amounts, add=buffered)


@of_reflection_back(
    "folds at the edge itself",
    hint="Which pixel stands beside the edge in a reflected frame: the edge, or its neighbour?",
)
def _(grad, x, amounts):
    return folded(grad, x, amounts, mode="symmetric")


@of_reflection_back("gives all of the frame to the edge", hint="Every pixel of the frame mirrors another one. Which?")
def _(grad, x, amounts):
    return folded(grad, x, amounts, mode="edge")


@of_reflection_back(
    "folds to the opposite side", hint="A mirror at the left edge shows the left side. Which side do you add to?"
)
def _(grad, x, amounts):
    return folded(grad, x, amounts, mode="wrap")


@of_reflection_back("leaves the corners of the frame out", hint="A corner was mirrored twice. Where does its blame go?")
def _(grad, x, amounts):
    left, right, top, bottom = amounts
    rows = folded(grad[:, :, :, left : left + x.shape[3]], x, (0, 0, top, bottom))
    columns = folded(grad[:, :, top : top + x.shape[2]], x, (left, right, 0, 0))
    return rows + columns - middle(grad, x, amounts)


@of_reflection_back("folds left and right only", hint="The frame has four sides. Which of them do you fold back?")
def _(grad, x, amounts):
    left, right, top, _ = amounts
    return folded(grad[:, :, top : top + x.shape[2]], x, (left, right, 0, 0))


@of_reflection_back("folds above and below only", hint="The frame has four sides. Which of them do you fold back?")
def _(grad, x, amounts):
    left, _, top, bottom = amounts
    return folded(grad[:, :, :, left : left + x.shape[3]], x, (0, 0, top, bottom))


@of_reflection_back(
    "takes the padding for (top, bottom, left, right)",
    hint="torch begins with the last axis. Which side is padding[0]?",
)
def _(grad, x, amounts):
    top, bottom, left, right = amounts
    return folded(grad, x, (left, right, top, bottom))


@of_reflection_back(
    "does not turn the frame round before it adds it", hint="A mirror turns left and right round. Does your sum?"
)
def _(grad, x, amounts):
    left, right, top, bottom = amounts
    h, w = x.shape[2:]
    rows = np.concatenate([np.arange(1, top + 1), np.arange(h), np.arange(h - 1 - bottom, h - 1)])
    columns = np.concatenate([np.arange(1, left + 1), np.arange(w), np.arange(w - 1 - right, w - 1)])
    return (np.eye(h)[rows].T @ grad @ np.eye(w)[columns]).astype(grad.dtype)


# Resizing -------------------------------------------------------------------------------------------------------------


def _resized_back_wrongly(_, wrong):
    return lambda grad_output, input_size, align_corners=False: wrong(grad_output, input_size, align_corners)


of_bilinear_back = family([UPSAMPLE_BILINEAR2D_BACKWARD], _resized_back_wrongly)
"""A wrong way back through a resizing: `wrong(grad, size, aligned)`."""


@of_bilinear_back(
    "resizes the blame back to the old size", hint="Is the way back the opposite resizing, or the transposed matrix?"
)
def _(grad, size, aligned):
    rows, columns = (tents(new, old, aligned) for old, new in zip(size[2:], grad.shape[2:], strict=True))
    return (rows @ grad @ columns.T).astype(grad.dtype)


@of_bilinear_back(
    "uses the other setting of align_corners", hint="With aligned corners, where do the first and last output lie?"
)
def _(grad, size, aligned):
    return resized_back(grad, size, not aligned)


def with_rows(change):
    return lambda old, new, aligned: change(tents(old, new, aligned))


@of_bilinear_back(
    "averages what comes back to a pixel", hint="Does a pixel that was used more often get less of the blame?"
)
def _(grad, size, aligned):
    return resized_back(grad, size, aligned, with_rows(lambda m: m / np.maximum(m.sum(axis=0), 1e-9)))


@of_bilinear_back(
    "gives all blame to the nearest pixel", hint="An output is a mixture of four pixels. Who gets which share?"
)
def _(grad, size, aligned):
    return resized_back(grad, size, aligned, with_rows(lambda m: np.eye(m.shape[1])[m.argmax(axis=1)]))


@of_bilinear_back(
    "shares the blame in equal parts", hint="An output is a mixture of four pixels, by weights. Which ones?"
)
def _(grad, size, aligned):
    return resized_back(grad, size, aligned, with_rows(lambda m: (m > 0) / (m > 0).sum(axis=1, keepdims=True)))


@of_bilinear_back("forgets half a pixel", hint="Where lies the centre of the first output, in pixels of the input?")
def _(grad, size, aligned):
    def matrix(old, new, aligned):
        if aligned:
            return tents(old, new, aligned)
        place = np.clip(np.arange(new) * old / new, 0, old - 1)
        return np.maximum(0, 1 - np.abs(place[:, None] - np.arange(old)))

    return resized_back(grad, size, aligned, matrix)


@of_bilinear_back(
    "swaps the shares of the two neighbours", hint="The nearer pixel has the larger share. Has it in your matrix?"
)
def _(grad, size, aligned):
    return resized_back(grad, size, aligned, with_rows(lambda m: np.where(m > 0, np.where(m < 1, 1 - m, m), 0)))


@of_bilinear_back(
    "lets the last output overwrite the others", hint="Many outputs used one pixel. What does `back[i] =` keep?"
)
def _(grad, size, aligned):
    rows, columns = (tents(old, new, aligned) for old, new in zip(size[2:], grad.shape[2:], strict=True))
    back = np.zeros(size, grad.dtype)
    for i, j in np.ndindex(grad.shape[2:]):
        (up,), (across,) = np.nonzero(rows[i]), np.nonzero(columns[j])
        shares = np.outer(rows[i, up], columns[j, across])
        back[:, :, up[:, None], across] = grad[:, :, i, j, None, None] * shares
    return back


# Pixel shuffle --------------------------------------------------------------------------------------------------------


def _gathered_wrongly(_, wrong):
    return lambda grad_output, upscale_factor: wrong(grad_output, upscale_factor)


of_shuffle_back = family([PIXEL_SHUFFLE_BACKWARD], _gathered_wrongly)
"""A wrong way back through a pixel shuffle: `wrong(grad, r)`."""


def reshaped(grad, r):
    n, c, h, w = grad.shape
    return grad.reshape(n, c * r * r, h // r, w // r)


def shuffled(grad, r):
    """Forward instead of back, as far as the shapes let it."""
    n, c, h, w = grad.shape
    return np.einsum("ncijhw->nchiwj", grad.reshape(n, c, r, r, h // r, w // r)).reshape(n, c * r * r, h // r, w // r)


IN_A_BLOCK = "In a block of r x r pixels the channels run along the rows first. Which offset has channel 1?"
of_shuffle_back("reads every block column by column", hint=IN_A_BLOCK)(
    lambda grad, r: gathered(grad, r, "nchiwj->ncjihw")
)
of_shuffle_back(
    "puts the channels of all maps in turn",
    hint="Channel 0 of the output owns the first r * r channels. Which does yours own?",
)(lambda grad, r: gathered(grad, r, "nchiwj->nijchw"))
of_shuffle_back(
    "reshapes and moves nothing", hint="Neighbouring pixels belong to different channels. Do they part in your reshape?"
)(reshaped)
of_shuffle_back(
    "shuffles forward once more",
    hint="You are on the way back. Which of the two is the way back: shuffle or unshuffle?",
)(shuffled)
of_shuffle_back("takes blocks from the far corner first", hint="Which pixel of a block belongs to channel 0?")(
    lambda grad, r: gathered(np.flip(grad, (2, 3)), r)[:, :, ::-1, ::-1]
)
of_shuffle_back(
    "divides by the number of pixels in a block",
    hint="A pixel shuffle only moves numbers. Does any of them become smaller?",
)(lambda grad, r: gathered(grad, r) / (r * r))
of_shuffle_back(
    "adds the pixels of a block up", hint="Each pixel of a block came from a channel of its own. Do they meet?"
)(
    lambda grad, r: np.repeat(
        gathered(grad, r).reshape(len(grad), grad.shape[1], r * r, grad.shape[2] // r, -1).sum(axis=2), r * r, axis=1
    )
)
of_shuffle_back("keeps the first pixel of every block", hint="What becomes of the other pixels of a block?")(
    lambda grad, r: np.repeat(grad[:, :, ::r, ::r], r * r, axis=1)
)


def mixed(grad, r):
    n, c, h, w = grad.shape
    blocks = grad.reshape(n, c, r, h // r, r, w // r)
    return np.einsum("ncihjw->ncijhw", blocks).reshape(n, c * r * r, h // r, w // r)


of_shuffle_back(
    "splits height and width into (r, H)",
    hint="Split the height into (H, r), and the width into (W, r). In which order?",
)(mixed)
