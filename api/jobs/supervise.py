"""Carries out one job: a child process does the work, and whatever becomes of it, the job ends."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from api.jobs.faults import fault
from api.jobs.order import OUT_OF_MEMORY, SETTLED, SUPERSEDED, Order
from api.jobs.settings import Settings
from outreach.ports import Clock
from outreach.records import FoundFixes, Job, JobPlan
from outreach.records.database import office_records
from outreach.usecases.jobs.ask_for_job import is_try, seconds_of
from outreach.usecases.jobs.end_job import cancel, forget_plan

LOOK_EVERY = 0.5
MOST_ATTEMPTS = 5
"""A job that has been begun so often is not run again: what it has left is kept."""
STOP_WITHIN = 20.0
"""Seconds that a child has to end by itself when it is asked to."""
KEEP_WITHIN = 45.0
"""Seconds for keeping what another child has left behind."""
CPUS = 2
ROOT = str(Path(__file__).parents[2])


class Leaving(BaseException):
    """This worker is going away; the job stays as it is, and whoever comes next takes it up.

    Not an `Exception`: dbos takes those for the workflow's result.
    """


Ended = Literal["settled", "superseded", "cancelled", "memory", "crashed", "deadline"]


@dataclass(slots=True)
class Begun:
    """An attempt: its number, the seconds that it has, and whether it is only to keep what is there. `waited_for`:
    somebody sits before the screen meanwhile.
    """

    kind: str
    attempt: int
    seconds: float
    only_keep: bool
    waited_for: bool = False


class Supervisor:
    """Carries out jobs, one a call, several at once in threads. `stopping`: the worker is going away. `at_work`: the
    jobs that are carried out just now.
    """

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        self.engine, self.clock, self.settings = engine, clock, settings
        self.stopping = threading.Event()
        self.at_work: set[str] = set()
        # Not at once: whoever has just come up has enough to load.
        self._warm_from = time.monotonic() + settings.warm_after
        self._spare: subprocess.Popen[bytes] | None = None
        self._spare_lock = threading.Lock()

    def keep_warm(self) -> None:
        """Have one child ready that has loaded what planning needs, unless the worker is going away."""
        with self._spare_lock:
            spare = self._spare
            if (
                self.stopping.is_set()
                or time.monotonic() < self._warm_from
                or (spare is not None and spare.poll() is None)
            ):
                return
            if spare is not None:
                _end_group(spare)
            self._spare = _child("api.jobs.child", "--warm")

    def let_go(self) -> None:
        """End the child that is kept ready."""
        spare = self._take_spare()
        if spare is not None:
            _end_group(spare)

    def _take_spare(self) -> subprocess.Popen[bytes] | None:
        with self._spare_lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.poll() is not None:
            _end_group(spare)
            return None
        return spare

    def run(self, office_id: str, job_id: str) -> str:
        """Carry out one job; returns the word that it ended with. Doing it again changes nothing."""
        self.at_work.add(job_id)
        try:
            if self.stopping.is_set():
                raise Leaving
            begun = self._begin(office_id, job_id)
            if begun is None:
                return "settled"
            ended: Ended = "deadline" if begun.only_keep else self._watch(office_id, job_id, begun, "run")
            return self._end(office_id, job_id, begun, ended)
        finally:
            self.at_work.discard(job_id)

    def _begin(self, office_id: str, job_id: str) -> Begun | None:
        with office_records(self.engine, office_id=office_id) as records:
            job, now = records.get(Job, job_id, lock=True), self.clock.now()
            if job is None or job.status not in ("waiting", "running"):
                return None
            if job.cancel == "cancel":
                cancel(records, job, now)
                return None
            # Who is to be told something is told it late rather than never.
            if job.started is None and now > job.deadline and job.kind != "messages":
                job.status, job.ended, job.fault = "failed", now, fault("too_late")
                return None
            # Each attempt gets the time that it needs: that a machine stopped is not the job's fault.
            seconds = seconds_of(job) + self.settings.margin
            job.started, job.deadline = job.started or now, now + dt.timedelta(seconds=seconds)
            job.status, job.attempts = "running", job.attempts + 1
            only_keep = job.attempts > MOST_ATTEMPTS or job.cancel == "stop"
            return Begun(job.kind, job.attempts, seconds, only_keep, waited_for=is_try(job))

    def _watch(self, office_id: str, job_id: str, begun: Begun, mode: Literal["run", "keep"]) -> Ended:
        """Start a child and look after it until it has ended, by itself or not."""
        left = begun.seconds if mode == "run" else KEEP_WITHIN
        until, stop_until = time.monotonic() + left, None
        child = self._start(office_id, job_id, begun, mode, left)
        try:
            while True:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return _ended(child.wait(LOOK_EVERY))
                if self.stopping.is_set():
                    raise Leaving
                wish = self._wish(office_id, job_id, begun)
                if wish in ("superseded", "cancelled"):
                    return wish
                if wish == "stop" and stop_until is None:
                    stop_until = time.monotonic() + STOP_WITHIN
                if time.monotonic() > min(until, stop_until or until):
                    return "deadline"
        finally:
            _end_group(child)

    def _start(
        self, office_id: str, job_id: str, begun: Begun, mode: Literal["run", "keep"], seconds: float
    ) -> subprocess.Popen[bytes]:
        order = Order(
            database=self.settings.database,
            office_id=office_id,
            job_id=job_id,
            attempt=begun.attempt,
            mode=mode,
            megabytes=self.settings.megabytes[begun.kind if mode == "run" else "keep"],
            cpu_seconds=int(CPUS * max(1.0, seconds)) + 30,
            nice=0 if begun.waited_for else self.settings.nice,
            messages=self.settings.messages,
            area=self.settings.area,
        )
        module = self.settings.child if mode == "run" else "api.jobs.child"
        # The child that is ready is for who waits: a plan takes longer than its libraries.
        spare = self._take_spare() if begun.waited_for and module == "api.jobs.child" else None
        if spare is not None:
            if _tell(spare, order):
                return spare
            _end_group(spare)
        child = _child(module)
        _tell(child, order)
        return child

    def _wish(self, office_id: str, job_id: str, begun: Begun) -> Literal["", "stop", "cancelled", "superseded"]:
        try:
            with office_records(self.engine, office_id=office_id, write=False) as records:
                job = records.get(Job, job_id)
        except SQLAlchemyError:
            # A database that does not answer is no reason to end the work.
            return ""
        if job is None or job.attempts != begun.attempt:
            return "superseded"
        if job.cancel == "cancel":
            return "cancelled"
        return "stop" if job.cancel == "stop" else ""

    def _end(self, office_id: str, job_id: str, begun: Begun, ended: Ended) -> str:
        """What becomes of the job when its child has ended."""
        if ended == "superseded":
            return ended
        if ended not in ("settled", "cancelled") and self._something_is_left(office_id, job_id, begun):
            self._watch(office_id, job_id, begun, "keep")
        with office_records(self.engine, office_id=office_id) as records:
            job, now = records.get(Job, job_id, lock=True), self.clock.now()
            if job is None or job.status != "running" or job.attempts != begun.attempt:
                return "settled"
            if job.cancel == "cancel":
                cancel(records, job, now)
                return "cancelled"
            job.status, job.ended = "failed", now
            job.fault = fault({"settled": "broken", "cancelled": "broken"}.get(ended, ended))
            forget_plan(records, job)
        return ended

    def _something_is_left(self, office_id: str, job_id: str, begun: Begun) -> bool:
        if begun.kind not in ("plan", "replan", "fixes"):
            return False
        with office_records(self.engine, office_id=office_id, write=False) as records:
            if begun.kind == "fixes":
                return bool(records.all(FoundFixes, col(FoundFixes.job_id) == job_id))
            return bool(records.all(JobPlan, col(JobPlan.job_id) == job_id))


def _child(module: str, *more: str) -> subprocess.Popen[bytes]:
    """A process that waits for its order."""
    path = os.environ.get("PYTHONPATH")
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        process_group=0,
        env={
            **os.environ,
            "PYTHONPATH": ROOT if path is None else ROOT + os.pathsep + path,
            # Each thread of these would set aside address space that the limit counts.
            "OPENBLAS_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
        },
    )


def _tell(child: subprocess.Popen[bytes], order: Order) -> bool:
    """Hand the order over; whether the child was there to take it."""
    assert child.stdin is not None
    try:
        child.stdin.write(order.line())
        child.stdin.flush()
    except BrokenPipeError:
        return False
    return True


def _ended(code: int) -> Ended:
    if code == SETTLED:
        return "settled"
    if code == SUPERSEDED:
        return "superseded"
    if code == -signal.SIGXCPU:
        return "deadline"
    return "memory" if code == OUT_OF_MEMORY else "crashed"


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """End a child and all that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
