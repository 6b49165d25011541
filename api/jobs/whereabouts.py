"""Whether a worker's process is still there, as others on its machine can see: they need not wait for its lease."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")
PROCESSES = Path("/proc/self/ns/pid")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a process runs: one machine between two starts, one numbering of processes (`place`); and which it is.

    Empty where the system does not tell; then nobody draws conclusions.
    """

    place: str
    process: str

    def is_surely_gone(self, here: Whereabouts) -> bool:
        """Whether somebody `here` can see that this process has ended."""
        number = self.process.partition(":")[0]
        return bool(self.place) and self.place == here.place and _process(number) != self.process


def here() -> Whereabouts:
    """This process."""
    try:
        place = f"{BOOT.read_text().strip()} {PROCESSES.readlink()}"
    except OSError:
        return Whereabouts("", "")
    process = _process(str(os.getpid()))
    return Whereabouts(place if process else "", process)


def _process(number: str) -> str:
    """A process's number and when it began, so that a number that is used again is another process; `""`: gone."""
    try:
        told = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return ""
    # The second field is a name in brackets, which may hold anything.
    state, *fields = told.rpartition(")")[2].split()
    return "" if state in "ZX" else f"{number}:{fields[18]}"
