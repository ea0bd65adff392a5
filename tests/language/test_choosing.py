"""Which language is spoken: the setting's, the locale's, or English."""

import os
import shutil

import pytest

from autograder import language
from autograder.errors import UserError

VARIABLES = (language.SETTING, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def no_locale(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_DE@euro"}, "de"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "en"),  # written with other characters
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:zh_CN:de"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8", language.SETTING: "en"}, "en"),
        ({language.SETTING: "zh-cn"}, "zh_CN"),
        ({language.SETTING: "zh"}, "zh_CN"),
    ],
)
def test_the_setting_goes_before_the_locale(monkeypatch, environment, spoken):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.language() == spoken


def test_what_was_settled_stands_between_the_setting_and_the_locale(monkeypatch):
    monkeypatch.setattr(language, "_settled", None)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    language.settle("zh")
    assert language.language() == "zh_CN"
    with pytest.raises(UserError):
        language.settle("klingon")
    monkeypatch.setenv(language.SETTING, "en")
    assert language.language() == "en"
    monkeypatch.delenv(language.SETTING)
    language.settle(None)
    assert language.language() == "de"


def test_a_setting_that_is_no_language_is_refused_in_words(monkeypatch):
    monkeypatch.setenv(language.SETTING, "klingon")
    with pytest.raises(UserError, match=f"{language.SETTING} names 'klingon'. Languages here: en, de, zh_CN"):
        language.language()


def test_a_block_speaks_its_own_language_and_gives_back_what_was_spoken(monkeypatch):
    monkeypatch.setenv(language.SETTING, "de")
    with language.speaking("zh_CN"), language.speaking(None):
        assert language.language() == "zh_CN"
    assert language.language() == "de"


def test_values_are_put_in_where_the_text_names_them():
    assert language.gettext("{one} of {many}", one=1, many=2) == "1 of 2"
    assert language.gettext("a dict {} stays as it is") == "a dict {} stays as it is"
    assert language.ngettext("{number} case", "{number} cases", 1) == "1 case"
    assert language.ngettext("{number} case", "{number} cases", 3) == "3 cases"


@pytest.mark.parametrize("variable", [language.SETTING, "LANG"])
def test_a_language_that_is_not_there_is_refused_in_one_that_is(monkeypatch, variable):
    monkeypatch.setenv(variable, "de")
    with pytest.raises(UserError, match="Es gibt hier keine Sprache 'klingon', nur en, de, zh_CN"):
        language.known("klingon")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv(language.SETTING, "klingon")
    with pytest.raises(UserError, match=f"环境变量 {language.SETTING} 指定了 'klingon'"):
        language.language()


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A checkout whose German is built."""
    package = tmp_path / "autograder" / "language"
    shutil.copytree(language._FOLDER / "de", package / "de")
    compiler = tmp_path / "setup" / "messages.py"
    compiler.parent.mkdir()
    compiler.touch()
    monkeypatch.setattr(language, "_FOLDER", package)
    monkeypatch.setattr(language, "_COMPILER", compiler)
    language._translations.cache_clear()
    yield tmp_path
    language._translations.cache_clear()


def sources(checkout):
    return sorted(checkout.rglob("*.po"))


def spoken_twice(capsys):
    with language.speaking("de"):
        words = [language.gettext("wrong") for _ in range(2)]
    return words[0], capsys.readouterr().err


def test_a_translation_that_is_built_is_spoken_without_a_word(checkout, capsys):
    assert spoken_twice(capsys) == ("falsch", "")


@pytest.mark.parametrize("place", [0, 1], ids=["autograder", "mistakes"])
def test_a_translation_older_than_its_source_is_told_of_once(checkout, capsys, place):
    os.utime(sources(checkout)[place], (4e9, 4e9))
    word, told = spoken_twice(capsys)
    assert word == "falsch"
    assert told.startswith("Deutsch: the translation is not built as it is now")
    assert told.endswith(f"Run `make`, or only `python setup/messages.py compile`, in {checkout}.\n")
    assert told.count("\n") == 1


def test_a_translation_that_was_never_built_is_told_of_once(checkout, capsys):
    for path in sources(checkout):
        path.with_suffix(".mo").unlink()
    word, told = spoken_twice(capsys)
    assert word == "wrong"
    assert told.count("the translation is not built") == 1


def test_what_was_installed_is_not_looked_at_for_its_times(checkout, capsys):
    (checkout / "setup" / "messages.py").unlink()
    os.utime(sources(checkout)[0], (4e9, 4e9))
    assert spoken_twice(capsys) == ("falsch", "")


def test_in_english_nothing_has_to_be_built(checkout, capsys):
    shutil.rmtree(checkout / "autograder")
    with language.speaking("en"):
        assert language.gettext("wrong") == "wrong"
    assert capsys.readouterr().err == ""
