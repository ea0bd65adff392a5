"""Load what judging needs, torch too, once for all workers: the process that they are forked from imports this."""

import sys

# jsonschema, and with it nbformat, would import a parser of addresses, which takes a second. Nothing here needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from ...judging import oracle  # noqa: E402 (after that)
from . import job  # noqa: E402, F401

# Cases are small and every core has a worker: threads of torch's would only wait for each other.
if torch := oracle.torch():
    torch.set_num_threads(1)
