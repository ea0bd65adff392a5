"""Ask every library, or those named, and write `measured.json`: `python -m other_libraries [NAME ...]`.

Each file of `libraries/` names the packages that it needs, as Python's packaging guide has it (`# /// script`). They
are installed into an environment of its own below `_build/other_libraries`, which stays for the next time.
"""

import argparse
import json
from pathlib import Path

from .environments import ROOT, printed, requirements

HERE = Path(__file__).parent
MEASURED = HERE / "measured.json"


def asked(script: Path) -> dict:
    """What a script prints: the answers of its libraries."""
    print(f"{script.stem}: {', '.join(requirements(script))}", flush=True)
    return json.loads(printed(script))


def written(value: object, depth: int = 4) -> str:
    """JSON with a line for each table and grid of a library, so that a change shows where it is."""
    if not depth or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    lines = [f"{json.dumps(key, ensure_ascii=False)}: {written(item, depth - 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def main() -> None:
    """Ask, and write the answers down."""
    parser = argparse.ArgumentParser(prog="python -m other_libraries", description=__doc__.splitlines()[0])
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
