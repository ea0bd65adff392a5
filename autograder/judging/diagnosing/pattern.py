"""Find a feature that every failing case has and no passing one, where no known mistake explains the failures."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...bank.exercise import Case, Exercise
from ...language import noted
from .. import oracle

_MORE = {
    "batch": noted("x has more than one batch"),
    "channel": noted("x has more than one channel"),
    "depth": noted("x has more than one depth"),
    "row": noted("x has more than one row"),
    "column": noted("x has more than one column"),
}
_AXES = tuple(_MORE)


def find_pattern(exercise: Exercise, failing: Sequence[Case], passing: Sequence[Case]) -> str:
    """Say where `exercise` fails and nowhere else: "padding is more than 0", or nothing if no one feature tells.

    With fewer than two cases on a side any feature would fit, so nothing is said.
    """
    if len(failing) < 2 or len(passing) < 2:
        return ""
    always = set.intersection(*(set(_features(exercise, case)) for case in failing))
    elsewhere = {feature for case in passing for feature in _features(exercise, case)}
    telling = always - elsewhere
    return min(telling, key=lambda feature: (len(feature), feature), default="")


def _features(exercise: Exercise, case: Case) -> Iterator[str]:
    parameters = oracle.parameters(exercise)
    for name, value in zip(parameters.names, case.args, strict=False):
        yield from _of_value(name, value, parameters.defaults.get(name))


def _of_value(name: str, value: Any, default: Any) -> Iterator[str]:
    """The features of an argument; `default` is None for one that has to be given, too."""
    if isinstance(value, np.ndarray):
        yield from _of_array(name, value)
        return
    if isinstance(value, dict):  # a network's weights
        yield from (
            noted("{name} is not zero", name=key)
            for key, array in value.items()
            if key.endswith("bias") and array.any()
        )
        return
    if value is None or callable(value):
        return
    if isinstance(value, (bool, str)):
        yield noted("{name} is {value}", name=name, value=value)
    elif default is None:
        if not isinstance(value, (tuple, list)):  # that failing cases share one pair is mere chance
            yield noted("{name} is {value}", name=name, value=value)
            yield noted("{name} is a single number", name=name)  # and a pair elsewhere
    elif np.any(np.not_equal(value, default)):
        yield noted("{name} is more than {value}", name=name, value=default)
    if isinstance(value, (tuple, list)) and len(set(value)) > 1:
        yield noted("{name} is not the same along every axis", name=name)


def _of_array(name: str, array: np.ndarray) -> Iterator[str]:
    if name == "bias" and array.any():
        yield noted("a bias is given that is not zero")
    if name == "x" and 3 <= array.ndim <= 5:
        axes = (*_AXES[:2], *_AXES[-(array.ndim - 2) :])
        yield from (_MORE[axis] for axis, size in zip(axes, array.shape, strict=True) if size > 1)
    if name == "weight" and array.ndim >= 3 and len(array) > 1:
        yield noted("there is more than one filter")
    if array.size and (array < 0).all():
        yield noted("every number of {name} is negative", name=name)
