"""Reads the attacks that lie beside this file as text, and runs them where all student code runs: in the sandbox.

An attack is a file of notebook cells, cut at `# %%`; attacks of one kind lie in one folder. The first paragraph of its
docstring says what it tries. Lines below say more: `Seen:` is what must stand somewhere in the outputs or in the
report, `Earns:` names the part of the exercise that it earns by the rules, `Risks:` says why its own honest answer may
be lost with it.

A detour is a way round a forbidden function of NumPy, to be refused or noted (`Comes to:`). Its honest neighbour, in
the same file, does the same for another purpose, and nobody may suspect it. A magic is written as a comment.

A race is a way to look faster than one is (`Comes to:` is what is said of its speed), beside an honest neighbour too.
"""

import ast
import json
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from autograder.building.answers import read_operation
from autograder.grading.jobs.job import RANDOMNESS, Job, JobResult
from autograder.grading.jobs.run import run
from autograder.grading.sample_class import REFERENCE
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.sandbox import idle_fork_servers

HERE = Path(__file__).parent
HONEST, DISHONEST = "convolutional-layers/correlate1d", "convolutional-layers/conv2d"
MIB = 1 << 20
QUICK = Limits(
    cell_seconds=2,
    call_seconds=1,
    exercise_seconds=4,
    submission_seconds=15,
    grace_seconds=0.5,
    memory_bytes=1024 * MIB,
    tmp_bytes=16 * MIB,
    tmp_files=2_000,
    file_bytes=8 * MIB,
    restarts=8,
)
LONGEST = 40  # seconds, for whatever is tried: the submission's 15, the starts of fresh sandboxes, a busy machine


@dataclass(frozen=True)
class Attack:
    """What a submission tries, its cells, and what must come of it."""

    name: str
    tries: str
    cells: tuple[str, ...]
    seen: tuple[str, ...] = ()
    earns: tuple[str, ...] = ()
    costs: str = ""  # why its own honest answer is lost with it
    risks: str = ""  # why its own honest answer may be lost with it, or not
    kind: str = "generated"  # the folder that it lies in


@dataclass(frozen=True)
class Came:
    """What came of a submission: points are shares of an exercise, 0 to 1."""

    judged: JobResult
    honest: float
    gained: float  # of the exercise that was not done, beyond what was earned by the rules
    text: str  # all that its outputs and its report say


@dataclass(frozen=True)
class Detour:
    """A way round a forbidden function, and an honest neighbour that looks like it."""

    name: str
    tries: str
    exercise: str
    comes_to: str  # refused or noted
    cells: tuple[str, ...]
    neighbour: tuple[str, ...]
    kind: str  # the folder that it lies in

    def submission(self, cells: Iterable[str]) -> Job:
        """These cells, with the exercise's check below them."""
        chapter = self.exercise.split("/")[0]
        seeds = {self.exercise: 1, f"{chapter}: {RANDOMNESS}": 3}
        written = ((False, cell) for cell in ("import numpy as np", *cells))
        return Job((*written, (True, self.exercise)), seeds, QUICK)


def attacks() -> list[Attack]:
    """Every attack of the folder, by kind and name."""
    return [read(path) for path in sorted((HERE / "submissions").glob("*/*.py"))]


def honest() -> list[Attack]:
    """Every honest but odd submission of the folder, by name."""
    return [read(path) for path in sorted((HERE / "honest").glob("*.py"))]


def detours() -> list[Detour]:
    """Every detour of the folder, by name."""
    return [_read_detour(path) for path in sorted((HERE / "detours").glob("*.py"))]


def races() -> list[Detour]:
    """Every way to look faster than one is, by kind and name."""
    return [_read_detour(path, DISHONEST) for path in sorted((HERE / "speed").glob("*/*.py"))]


def _read_detour(path: Path, exercise: str = HONEST) -> Detour:
    tries, facts, text = _parts(path)
    told = {key: value.strip() for key, _, value in facts}
    own, _, honest = re.sub(r"^# (?=%\w)", "", text, flags=re.MULTILINE).partition("# %% honest neighbour\n")
    exercise = told.get("Exercise", exercise)
    return Detour(path.stem, tries, exercise, told["Comes to"], _cells(own), _cells(honest), path.parent.name)


