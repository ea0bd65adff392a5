"""Say in the language of a job what the runner itself has said among a cell's outputs: it knows English alone."""

import re
from collections.abc import Iterable

from nbformat import NotebookNode

from ...language import gettext as _
from ...language import language, noted

_SAID = {  # in the runner's words, with what differs from time to time by its name
    r"^(?P<exercise>[\w-]+/\w+): checked when graded$": noted("{exercise}: checked when graded"),
    r"^\.\.\. output cut after (?P<number>\d+) characters$": noted("... output cut after {number} characters"),
    r"^\.\.\. output cut after (?P<number>\d+) outputs$": noted("... output cut after {number} outputs"),
    r"^\.\.\. output cut after more than (?P<number>\d+) bytes of pictures$": noted(
        "... output cut after more than {number} bytes of pictures"
    ),
    r"example\(\) has no cases to give while a notebook is graded": noted(
        "example() has no cases to give while a notebook is graded"
    ),
    r"input\(\) has nobody to ask while a notebook is graded": noted(
        "input() has nobody to ask while a notebook is graded"
    ),
    r"the cell ended in a way that IPython could not report": noted(
        "the cell ended in a way that IPython could not report"
    ),
}
_PATTERNS = {re.compile(pattern, re.MULTILINE): words for pattern, words in _SAID.items()}


def translate(outputs: Iterable[NotebookNode]) -> None:
    """Put the runner's own words in a cell's outputs into the language that is spoken."""
    if language() == "en":
        return
    for output in outputs:
        for name in ("text", "evalue"):
            if name in output:
                output[name] = _translated(output[name])
        if "traceback" in output:
            output["traceback"] = list(map(_translated, output["traceback"]))


def _translated(text: str) -> str:
    for pattern, words in _PATTERNS.items():
        text = pattern.sub(lambda found, words=words: _(words).format(**found.groupdict()), text)  # type: ignore[misc]
    return text
