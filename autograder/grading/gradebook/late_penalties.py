"""The penalty for lateness that nbgrader would give a submission now, whatever it has given before."""

from collections.abc import Iterable, Mapping

from traitlets.config import Config

from ...language import noted
from .records import CellKey, RecordedSubmission

PENALTY = noted("penalty for lateness")  # in the place of a cell's name, where changes are listed


class Penalties:
    """The configured penalties, given as `AssignLatePenalties` gives them when a submission is autograded."""

    def __init__(self, config: Config) -> None:
        from nbgrader.preprocessors import AssignLatePenalties  # nbgrader takes seconds to import

        configured = config.Autograde.get("autograde_preprocessors")
        self._given = not configured or any("AssignLatePenalties" in str(name) for name in configured)
        self._giver = AssignLatePenalties(config=config)
        self._giver.init_plugin()

    def of(self, student: str, seconds_late: float, scores: Iterable[float]) -> float:
        """Return the penalty of a submission whose notebooks have these scores."""
        if seconds_late <= 0 or not self._given:
            return 0.0
        return sum(self.of_notebook(student, seconds_late, score) or 0.0 for score in scores)

    def of_notebook(self, student: str, seconds_late: float, score: float) -> float | None:
        """Return what `AssignLatePenalties` writes down for one notebook of this score."""
        if seconds_late <= 0 or not self._given:
            return None
        given = self._giver.plugin_inst.late_submission_penalty(student, score, seconds_late)
        return None if given is None else min(max(0.0, given), score)


def scores_of_notebooks(recorded: RecordedSubmission | None, judged: Mapping[CellKey, float]) -> list[float]:
    """Sum up the points of each notebook with new automatic scores for some cells; those given by hand stay."""
    scores: dict[str, float] = {}
    grades = recorded.grades if recorded else {}
    for cell in {**dict.fromkeys(grades), **dict.fromkeys(judged)}:
        grade = grades.get(cell)
        if grade is not None and (grade.manual_score is not None or cell not in judged):
            score = grade.score
        else:
            score = judged[cell] + ((grade.extra_credit or 0.0) if grade else 0.0)
        scores[cell[0]] = scores.get(cell[0], 0.0) + score
    return list(scores.values())
