"""Tells the job's row once a second how far an attempt is, keeps its best plan there, and hears what is wished."""

from __future__ import annotations

import os
import threading
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from api.jobs.order import SUPERSEDED, Order
from outreach.ports import Clock
from outreach.records import Job, JobPlan
from outreach.records.database import OfficeRecords, office_records

EVERY = 1.0


class SupersededError(Exception):
    """The job has ended, or somebody else is at it: what this attempt found does not count."""


def own_job(records: OfficeRecords, order: Order) -> Job:
    """The job, locked, while this attempt still counts. Raises `SupersededError` otherwise."""
    job = records.get(Job, order.job_id, lock=True)
    if job is None or job.status != "running" or job.attempts != order.attempt or job.cancel == "cancel":
        raise SupersededError
    return job


class Report:
    """What an attempt has said last. `wish`: `""`, `stop` or `cancel`, as far as is known here."""

    def __init__(self, engine: Engine, order: Order, clock: Clock) -> None:
        self.engine, self.order, self.clock = engine, order, clock
        self.wish = ""
        self._said: tuple[str, float, dict[str, Any]] = ("", 0.0, {})
        self._besides: dict[str, Any] = {}
        self._plan: dict[str, Any] | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._repeat, daemon=True)
        self._thread.start()

    def say(self, stage: str, share: float, told: dict[str, Any]) -> None:
        """How far it is; written down when the next second is over."""
        self._said = stage, min(1.0, max(0.0, share)), told

    def add(self, **besides: Any) -> None:
        """What is told besides, until it is told anew. Ids, codes and figures only."""
        self._besides = {**self._besides, **besides}

    def leave(self, plan: dict[str, Any]) -> None:
        """The best plan so far; kept when the next second is over."""
        self._plan = plan

    def close(self) -> None:
        """Say no more: whoever asks now locks the row itself."""
        self._closing.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _repeat(self) -> None:
        while not self._closing.wait(EVERY):
            try:
                self._write()
            except SupersededError:
                # Nothing that this process still does could count.
                os._exit(SUPERSEDED)
            except SQLAlchemyError:
                # The database may be back in a second.
                continue

    def _write(self) -> None:
        plan, besides, (stage, share, told) = self._plan, self._besides, self._said
        with office_records(self.engine, office_id=self.order.office_id) as records:
            job = own_job(records, self.order)
            job.stage, job.share, job.told = stage, max(job.share, share), {**told, **besides}
            self.wish = job.cancel
            if plan is not None:
                kept = records.all(JobPlan, col(JobPlan.job_id) == job.id)
                row = kept[0] if kept else records.add(JobPlan(office_id="", job_id=job.id, at=self.clock.now()))
                row.plan, row.at = plan, self.clock.now()
        if plan is self._plan:
            self._plan = None
