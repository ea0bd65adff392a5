"""Compare what an answer returned with what was wanted, whole arrays and never sums."""

from typing import Any

import numpy as np

from ..language import gettext as _
from ..language import ngettext, noted, noted_as
from ..reports.findings import Difference
from ..runner.values import Unknown

# What `runner.values.plain` calls what it cannot carry.
_UNCARRIED = (
    noted("array of {dtype}"),
    noted("a {type} of more than {number} items"),
    noted("a {type} that holds itself"),
    noted("a {type} nested more than {number} deep"),
)
FLOAT32_EPS = float(np.finfo(np.float32).eps)


def tolerance(wanted: np.ndarray, terms: int) -> float:
    """The distance that a sum of `terms` float32 products may honestly have from torch's float64 one.

    Each float32 operation is off by half an eps of its result. Learners add in any order, so the bound is the
    one for the worst order, linear in the number of terms (Higham, *Accuracy and Stability of Numerical
    Algorithms*, section 4.2), on the scale of the largest output; 16 more for FFTs and other detours. The
    closest mistake in the bank is about a thousand times farther off.
    """
    finite = np.abs(wanted[np.isfinite(wanted)])
    scale = float(finite.max()) if finite.size else 0.0
    return FLOAT32_EPS * (terms + 16) * max(scale, 1e-3)


def difference(wanted: Any, got: Any, terms: int = 1) -> Difference | None:
    """Compare `got` with what is wanted: the difference, or None.

    Parameters
    ----------
    wanted : array, number, list of pairs of int, or a tuple or dict of arrays and numbers
        The oracle's answer.
    got : object
        What came back, as `plain` made it.
    terms : int
        How many products make one output.
    """
    if isinstance(wanted, (float, np.ndarray)) and np.shape(wanted) == () and np.asarray(wanted).dtype.kind == "f":
        return _real_difference(float(wanted), got, terms)
    if isinstance(wanted, np.ndarray):
        return _array_difference(wanted, got, terms)
    if isinstance(wanted, dict):
        return _dict_difference(wanted, got, terms)
    if isinstance(wanted, (tuple, list)):
        return _sequence_difference(wanted, got, terms)
    return _number_difference(wanted, got)


def _array_difference(wanted: np.ndarray, got: Any, terms: int) -> Difference | None:
    if not isinstance(got, np.ndarray):
        return Difference(_("wanted a NumPy array of shape {shape}, got {got}", shape=wanted.shape, got=kind(got)))
    counts = wanted.dtype.kind in "iu" and got.dtype.kind in "iu"  # where torch counts, whole numbers will do
    if got.dtype not in (np.float32, np.float64) and not counts:
        return Difference(_("wanted an array of float32 or float64, got one of {dtype}", dtype=got.dtype.name))
    if got.shape != wanted.shape:
        told = _("shape: wanted {wanted}, got {got}", wanted=wanted.shape, got=got.shape)
        return Difference(told, shapes=(wanted.shape, got.shape))
    with np.errstate(invalid="ignore"):  # inf - inf is one of the things to find
        close = np.abs(got - wanted) <= tolerance(wanted, terms)
    wrong = ~(close | (got == wanted) | (np.isnan(got) & np.isnan(wanted)))
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    mine, theirs = reversed(shortest_distinct(wanted[index], got[index]))
    values = {"wanted": theirs, "got": mine, "number": wrong.sum(), "size": wrong.size}
    told = _("difference: wanted {wanted}, got {got} ({number} of {size} differ)", **values)
    if index:
        place = f"[{', '.join(map(str, index))}]"
        told = _(
            "first difference at {place}: wanted {wanted}, got {got} ({number} of {size} differ)", place=place, **values
        )
    return Difference(told, index, wrong)


def _real_difference(wanted: float, got: Any, terms: int) -> Difference | None:
    """A single number: a float and an array without axes are the same thing."""
    if isinstance(got, np.ndarray) and got.shape == () and got.dtype.kind in "iuf":
        got = got.item()
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return Difference(_("wanted the number {wanted}, got {got}", wanted=brief(wanted), got=kind(got)))
    if abs(got - wanted) <= tolerance(np.array(wanted), terms) or got == wanted or (got != got and wanted != wanted):
        return None
    theirs, mine = shortest_distinct(wanted, got)
    return Difference(_("wanted {wanted}, got {got}", wanted=theirs, got=mine))


