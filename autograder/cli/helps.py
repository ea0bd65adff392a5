"""Translate the help of commands and their refusals, with what Typer says of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from ..language import gettext as _
from ..language import noted, noted_as
from ..stopping import exit_status, listening
from .console import errors, say

_UsageError: Any = typer.BadParameter.__bases__[0]  # Typer has it from click, which newer versions carry within them
# What Typer says around our own words, by the name that it has there.
_FRAME = {
    "ARGUMENTS_PANEL_TITLE": noted("Arguments"),
    "OPTIONS_PANEL_TITLE": noted("Options"),
    "ERRORS_PANEL_TITLE": noted("Error"),
    "DEFAULT_STRING": noted("[default: {}]"),
    "REQUIRED_LONG_STRING": noted("[required]"),
    "RICH_HELP": noted("Try [blue]'{command_path} {help_option}'[/] for help."),
    "ABORTED_TEXT": noted("Aborted."),
}
_OPTIONS = (
    noted("Show this message and exit."),
    noted("Install completion for the current shell."),
    noted("Show completion for the current shell, to copy it or customize the installation."),
)
# What Typer refuses with. Of two that fit, the first counts.
_REFUSALS = (
    noted("Missing argument {name}."),
    noted("Missing option {name}."),
    noted("No such command {name}. Did you mean {near}?"),
    noted("No such command {name}."),
    noted("No such option: {name} (Possible options: {near})"),
    noted("No such option: {name}"),
    noted("Option {name} requires an argument."),
    noted("Got unexpected extra argument(s) ({names})"),
    noted("Invalid value for {name}: {why}"),
    noted("Invalid value: {why}"),
)
_REASONS = (
    noted("Input should be a valid number, unable to parse string as a number"),
    noted("Input should be a valid integer, unable to parse string as an integer"),
    noted("Input should be greater than or equal to {number}"),
    noted("Value error, {value} is not one of {choices}."),
)


def speak_in_the_frame() -> None:
    """Translate what Typer says around help and refusals."""
    for name, text in _FRAME.items():
        setattr(rich_utils, name, _(text))


@contextmanager
def _ending_in_words() -> Iterator[None]:
    """Translate what Typer refuses in a block, and say in a line that Ctrl-C has stopped it."""
    try:
        yield
    except KeyboardInterrupt as stop:
        say(_(stop.args[0] if stop.args else noted("Stopped.")), to=errors)
        raise typer.Exit(exit_status()) from None
    except _UsageError as error:
        words = noted_as(error.format_message(), *_REFUSALS)
        if not words.values:
            raise  # the help, for example, which is asked for by naming nothing
        if "why" in words.values:
            words = words.filled(**{**words.values, "why": noted_as(words.values["why"], *_REASONS)})
        raise _UsageError(_(words), error.ctx) from None


class _Explained:
    """A command whose options are explained in the language that is spoken; in the code their help is English."""

    def get_params(self, context: Any) -> list[Any]:
        parameters: list[Any] = super().get_params(context)  # type: ignore[misc]
        for parameter in parameters:
            if parameter.help:
                parameter.help = _(parameter.help)
            if isinstance(parameter.show_default, str):
                parameter.show_default = _(parameter.show_default)
        return parameters

    def format_usage(self, context: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(context)  # type: ignore[attr-defined]
        formatter.write_usage(context.command_path, " ".join(pieces), prefix=_("Usage: "))

    def make_context(self, *args: Any, **settings: Any) -> Any:
        with _ending_in_words():
            return super().make_context(*args, **settings)  # type: ignore[misc]


class Command(_Explained, TyperCommand):
    """A subcommand."""


class ListeningCommand(Command):
    """A subcommand that starts processes: SIGTERM stops it as Ctrl-C does, and a second Ctrl-C ends it at once."""

    def invoke(self, context: Any) -> Any:
        """Run the subcommand."""
        with listening():
            return super().invoke(context)


class Group(_Explained, TyperGroup):
    """The command itself."""

    def invoke(self, context: Any) -> Any:
        """Run the subcommand that is named."""
        with _ending_in_words():
            return super().invoke(context)
