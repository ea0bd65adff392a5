"""The installed package: its version, its notebooks, its list of changes, and where book and repository are."""

import importlib.metadata
import re
from pathlib import Path

from ..errors import UserError
from ..judging import oracle, recorded
from ..language import gettext as _

_PACKAGE = Path(__file__).parents[1]


def released_folder() -> Path:
    """The notebooks and data that this installation can hand out: of the wheel, or built in the checkout.

    Raises
    ------
    UserError
        If there are none.
    """
    checkout = _PACKAGE.parent
    places = [_PACKAGE / "released", checkout / "_build" / "downloads" / "notebooks"]
    for place in places:
        if any(place.glob("[0-9][0-9]-*/*.ipynb")):
            return place
    if (checkout / "exercises").is_dir():
        raise UserError(_("the notebooks are not built yet: run `make downloads` in {folder}", folder=checkout))
    if recorded.FILE.exists() or oracle.can_be_asked():
        raise UserError(
            _(
                "this installation came without the notebooks, for it was built from the bare repository. "
                "`check` works; the notebooks are on the book's "
                "pages, in a release of the course, and in the wheel that `make wheel` builds."
            )
        )
    raise UserError(
        _(
            "this installation came without the notebooks, for it was built from the bare repository. "
            "`check` needs PyTorch here (`pip install torch`); the notebooks are on the book's "
            "pages, in a release of the course, and in the wheel that `make wheel` builds."
        )
    )


def installed_version() -> str:
    """The version of the course that is installed."""
    try:
        return importlib.metadata.version("magic-window")
    except importlib.metadata.PackageNotFoundError:  # run from a folder, not installed
        return "0"


def book_address() -> str:
    """The address of the published book, as the installed package has it; empty where it was built without one."""
    return _project_address("Documentation")


def repository_address() -> str:
    """The address of the course's repository, as the installed package has it; empty where it was built without one."""
    return _project_address("Source")


def _project_address(label: str) -> str:
    try:
        entries = importlib.metadata.metadata("magic-window").get_all("Project-URL") or []
    except importlib.metadata.PackageNotFoundError:
        return ""
    addresses: dict[str, str] = dict(entry.split(", ", 1) for entry in entries)
    return addresses.get(label, "")


def changes_file() -> Path:
    """The list of what changed from version to version: in the wheel, or in the checkout."""
    packed = _PACKAGE / "CHANGES.md"
    return packed if packed.is_file() else _PACKAGE.parent / "CHANGES.md"


def is_newer(version: str, other: str) -> bool:
    """Whether `version` comes after `other`: by their numbers, one after another."""
    return _numbers(version) > _numbers(other)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
