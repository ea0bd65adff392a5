"""Ask every library, or those named, and write `measured.json`: `python -m elsewhere [NAME ...]`.

Each file of `libraries/` names the packages that it needs, as Python's packaging guide has it (`# /// script`). They
are installed into an environment of its own below `_build/elsewhere`, which stays for the next time.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
ENVIRONMENTS = ROOT / "_build" / "elsewhere"
MEASURED = HERE / "measured.json"


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


def asked(script: Path) -> dict:
    """What a script prints: the answers of its libraries."""
    print(f"{script.stem}: {', '.join(requirements(script))}", flush=True)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(
        [environment(script), "-W", "ignore", "-m", f"elsewhere.libraries.{script.stem}"],
        env=variables,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{script.stem} did not answer: exit {done.returncode}")
    return json.loads(done.stdout)


def written(value: object, depth: int = 4) -> str:
    """JSON with a line for each table and grid of a library, so that a change shows where it is."""
    if not depth or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    lines = [f"{json.dumps(key, ensure_ascii=False)}: {written(item, depth - 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def main() -> None:
    """Ask, and write the answers down."""
    parser = argparse.ArgumentParser(prog="python -m elsewhere", description=__doc__.splitlines()[0])
    scripts = {path.stem: path for path in sorted((HERE / "libraries").glob("[!_]*.py"))}
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(scripts)}; all where none is named")
    names = parser.parse_args().names or list(scripts)
    unknown = sorted(set(names) - set(scripts))
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(scripts)}")
    measured = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    for name in names:
        measured[name] = asked(scripts[name])
    kept = {name: measured[name] for name in scripts if name in measured}
    MEASURED.write_text(written(kept) + "\n", encoding="utf-8")
    print(f"Written: {MEASURED.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
