"""The workflow that tests and publishes: it parses, calls make targets that exist, and gives away no rights."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


@pytest.fixture(scope="module", params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request):
    return yaml.safe_load(request.param.read_text())


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def made(workflow):
    """The make targets that the steps call."""
    for step in steps(workflow):
        for line in step.get("run", "").splitlines():
            if words := re.match(r"\s*make\b(.*)", line):
                yield from [word for word in words[1].split() if "=" not in word] or ["all"]


def test_there_is_one():
    assert [path.name for path in WORKFLOWS] == ["course.yml"]


def test_it_calls_the_two_commands_of_the_readme(workflow):
    assert {"test", "all"} <= set(made(workflow)) <= TARGETS


def test_every_action_is_pinned_by_its_major_version_and_comes_from_one_house(workflow):
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


def test_only_the_job_that_runs_none_of_our_code_may_write(workflow):
    assert workflow["permissions"] == {"contents": "read"}
    writing = {name for name, job in workflow["jobs"].items() if "write" in str(job.get("permissions"))}
    assert writing == {"publish"}
    assert "pull_request" in workflow["jobs"]["publish"]["if"]
    assert not any("make" in step.get("run", "") for step in workflow["jobs"]["publish"]["steps"])


def test_what_is_published_is_what_make_builds(workflow):
    (upload,) = [step for step in steps(workflow) if "upload-artifact" in step.get("uses", "")]
    assert upload["with"]["path"] == "_build/html"
    assert "_build/html" in (ROOT / "Makefile").read_text()
    assert {"COURSE_REPOSITORY", "COURSE_URL"} <= set(workflow["env"])


def test_a_target_that_is_not_there_is_found():
    broken = {"jobs": {"one": {"steps": [{"run": "echo\nmake tset X=1"}, {"run": "make"}]}}}
    assert list(made(broken)) == ["tset", "all"]
    assert "tset" not in TARGETS
