"""Grade one submission in Gradescope's container. Part of a bundle; it knows neither nbgrader nor torch."""

import contextlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ...bank.exercise import function_name
from ...language import gettext as _
from ...language import ngettext, speaking, words_of
from ...notebook.cells import grade_id, is_judged
from ...notebook.file import read_notebook_node
from ...reports.findings import Outcome
from ..jobs.job import JobResult, NotGraded, code_cells, job_of
from ..jobs.released import original_cells
from ..jobs.restoration import restore
from ..jobs.run import run
from ..jobs.verdict import Verdict
from ..sandbox import unsandboxed
from ..sandbox.leftovers import prefix
from ..sandbox.limits import Limits
from ..sandbox.selftest import missing_layers
from ..submission import UnreadableSubmission, read_submitted_notebook, refusing_damage

ASSIGNMENT, KEY, NOTEBOOKS, BESIDE = "assignment.json", "key", "released", "beside"  # in the bundle
NOBODY = 65534


def main(root: Path) -> int:
    """Grade what lies in `root`/submission and write `root`/results/results.json; return the exit status.

    A fault of ours writes no results: Gradescope then says that the autograder failed, and gives no score.
    """
    about = json.loads((root / "source" / ASSIGNMENT).read_text(encoding="utf-8"))
    with speaking(about["language"]):
        return _grade(root, about)


def _grade(root: Path, about: dict[str, Any]) -> int:
    start = time.monotonic()
    source, results = root / "source", root / "results" / "results.json"
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
                job = job_of(
                    notebook, path.stem, _student(root), key=key, limits=limits, files=files, sandboxed=sandboxed
                )
                result = run(replace(job, language=about["language"]), user)
                tests += _tests(notebook, path.stem, result)
                print(*map(_, result.notes), sep="\n", end="\n" * bool(result.notes))  # only instructors see this
        found: dict[str, Any] = {"tests": tests, "output": "\n".join(map(_, notes))}
    except UnreadableSubmission as error:
        found = {"score": 0, "output": _("Nothing was graded: {why}", why=words_of(error))}
    except NotGraded as fault:
        print(_(words_of(fault)), file=sys.stderr)
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
        raise UnreadableSubmission(
            ngettext(
                "hand in {file}, once and with its name unchanged; there is {number} notebook",
                "hand in {file}, once and with its name unchanged; there are {number} notebooks",
                len(there),
                file=f"{name}.ipynb",
            )
        )
    return read_submitted_notebook((named or there)[0])


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
        part = _("speed") if verdict.speed else _("hidden cases") if verdict.hidden else _("cases that you can run")
        yield {
            "name": f"{verdict.exercise.split('/')[1]}: {part}",
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
        return _("All cases pass.")
    if verdict.outcome == Outcome.NOT_ATTEMPTED:
        return _("Not attempted.")
    failed = verdict.failed
    if verdict.hidden:
        number = len(failed)
        lines = [ngettext("{number} hidden case does not pass.", "{number} hidden cases do not pass.", number)]
    else:
        lines = [_("Do not pass: {cases}", cases="; ".join(map(_, failed)))]
    if verdict.mistake:
        lines += [_("This is what you get when the answer {name}.", name=_(verdict.mistake)), _(verdict.hint)]
    if not verdict.hidden:
        call = f'check({function_name(verdict.exercise)}, "{verdict.exercise}")'
        lines.append(_("{call} in the notebook shows what differs.", call=call))
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
