"""`make other-libraries`: what is asked of whom, how answers are written down, and that the file is what it writes."""

import json
import math
import re
import subprocess
import sys

import pytest

from other_libraries import __main__ as command
from other_libraries.answering import answer, answers, rounded
from other_libraries.questions import TABLES

SCRIPTS = sorted((command.HERE / "libraries").glob("[!_]*.py"))
MEASURED = json.loads(command.MEASURED.read_text(encoding="utf-8"))


def test_every_library_was_asked_and_nothing_else_is_in_the_file():
    assert list(MEASURED) == [script.stem for script in SCRIPTS]


def test_the_file_is_as_the_command_writes_it():
    text = command.MEASURED.read_text(encoding="utf-8")
    assert text == command.written(MEASURED) + "\n"
    assert len(text) < 300_000


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_every_package_is_pinned_and_the_file_has_these_versions(script):
    pins = dict(requirement.split("==") for requirement in command.requirements(script))
    said = " ".join(row["versions"] for row in MEASURED[script.stem].values())
    named = {package.partition("[")[0].split("-")[0].lower(): version for package, version in pins.items()}
    for library, version in re.findall(r"([\w-]+) ([\d.]+)", said):
        pinned = {"paddle": "paddlepaddle", "scikit-image": "scikit"}.get(library, library.lower())
        assert named[pinned].startswith(version), library


def test_every_question_is_answered_in_every_column_by_several():
    rows = [row for rows in MEASURED.values() for row in rows.values() if "tables" in row]
    for table in TABLES:
        found = [row["tables"][table.name] for row in rows if table.name in row["tables"]]
        assert len(found) >= 5, table.name
        assert all(list(columns) == list(table.columns) for columns in found)


class Library:
    """One that answers some questions."""

    WORDS = ("mirror", "odd", "none")

    def area(self, x, size):
        return [[sum(x) / 3, math.nan], [-math.inf, 1e-9]] if size == 3 and len(x) == 7 else None

    def nearest(self, n, m):
        raise NotImplementedError

    def extend(self, x, before, after, word):
        return {"mirror": [3, 2, *x, 3, 2], "odd": [0, 1, *x, 0, 1]}[word]


def test_numbers_refusals_and_what_is_not_offered_are_told_apart():
    found = answers(Library())
    assert found["tables"]["area"] == {"uneven": [30.333, "nan", "-inf", 0], "even": None, "larger": None}
    assert set(found["tables"]["nearest"].values()) == {"NotImplementedError"}
    assert set(found["tables"]) == {"area", "nearest"}
    assert found["words"]["mirror"] == "mirrored at the edge, which is not repeated"
    assert found["words"]["odd"] == [0, 1, 1, 2, 3, 4, 0, 1]
    assert found["words"]["none"] == "KeyError"
    assert found["grids"] == {}


def test_one_number_is_picked_by_its_place():
    assert answer(Library(), "area", {"x": [1] * 7, "size": 3, "only": 1}) == ["nan"]
    assert answer(Library(), "area", {"x": [1] * 7, "size": 3, "only": slice(1)}) == [2.3333]


def test_numbers_are_kept_short():
    assert [rounded(value) for value in (2.0, 1 / 3, 123456.0, -3e38, 1e-7)] == [2, 0.33333, 123460, -3e38, 0]


def test_a_script_without_pins_and_a_name_without_a_script_are_refused(tmp_path):
    (tmp_path / "bare.py").write_text('"""Nothing."""\n')
    with pytest.raises(SystemExit, match=r"bare\.py does not say what it needs"):
        command.requirements(tmp_path / "bare.py")
    done = subprocess.run(
        [sys.executable, "-m", "other_libraries", "mxnet"], cwd=command.ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "there is no mxnet; there are exports, jax_and_flax, keras_on_three" in done.stderr
