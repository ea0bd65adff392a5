"""What Typer says around our own words is in the language that is spoken too."""

import re

import pytest
from typer.testing import CliRunner

from autograder import cli
from autograder.language import speaking

COMMANDS = ["", *cli.LEARNING, *cli.TEACHING, *cli.AUTHORING]
TYPERS = re.compile(r"Usage|Arguments|Options|default:|required|Show this|Install completion|Show completion|for help")
# Each command, and what is said of it in English and in German.
REFUSALS = {
    "check": ("Missing argument 'NOTEBOOK'.", "Das Argument 'NOTEBOOK' fehlt."),
    "collect .": ("Missing option '--assignment' / '-a'.", "Die Option '--assignment' / '-a' fehlt."),
    "starter": (
        "No such command 'starter'. Did you mean 'start'?",
        "Es gibt keinen Befehl 'starter'. Meintest du 'start'?",
    ),
    "klingon": ("No such command 'klingon'.", "Es gibt keinen Befehl 'klingon'."),
    "check a --timeot 3": (
        "No such option: --timeot (Possible options: --timeout)",
        "Es gibt keine Option --timeot (mögliche Optionen: --timeout)",
    ),
    "check a --klingon": ("No such option: --klingon", "Es gibt keine Option --klingon"),
    "check a --timeout": ("Option '--timeout' requires an argument.", "Die Option '--timeout' braucht ein Argument."),
    "check a b c": ("Got unexpected extra argument(s) (b c)", "Argumente zu viel (b c)"),
    "check a --timeout b": (
        "Invalid value for '--timeout': Input should be a valid number",
        "Ungültiger Wert für '--timeout': Hier gehört eine Zahl hin",
    ),
    "grade a --jobs b": (
        "Invalid value for '--jobs' / '-j': Input should be a valid integer",
        "Ungültiger Wert für '--jobs' / '-j': Hier gehört eine ganze Zahl hin",
    ),
    "check a --timeout 0": (
        "Invalid value for '--timeout': Input should be greater than or equal to 1",
        "Ungültiger Wert für '--timeout': Die Zahl muss mindestens 1 sein",
    ),
    "export a --format b": (
        "Invalid value for '--format' / '-f': Value error, 'b' is not one of 'canvas'",
        "Ungültiger Wert für '--format' / '-f': 'b' gibt es nicht; möglich: 'canvas'",
    ),
    "check a --watch --json": (
        "Invalid value: --watch is for people and --json for programs: choose one",
        "Ungültiger Wert: --watch ",
    ),
}


def said(language, *words):
    """The exit status and the words of a command, on one line."""
    with speaking(language):
        done = CliRunner().invoke(cli.application(), list(words))
    return done.exit_code, " ".join(re.sub("[│╭╮╰╯─]", " ", done.output).split())


@pytest.mark.parametrize("language", ["de", "zh_CN"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_has_no_english_around_ours(language, command):
    status, words = said(language, *command.split(), "--help")
    assert status == 0
    assert {"de": "Aufruf: autograder", "zh_CN": "用法"}[language] in words
    assert TYPERS.findall(words) == []


@pytest.mark.parametrize("words", REFUSALS)
def test_a_refusal_is_said_in_the_language_that_is_spoken(words):
    for language, expected in zip(("en", "de"), REFUSALS[words], strict=True):
        status, told = said(language, *words.split())
        assert status == 2
        assert expected in told
    assert TYPERS.findall(told) == []


def test_no_command_shows_the_help():
    assert said("de")[1] == said("de", "--help")[1]
    assert said("de")[0] == 2


def test_no_scale_is_no_scale_to_zero():
    status, words = said("en", "export", "--help")
    assert status == 0
    assert re.search(r"--out-of [^\[]*\[x>=0\] [^\[]*\[default: \([^0)]+\)\]", words)