def read(path: Path) -> Attack:
    """Read one file, without running it."""
    tries, facts, text = _parts(path)
    return Attack(
        path.stem,
        tries,
        _cells(text),
        seen=tuple(value.strip() for key, _, value in facts if key == "Seen"),
        earns=tuple(value.strip() for key, _, value in facts if key == "Earns"),
        risks="".join(value.strip() for key, _, value in facts if key == "Risks"),
        kind=path.parent.name,
    )


def _parts(path: Path) -> tuple[str, list[tuple[str, str, str]], str]:
    """What a file says that it tries, the facts below that, and its cells as one text."""
    text = path.read_text(encoding="utf-8")
    docstring = ast.parse(text).body[0]
    said = ast.get_docstring(ast.parse(text)) or ""
    tries, *more = said.split("\n\n")
    facts = [line.partition(":") for line in "\n".join(more).splitlines()]
    return " ".join(tries.split()), facts, "\n".join(text.splitlines()[docstring.end_lineno :])


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("# %%\n") if cell.strip())


def answer(exercise: str) -> str:
    """The reference answer to an exercise, with the helper that it uses, as a student would write it."""
    return "\n\n".join(read_operation(REFERENCE, name).source for name in ("sliding_windows", exercise.split("/")[1]))


def job(cells: Iterable[str], limits: Limits = QUICK) -> Job:
    """A submission of these cells, of which two exercises are judged at the end."""
    seeds = {HONEST: 1, DISHONEST: 2, f"convolutional-layers: {RANDOMNESS}": 3}
    written = tuple((False, cell) for cell in ("import numpy as np", *cells))
    return Job((*written, (True, HONEST), (True, DISHONEST)), seeds, limits)


def attempt(attack: Attack) -> Came:
    """Run an attack together with an honest answer to another exercise."""
    judged = run(job([*attack.cells, "import numpy as np\n" + answer(HONEST)]))
    unearned = [hidden for hidden in (False, True) if ("hidden" if hidden else "visible") not in attack.earns]
    gained = sum(judged.verdict(DISHONEST, hidden=hidden).score for hidden in unearned)
    return Came(judged, share(judged, HONEST), gained, text_of(judged))


def share(judged: JobResult, exercise: str) -> float:
    """The smaller score of the exercise's two verdicts."""
    return min(verdict.score for verdict in judged.verdicts if verdict.exercise == exercise)


def text_of(judged: JobResult) -> str:
    """All that a student or an instructor could read of it."""
    words = [f"It {shown.limit}." for shown in judged.cell_outputs if shown.limit]
    words += [json.dumps(output, ensure_ascii=False) for shown in judged.cell_outputs for output in shown.outputs]
    words += [verdict.outcome + unescape(verdict.html.partition("</style>")[2]) for verdict in judged.verdicts]
    return "\n".join(words)


SEARCH = (HERE / "search.py").read_text(encoding="utf-8")


def neighbour() -> tuple[JobResult, str]:
    """An honest submission that first looks for whatever another one may have left; what it found, as text."""
    judged = run(job([SEARCH, answer(HONEST), answer(DISHONEST)], replace(Limits(), cell_seconds=20)))
    text = "".join(output.get("text", "") for output in judged.cell_outputs[1].outputs)
    return judged, re.sub(r"(?<=\.stop at )0x[0-9a-f]+", "...", text)  # our own alarm's: made anew for each cell


def warm() -> list[int]:
    """The process ids of the fork servers that wait, which tell whether the same one is used again."""
    return idle_fork_servers.pids


def table(chosen: Iterable[Attack]) -> Iterable[tuple[str, str, float, float]]:
    """Run attacks; give each name, what it tried, what it gained and how many seconds it took."""
    for attack in chosen:
        start = time.perf_counter()
        came = attempt(attack)
        yield attack.name, attack.tries, came.gained, time.perf_counter() - start


def suspicion(judged: JobResult) -> str:
    """What came of an answer that may be a detour: refused, noted (for a person), or nothing."""
    if any("This does not count" in unescape(verdict.html) for verdict in judged.verdicts):
        return "refused"
    return "noted" if judged.notes else ""
