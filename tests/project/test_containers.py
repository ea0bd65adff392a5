"""The container, Codespaces and Binder: they parse, use the same requirements and `make`, and run as nobody special.

Nothing is built here: that takes Docker and a network.
"""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


@pytest.fixture(scope="module")
def steps():
    """The Dockerfile's instructions, comments dropped and continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def made(text):
    """The targets that `make` is called with."""
    found = re.findall(r"\bmake (?:-C \S+ )?([a-z-]+)", text)
    assert found
    return set(found)


def test_the_image_is_made_by_make(steps):
    assert [made(rest) for word, rest in steps if word == "RUN" and rest.startswith("make")] == [{"downloads"}]
    assert "downloads" in TARGETS


def test_the_image_runs_jupyterlab_as_no_privileged_user(steps):
    words = [word for word, _ in steps]
    users = [rest for word, rest in steps if word == "USER"]
    assert users == ["learner"]
    assert words.index("USER") < words.index("COPY") < words.index("CMD")
    command = json.loads(dict(steps)["CMD"])
    assert "jupyter lab" in command[-1]
    assert "--allow-root" not in command[-1]


def test_the_image_has_the_sandbox(steps):
    installed = " ".join(rest for word, rest in steps if "apt-get" in rest)
    names = (ROOT / "setup" / "system-packages").read_text()
    for package in ("bubblewrap", "libseccomp2"):
        assert package in installed
        assert package in names


def test_what_is_ignored_by_git_is_no_part_of_the_image():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".venv", "_build", "autograder/judging/recorded.npz"} <= set(ignored)


def test_the_development_container_parses_and_uses_make():
    settings = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    assert made(settings["postCreateCommand"]) <= TARGETS
    assert ".venv/bin" in settings["remoteEnv"]["PATH"]
    (script,) = re.findall(r"setup/\S+", settings["postCreateCommand"])
    assert (ROOT / script).exists()


def test_binder_installs_the_same_requirements_and_uses_make():
    lines = (ROOT / "binder" / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-r ../requirements.txt"]
    assert (ROOT / "binder" / "runtime.txt").read_text().strip() == "python-3.12"
    script = ROOT / "binder" / "postBuild"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)
    assert made(script.read_text().split("set -e")[1].replace("make would", "")) == {"downloads"}
