"""How jobs are carried out: where the engine keeps its own records, and what one piece of work may use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import make_url

from outreach.records.database import PATIENCE

SCHEMA = "jobs"
MEGABYTES = {"plan": 2048, "replan": 2048, "fixes": 2048, "import": 1024, "messages": 512, "keep": 2048}
"""Memory of a child by kind of job; `keep`: of the one that keeps what another has left. A
file that is imported is opened in one more process, with less (`outreach.intake.in_child`).
"""


class HandsOver(Protocol):
    """Whoever is told that a job waits."""

    def hand_over(self, job_id: str) -> None:
        """Say, after the commit, that this job waits. Returns at once; what is not handed over is found anyway."""
        ...


class Runs(HandsOver, Protocol):
    """Whoever carries out jobs between `start` and `stop`."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """Leave, soon."""
        ...


class NoJobs:
    """Nobody here carries out jobs: a worker elsewhere finds them."""

    def hand_over(self, job_id: str) -> None:
        """Nothing to do."""

    def start(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""


def usual_nice() -> int:
    """What the environment says (0 to 19), else 10."""
    said = os.environ.get("OUTREACH_NICE", "")
    return min(int(said), 19) if said.isdecimal() else 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a worker is told.

    `database`: address of the offices' records. `messages`: where messages are handed over (`mailto://…`), or `""`.
    `area`: the folder of map data, or `""`. `slots`: plans at once; `margin`: seconds that a job may take beyond its
    search, for reading, travel times, reasons and keeping; `nice`: how far the children stand back for the web process
    (`OUTREACH_NICE`, else 10); `lease`: seconds without a sign of life after which another worker counts as dead.
    `warm_after`: seconds from its start until a worker keeps a child ready.
    `child`: the module that carries out one job.
    """

    database: str
    messages: str = ""
    area: str = ""
    slots: int = 2
    sweep: float = 2.0
    lease: float = 10.0
    margin: float = 60.0
    nice: int = field(default_factory=usual_nice)
    warm_after: float = 5.0
    child: str = "api.jobs.child"
    megabytes: Mapping[str, int] = field(default_factory=lambda: dict(MEGABYTES))


def engine_address(database: str) -> str:
    """Where the engine keeps its own records: a file beside the office's, or the same PostgreSQL database (there in a
    schema of its own, `SCHEMA`).
    """
    if database.startswith("sqlite:///"):
        return database.removesuffix(".db") + ".jobs.db"
    address = make_url("postgresql+psycopg://" + database.partition("://")[2])
    # Whoever stops in the middle of a transaction must not keep others from taking over.
    patient = address.update_query_dict({"options": f"-c idle_in_transaction_session_timeout={PATIENCE * 1000}"})
    return patient.render_as_string(hide_password=False)
