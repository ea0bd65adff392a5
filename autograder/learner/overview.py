"""The chapters of a workspace with the status of their exercises: what `autograder progress` and its page show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ..errors import UserError
from ..language import gettext as _
from ..language import noted
from ..notebook.contents import NotebookContents, contents_of
from ..notebook.file import read_notebook
from .progress import ExerciseStatus, Progress
from .workspace import Workspace, WorkspaceChapter

STATES = (noted("done"), noted("tried"), noted("open"))


@dataclass(frozen=True)
class ExerciseProgress:
    """An exercise, its status and its visible points."""

    name: str
    status: ExerciseStatus
    points: float

    @property
    def earned(self) -> float:
        """The visible points so far."""
        return self.points * self.status.share


@dataclass(frozen=True)
class ChapterProgress:
    """A chapter and its exercises. `notebook` is the address of its notebook, seen from the workspace."""

    title: str
    exercises: tuple[ExerciseProgress, ...]
    notebook: str

    @property
    def points(self) -> float:
        """The visible points there are."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def earned(self) -> float:
        """The visible points so far."""
        return sum(exercise.earned for exercise in self.exercises)

    def count(self, state: str) -> int:
        """Count the exercises that are in a state: `done`, `tried` or `open`."""
        return sum(exercise.status.state == state for exercise in self.exercises)


def chapters(workspace: Workspace, progress: Progress) -> list[ChapterProgress]:
    """List the chapters of the workspace, in order, with what `progress` says of their exercises."""
    return list(_chapters(workspace, progress))


def summary(found: Sequence[ChapterProgress]) -> str:
    """Say in a line how much of all chapters is done."""
    return _(
        "{done} of {exercises} exercises done, {earned} of {points} visible points",
        done=sum(chapter.count("done") for chapter in found),
        exercises=sum(len(chapter.exercises) for chapter in found),
        earned=f"{sum(chapter.earned for chapter in found):.4g}",
        points=f"{sum(chapter.points for chapter in found):g}",
    )


def out_of(part: float, whole: float, digits: int = 4) -> str:
    """Format a part of a whole: `3 of 6`."""
    return _("{part} of {whole}", part=f"{part:.{digits}g}", whole=f"{whole:g}")


def _chapters(workspace: Workspace, progress: Progress) -> Iterator[ChapterProgress]:
    for chapter in workspace.chapters():
        contents = _contents(workspace, chapter)
        if contents is None:
            continue
        exercises = tuple(ExerciseProgress(one.name, progress.of(one.id), one.points) for one in contents.exercises)
        yield ChapterProgress(contents.title, exercises, quote(f"{chapter.name}/{chapter.notebook.name}"))


def _contents(workspace: Workspace, chapter: WorkspaceChapter) -> NotebookContents | None:
    """Read the contents of a chapter as it was released, for the learner's own copy may be broken or half-saved."""
    for path in (workspace.released(f"{chapter.name}/{chapter.notebook.name}"), chapter.notebook):
        try:
            return contents_of(read_notebook(path), chapter.slug)
        except (OSError, UserError):
            continue
    return None
