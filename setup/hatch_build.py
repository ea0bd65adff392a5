"""Hatch's hooks: put built files into the wheel, and into its metadata where the course is published.

The translations are compiled here, so that they are in every wheel, whatever else was built.

Whoever builds a wheel runs them: `make wheel`, `pip install` of a checkout, and of a git address.
"""

import os
import runpy
from pathlib import Path
from typing import Any

import yaml
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

NOTEBOOKS = Path("_build", "downloads", "notebooks")  # where `make downloads` puts them
RECORDED = Path("autograder", "judging", "recorded.npz")  # hatch takes it along where it is: see pyproject.toml
MESSAGES = Path("setup", "messages.py")  # what it compiles is taken along too


class BuiltFiles(BuildHookInterface[Any]):
    """Take the released notebooks and the list of changes into the wheel; say what is missing, and never fail."""

    def initialize(self, version, build_data):
        """Name the files for hatch to include."""
        if version == "editable":  # it reads the checkout itself
            return
        root = Path(self.root)
        runpy.run_path(str(root / MESSAGES))["compile_all"]()
        included = {root / "CHANGES.md": "CHANGES.md"}  # `autograder start` says where it lies
        for path in sorted((root / NOTEBOOKS).glob("[0-9][0-9]-*/**/*")):
            if path.is_file():
                included[path] = f"released/{path.relative_to(root / NOTEBOOKS).as_posix()}"
        for path, name in included.items():
            build_data["force_include"][str(path)] = f"autograder/{name}"
        missing = [] if len(included) > 1 else ["the notebooks"]
        missing += [] if (root / RECORDED).is_file() else ["PyTorch's recorded answers, so `check` needs torch"]
        if missing:
            self.app.display_warning(
                f"magic-window is built without {' and without '.join(missing)}. A release of the course has all of "
                "it, and so has a checkout after `make downloads`."
            )


class Addresses(MetadataHookInterface):
    """Name the book and the repository where they are known, from the settings that the book has too."""

    def update(self, metadata):
        """Set the project's addresses."""
        settings = Path(self.root) / "_config.yml"
        config = yaml.safe_load(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
        book = config.get("html", {}).get("baseurl") or os.environ.get("COURSE_URL")
        launch = config.get("sphinx", {}).get("config", {}).get("course_launch", {})
        repository = launch.get("repository") or os.environ.get("COURSE_REPOSITORY")
        addresses = {"Documentation": book, "Source": repository and f"https://github.com/{repository}"}
        metadata["urls"] = {label: address for label, address in addresses.items() if address}
