"""An answer that raised in a case: the error, and the values of the arguments that its line may name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...bank.exercise import Case
from ...runner.values import Failure
from ..static_analysis.parameters import Parameters


@dataclass(frozen=True)
class Crash:
    """An error and what its advice is chosen by.

    Attributes
    ----------
    failure : Failure
    arguments : mapping of str to object
        What the function was called with in the case, by the names of its parameters.
    none_by_default : frozenset of str
        The parameters that are None unless they are given.
    has_pair : bool
        Whether the notebook has the helper `pair`.
    """

    failure: Failure
    arguments: Mapping[str, Any]
    none_by_default: frozenset[str]
    has_pair: bool = False

    @classmethod
    def of(cls, failure: Failure, case: Case, parameters: Parameters, *, has_pair: bool = False) -> "Crash":
        """The crash of a function that takes `parameters`; those that a case leaves out are None."""
        arguments: dict[str, Any] = dict.fromkeys(parameters.names)
        arguments |= dict(zip(parameters.names, case.args, strict=False))
        return cls(failure, arguments, parameters.none_by_default, has_pair)

    def named(self, is_wanted: Callable[[Any], bool]) -> list[str]:
        """The arguments that the failing line names and whose values `is_wanted`."""
        words = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", self.failure.line))
        return [name for name in words if name in self.arguments and is_wanted(self.arguments[name])]
