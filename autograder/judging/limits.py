"""The limits that stop an answer: they come in English from where it runs, and are said in other languages here."""

from ..language import gettext, noted, noted_as

# Each reads on from "it". The first that fits counts.
_LIMITS = (
    noted("was stopped by you"),
    noted("took longer than {seconds} s"),
    noted("took longer than 1 second"),
    noted("took longer than {seconds} seconds"),
    noted("used up the rest of the notebook's {seconds} seconds"),
    noted("used up the rest of the exercise's {seconds} seconds"),
    noted("came after the notebook's {seconds} seconds were used up"),
    noted("came after the exercise's {seconds} seconds were used up"),
    noted("came after the notebook had ended or jammed Python {number} times"),
    noted("was not asked again after it had ended or jammed Python {number} times"),
    noted("was longer than {number} characters"),
    noted("gave more data than may be sent"),
    noted("sent something that is not an answer"),
    noted("used more memory than allowed"),
    noted("ended the Python process"),
)


def limit_in_words(limit: str) -> str:
    """What stopped an answer, in the language that is spoken: "took longer than 10 seconds"."""
    return gettext(noted_as(limit, *_LIMITS))
