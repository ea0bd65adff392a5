"""Prints what came of every attack: `python -m tests.attacks`, or with the names of some."""

import sys

from rich.console import Console
from rich.table import Table

from tests.attacks import generated
from tests.attacks.harness import attacks, table


def main(names: list[str]) -> int:
    """Run the attacks and print a line for each; 1 where one of them gained something."""
    rows = Table("attack", "tried", "gained", "seconds", box=None)
    gains = 0.0
    chosen = [attack for attack in [*attacks(), *generated.attacks()] if not names or attack.name in names]
    for name, tried, gained, seconds in table(chosen):
        gains += gained
        rows.add_row(name, tried, f"{gained:g}", f"{seconds:.1f}")
    Console().print(rows)
    return int(gains > 0 or not chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
