"""Planning as a job: it goes on from what an attempt before has left, and leaves its own best plan behind."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from sqlmodel import col

from api.jobs.best_so_far import Curve, left_out
from api.jobs.order import Order
from api.jobs.report import Report, own_job
from outreach.planning.to_problem import Translation
from outreach.records import Job, JobPlan, Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.jobs.attempt import Attempt, Kept
from outreach.usecases.jobs.end_job import forget_plan
from solver.plan import Plan, Progress
from solver.plan_json import from_json, to_json

KEEP_EVERY = 3.0
"""Seconds between two plans that are left behind."""


class JobAttempt(Attempt):
    """One attempt at a planning job."""

    def __init__(self, order: Order, report: Report, stage: str = "search") -> None:
        self.order, self.report, self.stage = order, report, stage
        self.only_keep = order.mode == "keep"
        self._kept_at = -KEEP_EVERY
        self._left, before = self._read()
        self._curve = Curve(before)

    def _read(self) -> tuple[dict[str, Any], list[list[float]]]:
        with office_records(self.report.engine, office_id=self.order.office_id, write=False) as records:
            plans = records.all(JobPlan, col(JobPlan.job_id) == self.order.job_id)
            job = records.get(Job, self.order.job_id)
        return plans[0].plan if plans else {}, job.told.get("curve", []) if job else []

    def earlier(self, translation: Translation) -> Plan | None:
        """What was left behind, if its numbers still mean the same people and the same work."""
        return from_json(self._left["plan"]) if self._left.get("of") == meaning_of(translation) else None

    def spent(self) -> float:
        """Seconds searched before."""
        return float(self._left.get("spent", 0.0))

    def told(self, translation: Translation, progress: Progress) -> None:
        """Leave the best plan behind now and then, and tell what it leaves out."""
        now, spent = time.monotonic(), self.spent() + progress.seconds
        self._curve.add(spent, progress.cost)
        self.report.add(curve=list(self._curve.points))
        if progress.best is not None and now - self._kept_at >= KEEP_EVERY:
            self._kept_at, best = now, progress.best()
            self.report.leave({"of": meaning_of(translation), "spent": spent, "plan": to_json(best)})
            self.report.add(unserved=left_out(translation, best))

    def stop(self) -> bool:
        """Whether somebody wants it to end."""
        return self.report.wish != ""

    def hush(self) -> None:
        """Whoever tells how far it is writes, too: joined inside a transaction that writes, it would wait for it."""
        self.report.close()

    def claim(self, records: OfficeRecords) -> Kept:
        """Lock the job; the roster and the job's end are one transaction."""
        self.report.close()
        job = own_job(records, self.order)

        def kept(roster: Roster) -> None:
            job.status, job.share, job.ended = "done", 1.0, self.report.clock.now()
            job.told = {
                "missed": roster.missed,
                "left": roster.left,
                "minutes": round(sum(roster.terms.values()), 1),
                "curve": self._curve.points,
            }
            # Nothing else opens a try, so nothing is to take its name for a roster's.
            trial = roster.status == "trial"
            job.result = {
                **({"try_id": roster.id} if trial else {"roster_id": roster.id, "revision": roster.revision}),
                "missed": roster.missed,
                "left": roster.left,
                "ended": "kept" if self.only_keep else job.cancel or "searched",
            }
            forget_plan(records, job)

        return kept


def meaning_of(translation: Translation) -> str:
    """What the numbers of a problem's people, work and places stand for, as a digest."""
    problem = translation.problem
    told = [
        [person.id for person in translation.people],
        [[visit.key, len(task.seats)] for visit, task in zip(translation.visits, problem.tasks, strict=True)],
        [[post.key, len(shift.seats)] for post, shift in zip(translation.posts, problem.shifts, strict=True)],
        list(translation.place_ids),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
