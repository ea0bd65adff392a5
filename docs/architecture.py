"""Who imports whom in `autograder/`: read from the code, and drawn. `python -m docs.architecture` writes the drawing.

`tests/project/test_imports_point_down.py` holds the rules on what is read here.
"""

import ast
import importlib.util
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
DRAWING = Path(__file__).with_name("architecture.svg")

# From the ground up: each may import those that stand before it, and never one that stands after it.
ORDER = (
    "errors",
    "language",
    "stopping",
    "files",
    "runner",
    "bank",
    "notebook",
    "reports",
    "judging",
    "learner",
    "building",
    "grading",
    "cli",
)
TEXTS = ("runner/stand_in", "grading/sample_class/")  # what a sandbox and made-up students import: text to our code


def modules() -> dict[str, Path]:
    """The modules of `autograder`, by their dotted names."""
    paths = sorted((ROOT / "autograder").rglob("*.py"))
    ours = [path for path in paths if not _is_text(path)]
    return {_dotted(path): path for path in ours}


def _is_text(path: Path) -> bool:
    name = path.relative_to(ROOT / "autograder").as_posix()
    return name.startswith(TEXTS) and name != "grading/sample_class/__init__.py"


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path, package: str = "") -> set[str]:
    """All that a file imports, in functions too, as dotted names: `a.b.c` for `from a.b import c`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            base = importlib.util.resolve_name(relative, package)
            names |= {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            constants = [first.value for first in ast.walk(node.args[0]) if isinstance(first, ast.Constant)]
            names |= {value for value in constants if isinstance(value, str)}
    return names


def graph() -> dict[str, set[str]]:
    """The imports of every module of `autograder`: modules of ours, and names from outside as they stand."""
    ours = modules()
    return {
        name: {_module(target, ours) for target in imports(path, _package(name, path))} - {name}
        for name, path in ours.items()
    }


def _package(name: str, path: Path) -> str:
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def _module(target: str, ours: dict[str, Path]) -> str:
    """The module of ours that `target` is, or stands in."""
    if target.split(".")[0] != "autograder":
        return target
    while target not in ours:
        target = target.rpartition(".")[0]
    return target


def folder(module: str) -> str:
    """The entry of `autograder/` in which a module lies; empty for `autograder` itself and `__main__`."""
    name = (*module.split("."), "")[1]
    return name if name in ORDER else ""


def folders() -> list[str]:
    """The folders below `autograder/` that have folders in them, as dotted names."""
    within = {_package(name, path) for name, path in modules().items()}
    return sorted({name.rpartition(".")[0] for name in within} - {"", "autograder"})


def parts(known: dict[str, set[str]], package: str, *, one_by_one: bool) -> dict[str, set[str]]:
    """Who imports whom within a folder: its folders, its loose modules (as one, or one by one), and its `__init__`."""
    within = {_package(name, path) for name, path in modules().items()}

    def part(module: str) -> str:
        if module == package:
            return "__init__"
        name = module.removeprefix(f"{package}.").split(".")[0]
        return name if one_by_one or f"{package}.{name}" in within else "the loose modules"

    inside = {name: targets for name, targets in known.items() if f"{name}.".startswith(f"{package}.")}
    found: dict[str, set[str]] = {}
    for name, targets in inside.items():
        found.setdefault(part(name), set()).update(map(part, targets & inside.keys()))
    return {name: others - {name} for name, others in found.items()}


def outside_of_the_wheel() -> list[str]:
    """The folders that the learner's wheel leaves out, as dotted names: the instructor's half."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    return [name.replace("/", ".") for name in build["targets"]["wheel"]["exclude"]]


# The drawing: a row for each folder, the topmost first, with a mark in the column of each folder that it imports from.
CELL, TOP, NAMES, MARGIN = 40, 100, 110, 12
INK, MUTED, PAPER, LINE = "#1d2733", "#58636f", "#ffffff", "#dfe4e9"
LEARNER, TEACHER = "#0067a3", "#b34700"


def draw() -> str:
    """Draw who imports whom as an SVG picture."""
    rows, columns = ORDER[::-1], [*ORDER[::-1], "solutions", "torch"]
    known = {
        (folder(module), folder(target) or target.split(".")[0])
        for module, targets in graph().items()
        for target in targets
    }
    width, height = NAMES + CELL * len(columns) + 50, TOP + CELL * len(rows) + 60
    title = "Who imports whom in autograder/: every mark stands to the right of the diagonal, so nothing points up"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="system-ui, sans-serif" font-size="14" fill="{INK}" role="img" aria-labelledby="title">',
        f'<title id="title">{title}</title>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
    ]
    for i, column in enumerate(columns):
        place = f"translate({NAMES + CELL * i + CELL / 2 + 5} {TOP - 10}) rotate(-55)"
        parts.append(_text(column, f'transform="{place}" fill="{_color(column)}"'))
    for i, row in enumerate(rows):
        y = TOP + CELL * i
        parts.append(f'<line x1="{MARGIN}" x2="{width - MARGIN}" y1="{y}" y2="{y}" stroke="{LINE}"/>')
        parts.append(_text(row, f'x="{MARGIN}" y="{y + 25}" font-weight="600" fill="{_color(row)}"'))
        parts.append(_square(NAMES + CELL * i, y, f'fill="{_color(row)}"'))
        parts.extend(
            _square(NAMES + CELL * j, y, f'fill="{_color(row)}" fill-opacity="0.25"')
            for j, column in enumerate(columns)
            if i != j and (row, column) in known
        )
    for i, line in enumerate(
        (
            "A mark: the row's folder imports from the column's. To the left of the diagonal there is none.",
            "Blue: the learner's half, which is the wheel. Orange: the instructor's. cli has commands of both.",
        )
    ):
        parts.append(_text(line, f'x="{MARGIN}" y="{height - 32 + 20 * i}" font-size="13" fill="{MUTED}"'))
    return "\n".join([*parts, "</svg>", ""])


def _square(x: int, y: int, attributes: str) -> str:
    return f'<rect x="{x + 3}" y="{y + 3}" width="{CELL - 6}" height="{CELL - 6}" rx="5" {attributes}/>'


def _text(words: str, attributes: str) -> str:
    return f"<text {attributes}>{escape(words)}</text>"


def _color(name: str) -> str:
    """The colour of a folder's half; ink for the command line, which has both, and for what lies outside."""
    if name not in ORDER or name == "cli":
        return INK
    return TEACHER if f"autograder.{name}" in outside_of_the_wheel() else LEARNER


if __name__ == "__main__":
    DRAWING.write_text(draw(), encoding="utf-8")
