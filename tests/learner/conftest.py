"""The learner's wheel, built once, and a Python that has it and nothing else of ours."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.book._building import DOWNLOADS, ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel, built as `make wheel` builds it."""
    if not DOWNLOADS.is_dir():
        pytest.fail(f"the released notebooks are not in {DOWNLOADS.relative_to(ROOT)}: run `make` first")
    to = tmp_path_factory.mktemp("wheel")
    subprocess.run([ROOT / "setup" / "build-wheel", DOWNLOADS, to], check=True, capture_output=True, text=True)
    (path,) = to.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def unpacked(wheel, tmp_path_factory):
    """The wheel's files in a folder."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def learners_python(request, tmp_path_factory):
    """The Python of a fresh environment into which the wheel was installed as a learner does it, by pip.

    `LEARNERS_PYTHON` names one that is there already.
    """
    if "LEARNERS_PYTHON" in os.environ:
        return Path(os.environ["LEARNERS_PYTHON"])
    wheel = request.getfixturevalue("wheel")
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", python]
    options = ["--no-compile", "--prefer-binary", "--constraint", ROOT / "constraints.txt"]
    done = subprocess.run([*pip, "install", *options, wheel], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Path(python)
