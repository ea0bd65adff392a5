"""Find in a notebook's code what is not there when it is graded: modules, and magics of an editor or a library."""

import ast
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..judging.static_analysis.forbidden import parse_cell
from ..language import gettext as _
from ..notebook.cells import source_text

# Beside the standard library. These come with NumPy, Matplotlib and IPython, and a learner may want them.
MODULES = frozenset(
    [
        "IPython",
        "PIL",
        "autograder",
        "contourpy",
        "cycler",
        "dateutil",
        "fontTools",
        "jedi",
        "kiwisolver",
        "matplotlib",
        "matplotlib_inline",
        "mpl_toolkits",
        "numpy",
        "packaging",
        "parso",
        "pexpect",
        "psutil",
        "pygments",
        "pylab",
        "pyparsing",
        "traitlets",
        "typing_extensions",
        "tzdata",
        "wcwidth",
    ]
)
MAGICS = frozenset(
    [
        "HTML",
        "SVG",
        "alias",
        "alias_magic",
        "autoawait",
        "autocall",
        "automagic",
        "bash",
        "bookmark",
        "capture",
        "cat",
        "cd",
        "clear",
        "code_wrap",
        "colors",
        "conda",
        "config",
        "cp",
        "debug",
        "dhist",
        "dirs",
        "doctest_mode",
        "ed",
        "edit",
        "env",
        "file",
        "gui",
        "hist",
        "history",
        "html",
        "javascript",
        "js",
        "killbgscripts",
        "latex",
        "ldir",
        "less",
        "lf",
        "lk",
        "ll",
        "load",
        "load_ext",
        "loadpy",
        "logoff",
        "logon",
        "logstart",
        "logstate",
        "logstop",
        "ls",
        "lsmagic",
        "lx",
        "macro",
        "magic",
        "mamba",
        "man",
        "markdown",
        "matplotlib",
        "micromamba",
        "mkdir",
        "more",
        "mv",
        "notebook",
        "page",
        "pastebin",
        "pdb",
        "pdef",
        "pdoc",
        "perl",
        "pfile",
        "pinfo",
        "pinfo2",
        "pip",
        "popd",
        "pprint",
        "precision",
        "prun",
        "psearch",
        "psource",
        "pushd",
        "pwd",
        "pycat",
        "pylab",
        "pypy",
        "python",
        "python2",
        "python3",
        "quickref",
        "recall",
        "rehashx",
        "reload_ext",
        "rep",
        "rerun",
        "reset",
        "reset_selective",
        "rm",
        "rmdir",
        "ruby",
        "run",
        "save",
        "sc",
        "script",
        "set_env",
        "sh",
        "svg",
        "sx",
        "system",
        "tb",
        "time",
        "timeit",
        "unalias",
        "unload_ext",
        "uv",
        "who",
        "who_ls",
        "whos",
        "writefile",
        "xdel",
        "xmode",
    ]
)
EXTENSIONS = {"autoreload": ("autoreload", "aimport"), "storemagic": ("store",)}  # IPython's own, with their magics
_OWN = frozenset(name for names in EXTENSIONS.values() for name in names)
_MAGIC = re.compile(r"^\s*%{1,2}(\w{1,40})[ \t]*([\w.]{0,60})", re.MULTILINE)
_CATCHING = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
_MOST_NAMED = 6


def not_when_graded(notebook: Mapping[str, Any], beside: Collection[str] = ()) -> str:
    """Say in one line what the notebook asks for and grading does not have; an empty text where there is nothing.

    Parameters
    ----------
    notebook : mapping
        As JSON gives it.
    beside : collection of str
        The modules that are handed out beside the notebook.
    """
    sources = [source_text(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    known = {*sys.stdlib_module_names, *MODULES, *beside}
    names = [name for source in sources for name in _imported(parse_cell(source))]
    modules = [name for name in names if name.split(".")[0] not in known]
    missing = list(dict.fromkeys([*modules, *(magic for source in sources for magic in _unknown_magics(source))]))
    if not missing:
        return ""
    shown = ", ".join(missing[:_MOST_NAMED]) + (", ..." if len(missing) > _MOST_NAMED else "")
    return _(
        "Where notebooks are graded there is no {names}: a line that needs it fails there, and so does everything "
        "that builds on that line. Do without it, or put the import into `try: ... except ImportError: pass`.",
        names=shown,
    )


def _imported(tree: ast.Module) -> Iterator[str]:
    """The modules that code imports wherever it runs: not those that it can do without."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Import):
            yield from (_short(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield _short(node.module)
        elif isinstance(node, ast.If):
            continue  # `if IN_COLAB:`
        elif isinstance(node, ast.Try) and any(_catches(handler.type) for handler in node.handlers):
            waiting += [*node.orelse, *node.finalbody]
            continue
        elif isinstance(node, ast.With) and any(_names(item.context_expr) & _CATCHING for item in node.items):
            continue  # contextlib.suppress(ImportError)
        waiting += ast.iter_child_nodes(node)


def _short(module: str) -> str:
    """The part of a module's name that says what is missing: google.colab, but tqdm of tqdm.notebook."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] == "google" else 1])


def _catches(kind: ast.expr | None) -> bool:
    return kind is None or bool(_names(kind) & _CATCHING)


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _unknown_magics(source: str) -> Iterable[str]:
    if "%" not in source or _is_python(source):  # a line may begin with an operator
        return
    for name, word in _MAGIC.findall(source):
        if name == "load_ext" and word and word not in EXTENSIONS:
            yield f"%load_ext {word}"
        elif name not in MAGICS and name not in _OWN:
            yield f"%{name}"


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
