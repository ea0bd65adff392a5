"""All chapters of a workspace and how their exercises stand: what `autograder progress` and its page show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ..errors import UserError
from ..language import gettext as _
from ..language import noted
from ..notebook.contents import NotebookContents, contents_of
from ..notebook.file import read_notebook
from .progress import ExerciseStatus, Progress
from .workspace import Assignment, Workspace

STATES = (noted("done"), noted("tried"), noted("open"))


@dataclass(frozen=True)
class Line:
    """One exercise and how it stands."""

    name: str
    standing: ExerciseStatus
    points: float

    @property
    def earned(self) -> float:
        """The visible points so far."""
        return self.points * self.standing.share


@dataclass(frozen=True)
class ChapterProgress:
    """One chapter and its exercises. `notebook` is where it lies in the workspace, as an address."""

    assignment: str
    title: str
    lines: tuple[Line, ...]
    notebook: str

    @property
    def points(self) -> float:
        """The visible points there are."""
        return sum(line.points for line in self.lines)

    @property
    def earned(self) -> float:
        """The visible points so far."""
        return sum(line.earned for line in self.lines)

    def count(self, state: str) -> int:
        """How many exercises are `done`, `tried` or `open`."""
        return sum(line.standing.state == state for line in self.lines)


def chapters(workspace: Workspace, progress: Progress) -> list[ChapterProgress]:
    """Every chapter of the workspace, in order."""
    return list(_chapters(workspace, progress))


def summary(found: Sequence[ChapterProgress]) -> str:
    """How much of all chapters is done, in a line."""
    return _(
        "{done} of {exercises} exercises done, {earned} of {points} visible points",
        done=sum(chapter.count("done") for chapter in found),
        exercises=sum(len(chapter.lines) for chapter in found),
        earned=f"{sum(chapter.earned for chapter in found):.4g}",
        points=f"{sum(chapter.points for chapter in found):g}",
    )


def out_of(part: float, whole: float, digits: int = 4) -> str:
    """Some of all, such as `3 of 6`."""
    return _("{part} of {whole}", part=f"{part:.{digits}g}", whole=f"{whole:g}")


def _chapters(workspace: Workspace, progress: Progress) -> Iterator[ChapterProgress]:
    for assignment in workspace.assignments():
        wanted = _contents(workspace, assignment)
        if wanted is None:
            continue
        lines = tuple(Line(one.name, progress.of(one.id), one.points) for one in wanted.exercises)
        address = quote(f"{assignment.name}/{assignment.notebook.name}")
        yield ChapterProgress(assignment.name, wanted.title, lines, address)


def _contents(workspace: Workspace, assignment: Assignment) -> NotebookContents | None:
    """What the chapter asks for: as it was released, for the learner's own copy may be broken or half-saved."""
    for path in (workspace.released(f"{assignment.name}/{assignment.notebook.name}"), assignment.notebook):
        try:
            return contents_of(read_notebook(path), assignment.slug)
        except (OSError, UserError):
            continue
    return None