def _number_difference(wanted: int, got: Any) -> Difference | None:
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got.item()
    if isinstance(got, float) and got.is_integer():
        got = int(got)
    if isinstance(got, bool) or not isinstance(got, int):
        return Difference(_("wanted the whole number {wanted}, got {got}", wanted=wanted, got=kind(got)))
    return None if got == wanted else Difference(_("wanted {wanted}, got {got}", wanted=wanted, got=brief(got)))


def whole_float(wanted: Any, got: Any) -> str:
    """A hint where a right result is a float, or holds one, and a whole number was asked for."""
    if isinstance(wanted, (tuple, list)) and isinstance(got, (tuple, list)):
        return next(filter(None, map(whole_float, wanted, got)), "")
    if isinstance(wanted, int) and isinstance(got, float):
        return _("accepted, although {got} is a float: `//` or `int(...)` gives the whole number", got=got)
    return ""


def _dict_difference(wanted: dict[str, Any], got: Any, terms: int) -> Difference | None:
    """Arrays by name, such as a network's weights."""
    if not isinstance(got, dict):
        return Difference(_("wanted a dict with the keys {keys}, got {got}", keys=", ".join(wanted), got=kind(got)))
    if got.keys() != wanted.keys():
        theirs, mine = ", ".join(wanted), ", ".join(map(str, got))[:80]
        return Difference(_("wanted the keys {wanted}, got {got}", wanted=theirs, got=mine or _("none")))
    for name, array in wanted.items():
        found = difference(array, got[name], terms)
        if found:
            return Difference(f"{name}: {found.message}")
    return None


def _sequence_difference(wanted: Any, got: Any, terms: int = 1) -> Difference | None:
    if isinstance(got, np.ndarray) and got.dtype.kind in "iu":
        got = got.tolist()
    if not isinstance(got, (tuple, list)):
        things = ngettext("{number} thing", "{number} things", len(wanted))
        said = things if _holds_arrays(wanted) else wanted
        return Difference(_("wanted {wanted}, got {got}", wanted=said, got=kind(got)))
    if len(got) != len(wanted):
        many = ngettext(
            "wanted {number} item, got {got}", "wanted {number} items, got {got}", len(wanted), got=len(got)
        )
        return Difference(many)
    for place, (item, mine) in enumerate(zip(wanted, got, strict=True)):
        found = difference(item, mine, terms)
        if found:
            pairs = isinstance(item, (tuple, list)) and isinstance(mine, (tuple, list))
            if pairs and not _holds_arrays(item):  # a pair is read as a whole
                theirs, yours = brief(tuple(item)), brief(tuple(mine))
                return Difference(_("item {place}: wanted {wanted}, got {got}", place=place, wanted=theirs, got=yours))
            return Difference(_("item {place}: {difference}", place=place, difference=found.message))
    return None


def _holds_arrays(values: Any) -> bool:
    return any(isinstance(value, (np.ndarray, dict)) for value in values)


def kind(value: Any) -> str:
    """Name what `value` is, for a learner: `the list [1, 2]`, `None`, `a torch.Tensor`."""
    if value is None:
        return "None"
    if isinstance(value, Unknown):
        name = _(noted_as(value.name, *_UNCARRIED))
        return name if value.name.startswith(("array", "a ")) else _("an object of type {name}", name=name)
    if isinstance(value, np.ndarray):
        return _("an array of shape {shape}", shape=value.shape)
    if isinstance(value, (tuple, list, dict)):
        return _("a {type} of {number}", type=type(value).__name__, number=len(value))
    return _("the {type} {value}", type=type(value).__name__, value=brief(value))


def shortest_distinct(wanted: float, got: float) -> tuple[str, str]:
    """Two numbers in as few digits as tell them apart."""
    for digits in range(4, 17):
        pair = f"{float(wanted):.{digits}g}", f"{float(got):.{digits}g}"
        if pair[0] != pair[1]:
            break
    return pair


def brief(value: Any) -> str:
    """A number or a short text in few characters."""
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.4g}"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:37] + "..."
