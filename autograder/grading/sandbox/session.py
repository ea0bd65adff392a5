"""A session: one submission and its runner. Cells run, functions are called, and nothing that comes back is trusted."""

import contextlib
import functools
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from nbformat import NotebookNode

from ...judging.speed.points import Timing
from ...language import Message, noted
from ...runner.inside.wire import WireError
from ...runner.values import Answer, Arguments
from ...runner.watching import Watched
from .limits import Limits
from .outputs import Untrusted, trusted_outputs
from .processes import StillRunning
from .replies import read_answer, read_names, read_watched
from .sandbox import Sandbox
from .translate_runner import translate

OUT_OF_MEMORY = 77  # the runner's exit status when no memory is left
_NO_MODULE = re.compile(r"No module named '([\w.]{1,60})'$")
# What is left of a call's time after none, one, or more calls in a row that took too long: 20 s in all for 14 cases.
_SHARES = (1.0, 0.3, 0.05)
NOT_AGAIN = noted("was not asked again after it had ended or jammed Python {number} times")
NO_MORE = noted("came after the notebook had ended or jammed Python {number} times")
NO_ANSWER, PYTHON_ENDED = noted("sent something that is not an answer"), noted("ended the Python process")
TOO_MUCH_MEMORY, TOO_MUCH_DATA = noted("used more memory than allowed"), noted("gave more data than may be sent")
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class CellOutput:
    """The outputs of a cell. `limit` says in words which limit stopped it: "took longer than 30 seconds"."""

    outputs: list[NotebookNode]
    limit: str | None = None

    @property
    def error(self) -> str:
        """The error that stopped the cell, in words; empty where nothing did."""
        errors = (output for output in self.outputs if output.get("output_type") == "error")
        raised = next((f"{output.get('ename')}: {output.get('evalue')}" for output in errors), "")
        return noted("a limit: it {limit}", limit=self.limit) if self.limit else raised

    @property
    def not_there(self) -> list[str]:
        """The modules that the cell asked for and the sandbox does not have."""
        errors = (str(output.get("evalue", "")) for output in self.outputs)
        return list(dict.fromkeys(match[1] for match in map(_NO_MODULE.match, errors) if match))


