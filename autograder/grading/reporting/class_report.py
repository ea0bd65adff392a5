"""Report how a class did: scores, outcomes, mistakes by name, and what a person should look at."""

import ast
import inspect
import statistics
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ...bank import EXERCISES
from ...judging.oracle import honest_answers
from ...language import noted
from ...notebook.cells import exercise_name, grade_id, is_answer
from ...reports.findings import Outcome
from ..assignment import Assignment
from ..changes import is_written
from ..graded_notebook import read_graded
from ..jobs.trusted_output import METADATA
from ..jobs.verdict import Verdict
from ..results import Result
from .similarity import Likeness, SimilarAnswers, likeness

FEWEST_FOR_A_CORRELATION = 5
BINS = 10


@dataclass(frozen=True)
class Entry:
    """One student: the result of the submission, and how the answers were written."""

    student: str
    name: str
    result: Result
    answers: dict[str, str] = field(default_factory=dict)  # the source, by exercise
    seconds: float | None = None  # that judging took
    current: bool = True  # whether it was graded as it lies there now

    @property
    def share(self) -> float:
        """The points that the judge gave, from 0 to 1."""
        return self.result.earned / self.result.possible if self.result.possible else 0.0

    def verdicts(self, exercise: str) -> list[Verdict]:
        """List the verdicts on the visible and on the hidden cases of one exercise, and on its speed."""
        return [verdict for verdict in self.result.verdicts if verdict.exercise == exercise]

    def share_of(self, exercise: str) -> float:
        """Return the points of one exercise, from 0 to 1."""
        verdicts = self.verdicts(exercise)
        possible = sum(verdict.points for verdict in verdicts)
        return sum(verdict.earned for verdict in verdicts) / possible if possible else 0.0


@dataclass(frozen=True)
class MistakeCount:
    """A known mistake, who made it, and which cases showed it to how many of them."""

    exercise: str
    mistake: str  # empty for what is wrong in no known way
    hint: str
    students: tuple[str, ...]
    cases: dict[str, int]  # visible ones, by name
    hidden: int  # students whom a hidden case showed it


@dataclass(frozen=True)
class ExerciseNumbers:
    """Statistics of one exercise in a class."""

    exercise: str
    outcomes: dict[Outcome, int]
    mean: float
    separates: float | None  # correlation of its points with the points of all other exercises
    lines: tuple[int, ...]  # of code, of every answer that was begun
    likeness: Likeness


@dataclass(frozen=True)
class SpeedCount:
    """The students with all, half and none of the points of speed of an exercise."""

    exercise: str
    full: tuple[str, ...]
    half: tuple[str, ...]
    none: tuple[str, ...]
    not_timed: tuple[str, ...]


