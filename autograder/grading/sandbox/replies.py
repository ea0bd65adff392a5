"""Read the replies of a runner, which a submission may have written itself: each part is measured before it is used."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...runner.values import Answer, Failure, plain
from ...runner.watching import LINE_CHARS, MOST_LINES, Watched, WatchedLine
from .outputs import Untrusted

NAME_CHARS = 100
TEXT_CHARS = 2_000
MAX_ARGUMENTS = 20
MAX_CALLED = 100
_FAILURES = tuple([str, str, line, str, str, caller, str] for line in (int, type(None)) for caller in (int, type(None)))


def read_answer(reply: dict[str, Any]) -> Answer:
    """Read what a function returned or raised.

    Raises
    ------
    Untrusted
        If the reply is none that an honest runner sends.
    """
    printed, failure = reply.get("printed"), reply.get("failure")
    if type(printed) is not str or "value" not in reply:
        raise Untrusted("no answer")
    answer = Answer(changed_inputs=_places(reply.get("changed_inputs")), printed=printed[:TEXT_CHARS])
    if failure is None:
        return replace(answer, value=plain(reply["value"]))
    if type(failure) is not list or [type(part) for part in failure] not in _FAILURES:
        raise Untrusted("no failure")
    name, message, number, line, function, caller, shapes = failure
    told = Failure(name[:NAME_CHARS], message[:TEXT_CHARS], number, line[:TEXT_CHARS], function[:NAME_CHARS], caller)
    return replace(answer, failure=replace(told, shapes=shapes[:TEXT_CHARS]))


def read_watched(reply: dict[str, Any]) -> Watched | None:
    """Read the result of watching a call; None for whatever an honest runner does not send."""
    seen = reply.get("watched")
    if type(seen) is not list or [type(part) for part in seen[1:]] != [list, float, bool]:
        return None
    loop, *lines = [_watched_line(line) for line in [seen[0], *seen[1][:MOST_LINES]]]
    return Watched(tuple(line for line in lines if line), loop, *seen[2:])


def _watched_line(line: Any) -> WatchedLine | None:
    if type(line) is not list or [type(part) for part in line] != [int, str, int, float]:
        return None
    number, text, runs, share = line
    return WatchedLine(number, text[:LINE_CHARS], runs, share) if 0 <= share <= 1 and number >= 0 <= runs else None


def _places(value: Any) -> tuple[int, ...]:
    """The places of the arguments that were changed; whatever else was sent is none."""
    places = value if type(value) is tuple else ()
    return tuple(place for place in places[:MAX_ARGUMENTS] if type(place) is int and 0 <= place < MAX_ARGUMENTS)


def read_names(value: Any, names: Sequence[str]) -> frozenset[str]:
    """Those of `names` that were sent; whatever else was sent is none of them."""
    sent = value if type(value) is list else ()
    return frozenset(name for name in sent[:MAX_CALLED] if type(name) is str and name in names)
