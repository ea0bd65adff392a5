"""Say what stopped an answer: a limit, or an error that it raised."""

import re

from ..language import gettext as _
from ..language import noted, noted_as
from ..runner.values import Failure

# What `runner.calls` says, which imports nothing of ours; it reads on from "it". Other limits are messages already.
_LIMITS = noted("was stopped by you"), noted("took longer than {seconds} s")


def limit_in_words(limit: str) -> str:
    """Say in the language that is spoken what stopped an answer: "took longer than 10 seconds"."""
    return _(noted_as(limit, *_LIMITS))


def error_in_words(failure: Failure) -> str:
    """Say what was raised and where, without what of NumPy's words only NumPy's authors need."""
    message = re.sub(r"Input operand 1 has .* \(size (\d+) is different from (\d+)\)", _sizes, failure.message)
    if not failure.line:
        return f"{failure.type}: {message}"
    return _(
        "{error}: {message} (in {function}, line {number}: {line})",
        error=failure.type,
        message=message,
        function=failure.function,
        number=failure.line_number,
        line=failure.line,
    )


def _sizes(sizes: re.Match[str]) -> str:
    return _("sizes do not fit (size {one} is different from {other})", one=sizes[1], other=sizes[2])
