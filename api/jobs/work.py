"""What each kind of job does, inside its child process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from api.clock import SystemClock
from api.jobs.mail import mail_of
from api.jobs.order import SETTLED, SUPERSEDED, Order
from api.jobs.report import Report, SupersededError, own_job
from api.places import places_at
from outreach.records.database import again_if_in_the_way, office_records, open_database
from outreach.refusals import Refused
from outreach.usecases.jobs.deliver_messages import Delivered, deliver_messages
from outreach.usecases.jobs.end_job import forget_plan

if TYPE_CHECKING:
    from solver.plan import Cost


CHILDS_PATIENCE = 120
"""Seconds for which a job may reckon in the middle of a transaction, as an import does."""


class Work:
    """One attempt at one job, with all that it needs."""

    def __init__(self, order: Order) -> None:
        self.order, self.clock = order, SystemClock()
        self.engine: Engine = open_database(order.database, newest=True, patience=CHILDS_PATIENCE)
        self.kind, self.given = again_if_in_the_way(self._ordered)
        self.report = Report(self.engine, order, self.clock)

    def _ordered(self) -> tuple[str, dict[str, Any]]:
        with office_records(self.engine, office_id=self.order.office_id) as records:
            job = own_job(records, self.order)
            return job.kind, dict(job.given)

    def end(self, result: dict[str, Any]) -> None:
        """The job is done. Raises `SupersededError` when this attempt no longer counts."""
        self.report.close()
        again_if_in_the_way(lambda: self._end(result))

    def _end(self, result: dict[str, Any]) -> None:
        with office_records(self.engine, office_id=self.order.office_id) as records:
            job = own_job(records, self.order)
            job.status, job.share, job.ended, job.result = "done", 1.0, self.clock.now(), result

    def refuse(self, refused: Refused) -> None:
        """The job has failed, for reasons that a coordinator can do something about."""
        self.report.close()
        again_if_in_the_way(lambda: self._refuse(refused))

    def _refuse(self, refused: Refused) -> None:
        with office_records(self.engine, office_id=self.order.office_id) as records:
            job = own_job(records, self.order)
            job.status, job.ended = "failed", self.clock.now()
            job.fault = {
                "code": refused.code,
                "zh": "".join(one.zh for one in refused.refusals),
                "en": " ".join(one.en for one in refused.refusals),
            }
            forget_plan(records, job)


def carry_out(order: Order) -> int:
    """Do the job; the exit code."""
    try:
        work = Work(order)
        try:
            KINDS[work.kind](work)
        except Refused as refused:
            work.refuse(refused)
    except SupersededError:
        return SUPERSEDED
    return SETTLED


def _plan(work: Work) -> None:
    # Loaded by who plans only: the others have less memory.
    from api.jobs.planning import JobAttempt  # noqa: PLC0415
    from outreach.usecases.weeks.make_roster import make_roster  # noqa: PLC0415

    given = work.given
    make_roster(
        work.engine,
        dt.date.fromisoformat(given["monday"]),
        office_id=work.order.office_id,
        travel_times=places_at(work.order.area).travel,
        clock=work.clock,
        seconds=given["seconds"],
        seed=given["seed"],
        on_progress=_search_told(work),
        attempt=JobAttempt(work.order, work.report),
    )


def _replan(work: Work) -> None:
    from api.jobs.planning import JobAttempt  # noqa: PLC0415
    from outreach.usecases.weeks.replan_roster import replan_roster  # noqa: PLC0415

    given = work.given
    replan_roster(
        work.engine,
        work.order.office_id,
        roster_id=given["roster_id"],
        level=given["level"],
        travel_times=places_at(work.order.area).travel,
        clock=work.clock,
        seconds=given["seconds"],
        seed=given["seed"],
        on_progress=_search_told(work),
        attempt=JobAttempt(work.order, work.report),
        trial=given.get("trial", False),
    )


def _fixes(work: Work) -> None:
    from api.jobs.looking import JobLooking  # noqa: PLC0415
    from outreach.usecases.fixing.look_for_fixes import look_for_fixes  # noqa: PLC0415

    given = work.given
    looked = look_for_fixes(
        work.engine,
        work.order.office_id,
        roster_id=given["roster_id"],
        unserved_id=given["unserved_id"],
        travel_times=places_at(work.order.area).travel,
        clock=work.clock,
        seconds=0.0 if work.order.mode == "keep" else given["seconds"],
        seed=given["seed"],
        looking=JobLooking(work.order, work.report),
    )
    counts = {"looked": looked.looked, "possible": looked.possible, "vain": looked.vain}
    work.end({"roster_id": given["roster_id"], "unserved_id": given["unserved_id"], **counts})


STAGES = {"travel": (0.0, 0.05), "search": (0.05, 0.9), "reasons": (0.95, 0.05)}
"""Where each stage of planning begins, as a share of the whole job, and how much of it it is."""


def _search_told(work: Work) -> Callable[[str, float, Cost | None], None]:
    def tell(stage: str, share: float, cost: Cost | None) -> None:
        began, part = STAGES.get(stage, (0.0, 1.0))
        told = {} if cost is None else {"missed": cost.missed, "left": cost.left, "minutes": round(cost.minutes, 1)}
        work.report.say(stage, began + part * share, told)

    return tell


def _import(work: Work) -> None:
    from outreach.usecases.importing.keep_import import keep_import  # noqa: PLC0415
    from outreach.usecases.importing.preview_import import preview_import  # noqa: PLC0415

    run_id, verb = work.given["run_id"], keep_import if work.given["keep"] else preview_import
    # Both change nothing when an attempt before got so far that only the job's end was missing.
    run = verb(
        work.engine,
        work.order.office_id,
        run_id,
        geocoder=places_at(work.order.area).geocoder,
        clock=work.clock,
        on_progress=lambda share: work.report.say("import", share, {}),
    )
    counts = {"added": run.added, "changed": run.changed, "same": run.same, "faults": len(run.faults)}
    work.end({"run_id": run_id, "status": run.status, **counts})


def _messages(work: Work) -> None:
    def tell(share: float, told: Delivered) -> None:
        work.report.say("messages", share, _counts(told))

    told = deliver_messages(
        work.engine,
        work.order.office_id,
        messages=mail_of(work.order.messages),
        clock=work.clock,
        job_id=work.order.job_id,
        on_progress=tell,
        stop=lambda: work.report.wish != "",
    )
    work.end(_counts(told))


def _counts(told: Delivered) -> dict[str, Any]:
    return {"sent": told.sent, "failed": told.failed, "kept": told.kept, "unsure": told.unsure}


KINDS: dict[str, Callable[[Work], None]] = {
    "plan": _plan,
    "replan": _replan,
    "fixes": _fixes,
    "import": _import,
    "messages": _messages,
}
