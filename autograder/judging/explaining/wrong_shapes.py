"""Say what is wrong with the shape of a result: an axis is lost, two are exchanged, one is too long."""

import functools
import itertools
from collections.abc import Sequence

from ...language import gettext as _
from ...language import ngettext, noted

_LOST_BATCH = noted("The batch axis of your result is gone: it has shape {got} instead of {wanted}.")
_LOST_CHANNEL = noted("The channel axis of your result is gone: it has shape {got} instead of {wanted}.")
_LOST = noted("Axis {axis} of your result is gone: it has shape {got} instead of {wanted}.")
Shape = tuple[int, ...]


def explain_shapes(pairs: Sequence[tuple[Shape, Shape]], of_cases: int, first: str) -> str:
    """Say what is wrong with the shapes `pairs`, each wanted and got, of results that should have other shapes.

    Parameters
    ----------
    pairs : sequence of (wanted, got)
        The shapes of the failing cases; the first is the one that is shown.
    of_cases : int
        How many cases there are.
    first : str
        The name of the first argument; empty where it is not known.
    """
    wanted, got = pairs[0]
    if len(pairs) == of_cases > 2 and len({got for _, got in pairs}) == 1 < len({wanted for wanted, _ in pairs}):
        if not first:
            return _(
                "Your result has the same shape {got} whatever is given. Does the function use its arguments?", got=got
            )
        return _(
            "Your result has the same shape {got} whatever is given. Does the function use `{name}`?",
            got=got,
            name=first,
        )
    if all(len(wanted) == len(got) + 1 for wanted, got in pairs):
        return _lost(pairs)
    if all(len(wanted) + 1 == len(got) for wanted, got in pairs):
        return _extra(pairs)
    if len(wanted) != len(got):
        return _another_number(wanted, got)
    return _other_sizes(pairs)


def _other_sizes(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    """Say what is wrong with shapes that have the right number of axes."""
    wanted, got = pairs[0]
    if 0 in got and 0 not in wanted:
        return _(
            "Your result is empty: shape {got} instead of {wanted}. `a[n:-n]` is empty where n is 0, for -0 is 0.",
            got=got,
            wanted=wanted,
        )
    order = _order(pairs)
    if order == "turned":
        return _(
            "The shape of your result is turned, height and width exchanged: {got} instead of {wanted}.",
            got=got,
            wanted=wanted,
        )
    if order:
        return _(
            "The shape of your result is right but for the order of the axes: {got} instead of {wanted}.",
            got=got,
            wanted=wanted,
        )
    longer, shorter = noted("axis {axis} is {number} too long"), noted("axis {axis} is {number} too short")
    off = [
        _(longer if mine > theirs else shorter, axis=axis, number=abs(mine - theirs))
        for axis, (theirs, mine) in enumerate(zip(wanted, got, strict=True))
        if mine != theirs
    ]
    told = functools.reduce(lambda one, other: _("{off} and {more}", off=one, more=other), off)
    return _("The shape of your result is {got} instead of {wanted}: {off}.", got=got, wanted=wanted, off=told)


def _another_number(wanted: Shape, got: Shape) -> str:
    return ngettext(
        "Your result has {number} axis and should have {axes}: shape {got} instead of {wanted}.",
        "Your result has {number} axes and should have {axes}: shape {got} instead of {wanted}.",
        len(got),
        axes=len(wanted),
        got=got,
        wanted=wanted,
    )


def _lost(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    wanted, got = pairs[0]
    places = _places([(longer, shorter) for longer, shorter in pairs])
    if not places:
        return _another_number(wanted, got)
    of_a_batch = {0: _LOST_BATCH, 1: _LOST_CHANNEL} if 3 <= len(wanted) <= 5 else {}
    return _(of_a_batch.get(places[0], _LOST), axis=places[0], got=got, wanted=wanted)


def _extra(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    wanted, got = pairs[0]
    places = _places([(longer, shorter) for shorter, longer in pairs])
    values = {"axes": len(wanted), "got": got, "wanted": wanted}
    if not places:
        return ngettext(
            "Your result has {number} axis and should have {axes}. Its shape is {got}, not {wanted}.",
            "Your result has {number} axes and should have {axes}. Its shape is {got}, not {wanted}.",
            len(got),
            **values,
        )
    return ngettext(
        "Your result has {number} axis and should have {axes}: axis {axis} is one too many. Its shape is {got}, not "
        "{wanted}.",
        "Your result has {number} axes and should have {axes}: axis {axis} is one too many. Its shape is {got}, not "
        "{wanted}.",
        len(got),
        axis=places[-1],
        **values,
    )


def _places(pairs: Sequence[tuple[Shape, Shape]]) -> list[int]:
    """The axes without which every longer shape is the shorter one."""
    return [
        axis
        for axis in range(len(pairs[0][0]))
        if all((*longer[:axis], *longer[axis + 1 :]) == shorter for longer, shorter in pairs)
    ]


def _order(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    """`turned` where the last two axes are exchanged, `order` where others are, in every case; else nothing."""
    if any(sorted(wanted) != sorted(got) for wanted, got in pairs):
        return ""
    axes = len(pairs[0][0])
    if any(len(wanted) != axes for wanted, _ in pairs):
        return ""
    fitting = [
        order
        for order in itertools.permutations(range(axes))
        if all(tuple(wanted[axis] for axis in order) == got for wanted, got in pairs)
    ]
    turned = (*range(axes - 2), axes - 1, axes - 2)
    return "turned" if turned in fitting else "order" if fitting else ""
