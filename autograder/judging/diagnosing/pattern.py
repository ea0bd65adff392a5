"""What failing cases have in common that passing ones have not: for an error that has no name."""

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...bank.exercise import Case, Exercise
from ...language import noted

_MORE = {
    "batch": noted("x has more than one batch"),
    "channel": noted("x has more than one channel"),
    "depth": noted("x has more than one depth"),
    "row": noted("x has more than one row"),
    "column": noted("x has more than one column"),
}
_AXES = tuple(_MORE)


def pattern(exercise: Exercise, failing: Sequence[Case], passing: Sequence[Case]) -> str:
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
    for parameter, value in zip(parameters(exercise), case.args, strict=False):
        yield from _of_value(parameter, value)


def parameters(exercise: Exercise) -> list[inspect.Parameter]:
    """The parameters of the exercise's function, read from the mistake that spells them out best."""
    spelled = [list(inspect.signature(mistake.function).parameters.values()) for mistake in exercise.mistakes]
    plain = [parameters for parameters in spelled if all(p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters)]
    return max(plain, key=len, default=[])


def _of_value(parameter: inspect.Parameter, value: Any) -> Iterator[str]:
    name = parameter.name
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
    elif parameter.default is parameter.empty or parameter.default is None:
        if not isinstance(value, (tuple, list)):  # that failing cases share one pair is mere chance
            yield noted("{name} is {value}", name=name, value=value)
            yield noted("{name} is a single number", name=name)  # and a pair elsewhere
    elif np.any(np.not_equal(value, parameter.default)):
        yield noted("{name} is more than {value}", name=name, value=parameter.default)
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