@dataclass(frozen=True)
class ClassReport:
    """The report of a class on one assignment."""

    assignment: str
    entries: tuple[Entry, ...]
    ungraded: tuple[tuple[str, str, str], ...]  # student, name, why

    @cached_property
    def exercises(self) -> list[str]:
        """The exercises, in the order of the assignment."""
        return list(dict.fromkeys(verdict.exercise for entry in self.entries for verdict in entry.result.verdicts))

    @cached_property
    def shares(self) -> list[float]:
        """Every student's share of the judge's points."""
        return [entry.share for entry in self.entries]

    @cached_property
    def quartiles(self) -> tuple[float, float, float]:
        """Quartiles of the students' shares."""
        if len(self.shares) < 2:
            return (self.shares[0],) * 3 if self.shares else (0.0,) * 3
        first, median, third = statistics.quantiles(self.shares, n=4, method="inclusive")
        return first, median, third

    @cached_property
    def histogram(self) -> list[tuple[int, int, int]]:
        """Bins of equal width: from and to, in percent, and how many students; full marks are in the last."""
        counts = Counter(min(int(share * BINS + 1e-9), BINS - 1) for share in self.shares)
        width = 100 // BINS
        return [(place * width, (place + 1) * width, counts[place]) for place in range(BINS)]

    @property
    def full_marks(self) -> int:
        """The number of students who have all of the judge's points."""
        return sum(entry.result.earned >= entry.result.possible for entry in self.entries)

    @property
    def changed(self) -> list[Entry]:
        """The students who were graded, but not on what lies there now."""
        return [entry for entry in self.entries if not entry.current]

    @property
    def seconds(self) -> list[float]:
        """The seconds that judging each submission took, where they are known."""
        return [entry.seconds for entry in self.entries if entry.seconds]

    @cached_property
    def extremes(self) -> tuple[ExerciseNumbers, ExerciseNumbers] | None:
        """The exercises that separate least and most, where there are two to compare."""
        known = sorted(
            (numbers.separates, place) for place, numbers in enumerate(self.numbers) if numbers.separates is not None
        )
        return (self.numbers[known[0][1]], self.numbers[known[-1][1]]) if len(known) > 1 else None

    @cached_property
    def alike(self) -> list[SimilarAnswers]:
        """The groups of nearly identical answers; the longest, which say most, first."""
        groups = (group for numbers in self.numbers for group in numbers.likeness.groups)
        return sorted(groups, key=lambda group: -group.tokens)

    @cached_property
    def numbers(self) -> list[ExerciseNumbers]:
        """Statistics of every exercise."""
        return [self._numbers(exercise) for exercise in self.exercises]

    @cached_property
    def speeds(self) -> list[SpeedCount]:
        """The points of speed, for the exercises that have some."""
        found = []
        for exercise in self.exercises:
            timed = [(entry.student, one) for entry in self.entries for one in entry.verdicts(exercise) if one.speed]
            if timed:
                names: dict[str, list[str]] = {"full": [], "half": [], "none": [], "not timed": []}
                for student, verdict in timed:
                    level = {1.0: "full", 0.0: "none"}.get(verdict.score, "half")
                    names["not timed" if verdict.outcome == Outcome.NOT_TIMED else level].append(student)
                found.append(SpeedCount(exercise, *map(tuple, names.values())))
        return found

    @cached_property
    def mistakes(self) -> list[MistakeCount]:
        """The known mistakes, the most frequent first; of the same frequency, in the order of the exercises."""
        return sorted(self._mistakes(known=True), key=lambda count: -len(count.students))

    @cached_property
    def unexplained(self) -> list[MistakeCount]:
        """Errors that the course has no name for, by exercise."""
        return sorted(self._mistakes(known=False), key=lambda count: -len(count.students))

    def _numbers(self, exercise: str) -> ExerciseNumbers:
        outcomes = Counter(Outcome(entry.result.outcomes[exercise]) for entry in self._with(exercise))
        own = [entry.share_of(exercise) for entry in self._with(exercise)]
        answers = {
            entry.student: entry.answers[exercise] for entry in self._with(exercise) if exercise in entry.answers
        }
        begun = [
            entry.answers[exercise]
            for entry in self._with(exercise)
            if exercise in entry.answers and entry.result.outcomes[exercise] != Outcome.NOT_ATTEMPTED
        ]
        return ExerciseNumbers(
            exercise,
            dict(outcomes),
            statistics.fmean(own),
            self._separates(exercise),
            tuple(map(lines_of_code, begun)),
            likeness(exercise, answers, _known_answers(exercise)),
        )

    def _separates(self, exercise: str) -> float | None:
        entries = [entry for entry in self._with(exercise) if len(entry.result.outcomes) > 1]
        if len(entries) < FEWEST_FOR_A_CORRELATION:
            return None
        own = [entry.share_of(exercise) for entry in entries]
        rest = [sum(entry.share_of(other) for other in self.exercises if other != exercise) for entry in entries]
        try:
            return statistics.correlation(own, rest)
        except statistics.StatisticsError:  # all the same: there is nothing to go along with
            return None

    def _with(self, exercise: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.verdicts(exercise)]

    def _mistakes(self, *, known: bool) -> list[MistakeCount]:
        made: dict[tuple[str, str], list[Entry]] = {}
        for exercise in self.exercises:
            for entry in self._with(exercise):
                name = entry.result.mistakes.get(exercise, "")
                wrong = entry.result.outcomes[exercise] in (Outcome.WRONG, Outcome.CRASHED)
                if (name and known) or (wrong and not name and not known):
                    made.setdefault((exercise, name), []).append(entry)
        return [self._count(exercise, name, entries) for (exercise, name), entries in made.items()]

    def _count(self, exercise: str, mistake: str, entries: list[Entry]) -> MistakeCount:
        verdicts = [verdict for entry in entries for verdict in entry.verdicts(exercise)]
        cases = Counter(case for verdict in verdicts if not verdict.hidden for case in verdict.failed)
        hidden = sum(any(one.hidden and one.failed for one in entry.verdicts(exercise)) for entry in entries)
        return MistakeCount(
            exercise,
            mistake,
            next((verdict.hint for verdict in verdicts if verdict.hint), ""),
            tuple(entry.student for entry in entries),
            dict(cases.most_common()),
            hidden,
        )


