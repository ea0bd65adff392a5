"""The bank is tried as the judge is: torch itself is asked."""

from tests.judging.conftest import answer, exercise, live_oracle  # noqa: F401 (fixtures)
