"""Time the answers of a submission: in its own sandbox, beside the loops and the reference in a sandbox of ours."""

import contextlib
import functools
import inspect
import multiprocessing.util
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...bank.exercise import Case, Exercise
from ...judging import oracle
from ...judging.speed.points import TimedCall
from ...judging.speed.rounds import Clocked, not_timed, time_answer
from ...judging.speed.slowness import where_the_time_goes
from ...language import gettext as _
from ...language import noted, words_of
from ...reports.findings import Outcome
from ...reports.report import Report
from ...reports.speed import SpeedFindings, sentences, speed_html
from ...runner.values import Arguments
from ..sandbox.limits import Limits
from ..sandbox.processes import StillRunning
from ..sandbox.session import Session
from .verdict import Verdict

WATCH_SECONDS = 10.0
REFERENCE, LOOPS, HANDOVER = "the_reference", "the_loops", "the_handover"
# Run in a sandbox of ours. The hand-over has the result of the call before it: of the same size, and at once.
_OURS = f"""
def {REFERENCE}(*args):
    global result
    result = {{reference}}(*args)
    return result

def {HANDOVER}(*args):
    return result

{LOOPS} = {{loops}}
"""


def time_exercise(
    exercise: Exercise, function: str, report: Report, session: Session, *, core: int, seed: int
) -> SpeedFindings:
    """Time the answer to one exercise, if it has given a right result.

    Parameters
    ----------
    exercise : Exercise
    function : str
        The name of the student's function.
    report : Report
        What the judge has found of its results.
    session : Session
        The submission's, which runs on `core`.
    core : int
    seed : int
    """
    if report.outcome is Outcome.NOT_ATTEMPTED or not report.score:
        untried = report.outcome is Outcome.NOT_ATTEMPTED
        why = _("Not attempted.") if untried else _("Speed counts once a result is right.")
        return SpeedFindings(exercise.id, report.outcome, why=why)
    with our_session(exercise, session.limits, core) as ours:
        clocked: dict[TimedCall, Clocked] = {
            TimedCall.LOOPS: functools.partial(ours.timed_call, LOOPS),
            TimedCall.REFERENCE: functools.partial(ours.timed_call, REFERENCE),
            TimedCall.HANDOVER: functools.partial(ours.timed_call, HANDOVER),
            TimedCall.ANSWER: functools.partial(session.timed_call, function),
        }
        try:
            timed = time_answer(exercise, seed, clocked, lambda args: _expected(exercise, args), alone=session.stopped)
        except oracle.CourseFault as fault:
            return not_timed(exercise, f"{fault}.")
        except StillRunning as running:
            return SpeedFindings(
                exercise.id,
                Outcome.OUT_OF_LIMITS,
                why=_("It {limit}, so it could not be timed.", limit=words_of(running)),
            )
    if timed.findings.outcome is not Outcome.SLOW:
        return timed.findings
    seen = session.watch(function, timed.args, WATCH_SECONDS)
    return timed.with_where(where_the_time_goes(seen, timed.args, timed.answer))


def without_sandbox(exercise: Exercise, report: Report) -> SpeedFindings:
    """The findings where there is no sandbox: what a student's process could do to the times is not known."""
    if report.outcome is not Outcome.PASSED:
        return SpeedFindings(exercise.id, report.outcome, why=_("Speed counts once the result is right."))
    return not_timed(exercise, _("Speed is not graded without a sandbox, where nobody could trust the times."))


def verdict_on_speed(findings: SpeedFindings, seed: int, *, sandboxed: bool) -> Verdict:
    """The verdict on the cell of the points of speed."""
    return Verdict(
        exercise=findings.exercise_id,
        hidden=False,
        speed=True,
        outcome=findings.outcome.value,
        score=findings.share,
        mistake=None,
        failed=(),
        seed=seed,
        oracle="",
        sandboxed=sandboxed,
        words="\n".join(sentences(findings)),
        html=speed_html(findings),
    )


def notes_on_speed(speeds: Iterable[SpeedFindings]) -> Iterator[str]:
    """List what a person should look at: speed that could not be timed, so that its points were given."""
    for findings in speeds:
        if findings.outcome is Outcome.NOT_TIMED:
            yield noted(
                "The speed of {name} was not timed, and its points are given. {why}",
                name=findings.name,
                why=findings.why,
            )


def _expected(exercise: Exercise, args: Arguments) -> Any:
    wanted, _ = oracle.ask(exercise, Case("timed", *args, hidden=True))
    return wanted


@contextlib.contextmanager
def our_session(exercise: Exercise, limits: Limits, core: int) -> Iterator[Session]:
    """A session of our own on the same core: the loops, the reference and the hand-over, and nothing of a student's."""
    assert exercise.speed is not None
    loops = exercise.speed.loops
    module = f"solutions.{exercise.chapter.replace('-', '_')}"
    with Session(limits, _reference_folder(), core=core) as session:
        for cell in (
            Path(inspect.getfile(loops)).read_text(encoding="utf-8"),
            f"import {module}",
            _OURS.format(reference=f"{module}.{exercise.name}", loops=loops.__name__),
        ):
            shown = session.run_cell(cell)
            if shown.error:
                raise oracle.CourseFault(_("what the answer is timed beside does not run ({error})", error=shown.error))
        yield session


@functools.cache
def _reference_folder() -> Path:
    """A copy of the reference module that the user of the sandbox can read, for as long as this process runs."""
    source = oracle.reference_folder()
    if source is None:
        raise oracle.CourseFault(_("the course's reference module is not installed"))
    folder = Path(tempfile.mkdtemp(prefix="reference-"))
    multiprocessing.util.Finalize(None, _remove, (folder, os.getpid()), exitpriority=0)  # in workers too
    folder.chmod(0o755)
    shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _remove(folder: Path, maker: int) -> None:
    if os.getpid() == maker:  # and not in a process that it has forked
        shutil.rmtree(folder, ignore_errors=True)
