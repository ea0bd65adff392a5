"""The command `autograder`. Errors are a line or two, without a traceback.

console     print lines and errors; the arguments that several commands take
helps       help and refusals in the language that is spoken

learning/   the commands for learners, a file each; they are always there
teaching/   the commands for instructors, which need the grading half: the learner's wheel leaves them out
authoring/  the commands for authors of exercises, left out too
"""

import importlib
import importlib.util
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UserError
from ..language import gettext as _
from ..language import noted
from ..learner.installation import installed_version, repository_address
from ..learner.workspace import speak_as_in
from ..notebook.light_validation import leave_out_addresses
from .console import say_error
from .helps import Command, Group, ListeningCommand, speak_in_the_frame

LEARNING = ("start", "check", "progress", "submit")
TEACHING = ("init", "build", "collect", "grade", "replay", "report", "export", "doctor", "sample")
AUTHORING = ("matrix", "record")
_ANY_WORDS = {"allow_extra_args": True, "ignore_unknown_options": True}


def application() -> typer.Typer:
    """Make the command with every subcommand that this installation can run."""
    teaching = importlib.util.find_spec(f"{__package__}.teaching")
    teaches = teaching is not None and teaching.origin is not None  # a folder that was left over has no __init__.py
    speak_in_the_frame()
    app = typer.Typer(
        name="autograder",
        cls=Group,
        help=_("Magic Window: work through its exercises, hand them in, grade them.")
        if teaches
        else _("Magic Window: work through its exercises, and hand them in."),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_whole)
    panels: dict[str, tuple[str, tuple[str, ...]]] = {_("Learning"): ("learning", LEARNING)}
    if teaches:
        panels |= {_("Teaching"): ("teaching", TEACHING), _("Making the course"): ("authoring", AUTHORING)}
    for panel, (folder, names) in panels.items():
        kind = Command if folder == "learning" else ListeningCommand
        for name in names:
            command = getattr(importlib.import_module(f".{folder}.{name}", __package__), name)
            app.command(name, cls=kind, rich_help_panel=panel, help=_(flowing(command.__doc__)))(command)
    if not teaches:
        for name in TEACHING + AUTHORING:
            app.command(name, hidden=True, add_help_option=False, context_settings=_ANY_WORDS)(_elsewhere)
    return app


def _elsewhere(context: typer.Context) -> None:
    """Say where a command is that this installation leaves out."""
    address = repository_address()
    copy = _("a clone of {address}", address=address) if address else _("a copy of the course's repository")
    raise UserError(
        _(
            "`{command}` belongs to the instructor's half of the course, and only the learner's half is "
            "installed here. In {copy}, run `make`: it sets up both halves, and the command is then in `.venv/bin`.",
            command=context.info_name,
            copy=copy,
        )
    )


def _whole(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda wished: _say_version() if wished else None,
            help=noted("Show the version of the course, and exit."),
        ),
    ] = False,
) -> None: ...


def _say_version() -> None:
    print(f"magic-window {installed_version()}")
    raise typer.Exit


def flowing(text: str) -> str:
    """Put each paragraph of `text` into one line, for the terminal to fold."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _put_our_programs_on_path() -> None:
    """Let nbgrader find alembic, which it starts by its bare name: this environment may not be an active one."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def main() -> None:
    """Run the command line; exit with 0 only where all went well."""
    leave_out_addresses()
    _put_our_programs_on_path()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(
            errors="replace"
        )  # a terminal without Chinese characters shows a mark, and nothing stops
    try:
        speak_as_in()
        application()()
    except UserError as error:
        say_error(error)
        sys.exit(1)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        say_error(f"{error.strerror or error}{where}")
        sys.exit(1)
