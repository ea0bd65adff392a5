"""Run a job: the cells in a sandbox, and the functions that they define judged from outside."""

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ... import language
from ...bank import EXERCISES
from ...bank.exercise import Case, Exercise
from ...judging.judge import judge_answers
from ...judging.static_analysis.forbidden import called, watched
from ...judging.static_analysis.undefined import why_undefined
from ...language import noted, words_of
from ...reports.findings import Outcome
from ...reports.html import html
from ...reports.report import Report
from ...reports.speed import SpeedFindings
from ...runner.values import Answer
from ..sandbox.forkserver import SandboxFault
from ..sandbox.one_core import one_core
from ..sandbox.session import CellOutput, Session
from .expected_results import ExpectedResults
from .job import RANDOMNESS, Job, JobResult, NotGraded, not_their_fault
from .timing import notes_on_speed, time_exercise, verdict_on_speed, without_sandbox
from .verdict import Verdict


def run(job: Job, user: int | None = None) -> JobResult:
    """Run the cells in a sandbox, and judge the functions from outside, in the language of the job.

    Where there is no sandbox, `user` runs the cells: see `unsandboxed`.

    Raises
    ------
    NotGraded
        If a fault of ours kept it from being judged.
    """
    with language.speaking(job.language):
        return _in_its_language(job, user)


def _in_its_language(job: Job, user: int | None) -> JobResult:
    start = time.perf_counter()
    randomness = next(value for name, value in job.seeds.items() if name.endswith(RANDOMNESS))
    figures = job.figures if job.figures and job.figures.exists() else None
    how: dict[str, Any] = {"sandboxed": job.sandboxed, "user": user, "randomness": randomness, "figures": figures}
    how["watched"] = list(dict.fromkeys(name for asked in job.exercises for name in watched(EXERCISES[asked])))
    try:
        with contextlib.ExitStack() as stack:
            core = stack.enter_context(one_core()) if job.timed and job.sandboxed else None
            session = stack.enter_context(Session(job.limits, job.files, **how, core=core))
            cell_outputs, judged = _run(job, session)
            speeds = {name: _speed(job, session, judged[name], core) for name in job.timed}
    except SandboxFault as fault:
        raise NotGraded(not_their_fault(words_of(fault))) from fault
    verdicts = []
    for name, one in judged.items():
        verdicts += [_verdict(job, one.report, hidden=hidden) for hidden in (False, True)]
        verdicts += [verdict_on_speed(speeds[name], job.seeds[name], sandboxed=job.sandboxed)] if name in speeds else []
    notes = [*_notes(job, judged), *notes_on_speed(speeds.values())]
    return JobResult(cell_outputs, verdicts, notes, time.perf_counter() - start)


@dataclass(frozen=True)
class _Judged:
    """The report of one exercise, the watched functions that its answer called, and the name of that function."""

    report: Report
    called: frozenset[str]
    function: str


def _run(job: Job, session: Session) -> tuple[list[CellOutput], dict[str, _Judged]]:
    """Run the notebook: return what the cells showed, and the report on every exercise."""
    cell_outputs, judgements = [], {}
    ahead = ExpectedResults({EXERCISES[name]: job.seeds[name] for name in job.exercises})
    for judged, text in job.cells:
        if not judged:
            cell_outputs.append(session.run_cell(text))
        elif text not in judgements:  # asked once for both of its grade cells
            judgements[text] = _judge(job, session, ahead, EXERCISES[text])
    # What stands below a check is there by now, the function itself or one that it uses: ask once more.
    for name in [name for name, judged in judgements.items() if _may_pass_later(job, judged.report)]:
        again = _judge(job, session, ahead, EXERCISES[name])
        judgements[name] = max(again, judgements[name], key=lambda one: one.report.score)
    return cell_outputs, {
        name: replace(one, report=_said_if_undefined(job, cell_outputs, one.report)) for name, one in judgements.items()
    }


def _may_pass_later(job: Job, report: Report) -> bool:
    return report.may_pass_later or (report.exercise_id in job.checked and report.outcome is not Outcome.PASSED)


