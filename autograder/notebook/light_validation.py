"""Keep jsonschema, with which nbformat validates notebooks, from loading a grammar that no notebook needs."""

import sys


def leave_out_addresses() -> None:
    """Keep jsonschema from checking internationalised addresses, in this whole process: notebooks have none.

    With the package rfc3987_syntax it compiles a grammar of them when it is imported, which is half of the time that
    nbgrader takes to start. Programs call this when they start, before anything imports jsonschema.
    """
    if "jsonschema" not in sys.modules:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
