"""First attempts of a newcomer: the report says on its second line what is wrong with each, and nothing that is not.

`attempts.txt` holds them. Each begins with a line `=== number | exercise | what was done | pattern`; the pattern is
what the first two lines of the report must match.
"""

import functools
import importlib
import linecache
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import Report, judge
from autograder.bank import find
from autograder.building.answers import read_operation

TOLD = 0.95  # of the attempts


@dataclass(frozen=True)
class Attempt:
    number: str
    exercise: str
    what: str
    cause: str
    source: str

    def report(self) -> Report:
        """Judge it as the cell of a notebook in which the other functions of its chapter stand already."""
        chapter, name = self.exercise.split("/")
        names: dict[str, Any] = {"np": np}
        for cell, source in (*cells_of(chapter), (f"<attempt {self.number}>", self.source)):
            linecache.cache[cell] = (len(source), None, source.splitlines(True), cell)
            exec(compile(source, cell, "exec"), names)
        return judge(self.exercise, names[name])


@functools.cache
def cells_of(chapter: str) -> tuple[tuple[str, str], ...]:
    """The functions of a chapter as a notebook has them, each in a cell: without what turns away bad arguments."""
    module = Path(str(importlib.import_module(f"solutions.{chapter.replace('-', '_')}").__file__))
    names = re.findall(r"^def ([a-z]\w*)", module.read_text(encoding="utf-8"), flags=re.M)
    return tuple((f"<cell of {name}>", read_operation(module, name).source) for name in names)


def read() -> list[Attempt]:
    rows = re.split(r"^=== ", Path(__file__).with_name("attempts.txt").read_text(encoding="utf-8"), flags=re.M)[1:]
    parts = (row.partition("\n") for row in rows)
    return [Attempt(*head.split(" | ", 3), source) for head, _, source in parts]


ATTEMPTS = {f"{attempt.number} {attempt.what}": attempt for attempt in read()}


@pytest.fixture(scope="module")
def reports():
    """The report on every attempt, by its name."""
    return {name: attempt.report() for name, attempt in ATTEMPTS.items()}


@pytest.fixture(scope="module")
def first_lines(reports):
    """The first two lines of the reports."""
    return {name: "\n".join(str(report).splitlines()[:2]) for name, report in reports.items()}


def test_the_second_line_names_the_cause(first_lines):
    untold = {name: lines for name, lines in first_lines.items() if not re.search(ATTEMPTS[name].cause, lines)}
    assert len(untold) <= (1 - TOLD) * len(ATTEMPTS), "\n\n".join(f"{name}\n{line}" for name, line in untold.items())


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_first_line_counts_and_the_second_is_no_reason_of_a_case(name, first_lines):
    count, cause = first_lines[name].split("\n")
    exercise = find(ATTEMPTS[name].exercise)
    assert re.fullmatch(rf"{exercise.id}: (\d+ of {len(exercise.cases)} cases|not accepted)", count)
    assert not [case.why for case in exercise.cases if case.why and case.why in cause]
    assert not re.match(r"  (ok|wrong|crash) ", cause)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_a_case_tests_is_told_for_the_recommended_case_alone(name, reports):
    report = reports[name]
    assert report.recommended or report.refusal
    told = re.findall(r"This case tests: (.*?)\.?$", str(report), re.MULTILINE)
    assert set(told) <= {report.recommended.case.why.rstrip(".")} if report.recommended else not told
    assert report.cause is None or report.cause.in_the_values or not told
