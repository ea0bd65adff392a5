"""An environment of its own for a script, with the packages that it names, as Python's packaging guide has it."""

import hashlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = ROOT / "_build" / "other_libraries"


def requirements(script: Path) -> list[str]:
    """The packages that a script says it needs, each with its version."""
    block = re.search(r"^# /// script\n((?:#.*\n)+?)# ///$", script.read_text(encoding="utf-8"), re.M)
    if block is None:
        raise SystemExit(f"{script.name} does not say what it needs: # /// script")
    return tomllib.loads(re.sub(r"^# ?", "", block[1], flags=re.M))["dependencies"]


def environment(script: Path) -> Path:
    """The Python of an environment with just what a script needs, made where there is none yet."""
    needs = requirements(script)
    place = ENVIRONMENTS / f"{script.stem}-{hashlib.sha256(repr(needs).encode()).hexdigest()[:12]}"
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
        subprocess.run([*pip, *needs], check=True)
        (place / "ready").touch()
    return python


def printed(script: Path) -> str:
    """Run a script of ours as a module in its environment, on one thread, and return what it prints."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    module = ".".join(script.resolve().relative_to(ROOT).with_suffix("").parts)
    command = [environment(script), "-W", "ignore", "-m", module]
    done = subprocess.run(command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{script.stem} did not answer: exit {done.returncode}")
    return done.stdout
