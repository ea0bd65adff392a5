"""Load what judging needs, torch too, once for all workers: the process that they are forked from imports this."""

import sys

from .preloading import importing

# jsonschema, and with it nbformat, would import a parser of addresses, which takes a second. Nothing here needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

with importing():
    from ...judging import oracle
    from ..sandbox.importable import importable
    from . import job  # noqa: F401

    # Cases are small and every core has a worker: threads of torch's would only wait for each other.
    if torch := oracle.torch():
        torch.set_num_threads(1)
    importable()
