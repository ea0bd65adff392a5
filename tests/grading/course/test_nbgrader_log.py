"""Why nbgrader could not grade a submission, as its log has it, is told in words."""

import pytest

from autograder.grading.course.nbgrader_log import raised_in

LOGS = {
    "autograder.grading.jobs.job.NotGraded: grade it again": "grade it again",
    "OSError: [Errno 28] No space left on device\n": "OSError: [Errno 28] No space left on device",
    "ValueError: one\nDuring ...\n  orm.exc.MappedError: two\n[ERROR] done": "orm.exc.MappedError: two",
    "all is well": "",
}


@pytest.mark.parametrize(("log", "told"), LOGS.items(), ids=list(LOGS.values()))
def test_the_last_exception_is_told_and_our_own_without_its_name(log, told):
    assert raised_in({"log": log}) == told
