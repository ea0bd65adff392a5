"""The workflows: they parse, call what exists, and give away no rights. One of them tests and publishes."""

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


@pytest.fixture(scope="module")
def course():
    """The workflow that tests and publishes."""
    return yaml.safe_load((ROOT / ".github" / "workflows" / "course.yml").read_text())


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def made(workflow):
    """The make targets that the steps call."""
    for step in steps(workflow):
        for line in step.get("run", "").splitlines():
            if words := re.match(r"\s*make\b(.*)", line):
                yield from [word for word in words[1].split() if "=" not in word] or ["all"]


def test_what_is_called_is_there(workflow):
    assert set(made(workflow)) <= TARGETS
    scripts = re.findall(r"\bsetup/[\w-]+", str([step.get("run") for step in steps(workflow)]))
    assert [script for script in scripts if not (ROOT / script).is_file()] == []


def test_the_two_commands_of_the_readme_are_called(course):
    assert {"test", "all"} <= set(made(course))


def test_every_action_is_pinned_by_a_commit_and_comes_from_one_house(workflow):
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)] == []


def test_the_right_to_fetch_the_repository_is_not_left_lying_about(workflow):
    checkouts = [step for step in steps(workflow) if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_no_run_reads_what_another_one_has_left(workflow):
    """What a pull request put into a cache could get into a release."""
    assert [step for step in steps(workflow) if "cache" in f"{step.get('uses')} {list(step.get('with', {}))}"] == []


def test_learners_have_the_oldest_python_that_the_readme_promises_and_three_systems(course):
    matrix = course["jobs"]["learners"]["strategy"]["matrix"]
    (oldest,) = re.findall(r'^requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert oldest in matrix["python"]
    assert {name.partition("-")[0] for name in matrix["system"]} == {"ubuntu", "macos", "windows"}


def test_nothing_may_write_but_a_job_that_says_so(workflow):
    assert workflow["permissions"] == {"contents": "read"}


def test_only_jobs_that_run_none_of_our_code_may_write_and_none_for_a_pull_request(course):
    writing = {name: job for name, job in course["jobs"].items() if "write" in str(job.get("permissions"))}
    assert set(writing) == {"publish", "release"}
    assert "pull_request" in writing["publish"]["if"]
    assert writing["release"]["if"] == "startsWith(github.ref, 'refs/tags/v')"
    for job in writing.values():
        assert not any(re.search("make|setup/", step.get("run", "")) for step in job["steps"])
        assert not any("checkout" in step.get("uses", "") for step in job["steps"])


def test_a_tag_starts_the_workflow_and_its_release_waits_for_the_tests(course):
    assert course[True]["push"]["tags"] == ["v*"]  # YAML 1.1 reads the word `on` as true
    assert set(course["jobs"]["release"]["needs"]) == {"build", "learners"}


@pytest.mark.parametrize(
    ("job", "name", "path"),
    [
        ("publish", "site", "_build/html"),
        ("learners", "wheel", "_build/wheel"),
        ("release", "release", "_build/release"),
    ],
)
def test_what_goes_from_job_to_job_is_what_make_builds(course, job, name, path):
    uploads = [step["with"] for step in steps(course) if "upload-artifact" in step.get("uses", "")]
    downloads = [step["with"] for step in course["jobs"][job]["steps"] if "download-artifact" in step.get("uses", "")]
    assert [upload["path"] for upload in uploads if upload["name"] == name] == [path]
    assert [download["name"] for download in downloads] == [name]
    assert path in (ROOT / "Makefile").read_text()


def test_the_book_is_built_for_the_repository_that_publishes_it(course):
    assert {"COURSE_REPOSITORY", "COURSE_URL"} <= set(course["env"])


def test_a_target_that_is_not_there_is_found():
    broken = {"jobs": {"one": {"steps": [{"run": "echo\nmake tset X=1"}, {"run": "make"}]}}}
    assert list(made(broken)) == ["tset", "all"]
    assert "tset" not in TARGETS
