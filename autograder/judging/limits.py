"""The limits that stop an answer: they come in English from where it runs, and are said in other languages here."""

from ..language import gettext, noted, noted_as

# What `runner.calls` says, which imports nothing of ours; it reads on from "it". Other limits are messages already.
_LIMITS = noted("was stopped by you"), noted("took longer than {seconds} s")


def limit_in_words(limit: str) -> str:
    """What stopped an answer, in the language that is spoken: "took longer than 10 seconds"."""
    return gettext(noted_as(limit, *_LIMITS))
