"""Time and memory of this process. Import it before anything heavy: its clock starts then."""

from __future__ import annotations

import resource
import threading
import time
from pathlib import Path

BEGAN = time.perf_counter()
LOOK_EVERY = 0.2
_held = [0]


def since_start() -> float:
    """Seconds since this module was loaded."""
    return time.perf_counter() - BEGAN


def watch_children() -> None:
    """Look five times a second, from now on, at what this process and those it started hold together.

    What the system tells of a child that has ended counts at least as much as its parent held when it began.
    """
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while True:
        if children := _children():
            _held[0] = max(_held[0], sum(_resident(who) for who in ("self", *children)))
        time.sleep(LOOK_EVERY)


def _children() -> list[str]:
    return [child for task in Path("/proc/self/task").glob("*/children") for child in _text(task).split()]


def _resident(who: str) -> int:
    """Kilobytes that a process holds now; 0 when it has ended."""
    lines = _text(Path("/proc") / who / "status").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def peak_mb() -> float:
    """Most memory held at once so far, in MB, by this process and those it started while they were watched."""
    return round(max(_held[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024, 1)
