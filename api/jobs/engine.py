"""Runs jobs in this process on dbos: a queue that outlives it, and a round every two seconds that strands nothing.

The offices' own job rows say what is to be done; they are written with the request. What dbos keeps is only who is at
it. Each round shows that this worker is alive, takes over what dead workers were at, asks for what was left
undone, and hands over what waits.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from dbos import DBOS, SetWorkflowID
from sqlalchemy import or_
from sqlmodel import Session, col, select

from api.clock import SystemClock
from api.jobs.door_clock import DoorClock
from api.jobs.leases import Leases, open_engine_records
from api.jobs.settings import SCHEMA, Settings, engine_address
from api.jobs.supervise import Supervisor
from outreach.records import Job, Message
from outreach.records.database import office_records, open_database
from outreach.usecases.jobs.ask_for_job import ask_for_messages
from outreach.usecases.keeping.forget_answers import forget_answers
from outreach.usecases.replanning.forget_tries import forget_tries

VERSION = "1"
"""Of what the queue holds, not of the program: another one would strand the jobs that wait during an update."""
QUEUES = {"plan": "planning", "replan": "planning", "fixes": "planning", "import": "desk", "messages": "desk"}
"""Imports and messages do not wait for a plan to end."""
TRIES = "tries"
"""Somebody sits before a try and waits: it waits for nothing else, and is looked for more often."""
POLLS = {TRIES: 0.25}
ACTIVE = ("waiting", "running")
OLD = dt.timedelta(days=1)
ASK_AGAIN = dt.timedelta(minutes=5)
"""After a messages job has ended and left messages waiting: what fails at once is not asked for every round."""
TIDY_EVERY = 600.0
WITHOUT_CONTENT: dict[str, Any] = {"load_input": False, "load_output": False}
LEAVE_WITHIN = 5.0

log = logging.getLogger("outreach.jobs")

_here: list[Supervisor] = []
"""Who carries out jobs in this process, if anybody: dbos knows one application a process."""


@DBOS.step(name="carry_out")
def _carry_out(office_id: str, job_id: str) -> str:
    return _here[-1].run(office_id, job_id)


@DBOS.workflow(name="job", max_recovery_attempts=1000)
def _job(office_id: str, job_id: str) -> str:
    return _carry_out(office_id, job_id)


class Jobs:
    """The jobs that run in this process. At most one at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.worker = settings, secrets.token_hex(8)
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._repeat, name="jobs", daemon=True)
        self._tidied = 0.0
        self._doubted: set[str] = set()

    def start(self) -> None:
        """Begin to carry out jobs. Raises `RuntimeError` when this process does so already."""
        if _here:
            raise RuntimeError("jobs run in this process already")
        self._records = open_database(self.settings.database)
        # First of all, and whatever becomes of the queue: nobody may wait for it behind a door.
        self._doors = DoorClock(self._records, SystemClock(), self.settings.sweep, self._wake.set)
        self._doors.start()
        try:
            self._start_queue()
        except BaseException:
            self._doors.stop()
            raise

    def _start_queue(self) -> None:
        address = engine_address(self.settings.database)
        self._engine = open_engine_records(address)
        self._leases = Leases(self._engine, self.worker, self.settings.lease)
        self._supervisor = Supervisor(self._records, SystemClock(), self.settings)
        _here.append(self._supervisor)
        try:
            self._launch(address)
        except BaseException:
            _here.remove(self._supervisor)
            raise
        self._thread.start()

    def _launch(self, address: str) -> None:
        DBOS(
            config={
                "name": "outreach",
                "system_database_url": address,
                "dbos_system_schema": SCHEMA,
                "application_version": VERSION,
                "executor_id": self.worker,
                # What goes wrong is told by the job's own row; its logs would repeat what others said.
                "log_level": "CRITICAL",
                "enable_otlp": False,
            }
        )
        DBOS.launch()
        for queue in sorted({*QUEUES.values(), TRIES}):
            slots, often = self.settings.slots, POLLS.get(queue, 0.5)
            DBOS.register_queue(
                queue, worker_concurrency=slots, polling_interval_sec=often, on_conflict="always_update"
            )

    def stop(self) -> None:
        """Leave: jobs that run are taken up by whoever comes next."""
        self._supervisor.stopping.set()
        self._supervisor.let_go()
        self._doors.stop()
        self._stopping.set()
        self._wake.set()
        self._thread.join(LEAVE_WITHIN)
        until = time.monotonic() + LEAVE_WITHIN
        while self._supervisor.at_work and time.monotonic() < until:
            time.sleep(0.02)
        DBOS.destroy()
        _here.remove(self._supervisor)
        self._leases.drop()
        self._engine.dispose()
        self._records.dispose()

    def hand_over(self, job_id: str) -> None:
        """A job waits: do not sleep until the next round."""
        del job_id
        self._wake.set()

    def _repeat(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            for step in (
                self._leases.beat,
                self._take_over,
                self._ask_again,
                self._hand_over,
                self._tidy,
                self._supervisor.keep_warm,
            ):
                try:
                    step()
                except Exception as error:
                    # A database that does not answer: the next round may find it again. No more than the kind of
                    # error, which might name somebody.
                    log.warning("jobs: %s", type(error).__name__)
            self._wake.wait(self.settings.sweep)

    def _take_over(self) -> None:
        """Give back to the queue what dead workers were at."""
        pending = DBOS.list_workflows(status="PENDING", **WITHOUT_CONTENT)
        dead = self._leases.dead({one.executor_id for one in pending if one.executor_id})
        if dead:
            DBOS._recover_pending_workflows(dead)
        for worker in dead:
            self._leases.drop(worker)

    def _ask_again(self) -> None:
        """Ask for a job for messages that wait although none is at them: theirs was cancelled, or ended too early."""
        now = SystemClock().now()
        cared_for = select(Job.office_id).where(
            Job.kind == "messages", or_(col(Job.status).in_(ACTIVE), col(Job.ended) > now - ASK_AGAIN)
        )
        asked = select(Message.office_id).where(Message.status == "waiting", col(Message.office_id).not_in(cared_for))
        with Session(self._records.execution_options(writes=False)) as session:
            offices = session.exec(asked.distinct()).all()
        for office_id in offices:
            with office_records(self._records, office_id=office_id) as records:
                ask_for_messages(records, account_id=None, now=now)

    def _hand_over(self) -> None:
        """Queue every job that has not ended and that nobody is at."""
        active = self._active()
        ids = [job_id for _, job_id, *_ in active]
        workflows = DBOS.list_workflows(workflow_ids=ids or ["none"], **WITHOUT_CONTENT)
        known = {one.workflow_id: one.status for one in workflows}
        over = [job_id for job_id, status in known.items() if status not in ("ENQUEUED", "PENDING", "DELAYED")]
        # The job's row is written before its workflow ends: who still counts as active now was left behind.
        left = {job_id for _, job_id, *_ in self._active()} & set(over) if over else set()
        left |= self._stranded(workflows)
        if left:
            DBOS.delete_workflows(sorted(left))
        for office_id, job_id, kind, given in active:
            if job_id not in known or job_id in left:
                with SetWorkflowID(job_id):
                    queue = TRIES if given.get("trial") else QUEUES[kind]
                    DBOS.enqueue_workflow(queue, _job, office_id, job_id)

    def _stranded(self, workflows: Sequence[Any]) -> set[str]:
        """Jobs that are this worker's and that it is not at, two rounds running: it could not write down their end, for
        want of a database or of room on the disk.
        """
        mine = (one.workflow_id for one in workflows if one.status == "PENDING" and one.executor_id == self.worker)
        doubted = set(mine) - self._supervisor.at_work
        stranded, self._doubted = doubted & self._doubted, doubted
        return stranded

    def _active(self) -> Sequence[tuple[str, str, str, Mapping[str, Any]]]:
        """Every office's jobs that have not ended, the oldest first."""
        asked = select(Job.office_id, Job.id, Job.kind, Job.given).where(col(Job.status).in_(ACTIVE))
        with Session(self._records.execution_options(writes=False)) as session:
            found = session.exec(asked.order_by(col(Job.created)))
            return [(office_id, job_id, kind, dict(given)) for office_id, job_id, kind, given in found]

    def _tidy(self) -> None:
        """Forget what dbos remembers of jobs that ended long ago, old answers to writes, and tries of another day."""
        if time.monotonic() - self._tidied < TIDY_EVERY:
            return
        self._tidied = time.monotonic()
        forget_answers(self._records, now=SystemClock().now())
        forget_tries(self._records, now=SystemClock().now())
        before = (dt.datetime.now(dt.UTC) - OLD).isoformat()
        old = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before,
            limit=1000,
            **WITHOUT_CONTENT,
        )
        if old:
            DBOS.delete_workflows([one.workflow_id for one in old])
