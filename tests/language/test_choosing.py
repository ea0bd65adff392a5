"""Which language is spoken: the setting's, the locale's, or English."""

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
    with pytest.raises(UserError, match="no language 'klingon' here, only en, de, zh_CN"):
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
