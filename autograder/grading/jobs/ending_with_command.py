"""Be killed when the command ends, however it does: the process that workers are forked from imports this first.

Else it would go on loading PyTorch for seconds.
"""

import os

from ...runner.inside import jail
from .interrupts import STARTED_BY

jail.die_with_parent()
if os.environ.get(STARTED_BY) not in (None, str(os.getppid())):
    os._exit(1)  # the command has ended already
