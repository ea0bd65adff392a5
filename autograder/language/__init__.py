"""The language that reports, hints and the command speak: English, and what the folders beside this file translate.

Sentences stand in the code in English, as GNU gettext has it: `_("the kernel has shape {shape}", shape=(3, 3))`.
`make gettext` collects them, and `*/LC_MESSAGES/*.po` have them in other languages. The book's pages stay English.
"""

import functools
import gettext as gnu
import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from ..errors import UnknownLanguage

LANGUAGES = {"en": "English", "de": "Deutsch", "zh_CN": "简体中文"}
SETTING = "MAGIC_WINDOW_LANGUAGE"  # in the environment: it goes before the locale
DOMAINS = ("autograder", "mistakes")  # what the code says, and what the bank of exercises and mistakes says
_FOLDER = Path(__file__).parent
_COMPILER = _FOLDER.parents[1] / "setup" / "messages.py"  # in a checkout
_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_settled: str | None = None  # for this process, by `settle`


class Message(str):
    """A sentence in English that can still be said in another language, with the values that were put into it.

    It is a text like any other: it is compared, kept and sorted in English. `gettext` says it in the language spoken.
    """

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> "Message":
        message = super().__new__(cls, template.format(**values) if values else template)
        message.template, message.values = template, values
        return message

    def filled(self, **values: Any) -> "Message":
        """Give the same sentence with `values` put in where it names them."""
        return Message(self.template, values)

    def __reduce__(self) -> tuple[type["Message"], tuple[str, Mapping[str, Any]]]:
        return Message, (self.template, self.values)


def gettext(text: str, /, **values: Any) -> str:
    """Give `text` in the language that is spoken, with `values` put in where it names them in braces.

    A `Message` is said with its own values, and one among the values is said in the same language.
    """
    template = text
    if isinstance(text, Message):
        template, values = text.template, {**text.values, **values}
    translated = _translations(language()).gettext(template) if template else template
    return translated.format(**_spoken_values(values)) if values else translated


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """Give `one` or `many`, as the language has it for `number`, which may stand in the text as `{number}`."""
    translated = _translations(language()).ngettext(one, many, number)
    return translated.format(**({"number": number} | _spoken_values(values)))


def noted(text: str, /, **values: Any) -> Message:
    """Mark `text` for translation without translating it: it is kept in English, and translated where it is shown."""
    return text if isinstance(text, Message) else Message(text, values)


def joined(*told: str) -> str:
    """Say several sentences one after the other, with the space between them that the language has; empty ones not."""
    said = ""
    for sentence in filter(None, told):
        said = gettext("{said} {sentence}", said=said, sentence=sentence) if said else sentence
    return said


def listed(words: Sequence[str]) -> Message:
    """Join words for a sentence, "a, b and c", so that it can be said in another language."""
    *others, last = words
    if not others:
        return noted(last)
    first = functools.reduce(lambda one, other: noted("{one}, {other}", one=one, other=other), others)
    if isinstance(last, Message):
        return noted("{first} and {last}", first=first, last=last)
    return noted("{first} and {code}", first=first, code=last)  # Chinese has space around code and none around words


def noted_as(text: str, *templates: str) -> Message:
    """Note a text that was put together elsewhere, in English, by the one of `templates` that it was made from."""
    if isinstance(text, Message) and text.values:
        return text
    for template in templates:
        values = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template)), text, re.DOTALL)
        if values:
            return Message(template, values.groupdict())
    return Message(text, {})


def words_of(error: BaseException) -> str:
    """The message of an error, as a `Message` where it was raised with one."""
    message = error.args[0] if error.args else ""
    return message if isinstance(message, Message) else str(error)


def to_json(text: Any) -> Any:
    """Give a text that may be a `Message` as JSON can hold it, so that `from_json` gives it back."""
    if not isinstance(text, Message):
        return text
    return [text.template, {name: to_json(value) for name, value in text.values.items()}]


def from_json(kept: Any) -> Any:
    """Give back the text that `to_json` was given; `TypeError` or `ValueError` for what it never gives."""
    if not isinstance(kept, list):
        return kept
    template, values = kept
    return Message(template, {name: from_json(value) for name, value in values.items()})


def _spoken_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: gettext(value) if isinstance(value, Message) else value for name, value in values.items()}


