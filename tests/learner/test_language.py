"""A learner chooses a language once, and all that is said in that workspace is said in it."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from autograder import check, cli, example, language
from autograder.bank import EXERCISES
from autograder.errors import UnknownName, UserError
from autograder.learner.check_notebook import check_notebook
from autograder.learner.workspace import Workspace
from tests.learner._chapter import ROOT

CHAPTER = "01-convolutional-layers"
EXERCISE = "convolutional-layers/correlate1d"


@pytest.fixture(autouse=True)
def no_language(tmp_path, monkeypatch):
    """An empty folder, and a system that says nothing, as Windows does."""
    for name in (language.SETTING, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(language, "_settled", None)
    monkeypatch.chdir(tmp_path)


def command(*words):
    """What a command says, in this process."""
    done = CliRunner().invoke(cli.application(), list(words))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def german(tmp_path):
    """A workspace that speaks German; this process does not know it yet."""
    command("start", "place", "--no-browser", "--language", "de")
    language.settle(None)
    return Workspace(tmp_path / "place")


def flipped(signal, kernel):
    """A wrong answer."""
    return signal[: len(signal) - len(kernel) + 1] * kernel[-1]


def test_start_speaks_the_language_that_it_is_told_at_once():
    said = command("start", "place", "--no-browser", "--language", "de")
    assert "Arbeitsordner place mit 10 Kapiteln angelegt" in said
    assert "Dieser Arbeitsordner spricht ab jetzt Deutsch." in said
    assert "这个工作区使用简体中文。" in command("start", "place", "--no-browser", "--language", "zh-CN")
    assert "From now on this workspace speaks English." in command("start", "place", "--no-browser", "--language", "en")


def test_a_language_that_is_not_there_is_refused_in_a_line_and_nothing_is_made(tmp_path):
    program = [sys.executable, "-m", "autograder", "start", "place", "--no-browser", "--language", "klingon"]
    done = subprocess.run(program, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "autograder: There is no language 'klingon' here, only en, de, zh_CN.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_and_its_page_of_progress_speak_it(german, monkeypatch):
    monkeypatch.chdir(german.root / CHAPTER)
    check(flipped, EXERCISE)
    assert language.language() == "de"
    page = (german.root / "progress.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "<h1>Magic Window: dein Fortschritt</h1>" in page
    assert '<span class="tried">begonnen</span>' in page
    progress = json.loads(german.progress_file.read_text())["exercises"][EXERCISE]
    assert progress["outcome"] == "wrong"  # what is kept is in English


def test_the_page_of_progress_changes_its_language_with_the_workspace(german, monkeypatch):
    page = german.root / "progress.html"
    command("start", "place", "--no-browser", "--language", "zh_CN")
    assert not page.exists()  # nothing was checked yet
    monkeypatch.chdir(german.root)
    check(flipped, EXERCISE)
    assert '<html lang="zh-CN">' in page.read_text(encoding="utf-8")
    command("start", "--no-browser", "--language", "de")
    text = page.read_text(encoding="utf-8")
    assert '<html lang="de">' in text
    assert '<span class="tried">begonnen</span>' in text
    monkeypatch.setenv(language.SETTING, "en")
    command("progress")
    assert '<span class="tried">tried</span>' in page.read_text(encoding="utf-8")


def test_a_start_says_that_the_progress_could_not_be_read(german):
    (german.root / "progress.html").write_text("from before", encoding="utf-8")
    german.progress_file.write_text("{", encoding="utf-8")
    assert "progress.json konnte nicht gelesen werden" in command("start", "place", "--no-browser")
    assert german.progress_file.with_name("progress.broken.json").read_text(encoding="utf-8") == "{"


def test_a_command_and_the_process_that_it_starts_speak_it(german):
    notebook = german.root / CHAPTER / f"{CHAPTER[3:]}.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"].append({"cell_type": "code", "id": "mine", "metadata": {}, "source": "1 / 0", "outputs": []})
    notebook.write_text(json.dumps(content), encoding="utf-8")
    assert f"0 von {len(EXERCISES)} Aufgaben fertig" in command("progress", "place")
    with language.speaking("de"):
        (line,) = check_notebook(notebook, 30).cell_errors
    assert line.startswith("Zelle ")
    assert line.endswith("schlägt fehl: ZeroDivisionError: division by zero (Zeile 1: 1 / 0)")


def test_the_help_is_in_the_language_that_is_spoken_when_it_is_asked_for(german):
    assert "Make a folder with all notebooks" in command("--help")
    language.settle("de")
    assert "Legt einen Ordner mit allen Notebooks" in command("--help")
    assert "Wohin das Zip kommt." in command("submit", "--help")


def test_the_readme_is_in_the_language_that_was_chosen(german):
    readme = german.root / "README.md"
    assert readme.read_text(encoding="utf-8").startswith("# Dein Arbeitsordner")
    command("start", "place", "--no-browser", "--language", "en")
    assert readme.read_text(encoding="utf-8").startswith("# Your workspace")
    readme.write_text("mine", encoding="utf-8")
    command("start", "place", "--no-browser", "--language", "de")
    assert readme.read_text(encoding="utf-8") == "mine"


def test_the_environments_setting_goes_before_the_workspaces_choice_and_that_before_the_locale(german, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "Als Seite" in command("progress", "place")
    monkeypatch.setenv(language.SETTING, "en")
    assert "As a page" in command("progress", "place")
    said = command("start", "place", "--no-browser", "--language", "zh_CN")
    assert f"The environment variable {language.SETTING} names another language" in said


@pytest.mark.parametrize("written", [b"klingon", b"\xff\xfe", b""])
def test_a_choice_that_was_damaged_is_none(german, written):
    german.language_file.write_bytes(written)
    assert "As a page" in command("progress", "place")


def test_an_example_is_called_by_either_of_its_names(german, monkeypatch):
    monkeypatch.chdir(german.root)
    case = EXERCISES[EXERCISE].cases[0]
    with language.speaking("de"):
        name = language.gettext(case.name)
    assert name != case.name
    for called in (case.name, name):
        assert (example(EXERCISE, called)[0] == case.args[0]).all()
    with pytest.raises(UnknownName, match=f"hat keinen Fall 'nothing'; es gibt '{name}'"):
        example(EXERCISE, "nothing")


def test_a_setting_that_is_no_language_is_told_without_a_traceback(german, monkeypatch):
    monkeypatch.setenv(language.SETTING, "klingon")
    with pytest.raises(UserError) as told:
        check(flipped, EXERCISE)
    words = f"The environment variable {language.SETTING} names 'klingon'. Languages here: en, de, zh_CN."
    assert told.value._render_traceback_() == [words]
