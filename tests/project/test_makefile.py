"""What the Makefile does before what."""

import hashlib
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def steps():
    """The commands of `make book`, as if nothing were there yet."""
    return subprocess.run(
        ["make", "--dry-run", "--always-make", "book"], cwd=ROOT, text=True, capture_output=True, check=True
    ).stdout


def test_the_book_is_built_from_released_notebooks_and_the_kill_matrix(steps):
    order = ["autograder record", "autograder init", "autograder matrix --json _build/matrix.json", "setup/build-book"]
    places = [steps.rindex(step) for step in order]
    assert places == sorted(places)


def test_the_wheel_of_a_release_takes_no_torch(tmp_path):
    """In a fresh clone: nothing that `make` makes is there."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    said = subprocess.run(
        ["make", "--dry-run", "wheel"], cwd=tmp_path, text=True, capture_output=True, check=True
    ).stdout
    assert "setup/build-wheel _build/release _build/wheel" in said
    assert "requirements.txt" not in said
    assert "record" not in said


def test_a_book_that_is_built_is_shown_as_it_is(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "_build" / "html").mkdir(parents=True)
    (tmp_path / "_build" / "html" / "index.html").touch()
    said = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "serve"], cwd=tmp_path, text=True, capture_output=True, check=True
    ).stdout
    assert said.split()[1:] == ["-m", "http.server", "--directory", "_build/html", "8000"]


def test_a_release_without_its_parts_names_what_builds_them(tmp_path):
    (tmp_path / "setup").mkdir()
    shutil.copy(ROOT / "setup" / "build-release", tmp_path / "setup")
    release = [tmp_path / "setup" / "build-release", tmp_path / "release"]
    done = subprocess.run(release, text=True, capture_output=True)
    assert done.returncode == 1
    assert "make wheel" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "release").exists()


def test_a_release_has_every_part_and_true_checksums(tmp_path):
    wheel, zipped = "magic_window-1-py3-none-any.whl", "01-one.zip"
    papers = ["magic-window.pdf", "magic-window.epub"]
    site = [f"_build/html/{name}" for name in ("index.html", *papers)]
    built = [f"_build/wheel/{wheel}", f"_build/downloads/notebooks/{zipped}", *site]
    for name in (*built, "autograder/judging/recorded.npz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "setup").mkdir()
    shutil.copy(ROOT / "setup" / "build-release", tmp_path / "setup")
    release = tmp_path / "release"
    subprocess.run([tmp_path / "setup" / "build-release", release], check=True, capture_output=True)
    sums = dict(line.split("  ")[::-1] for line in (release / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {wheel, zipped, *papers, "site.zip", "recorded.npz"}
    assert sums == {name: hashlib.sha256((release / name).read_bytes()).hexdigest() for name in sums}


def test_warnings_are_errors():
    assert {"-W", "-n", "--keep-going"} <= set(runpy.run_path(str(ROOT / "setup" / "build-book"))["COMMAND"])
