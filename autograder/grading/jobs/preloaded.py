"""Load what judging needs, torch too, once for all workers: the process that they are forked from imports this."""

from ...notebook.light_validation import leave_out_addresses
from .preloading import importing

leave_out_addresses()

with importing():
    from ...judging import oracle
    from ..sandbox.importable import importable
    from . import run  # noqa: F401

    # Cases are small and every core has a worker: threads of torch's would only wait for each other.
    if torch := oracle.torch():
        torch.set_num_threads(1)
    importable()