def _said_if_undefined(job: Job, cell_outputs: list[CellOutput], report: Report) -> Report:
    """The report, which says what became of a function that was begun and is not there."""
    if report.outcome is not Outcome.NOT_ATTEMPTED:
        return report
    sources = (text for judged, text in job.cells if not judged)
    cells = zip(sources, (shown.error for shown in cell_outputs), strict=True)
    answer = job.answers.get(report.exercise_id, -1)
    why = why_undefined(EXERCISES[report.exercise_id].name, cells, job.given, answer)
    return report.undefined(why) if why else report


def _judge(job: Job, session: Session, ahead: ExpectedResults, exercise: Exercise) -> _Judged:
    """Ask the student's function every case; where it is not right, also the one that its check is called with."""
    judged = _ask(job, session, ahead, exercise, exercise.name)
    other = job.checked.get(exercise.id)
    if other and judged.report.outcome is not Outcome.PASSED:
        again = _ask(job, session, ahead, exercise, other)
        return max(judged, again, key=lambda one: (one.report.score, one.report.outcome is not Outcome.NOT_ATTEMPTED))
    return judged


def _ask(job: Job, session: Session, ahead: ExpectedResults, exercise: Exercise, function: str) -> _Judged:
    used: set[str] = set()

    def ask(case: Case) -> Answer:
        answer = session.call(function, case.args, measured=case.most_bytes is not None)
        used.update(answer.called)
        return missing_is_not_attempted(answer)

    with session.exercise():
        report = judge_answers(
            exercise,
            ask,
            ahead.cases(exercise),
            refusal=job.static_source.refuse(exercise, function),
            expected=ahead.expected,
        )
    if report.outcome in (Outcome.COURSE_FAULT, Outcome.NOT_COMPARED):
        raise NotGraded(not_their_fault(str(report)))
    return _Judged(report, frozenset(used), function)


def _speed(job: Job, session: Session, judged: _Judged, core: int | None) -> SpeedFindings:
    """Time the answer to one exercise, where there is a core to time it on."""
    exercise = EXERCISES[judged.report.exercise_id]
    if core is None:
        return without_sandbox(exercise, judged.report)
    return time_exercise(exercise, judged.function, judged.report, session, core=core, seed=job.seeds[exercise.id])


def _notes(job: Job, judged: Mapping[str, _Judged]) -> list[str]:
    """List what a person should look at: answers that hide what they call, or that called what is no answer."""
    lines: list[str] = []
    for exercise in map(EXERCISES.__getitem__, job.exercises):
        names = dict.fromkeys((exercise.name, job.checked.get(exercise.id, exercise.name)))
        hidden = ", ".join(filter(None, (job.static_source.dynamic_access(exercise, name) for name in names)))
        if hidden:
            lines.append(
                noted(
                    "The code of {name} does not show everything that it calls ({hidden}): a person should look at it.",
                    name=exercise.name,
                    hidden=hidden,
                )
            )
        found = called(exercise, judged[exercise.id].called)
        if found and not judged[exercise.id].report.refusal:
            lines.append(
                noted(
                    "{name} called {found} when it ran, and its code does not show that: a person should look at it.",
                    name=exercise.name,
                    found=language.listed(found),
                )
            )
    return lines


def _verdict(job: Job, report: Report, *, hidden: bool) -> Verdict:
    """The verdict on one half of the cases. The mistake is recognised, and the oracle named, by both together."""
    half = report.part(hidden=True).sealed() if hidden else report.part(hidden=False)
    return Verdict(
        exercise=report.exercise_id,
        hidden=hidden,
        outcome=half.outcome.value,
        score=half.score,
        mistake=report.mistake,
        failed=tuple(case.case.name for case in half.cases if case.outcome is not Outcome.PASSED),
        seed=job.seeds[report.exercise_id],
        oracle=report.oracle,
        sandboxed=job.sandboxed,
        hint=report.diagnosis.hint if report.diagnosis else "",
        html=html(half),
    )


def missing_is_not_attempted(answer: Answer) -> Answer:
    """The answer of a function that the notebook does not define is that of its stub."""
    if answer.failure and answer.failure.type == "NameError" and answer.failure.line_number is None:
        return replace(answer, failure=replace(answer.failure, type="NotImplementedError"))
    return answer
