"""The command `autograder`. One file a command; errors are a line or two, without a traceback."""

import sys

import typer
from rich.markup import escape

from ..errors import UserError
from .build import build
from .console import errors
from .doctor import doctor
from .export import export
from .grade import grade
from .init import init
from .matrix import matrix
from .record import record
from .replay import replay
from .report import report
from .sample import sample

app = typer.Typer(
    name="autograder",
    help="Build, check and grade the exercises of Magic Window.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (init, build, grade, replay, report, export, doctor, sample, matrix, record):
    app.command()(command)


def main() -> None:
    """Run the command line; exit with 0 only where all went well."""
    try:
        app()
    except UserError as error:
        errors.print(f"[bold red]autograder:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
    except (PermissionError, OSError) as error:
        errors.print(f"[bold red]autograder:[/] {error.strerror or error}: {error.filename}", soft_wrap=True)
        sys.exit(1)
