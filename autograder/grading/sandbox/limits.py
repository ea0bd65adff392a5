"""The limits on how much of the machine one submission may use."""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """The limits of one submission, all in seconds, bytes or plain numbers.

    Those of one process are hard limits of the kernel, set before any student code runs; times are kept by
    clocks on both sides of the sandbox.
    """

    memory_bytes: int = 2048 * _MIB  # address space of one process
    processes: int = 64  # processes and threads together
    open_files: int = 256  # of one process
    file_bytes: int = 64 * _MIB  # one file
    tmp_bytes: int = 256 * _MIB  # all of /tmp, and the same again of /dev/shm: both lie in memory
    tmp_files: int = 20_000  # files and folders in each of the two
    cpu_seconds: int = 400  # of one process

    source_chars: int = 500_000  # one cell
    result_bytes: int = 16 * _MIB  # one message to or from the runner; the judge keeps the answers to all cases
    output_chars: int = 100_000  # text that is kept of one cell
    output_bytes: int = 8 * _MIB  # pictures that are kept of one cell

    start_seconds: float = 30  # longer, and something is wrong with the machine
    cell_seconds: float = 30
    call_seconds: float = 10
    exercise_seconds: float = 60  # all calls of one exercise
    submission_seconds: float = 300  # all cells and calls
    grace_seconds: float = 2  # after which code that does not stop by itself is killed
    restarts: int = 30  # fresh sandboxes after code that had to be killed
    exercise_restarts: int = 2  # of them for one exercise: it must not use up those of the others
