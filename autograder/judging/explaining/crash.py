"""An answer that raised in a case: what its cure is chosen by."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...bank.exercise import Case
from ...runner.values import Failure
from ..static_analysis.parameters import Parameters


@dataclass(frozen=True)
class Crash:
    """An answer that raised in a case, with the names of its arguments."""

    failure: Failure
    arguments: Mapping[str, Any]
    none_by_default: frozenset[str]
    has_pair: bool = False

    def named(self, is_wanted: Callable[[Any], bool]) -> list[str]:
        """The arguments that the failing line names and whose values `is_wanted`."""
        words = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", self.failure.line))
        return [name for name in words if name in self.arguments and is_wanted(self.arguments[name])]


def crash(failure: Failure, case: Case, parameters: Parameters | None, has_pair: bool = False) -> Crash:
    """Put together what a cure is chosen by."""
    names = parameters.names if parameters else ()
    arguments = dict(zip(names, case.args, strict=False))
    arguments |= dict.fromkeys(names[len(case.args) :]) if parameters else {}
    optional = parameters.none_by_default if parameters else frozenset()
    return Crash(failure, arguments, optional, has_pair)
