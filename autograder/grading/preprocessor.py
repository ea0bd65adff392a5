"""Stand in for nbgrader's `Execute`: run a submission in a sandbox, and judge its functions from outside.

Nothing that the student's process prints, raises or returns is a verdict. It can only answer questions.
"""

from dataclasses import replace
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Float, Int

from ..bank import EXERCISES
from ..cells import HIDDEN, exercise_name
from ..exercise import Exercise
from ..forbidden import refuse_source
from ..judge import judge_answers
from ..report import Outcome, Report
from ..runner.values import Answer
from .limits import Limits
from .sandbox import SandboxFault
from .seeds import read_key, seed
from .session import Session
from .trusted import METADATA, trusted_output, verdict_of


class NotGraded(RuntimeError):
    """A fault of ours kept a submission from being graded. It is never a zero."""


class JudgeSubmission(NbGraderPreprocessor):
    """Run the notebook's cells in a sandbox and write one trusted output into every grade cell."""

    cell_seconds = Float(Limits.cell_seconds, help="How long one cell may run.").tag(config=True)
    call_seconds = Float(Limits.call_seconds, help="How long one call of a student's function may take.").tag(
        config=True
    )
    exercise_seconds = Float(
        Limits.exercise_seconds, help="How long all the calls of one exercise may take together."
    ).tag(config=True)
    submission_seconds = Float(
        Limits.submission_seconds, help="How long a whole submission may take, by the clock on the wall."
    ).tag(config=True)
    memory_bytes = Int(Limits.memory_bytes, help="How much memory a submission may use.").tag(config=True)
    without_sandbox = Bool(
        False,
        help="Run students' code with all the rights of this user. Only for code you would run yourself; every verdict "
        "says so.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Run and judge `nb`."""
        about = resources["nbgrader"]
        course = Path.cwd()  # nbgrader's converters work in the course directory
        files = course / self.source_folder(about) if self.source_folder(about).is_dir() else None
        judging = _Judging(
            read_key(course), about["student"], about["notebook"], nb, sandboxed=not self.without_sandbox
        )
        try:
            with Session(self.limits(), files=files, sandboxed=not self.without_sandbox) as session:
                judging.run(session)
        except SandboxFault as fault:
            raise NotGraded(f"not graded, and not the student's fault: {fault}") from fault
        return nb, resources

    def source_folder(self, about: dict) -> Path:
        """Where the assignment's own data files lie, seen from the course directory."""
        root = self.parent.coursedir.source_directory if hasattr(self.parent, "coursedir") else "source"
        return Path(root) / about["assignment"]

    def limits(self) -> Limits:
        """The limits as configured."""
        return Limits(
            cell_seconds=self.cell_seconds,
            call_seconds=self.call_seconds,
            exercise_seconds=self.exercise_seconds,
            submission_seconds=self.submission_seconds,
            memory_bytes=self.memory_bytes,
        )


class _Judging:
    """One submission on its way through: what was run, and the report of each exercise."""

    def __init__(self, key: bytes, student: str, slug: str, nb: NotebookNode, *, sandboxed: bool) -> None:
        self.key, self.student, self.slug, self.nb, self.sandboxed = key, student, slug, nb, sandboxed
        self.reports: dict[str, Report] = {}
        self.cells = [str(cell.source) for cell in nb.cells if cell.cell_type == "code" and not is_judged(cell)]
        self.lines = list(nb.metadata.get(METADATA, {}).get("notes", []))

    def run(self, session: Session) -> None:
        """Run every cell in order; where a grade cell comes, ask and judge. At the end write the verdicts."""
        for number, cell in enumerate(self.nb.cells, start=1):
            if cell.cell_type != "code":
                continue
            if is_judged(cell):
                self.judge(session, self.exercise_of(cell))
                continue
            ran = session.run_cell(cell.source)
            cell.outputs = [NotebookNode(output) for output in ran.outputs]
            cell.execution_count = number
            if ran.limit:
                self.lines.append(f"Cell {number} was stopped: it {ran.limit}.")
        # A function whose cell was moved below its check is there by now: ask once more for what was not attempted.
        for exercise_id in [key for key, report in self.reports.items() if report.outcome is Outcome.NOT_ATTEMPTED]:
            del self.reports[exercise_id]
            self.judge(session, EXERCISES[exercise_id])
        self.write()

    def exercise_of(self, cell: NotebookNode) -> Exercise:
        """The exercise that a grade cell asks about, by the gradebook's name of the cell."""
        name = exercise_name(cell.metadata["nbgrader"]["grade_id"])
        if f"{self.slug}/{name}" not in EXERCISES:
            raise NotGraded(f"not graded: the grade cell {name} of {self.slug} names no exercise of the course")
        return EXERCISES[f"{self.slug}/{name}"]

    def judge(self, session: Session, exercise: Exercise) -> None:
        """Ask the student's function every case, once for both of its grade cells."""
        if exercise.id in self.reports:
            return

        cases = [*exercise.cases, *exercise.draw(self.seed(exercise))]
        with session.exercise():
            report = judge_answers(
                exercise,
                lambda args: missing_is_not_attempted(session.call(exercise.name, args)),
                cases,
                refuse_source(exercise, self.cells),
            )
        if report.outcome is Outcome.COURSE_FAULT:
            raise NotGraded(f"not graded, and not the student's fault: {report}")
        self.reports[exercise.id] = report

    def seed(self, exercise: Exercise) -> int:
        return seed(self.key, self.student, exercise.id)

    def write(self) -> None:
        """Give every grade cell its one trusted output, and the notebook its plain lines."""
        for number, cell in enumerate(self.nb.cells, start=1):
            if cell.cell_type == "code" and is_judged(cell):
                exercise = self.exercise_of(cell)
                report = self.reports[exercise.id]
                hidden = cell.metadata["nbgrader"]["grade_id"].endswith(HIDDEN)
                points = float(cell.metadata["nbgrader"]["points"])
                verdict = verdict_of(report, points, hidden=hidden, seed=self.seed(exercise), sandboxed=self.sandboxed)
                cell.outputs = [trusted_output(verdict, report, number)]
                cell.execution_count = number
        self.nb.metadata[METADATA] = {"notes": self.lines}
        if self.lines:
            text = "\n".join(["**Notes from grading**", "", *(f"- {line}" for line in self.lines)])
            self.nb.cells.insert(0, new_markdown_cell(text))


def missing_is_not_attempted(answer: Answer) -> Answer:
    """The answer of a function that the notebook does not define is that of its stub."""
    if answer.failure and answer.failure.type == "NameError" and answer.failure.line_number is None:
        return replace(answer, failure=replace(answer.failure, type="NotImplementedError"))
    return answer


def is_judged(cell: NotebookNode) -> bool:
    """Whether a verdict belongs into this cell: it is graded, and not by hand."""
    return is_grade(cell) and not is_solution(cell)
