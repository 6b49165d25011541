"""What a child process is told, and with which word it ends."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

SETTLED, SUPERSEDED, OUT_OF_MEMORY, BROKEN = 0, 13, 14, 15
"""Exit codes: the job has ended with what this child did; somebody else is at it; no memory left; a fault of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One attempt at one job. `mode`: `run`, or `keep` what an attempt before has left. `cpu_seconds`, `megabytes`:
    what the operating system lets the process use; `nice`: how far it stands back. `area`: the folder of map data.
    """

    database: str
    office_id: str
    job_id: str
    attempt: int
    mode: Literal["run", "keep"]
    megabytes: int
    cpu_seconds: int
    nice: int
    messages: str = ""
    area: str = ""

    def line(self) -> bytes:
        """The order as the first line that the child reads: never on its command line, which everybody can see."""
        return json.dumps(asdict(self)).encode() + b"\n"
