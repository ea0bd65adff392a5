"""The packages that a notebook may import when it is graded: listed, not inherited.

torch lies in the same site-packages as NumPy, so that folder is never shown to a student's code as a whole.
"""

import csv
import functools
import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

DISTRIBUTIONS = ("numpy", "matplotlib", "ipython", "matplotlib-inline")


@functools.cache
def importable() -> dict[str, Path]:
    """Return the files and folders of `DISTRIBUTIONS` and of all they require, by their names in site-packages.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        If one of them is not installed.
    """
    found: dict[str, Path] = {}
    seen: set[str] = set()
    waiting = list(DISTRIBUTIONS)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        found |= _entries(distribution)
        for line in distribution.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def _entries(distribution: metadata.Distribution) -> dict[str, Path]:
    if record := distribution.read_text("RECORD"):  # `files` would make a path of each of thousands of lines
        tops = {row[0].partition("/")[0] for row in csv.reader(record.splitlines()) if row}
    elif files := distribution.files:
        tops = {file.parts[0] for file in files}
    else:  # packaged by a Linux distribution: no list of files, but of modules
        tops = set((distribution.read_text("top_level.txt") or distribution.metadata["Name"].replace("-", "_")).split())
        tops |= {f"{top}.py" for top in tops}
    tops = {top for top in tops if top not in ("", "..", "__pycache__") and not top.endswith(".pth")}
    paths = {top: Path(str(distribution.locate_file(top))) for top in tops}
    return {top: path for top, path in paths.items() if path.exists()}
