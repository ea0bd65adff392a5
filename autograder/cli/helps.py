"""Commands whose options are explained in the language that is spoken when they are made."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from ..language import gettext as _


class _Explained:
    """Says in the language that is spoken what stands beside the options in English, as `noted` has it."""

    params: list[Any]

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for parameter in self.params:
            if parameter.help:
                parameter.help = _(parameter.help)
            if isinstance(parameter.show_default, str):
                parameter.show_default = _(parameter.show_default)


class Command(_Explained, TyperCommand):
    """A subcommand."""


class Group(_Explained, TyperGroup):
    """The command itself."""
