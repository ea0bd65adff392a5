"""The papers at the root agree with the repository: links lead somewhere, files that are named are there."""

import re
from pathlib import Path

import pytest

from docs.architecture import ORDER
from tests.project.test_version import VERSION

ROOT = Path(__file__).parents[2]
PAPERS = sorted(ROOT.glob("*.md"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_its_links_lead_somewhere(paper):
    targets = re.findall(r"\]\(([^)#]+)", paper.read_text())
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_code_that_it_names_is_there(name):
    paths = re.findall(r"`([\w./]+/[\w.]*)`", (ROOT / name).read_text())
    of_a_course = re.compile(
        r"^([.]magic-window|submitted|autograded|feedback|release)/"
    )  # or of CONTRIBUTING's example
    paths = [path for path in paths if not of_a_course.search(path) and "smoothing" not in path]
    package = ROOT / "autograder"
    inner = {f"{path.name}/" for path in package.glob("*/*/")}
    assert paths
    assert [
        path for path in paths if path not in inner and not (ROOT / path).exists() and not (package / path).exists()
    ] == []


def test_the_folders_stand_in_the_order_in_which_they_may_import():
    rows = re.findall(r"^\| (`[a-z./`, ]+) \|", (ROOT / "ARCHITECTURE.md").read_text(), re.M)
    assert [Path(name).stem for row in rows for name in re.findall(r"`([a-z.]+)/?`", row)] == list(ORDER)
    (sentence,) = re.findall(r"From the ground up the order is (.+?)\. Each", (ROOT / "CONTRIBUTING.md").read_text())
    assert re.findall(r"`(\w+)`", sentence) == list(ORDER)


def test_the_changes_begin_with_what_is_not_released_and_go_on_with_this_version():
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGES.md").read_text(), re.M)
    assert versions[:2] in (["Unreleased", VERSION], [VERSION, *versions[1:2]])
