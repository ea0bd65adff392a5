"""Try all suites, and print how many calls were tried, agreed, or differ for a reason that has a name.

    python -m suites

Exits with 1, and says which, if any call differs without such a reason. ONNX's node tests run in an environment of
their own, which is made where there is none yet.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import torch

from other_libraries.environments import printed

from . import modules, opinfo
from .comparing import Tally

SUITES = (opinfo.samples, opinfo.errors, modules.described_layers, modules.older_tests)


def tried(share: int = 1) -> list[Tally]:
    """Try every so many-th call of each suite."""
    torch.manual_seed(0)
    with torch.no_grad():
        return [suite(share) for suite in SUITES]


def onnx_nodes() -> Tally:
    """Try ONNX's node tests."""
    found = json.loads(printed(Path(__file__).with_name("onnx_nodes.py")))
    return Tally("ONNX nodes", **{**found, "quirks": Counter(found["quirks"])})


def table(tallies: list[Tally]) -> list[str]:
    """One line for each suite, one for each reason, and one for each difference."""
    lines = [f"{'suite':16}{'tried':>8}{'agreed':>8}{'quirks':>8}"]
    for tally in tallies:
        lines.append(f"{tally.suite:16}{tally.tried:8}{tally.agreed:8}{tally.quirks.total():8}")
        lines += [f"    {count} times: {reason}" for reason, count in tally.quirks.items()]
        lines += [f"    DIFFERS  {difference}" for difference in tally.differences]
    return lines


def main() -> None:
    tallies = [*tried(), onnx_nodes()]
    print("\n".join(table(tallies)))
    sys.exit(any(tally.differences or not tally.tried for tally in tallies))


if __name__ == "__main__":
    main()