class Session:
    """A runner for one submission, started when first needed.

    Code that ends or jams the runner costs only itself: a fresh one is started, and the cells that had run to their
    end are run again.

    Parameters
    ----------
    limits : Limits
    files : Path, optional
        A folder whose entries lie, read-only, beside the notebook.
    sandboxed : bool
        False runs student code without a sandbox. See `Sandbox`.
    user : int, optional
        The user who runs student code where there is no sandbox. See `unsandboxed`.
    randomness : int
        What the runner's random numbers begin with, so that a verdict can be repeated.
    figures : Path, optional
        The figures that are known, so that they need not be drawn: see `runner.inside.figures`.
    watched : sequence of str
        The functions of NumPy that no answer is to call: an `Answer` says which of them were.
    core : int, optional
        The one core that the submission runs on, so that its times can be compared.

    Notes
    -----
    Every `limit` reads on from "it": "took longer than 10 seconds". A `SandboxFault`, from any method, is a failure of
    ours and not of the submission.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        files: Path | None = None,
        *,
        sandboxed: bool = True,
        user: int | None = None,
        randomness: int = 0,
        figures: Path | None = None,
        watched: Sequence[str] = (),
        core: int | None = None,
    ) -> None:
        self.limits = limits or Limits()
        how: dict[str, Any] = {
            "sandboxed": sandboxed,
            "user": user,
            "randomness": randomness,
            "figures": figures,
            "watched": watched,
            "core": core,
        }
        self._new_sandbox: Callable[[], Sandbox] = functools.partial(Sandbox, self.limits, files, **how)
        self._watched = watched
        self._sandbox: Sandbox | None = None
        self._starts = 0
        self._cells: list[str] = []
        self._submission = _Budget(WHOLE_NOTEBOOK, self.limits.submission_seconds)
        self._exercise: _Budget | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the runner and everything it started."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox:
            sandbox.stop()

    @contextlib.contextmanager
    def exercise(self) -> Iterator[None]:
        """Let the calls in this block share `Limits.exercise_seconds`."""
        self._exercise = _Budget(WHOLE_EXERCISE, self.limits.exercise_seconds)
        try:
            yield
        finally:
            self._exercise = None

    def run_cell(self, source: str) -> CellOutput:
        """Run the source of one code cell."""
        if len(source) > self.limits.source_chars:
            return CellOutput([], noted("was longer than {number} characters", number=self.limits.source_chars))
        try:
            return self._run(source)
        except _Stopped as stopped:
            return CellOutput([], stopped.limit)

    def call(self, name: str, args: Arguments, *, measured: bool = False) -> Answer:
        """Call the function that the notebook has defined as `name`, on a copy of `args`.

        `measured` asks the kernel how much memory that took at most: the answer has it, where the kernel says it.
        """
        spent = self._exercise
        if spent and spent.kills > self.limits.exercise_restarts:
            return Answer(limit=NOT_AGAIN.filled(number=spent.kills))
        try:
            memory = self._running_sandbox().processes().new_memory() if measured else None
            reply, limit = self._ask({"function": name, "args": args}, self._call_seconds(), spent)
            most_bytes = memory() if memory else None
            if spent:
                spent.late = spent.late + 1 if limit else 0
            answer = Answer(limit=limit) if limit else self._read_untrusted(read_answer, reply)
            return replace(answer, called=read_names(reply.get("called"), self._watched), most_bytes=most_bytes)
        except _Stopped as stopped:
            if spent:
                spent.late += 1
            return Answer(limit=stopped.limit)

    def timed_call(self, name: str, args: Arguments, seconds: float) -> tuple[Answer, Timing]:
        """Call a function, and time it from sending the arguments to having the result: by our clock and by the kernel.

        It has `seconds` and needs none of those that the rest of the submission shares.
        """
        try:
            processes = self._running_sandbox().processes()
            before, start = processes.processor_seconds(), time.perf_counter()
            try:
                reply, late = self._request({"function": name, "args": args}, seconds)
            finally:
                wall = time.perf_counter() - start
            after = processes.processor_seconds()
            timing = Timing(wall, sum(max(after[pid] - before.get(pid, 0.0), 0.0) for pid in after))
            if late:
                return Answer(limit=_took_longer(round(seconds, 1))), timing
            return self._read_untrusted(read_answer, reply), timing
        except _Stopped as stopped:
            return Answer(limit=stopped.limit), Timing(seconds)

    def watch(self, name: str, args: Arguments, seconds: float) -> Watched | None:
        """Call a function once more and have it watched line by line: what is seen is a hint and no more."""
        try:
            reply, _ = self._request({"function": name, "args": args, "watch": True}, seconds)
            return self._read_untrusted(read_watched, reply)
        except _Stopped:
            return None

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop all that the submission has left running, for this block.

        What cannot be stopped is ended, and a fresh sandbox is started when it is needed.
        """
        try:
            holding = self._sandbox.processes().stopped() if self._sandbox else contextlib.nullcontext()
            with holding:
                yield
        except StillRunning:
            self.close()
            raise

    def _call_seconds(self) -> float:
        """The time of the next call: less after one that took too long, so that a loop costs little in every case."""
        late = self._exercise.late if self._exercise else 0
        return self.limits.call_seconds * _SHARES[min(late, len(_SHARES) - 1)]

    def _run(self, source: str) -> CellOutput:
        reply, limit = self._ask({"source": source}, self.limits.cell_seconds)
        outputs = self._read_untrusted(lambda reply: trusted_outputs(reply.get("outputs"), self.limits), reply)
        translate(outputs)
        if not limit:
            self._cells.append(source)
        return CellOutput(outputs, limit)

    def _ask(
        self, request: dict[str, Any], seconds: float, budget: "_Budget | None" = None
    ) -> tuple[dict[str, Any], str | None]:
        """Send a request; return the reply, and the limit that interrupted it, if one did.

        If there is no reply, end the runner and raise `_Stopped`.
        """
        self._running_sandbox()
        seconds, limit = self._time_left(seconds, budget)
        start = time.monotonic()
        try:
            reply, late = self._request(request, seconds, limit)
        finally:
            for shared in filter(None, (self._submission, budget)):
                shared.left -= time.monotonic() - start
        return reply, limit if late else None

    def _request(self, request: dict[str, Any], seconds: float, limit: str = "") -> tuple[dict[str, Any], bool]:
        """Send a request; return the reply, and whether it was interrupted when its time was over.

        If there is no reply, end the runner and raise `_Stopped`.
        """
        sandbox = self._running_sandbox()
        limit = limit or _took_longer(seconds)
        try:
            deadline = time.monotonic() + seconds + self.limits.grace_seconds
            reply = sandbox.ask(request | {"seconds": seconds}, deadline)
        except TimeoutError:
            raise self._stop(limit) from None
        except WireError:
            raise self._stop(NO_ANSWER) from None
        except EOFError:
            sandbox.stop()
            memory = sandbox.exit_status == OUT_OF_MEMORY
            raise self._stop(TOO_MUCH_MEMORY if memory else PYTHON_ENDED) from None
        if "too_large" in reply:
            raise _Stopped(TOO_MUCH_DATA)
        return reply, reply.get("out_of_time") is True

    def _stop(self, limit: str) -> "_Stopped":
        self.close()
        if self._exercise:
            self._exercise.kills += 1
        return _Stopped(limit)

    def _read_untrusted(self, read: Callable[[dict[str, Any]], _Read], reply: dict[str, Any]) -> _Read:
        try:
            return read(reply)
        except Untrusted:
            raise self._stop(NO_ANSWER) from None

    def _time_left(self, seconds: float, budget: "_Budget | None") -> tuple[float, str]:
        """Return the time that the next request may take, and the limit to name when it has taken it."""
        limit = _took_longer(seconds)
        for shared in filter(None, (self._submission, budget)):
            if shared.left <= 0:
                raise _Stopped(shared.words.after.filled(seconds=f"{shared.seconds:g}"))
            if shared.left < seconds:
                seconds, limit = shared.left, shared.words.rest.filled(seconds=f"{shared.seconds:g}")
        return seconds, limit

    def _running_sandbox(self) -> Sandbox:
        """Return the runner; a fresh one first runs the cells that the last one had run before it was ended."""
        while self._sandbox is None:
            if self._starts > self.limits.restarts:
                raise _Stopped(NO_MORE.filled(number=self._starts))
            self._starts += 1
            self._sandbox = self._new_sandbox()
            cells, self._cells = self._cells, []
            for cell in cells:
                with contextlib.suppress(_Stopped):  # a cell that fails this time is not tried again
                    self._run(cell)
        return self._sandbox


class _WordsOfBudget(NamedTuple):
    """The sentences on a request that uses up the seconds, and on one that comes after they were used up."""

    rest: Message
    after: Message


WHOLE_NOTEBOOK = _WordsOfBudget(
    noted("used up the rest of the notebook's {seconds} seconds"),
    noted("came after the notebook's {seconds} seconds were used up"),
)
WHOLE_EXERCISE = _WordsOfBudget(
    noted("used up the rest of the exercise's {seconds} seconds"),
    noted("came after the exercise's {seconds} seconds were used up"),
)


class _Budget:
    """The seconds that several requests share, and how often one of them had to be ended."""

    def __init__(self, words: "_WordsOfBudget", seconds: float) -> None:
        self.words, self.seconds = words, seconds
        self.left = float(seconds)
        self.late = 0  # how many requests in a row did not end by themselves
        self.kills = 0  # how often a request had to be ended with its Python


class _Stopped(Exception):
    """The end of a request that did not end by itself; `limit` says why, in words for a report."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def _took_longer(seconds: float) -> str:
    one = noted("took longer than 1 second")
    return one if seconds == 1 else noted("took longer than {seconds} seconds", seconds=f"{seconds:g}")
