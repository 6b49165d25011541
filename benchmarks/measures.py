"""Time and memory of this process. Import it before anything heavy: its clock starts then."""

from __future__ import annotations

import resource
import time

BEGAN = time.perf_counter()


def since_start() -> float:
    """Seconds since this module was loaded."""
    return time.perf_counter() - BEGAN


def peak_mb() -> float:
    """Most memory held at once so far, in MB: by this process and, if it had any, by the largest it started."""
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(kilobytes / 1024, 1)
