"""Make the zip file with which an assignment is graded on Gradescope.

Its README says what this cannot promise. The format is Gradescope's "Autograder Specifications":
https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import hashlib
import hmac
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from ...errors import UserError
from ...judging.recorded import FILE
from ...language import gettext as _
from ..course.course_language import course_language
from ..course.directory import load_config
from ..course.private_folder import read_key
from ..sandbox.bubblewrap import beside_the_notebook
from ..sandbox.importable import DISTRIBUTIONS
from ..sandbox.limits import Limits
from .run import ASSIGNMENT, BESIDE, KEY, NOTEBOOKS

SCRIPTS = Path(__file__).with_name("bundle_files")
REQUIREMENTS = (*DISTRIBUTIONS, "nbformat", "packaging", "pyseccomp")
_PACKAGE = Path(__file__).parents[2]
_SOLUTIONS = _PACKAGE.parent / "solutions"
_NOT_BUNDLED = ("cli", "sample_class", "bundle_files", "__pycache__")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bundle, byte for byte, from the same course


def bundle(course: Path, assignment: str, to: Path) -> list[str]:
    """Write the bundle of a released assignment to the file `to`.

    Returns
    -------
    list of str
        Lines to tell whoever asked for it.

    Raises
    ------
    UserError
        If the assignment was not released, or the course is not whole.
    """
    released = course / "release" / assignment
    notebooks = sorted(released.glob("*.ipynb"))
    if not notebooks:
        raise UserError(
            _(
                "{folder} has no notebook: run `nbgrader generate_assignment {assignment}` first",
                folder=released,
                assignment=assignment,
            )
        )
    if not FILE.exists() or not _SOLUTIONS.is_dir():
        raise UserError(_("the bundle needs the course's own tree, built: run `make course` there once"))
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in _files(course, assignment, notebooks):
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return [
        _("The bundle: {path}", path=to),
        _(
            "On Gradescope, Gradescope's container is the sandbox, and the seeds of the hidden cases lie in the "
            "bundle. README.md\nin the bundle says what else a bundle cannot promise: read it before you use one "
            "for grades that count."
        ),
    ]


def _files(course: Path, assignment: str, notebooks: list[Path]) -> Iterator[tuple[str, bytes, int]]:
    for script in sorted(SCRIPTS.iterdir()):
        yield script.name, script.read_bytes(), 0o644 if script.suffix == ".md" else 0o755
    yield "requirements.txt", "".join(f"{name}=={version(name)}\n" for name in REQUIREMENTS).encode(), 0o644
    language = course_language(course)
    settings = {"assignment": assignment, "limits": asdict(_limits(course)), "language": language}
    yield ASSIGNMENT, json.dumps(settings, indent=1).encode(), 0o644
    yield KEY, _key(course, assignment).hex().encode(), 0o600
    for path in notebooks:
        yield f"{NOTEBOOKS}/{path.name}", path.read_bytes(), 0o644
    for entry in beside_the_notebook(notebooks[0].parent):
        for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
            if path.is_file():
                yield f"{BESIDE}/{path.relative_to(notebooks[0].parent)}", path.read_bytes(), 0o644
    for path in [*sorted(_PACKAGE.rglob("*")), *sorted(_SOLUTIONS.rglob("*.py"))]:
        inside = path.relative_to(_PACKAGE.parent)
        if path.suffix in (".py", ".css", ".npz", ".mo") and not set(inside.parts) & set(_NOT_BUNDLED):
            yield str(inside), path.read_bytes(), 0o644


def _key(course: Path, assignment: str) -> bytes:
    """Derive a key for Gradescope alone: the course's own one never leaves its directory."""
    return hmac.digest(read_key(course), f"gradescope\0{assignment}".encode(), hashlib.sha256)


def _limits(course: Path) -> Limits:
    from ..preprocessor import JudgeSubmission

    return JudgeSubmission(config=load_config(course)).limits()
