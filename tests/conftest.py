"""What tests of several folders need: a course directory with the first chapter released."""

import os
import runpy
import shutil
import sys
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from filelock import FileLock

from autograder.notebook.light_validation import leave_out_addresses

ROOT = Path(__file__).parents[1]
LANGUAGES = ROOT / "autograder" / "language"

# Every core has a test at work: threads of NumPy's or torch's, here or in what a test starts, would only wait.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

os.environ["MAGIC_WINDOW_LANGUAGE"] = "en"  # the sentences that tests wait for, whoever runs them

# As the command does when it starts: nbgrader calls alembic by its bare name, and loads in half of the time.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
leave_out_addresses()

# What takes minutes is begun first, so that no core waits at the end for the one that began it last.
LONG_FIRST = [
    "book/test_for_instructors_page.py", "browser/test_class_in_jupyterlab.py", "browser/test_pages.py", "grading",
    "browser", "learner/test_installed.py", "suites", "attacks", "book",
]  # fmt: skip


def pytest_addoption(parser):
    parser.addoption("--short", action="store_true", help="those of `make test`: see the marks in pyproject.toml")


def pytest_configure(config):
    """Compile the translations that have changed, once, before any worker reads them, and tell all of them the day."""
    os.environ.setdefault("MW_DAY", str(date.today().toordinal()))
    catalogs = [path for path in LANGUAGES.glob("*/LC_MESSAGES/*.po") if not hasattr(config, "workerinput")]
    stale = [path for path in catalogs if not (mo := path.with_suffix(".mo")).exists() or _time(mo) < _time(path)]
    if stale:
        runpy.run_path(str(ROOT / "setup" / "messages.py"))["compile_all"](stale)


def _time(path):
    return path.stat().st_mtime


def pytest_collection_modifyitems(config, items):
    def place(item):
        path = item.path.as_posix()
        return next((at for at, long in enumerate(LONG_FIRST) if f"tests/{long}" in path), len(LONG_FIRST))

    if config.getoption("short"):
        kept = shortened(items, int(os.environ["MW_DAY"]))
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]
    items.sort(key=place)


def shortened(items, day):
    """The tests of a short run: none marked `long`, and of the others those whose turn and whose share it is.

    A test marked `turn(n)` has every n-th day, one marked `turn(n, which)` this one of n, so that what takes longest is
    not all tried on one day. Of a test marked `share(n)` every n-th set of parameters is tried, another one each time.
    """
    kept, todays = set(), in_turn(items, day)
    for _, alike in groupby(sorted(items, key=name), key=name):  # a fixture's parameters set other tests between them
        alike = [item for item in alike if item in todays and not item.get_closest_marker("long")]
        share = alike and alike[0].get_closest_marker("share")
        size = min(share.args[0], len(alike)) if share else 1
        own_day = day // turn.args[0] if alike and (turn := alike[0].get_closest_marker("turn")) else day
        kept.update(item for at, item in enumerate(alike) if at % size == own_day % size)
    return kept


def in_turn(items, day):
    """The tests that every day has, and those whose turn it is. As many take turns on one day as on another."""
    marks = {item: mark.args for item in items if (mark := item.get_closest_marker("turn"))}
    others = sorted({name(item) for item, args in marks.items() if len(args) == 1})

    def turn(item):
        days, *which = marks[item]
        return (which[0] if which else others.index(name(item))) % days == day % days

    return {item for item in items if item not in marks or turn(item)}


def name(item):
    return item.nodeid.partition("[")[0]


@pytest.fixture(scope="session")
def release(tmp_path_factory, worker_id):
    """Make a course directory with the first chapter released: `release(folder, *options)`, options of `init`.

    Without options it is a copy of one that is made once in a run, whatever the number of workers.
    """
    from tests.grading import _classes as classes  # here, for nbgrader takes seconds, and not every run needs it

    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "released" / "course"

    def make(course, *options):
        with FileLock(shared.parent.with_suffix(".lock")):
            if not shared.exists():
                making = shared.parent / "making"
                making.mkdir(parents=True)
                classes.release(making / "course")
                (making / "course").rename(shared)
        if options:
            return classes.release(course, *options, source=shared / "source")
        shutil.copytree(shared, course)
        return course

    return make
