"""What shapes of results say: an axis that is lost, axes that are exchanged, an axis that is too long."""

import itertools
from collections.abc import Sequence

_AXES = {3: ("batch", "channel", ""), 4: ("batch", "channel", "", ""), 5: ("batch", "channel", "", "", "")}
Shape = tuple[int, ...]


def explain_shapes(pairs: Sequence[tuple[Shape, Shape]], of_cases: int, first: str) -> str:
    """Say what is wrong with the shapes `pairs`, each wanted and got, of results that should have other shapes.

    Parameters
    ----------
    pairs : sequence of (wanted, got)
        Of the failing cases; the first is the one that is shown.
    of_cases : int
        How many cases there are.
    first : str
        The name of the first argument.
    """
    wanted, got = pairs[0]
    if len(pairs) == of_cases > 2 and len({got for _, got in pairs}) == 1 < len({wanted for wanted, _ in pairs}):
        return f"Your result has the same shape {got} whatever is given. Does the function use `{first}`?"
    if all(len(wanted) == len(got) + 1 for wanted, got in pairs):
        return _lost(pairs)
    if all(len(wanted) + 1 == len(got) for wanted, got in pairs):
        return _extra(pairs)
    if len(wanted) != len(got):
        return f"Your result has {_axes(len(got))} and should have {len(wanted)}: shape {got} instead of {wanted}."
    return _other_sizes(pairs)


def _other_sizes(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    """What is wrong with shapes that have the right number of axes."""
    wanted, got = pairs[0]
    if 0 in got and 0 not in wanted:
        return f"Your result is empty: shape {got} instead of {wanted}. `a[n:-n]` is empty where n is 0, for -0 is 0."
    order = _order(pairs)
    if order:
        words = "turned, height and width exchanged" if order == "turned" else "right but for the order of the axes"
        return f"The shape of your result is {words}: {got} instead of {wanted}."
    off = [
        f"axis {axis} is {abs(mine - theirs)} too {'long' if mine > theirs else 'short'}"
        for axis, (theirs, mine) in enumerate(zip(wanted, got, strict=True))
        if mine != theirs
    ]
    return f"The shape of your result is {got} instead of {wanted}: {' and '.join(off)}."


def _axes(count: int) -> str:
    return f"{count} ax{'i' if count == 1 else 'e'}s"


def _lost(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    wanted, got = pairs[0]
    places = _places([(longer, shorter) for longer, shorter in pairs])
    if not places:
        return f"Your result has {_axes(len(got))} and should have {len(wanted)}: shape {got} instead of {wanted}."
    name = _AXES.get(len(wanted), ("",) * 9)[places[0]]
    axis = f"The {name} axis of your result" if name else f"Axis {places[0]} of your result"
    return f"{axis} is gone: it has shape {got} instead of {wanted}."


def _extra(pairs: Sequence[tuple[Shape, Shape]]) -> str:
    wanted, got = pairs[0]
    places = _places([(longer, shorter) for shorter, longer in pairs])
    where = f": axis {places[-1]} is one too many" if places else ""
    return f"Your result has {_axes(len(got))} and should have {len(wanted)}{where}. Its shape is {got}, not {wanted}."


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
