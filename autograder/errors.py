"""The exceptions of the package; here are those of several folders. The message of one for people says what to do.

This is their tree, with what each means. An exception of one folder is defined there.

    Exception
        UserError                   the user can mend it, and the message says how
            BrokenNotebook          a file is not a notebook, or not any more
            BuildError              a folder of exercises cannot be built
            CannotGrade             nothing of an assignment can be graded
            DiskFull                there is no room in the course directory
            NotACourse              a directory is not a course directory
            NotPlaced               a downloaded file belongs to no student or to several, or to no notebook
            UnusableGradebook       the gradebook cannot be used now
            WrongPlan               `course.toml` cannot be followed
        WithoutTraceback            a notebook shows the message alone
            CheckFailed             an answer is not right, and that has to be an error (an AssertionError)
            NotAFunction            what is to be checked cannot be called (a TypeError)
            UnknownLanguage         nothing is translated into that language (a UserError)
            UnknownName             there is no exercise, or no case, of that name (a LookupError)
        UnreadableSubmission        a submission cannot be graded as it is
        WireError                   what came from the other side of the sandbox is no message
    RuntimeError
        CourseFault                 the course itself is wrong, which is never the learner's loss
            NobodyToAsk             nothing here can say what is right: no recording, no torch, no reference module
        NotGraded                   a fault of ours kept a submission from being graded
        SandboxFault                the sandbox failed, which is never the student's fault
        StillRunning                processes of a sandbox could not be stopped
    ValueError
        Misfit                      shapes do not fit in an answer that makes this mistake
        Untrusted                   the runner sent what an honest one never sends
    BaseException
        OutOfTime                   the time is up; `except Exception` in a loop does not swallow it
"""


class UserError(Exception):
    """Something that the user can mend; the message says what is wrong and what to do."""


class BrokenNotebook(UserError):
    """A file that is not a notebook, or not any more.

    `reason` says why, in words where they are known, else in the first line of the error with which reading it failed.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class WithoutTraceback(Exception):
    """An error that a notebook shows by its message alone: a traceback through our code is no help to its author."""

    def _render_traceback_(self) -> list[str]:
        """Give IPython the lines that it shows instead of a traceback."""
        return [str(self)]


class UnknownLanguage(WithoutTraceback, UserError):
    """A language that nothing here is translated into."""


class CheckFailed(WithoutTraceback, AssertionError):
    """An answer that is not right yet, where that has to be an error: nbgrader's Validate counts nothing else."""


class NotAFunction(WithoutTraceback, TypeError):
    """An answer to be checked that cannot be called."""


class UnknownName(WithoutTraceback, LookupError):
    """The name of an exercise or of a case that does not exist."""
