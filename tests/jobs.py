"""Asking for jobs and watching them, for tests and proofs."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from api.clock import SystemClock
from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Job
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.jobs.ask_for_job import ask_for_plan
from tests.office import MONDAY

ROOT = str(Path(__file__).parents[1])


def coordinator(office_id: str) -> Actor:
    """Who asks."""
    return Actor(office_id=office_id, role="coordinator")


def ask(engine: Engine, *, seconds: float = 2.0, monday=MONDAY, seed: int = 1) -> Job:
    """A planning job of the only office, committed."""
    with office_records(engine) as records:
        return ask_in_time(records, coordinator(records.office.id), monday=monday, seconds=seconds, seed=seed)


def ask_in_time(records: OfficeRecords, actor: Actor, *, monday: dt.date, seconds: float, seed: int = 1) -> Job:
    """A planning job asked for as if it were early enough: the samples' weeks will be over one day."""
    now = SystemClock().now()
    asked = min(now, dt.datetime.combine(monday - dt.timedelta(days=3), dt.time(17), TAIPEI))
    job = ask_for_plan(records, actor, monday=monday, seconds=seconds, seed=seed, now=asked)
    job.created, job.deadline = now, job.deadline + (now - asked)
    return job


def look(engine: Engine, job_id: str) -> Job:
    """The job as it is now."""
    with office_records(engine, write=False) as records:
        job = records.get(Job, job_id)
    assert job is not None
    return job


def until(engine: Engine, job_id: str, statuses: Sequence[str], within: float = 60.0) -> Job:
    """The job once it is in one of these states. Raises `TimeoutError` when it takes longer."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        job = look(engine, job_id)
        if job.status in statuses:
            return job
        time.sleep(0.1)
    raise TimeoutError(f"{job.status} {job.stage} {job.attempts}")


ENDED = ("done", "failed", "cancelled")


def worker(database: str, *options: str) -> subprocess.Popen[bytes]:
    """`outreach worker` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", "--db", database, "worker", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "OUTREACH_MESSAGES": ""},
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait()