def read(assignment: Assignment) -> ClassReport:
    """Read what was graded; nothing is judged."""
    with assignment.reading_once():
        return _read_all(assignment)


def _read_all(assignment: Assignment) -> ClassReport:
    entries, ungraded = [], []
    handed_in = assignment.students()
    for student in handed_in:
        submission = assignment.prepare(student)
        if submission.fault:
            ungraded.append((student, submission.fault))
        elif not (result := assignment.result(student)).verdicts:
            ungraded.append((student, noted("not graded yet: run `autograder grade` first")))
        else:
            answers, seconds = _answers_and_seconds(assignment, student)
            if submission.author != student:
                answers = {}  # those of the group, which are read once
            current = is_written(assignment, submission)
            entries.append(Entry(student, student, result, answers, seconds, current))
    names = _names(assignment)
    ungraded += [(student, noted("nothing was handed in")) for student in names if student not in handed_in]
    return ClassReport(
        assignment.name,
        tuple(replace(entry, name=names.get(entry.student, entry.student)) for entry in entries),
        tuple((student, names.get(student, student), why) for student, why in sorted(ungraded)),
    )


def lines_of_code(source: str) -> int:
    """Count the lines of an answer, without comments, docstrings and blank lines, however it was laid out."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return sum(bool(line.strip()) for line in source.splitlines())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return sum(bool(line.strip()) for line in ast.unparse(tree).splitlines())


def _answers_and_seconds(assignment: Assignment, student: str) -> tuple[dict[str, str], float]:
    """Read the source of every answer in the autograded notebooks, and how long they took to judge."""
    answers, seconds = {}, 0.0
    for name, path in assignment.autograded(student).items():
        if not path.exists():
            continue
        notebook = read_graded(path)
        seconds += notebook.metadata.get(METADATA, {}).get("seconds", 0.0)
        for cell in notebook.cells:
            exercise = f"{name}/{exercise_name(grade_id(cell))}"
            if cell.cell_type == "code" and is_answer(cell) and exercise in EXERCISES:
                answers[exercise] = cell.source
    return answers, seconds


def _names(assignment: Assignment) -> dict[str, str]:
    """Read the names of the gradebook's students."""
    with assignment.gradebook() as gradebook:
        return {
            student.id: ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
            for student in gradebook.students
        }


def _known_answers(exercise: str) -> dict[str, str]:
    """Return the sources of the course's own answers."""
    if exercise not in EXERCISES:
        return {}
    found = {}
    for name, function in honest_answers(EXERCISES[exercise]).items():
        if inspect.isfunction(function):
            found[name] = textwrap.dedent(inspect.getsource(function))
    return found


def median(values: Sequence[float]) -> float:
    """Return the median; 0 of nothing."""
    return statistics.median(values) if values else 0.0
