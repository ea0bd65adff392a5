"""Grade one submission in Gradescope's container. Part of a bundle; it knows neither nbgrader nor torch."""

import contextlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ...notebook.cells import grade_id, is_judged
from ...notebook.file import read_notebook_node
from ...reports.findings import Outcome
from ..jobs.job import JobResult, NotGraded, code_cells, job_of, run
from ..jobs.released import original_cells, restore
from ..jobs.verdict import Verdict
from ..sandbox import unsandboxed
from ..sandbox.leftovers import prefix
from ..sandbox.limits import Limits
from ..sandbox.selftest import missing_layers
from ..submission import UnreadableSubmission, read_notebook, refusing_damage

ASSIGNMENT, KEY, NOTEBOOKS, BESIDE = "assignment.json", "key", "released", "beside"  # in the bundle
NOBODY = 65534


class NothingToGrade(Exception):
    """There is no notebook to grade; the message is for the student."""


def main(root: Path) -> int:
    """Grade what lies in `root`/submission and write `root`/results/results.json; return the exit status.

    A fault of ours writes no results: Gradescope then says that the autograder failed, and gives no score.
    """
    start = time.monotonic()
    source, results = root / "source", root / "results" / "results.json"
    about = json.loads((source / ASSIGNMENT).read_text(encoding="utf-8"))
    sandboxed = not missing_layers()
    name = os.environ.get("AUTOGRADER_STUDENT", str(NOBODY))  # empty: the rights of this process
    user = int(name) if name and not sandboxed and os.getuid() == 0 else None
    notes: list[str] = []
    tests: list[dict[str, Any]] = []
    try:
        with _readable(source / BESIDE) as files:
            for path in sorted((source / NOTEBOOKS).glob("*.ipynb")):
                notebook = _notebook(root / "submission", path.stem)
                notes += _restored(notebook, path)
                key = bytes.fromhex((source / KEY).read_text())
                limits = Limits(**about["limits"])
                job = job_of(notebook, path.stem, _student(root), key, limits, files, sandboxed)
                result = run(job, user)
                tests += _tests(notebook, path.stem, result)
                print(*result.notes, sep="\n", end="\n" * bool(result.notes))  # instructors alone see what is printed
        found: dict[str, Any] = {"tests": tests, "output": "\n".join(notes)}
    except (NothingToGrade, UnreadableSubmission) as error:
        found = {"score": 0, "output": f"Nothing was graded: {error}"}
    except NotGraded as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        unsandboxed.kill_all(user)  # before anything is written: what a submission left behind cannot answer back
    found |= {"execution_time": round(time.monotonic() - start, 1), "visibility": "visible"}
    found |= {"stdout_visibility": "hidden", "extra_data": {"sandboxed": sandboxed}}
    results.parent.mkdir(exist_ok=True)
    results.unlink(missing_ok=True)
    results.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def released_in(path: Path) -> dict[str, NotebookNode]:
    """Read the released cells of a notebook, by nbgrader's names of them."""
    return {grade_id(cell): cell for cell in read_notebook_node(path).cells if grade_id(cell)}


def _notebook(submission: Path, name: str) -> NotebookNode:
    """Read the notebook that was handed in: the one of that name, or the only one."""
    there = [path for path in sorted(submission.rglob("*.ipynb")) if path.is_file() and not path.is_symlink()]
    named = [path for path in there if path.name == f"{name}.ipynb"]
    if len(named or there) != 1:
        raise NothingToGrade(
            f"hand in {name}.ipynb, once and with its name unchanged; there are {len(there)} notebooks"
        )
    return read_notebook((named or there)[0])


def _restored(notebook: NotebookNode, released: Path) -> list[str]:
    with refusing_damage(released):
        return restore(notebook, released_in(released), original_cells(released))


def _student(root: Path) -> str:
    """Name the student whose hidden cases are drawn: the mail addresses of those who hand in together."""
    metadata = root / "submission_metadata.json"
    users = json.loads(metadata.read_text(encoding="utf-8")).get("users", []) if metadata.exists() else []
    return ",".join(sorted(str(user.get("email", "")) for user in users))


def _tests(notebook: NotebookNode, slug: str, result: JobResult) -> Iterator[dict[str, Any]]:
    for cell in filter(is_judged, code_cells(notebook)):
        verdict = result.verdict_on(cell, slug)
        cases = "hidden cases" if verdict.hidden else "cases that you can run"
        yield {
            "name": f"{verdict.exercise.split('/')[1]}: {'speed' if verdict.speed else cases}",
            "score": verdict.earned,
            "max_score": verdict.points,
            "status": "passed" if verdict.outcome in (Outcome.PASSED, Outcome.NOT_TIMED) else "failed",
            "output": words(verdict),
            "output_format": "text",
            "visibility": "visible",
        }


def words(verdict: Verdict) -> str:
    """Write what a student reads of a verdict: of hidden cases only how many failed."""
    if verdict.speed:
        return verdict.words
    if verdict.outcome == Outcome.PASSED:
        return "All cases pass."
    if verdict.outcome == Outcome.NOT_ATTEMPTED:
        return "Not attempted."
    failed = verdict.failed
    lines = [f"{len(failed)} hidden cases do not pass." if verdict.hidden else f"Do not pass: {'; '.join(failed)}"]
    if verdict.mistake:
        lines += [f"This is what you get when the answer {verdict.mistake}.", verdict.hint]
    if not verdict.hidden:
        name = verdict.exercise.split("/")[1]
        lines.append(f'check({name}, "{verdict.exercise}") in the notebook shows what differs.')
    return "\n".join(filter(None, lines))


@contextlib.contextmanager
def _readable(folder: Path) -> Iterator[Path | None]:
    """Make a copy of what lies beside the notebook, where everybody can read it."""
    if not folder.is_dir():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix=prefix("beside")) as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        Path(copy).chmod(0o755)
        yield Path(copy)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
