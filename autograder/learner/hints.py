"""The further hints that a second and a third failure open. They are computed from the report; none is the answer."""

import inspect
import re

import numpy as np

from ..bank import EXERCISES, find
from ..bank.exercise import Case, Exercise
from ..judging import oracle
from ..judging.compare import kind
from ..language import gettext as _
from ..reports.advice import tests
from ..reports.findings import CaseReport, Outcome, Step
from ..reports.report import Report
from ..reports.text import tidy
from ..runner.formula import Formula
from ..runner.values import Function
from .installation import book_address

MAX_NUMBERS = 64  # of a case that is written out: more is nothing to work out by hand
PAGE = "elsewhere.html"  # what other libraries make of the same layer
ABOUT_SHAPES = ("ValueError", "IndexError", "AxisError")  # what arrays that do not fit raise


def steps(report: Report, failures: int, function: Function | None = None) -> tuple[Step, ...]:
    """List the hints that so many failed checks in a row open.

    The first failure opens nothing more than the report itself. The second adds the smallest failing case as lines to
    copy, what it tests, and the page on other libraries if the answer is right in one; the third says where to read,
    and unfolds the working. A pass says what comes next.
    """
    case = report.recommended
    if report.outcome is Outcome.PASSED:
        return (Step(what_comes_next(report.exercise_id)),)
    if report.refusal or case is None or failures < 2:
        return ()
    exercise = find(report.exercise_id)
    alone = (
        [] if case.case.hidden else [_case_to_copy(exercise, case, function)]
    )  # `example` does not know hidden cases
    opened = [
        *alone,
        *_where_libraries_are_compared(report),
        *_shape_advice(case),
        *map(Step, filter(None, [tests(report)])),
    ]
    if failures >= 3 and (report.diagnosis or (report.cause and report.cause.in_the_values)):
        where = where_to_read(exercise)
        opened.append(Step(_("Read again, with this case beside you: {where}.", where=where)))
    return tuple(opened)


def _where_libraries_are_compared(report: Report) -> tuple[Step, ...]:
    """Point to the book's page on other libraries, for an answer that is right in one of them."""
    if not report.diagnosis or not report.diagnosis.elsewhere:
        return ()
    address = book_address()
    where = _("the book's page {page}", page=PAGE)
    if address:
        where = _("{address} (the book)", address=f"{address.rstrip('/')}/{PAGE}")
    return (Step(_("What each library does: {where}.", where=where)),)


def what_comes_next(exercise_id: str) -> str:
    """Name the next exercise of the chapter."""
    chapter = [name for name, exercise in EXERCISES.items() if exercise.chapter == EXERCISES[exercise_id].chapter]
    after = chapter[chapter.index(exercise_id) + 1 :]
    if not after:
        return _("That was the last exercise of this chapter.")
    return _("Next: {exercise}.", exercise=EXERCISES[after[0]].name)


def where_to_read(exercise: Exercise) -> str:
    """Name the place where `exercise` is explained: a section of the book, a page, or the notebook.

    Where the address of a published book is known it is a link; without, it is words.
    """
    in_the_book = any(other.section for other in EXERCISES.values() if other.chapter == exercise.chapter)
    if not in_the_book:  # an instructor's own chapter
        return _("what the notebook says before the exercise")
    page, section, address = exercise.page or exercise.chapter, exercise.section, book_address()
    if not address:
        if not section:
            return _("the book's page {page}", page=f"{page}.html")
        return _('the book\'s page {page}, section "{section}"', page=f"{page}.html", section=section)
    address = f"{address.rstrip('/')}/{page}.html"
    if not section:
        return _("{address} (the book)", address=address)
    return _('{address} (the book, section "{section}")', address=f"{address}#{_anchor(section)}", section=section)


def _anchor(heading: str) -> str:
    """The anchor that Sphinx gives to a heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _case_to_copy(exercise: Exercise, failing: CaseReport, function: Function | None) -> Step:
    """Write the case as lines for a cell of its own, with what they should give."""
    case = failing.case
    names = _argument_names(exercise, case, function)
    lines, words = [], []
    if case.size <= MAX_NUMBERS and not any(isinstance(value, dict) for value in case.args):
        for name, value in zip(names, case.args, strict=True):
            lines += _assignment(name, value)
            words.append(name if isinstance(value, (np.ndarray, Formula)) else repr(value))
        lines.append(f"{exercise.name}({', '.join(words)})")
    else:
        lines.append("from autograder import example")
        targets = ", ".join(names) + ("," if len(names) == 1 else "")
        lines.append(f"{targets} = example({exercise.id!r}, {case.name!r})")
        lines.append(f"{exercise.name}({', '.join(names)})")
    text = _('Look at "{case}" first: it is the smallest that fails. Run it in a cell of its own:', case=failing.name)
    return Step(text, (*lines, *_expected_lines(failing)))


def _argument_names(exercise: Exercise, case: Case, function: Function | None) -> list[str]:
    """List the learner's own names for the arguments, or ours where theirs cannot be told."""
    try:
        own = list(inspect.signature(function).parameters.values()) if function else []
    except (TypeError, ValueError):
        own = []
    spelled = [one.name for one in own if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    if len(spelled) < len(case.args):
        spelled = list(oracle.parameters(exercise).names)
    return (spelled + [f"argument{number}" for number in range(1, 20)])[: len(case.args)]


def _assignment(name: str, value: object) -> list[str]:
    """Write the lines that give a name to an array or a function; none for a value that is written where it is used."""
    if isinstance(value, Formula):
        return [f"{name} = {value.source}"]
    if not isinstance(value, np.ndarray):
        return []
    head = f"{name} = np.array("
    return f"{head}{_array_literal(value, head)}, dtype=np.{value.dtype})".splitlines()


def _array_literal(array: np.ndarray, head: str) -> str:
    lines = np.array2string(
        array, separator=", ", max_line_width=100, prefix=head, formatter={"float_kind": lambda number: f"{number:.4g}"}
    ).splitlines()
    return "\n".join(filter(str.strip, lines))


def _expected_lines(failing: CaseReport) -> list[str]:
    wanted = failing.wanted
    if isinstance(wanted, np.ndarray) and wanted.size > MAX_NUMBERS:
        return [_("# wanted: {value}", value=kind(wanted))]
    if isinstance(wanted, dict) or (isinstance(wanted, (tuple, list)) and any(map(_is_array, wanted))):
        return [_("# wanted: {value}", value=kind(wanted))]
    head = _("wanted: {value}", value="")
    words = _array_literal(tidy(wanted), head) if isinstance(wanted, np.ndarray) else str(wanted)
    return [f"# {line}" for line in f"{head}{words}".splitlines()]


def _is_array(value: object) -> bool:
    return isinstance(value, (np.ndarray, dict))


def _shape_advice(failing: CaseReport) -> list[Step]:
    if failing.outcome is not Outcome.CRASHED or failing.message.partition(":")[0] not in ABOUT_SHAPES:
        return []
    if "truth value" in failing.message:
        return []
    told = _("Print the shapes of the arrays in that line, just before it. Which of them is a surprise?")
    return [Step(told)]
