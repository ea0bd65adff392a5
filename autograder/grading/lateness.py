"""The penalty for lateness that nbgrader would give a submission now, whatever it has given before."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from traitlets.config import Config

if TYPE_CHECKING:
    from nbgrader.api import SubmittedAssignment, SubmittedNotebook

PENALTY = "penalty for lateness"  # in the place of a cell's name, where changes are listed


class Penalties:
    """The configured penalties, given as `AssignLatePenalties` gives them when a submission is autograded."""

    def __init__(self, config: Config) -> None:
        from nbgrader.preprocessors import AssignLatePenalties  # nbgrader takes seconds to import

        configured = config.Autograde.get("autograde_preprocessors")
        self._given = not configured or any("AssignLatePenalties" in str(name) for name in configured)
        self._giver = AssignLatePenalties(config=config)
        self._giver.init_plugin()

    def of(
        self,
        submission: "SubmittedAssignment",
        handed_in: datetime | None,
        scores: Mapping[tuple[str, str], float],
    ) -> float:
        """Return the penalty of a submission that was handed in at a time, with new automatic scores for some cells."""
        due = submission.duedate
        late = (handed_in - due).total_seconds() if handed_in and due else 0.0
        if late <= 0 or not self._given:
            return 0.0
        return sum(
            self._of_notebook(submission.student.id, notebook, late, scores) for notebook in submission.notebooks
        )

    def _of_notebook(
        self, student: str, notebook: "SubmittedNotebook", late: float, scores: Mapping[tuple[str, str], float]
    ) -> float:
        score = sum(
            grade.score
            if grade.manual_score is not None
            else scores.get((notebook.name, grade.name), grade.auto_score or 0.0) + (grade.extra_credit or 0.0)
            for grade in notebook.grades
        )
        penalty = self._giver.plugin_inst.late_submission_penalty(student, score, late) or 0.0
        return min(max(0.0, penalty), score)
