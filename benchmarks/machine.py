"""Where and when a benchmark was run, for the pages that show its numbers."""

import os
import platform
from datetime import date
from pathlib import Path


def machine() -> dict:
    """The processor, how many of its cores there are, and the day."""
    return {"processor": processor(), "cores": os.cpu_count(), "day": date.today().isoformat()}


def processor() -> str:
    """What the processor calls itself, where Linux says it; else its family."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
