"""Prints what came of every attack and of every detour: `python -m tests.attacks`, or with the names of some."""

import sys

from rich.console import Console
from rich.table import Table

from autograder.grading.jobs.run import run
from tests.attacks import generated
from tests.attacks.harness import Detour, attacks, detours, suspicion, table


def main(names: list[str]) -> int:
    """Run them and print a line for each; 1 where an attack gained something, or a detour came through unseen."""
    rows = Table("attack", "tried", "gained", "seconds", box=None)
    gains = 0.0
    chosen = [attack for attack in [*attacks(), *generated.attacks()] if not names or attack.name in names]
    for name, tried, gained, seconds in table(chosen):
        gains += gained
        rows.add_row(name, tried, f"{gained:g}", f"{seconds:.1f}")
    ways = [detour for detour in detours() if not names or detour.name in names]
    for shown in (rows, _table_of_detours(ways, missed := [])):
        if shown.row_count:
            Console().print(shown)
    return int(gains > 0 or bool(missed) or not (chosen or ways))


def _table_of_detours(ways: list[Detour], missed: list[str]) -> Table:
    """What came of detours and of their neighbours; `missed` gets the names of those that came to something else."""
    rows = Table("detour", "tried", "comes to", "its honest neighbour", box=None)
    for detour in ways:
        came, beside = (suspicion(run(detour.submission(cells))) for cells in (detour.cells, detour.neighbour))
        rows.add_row(detour.name, detour.tries, came or "nothing", beside or "no note")
        if came != detour.comes_to or beside:
            missed.append(detour.name)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