def language() -> str:
    """The language that is spoken: that of the block, of the environment's setting, of `settle`, or of the locale.

    The first of them that names one decides. Where none does, it is English.
    """
    return _spoken.get() or _of_environment()


def settle(language: str | None) -> None:
    """Speak `language` in this process from now on, where the environment's setting says nothing; None takes it back.

    Raises
    ------
    UnknownLanguage
        If it is none of `LANGUAGES`.
    """
    global _settled
    _settled = known(language) if language else None


def tag() -> str:
    """The language that is spoken, as HTML names it: `zh-CN`."""
    return language().replace("_", "-")


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak `language` in a block; None leaves what is spoken as it is.

    Raises
    ------
    UnknownLanguage
        If it is none of `LANGUAGES`.
    """
    if language is None:
        yield
        return
    token = _spoken.set(known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def known(language: str) -> str:
    """The name of `language` as `LANGUAGES` has it: "de" for "de_AT.UTF-8", and "zh_CN" for "zh-cn".

    Raises
    ------
    UnknownLanguage
        If there is no such language here.
    """
    found = _known_name(language)
    if found is None:
        there = ", ".join(LANGUAGES)
        words = noted("There is no language {name} here, only {languages}.", name=repr(language), languages=there)
        raise _unknown(words)
    return found


def _unknown(words: str) -> UnknownLanguage:
    with speaking(_language_there_is()):
        return UnknownLanguage(gettext(words))


def _language_there_is() -> str:
    """The language that is spoken, where whatever names one that there is not is passed over."""
    names = filter(None, (_spoken.get(), os.environ.get(SETTING), _settled))
    return next(filter(None, map(_known_name, names)), None) or _first_of(None, *_locales())


def _known_name(language: str) -> str | None:
    plain = language.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    if plain in ("zh", "zh_hans", "zh_sg"):
        return "zh_CN"
    same = {name.lower(): name for name in LANGUAGES}
    return same.get(plain) or same.get(plain.partition("_")[0])


@functools.lru_cache
def digest(language: str) -> str:
    """A digest of what there is in a language, which changes what is said in it; empty for English."""
    files = sorted((_FOLDER / language).rglob("*.mo"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest() if files else ""


def _of_environment() -> str:
    """The first language that the environment or `settle` asks for and that there is; English where there is none."""
    setting = os.environ.get(SETTING)
    if setting and _known_name(setting) is None:
        values = {"variable": SETTING, "name": repr(setting), "languages": ", ".join(LANGUAGES)}
        words = noted("The environment variable {variable} names {name}. Languages here: {languages}.", **values)
        raise _unknown(words)
    return _first_of(setting or _settled, *_locales())


def _locales() -> list[str | None]:
    return [os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]


@functools.lru_cache
def _first_of(chosen: str | None, *locales: str | None) -> str:
    if chosen:
        return known(chosen)
    asked = next(filter(None, locales), "")
    return next(filter(None, map(_known_name, asked.split(":"))), "en")


@functools.lru_cache
def _translations(language: str) -> gnu.NullTranslations:
    """Load the translations into `language`. A sentence that nobody has translated stays English."""
    if language != "en" and not _is_built(language):
        _tell_that_it_is_not_built(language)
    found = gnu.NullTranslations()
    for domain in DOMAINS:
        found.add_fallback(gnu.translation(domain, _FOLDER, [language], fallback=True))
    return found


def _is_built(language: str) -> bool:
    """Tell whether what is read is what the translators wrote; what was installed is, and has no `_COMPILER`."""
    sources = (_FOLDER / language).rglob("*.po") if _COMPILER.is_file() else ()
    return all(
        (built := path.with_suffix(".mo")).is_file() and built.stat().st_mtime >= path.stat().st_mtime
        for path in sources
    )


def _tell_that_it_is_not_built(language: str) -> None:
    """Say so in English, for that is what is spoken then; a worker's parent says it."""
    import multiprocessing  # only here, for whoever checks an answer waits for it

    if multiprocessing.parent_process() is None:
        print(
            f"{LANGUAGES[language]}: the translation is not built as it is now, so some or all sentences are in "
            f"English. Run `make`, or only `python setup/messages.py compile`, in {_COMPILER.parents[1]}.",
            file=sys.stderr,
        )
