"""Ask for work that goes on outside the request: a job, written in the same transaction as the request itself."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import ImportRun, Job, Message, Office, Roster, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import Busy, Conflict, Invalid, NotAllowed, NotThere, Refusal
from outreach.usecases.jobs.end_job import end_job
from outreach.usecases.jobs.missing_for_plan import missing_for_plan

MOST_WAITING = 20
"""Jobs of one office that may wait at once."""
LEAST_SECONDS, MOST_SECONDS = 1.0, 600.0
"""How long a search may be asked to take."""
LARGEST_SEED = 2**31 - 1
LEVELS = ("anything", "keep_people", "keep_routes")
TRY_SECONDS = {"keep_routes": 0.25, "keep_people": 6.0, "anything": 15.0}
"""How long a try searches: for the gentlest level somebody waits, and a first answer comes greedily."""
QUEUE = dt.timedelta(hours=1)
"""How long a job may wait for its turn. When it begins, its deadline becomes what it needs from then on."""
IMPORT_SECONDS, MESSAGES_SECONDS = 60.0, 300.0
"""What an import may take, the file's reading (20 s) included; and the messages of one publication."""
_IMPORT_OVER = Refusal(
    "import_over",
    "這份檔案已經匯入、放棄或無法匯入；要再匯入，請重新上傳。",
    "This file has been kept, given up or refused already; to import it again, hand it in again.",
)


def ask_for_plan(
    records: OfficeRecords, actor: Actor, *, monday: dt.date, seconds: float, seed: int, now: dt.datetime
) -> Job:
    """Have the week that starts on `monday` planned.

    Raises `Conflict` while another job plans the same week, `Invalid` for a week that is over, or for which people or
    work are missing.
    """
    _check(actor, seconds, seed)
    if monday.isoweekday() != 1:
        raise Invalid(
            Refusal("not_a_monday", "請填那一週的星期一。", "Give the Monday of the week.", field="monday"),
        )
    missing = missing_for_plan(records, monday, now)
    if missing is not None:
        raise Invalid(missing)
    waiting = _queue(records)
    _one_a_week(waiting, monday)
    given = {"monday": monday.isoformat(), "seconds": seconds, "seed": seed}
    return _add(records, "plan", actor.account_id, given, seconds, now)


def ask_for_replan(
    records: OfficeRecords, actor: Actor, *, roster_id: str, level: str, seconds: float, seed: int, now: dt.datetime
) -> Job:
    """Have a roster planned again as gently as `level` says. Raises `Conflict` while a job plans the same week."""
    _check(actor, seconds, seed)
    if level not in LEVELS:
        raise Invalid(Refusal("unknown_level", "沒有這個調整幅度。", "There is no such level.", field="level"))
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    waiting = _queue(records)
    _one_a_week(waiting, roster.monday)
    given = {
        "monday": roster.monday.isoformat(),
        "roster_id": roster.id,
        "level": level,
        "seconds": seconds,
        "seed": seed,
    }
    return _add(records, "replan", actor.account_id, given, seconds, now)


def ask_for_try(
    records: OfficeRecords, actor: Actor, *, roster_id: str, level: str, seen: str, now: dt.datetime
) -> Job:
    """Have it tried what a replan of this gentleness would change; the try is kept for who asks for it only.

    `seen`: what has happened so far, as a digest. A job that tries just that already is the answer; one that tries the
    same level on what is known no more is cancelled.
    """
    _only_coordinators(actor)
    if level not in LEVELS:
        raise Invalid(Refusal("unknown_level", "沒有這個調整幅度。", "There is no such level.", field="level"))
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    for job in _queue(records):
        if is_try(job) and (job.given["roster_id"], job.given["level"]) == (roster_id, level) and job.cancel == "":
            if job.given["seen"] == seen:
                return job
            end_job(records, actor, job_id=job.id, how="cancel", now=now)
    seconds = TRY_SECONDS[level]
    given = {
        "monday": roster.monday.isoformat(),
        "roster_id": roster.id,
        "level": level,
        "seconds": seconds,
        "seed": 1,
        "trial": True,
        "seen": seen,
    }
    return _add(records, "replan", actor.account_id, given, seconds, now)


def is_try(job: Job) -> bool:
    """Whether this job only tries what a replan would change."""
    return bool(job.given.get("trial"))


def ask_for_fixes(
    records: OfficeRecords,
    actor: Actor,
    *,
    roster_id: str,
    unserved_id: str | None,
    seconds: float,
    seed: int,
    now: dt.datetime,
) -> Job:
    """Have ways looked for to serve one unserved thing, or (`unserved_id`: `None`) each mandatory one.

    Raises `Conflict` (`job_active`) while a job looks for the same already.
    """
    _check(actor, seconds, seed)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    if unserved_id is not None:
        one = records.get(RosterUnserved, unserved_id)
        if one is None or one.roster_id != roster_id:
            raise NotThere
    for job in _queue(records):
        if job.kind == "fixes" and looks_for(job.given, roster_id, unserved_id):
            raise Conflict(_busy_with(job, "已經在找補法", "Fixes are being looked for already"))
    given = {"roster_id": roster_id, "unserved_id": unserved_id, "seconds": seconds, "seed": seed}
    return _add(records, "fixes", actor.account_id, given, seconds, now)


def looks_for(given: Mapping[str, Any], roster_id: str, unserved_id: str | None) -> bool:
    """Whether a job that was given this looks for the same."""
    return given.get("roster_id") == roster_id and given.get("unserved_id") == unserved_id


def ask_for_import(records: OfficeRecords, actor: Actor, *, run_id: str, keep: bool, now: dt.datetime) -> Job:
    """Have an uploaded file read for a preview, or, with `keep`, what was previewed kept."""
    _only_coordinators(actor)
    run = records.get(ImportRun, run_id)
    if run is None:
        raise NotThere
    if run.status not in ("reading", "preview"):
        raise Conflict(_IMPORT_OVER)
    waiting = _queue(records)
    for job in waiting:
        if job.kind == "import" and job.given.get("run_id") == run_id:
            raise Conflict(_busy_with(job, "這份檔案已經有工作在處理", "A job is already at work on this file"))
    return _add(records, "import", actor.account_id, {"run_id": run_id, "keep": keep}, IMPORT_SECONDS, now)


def ask_for_messages(records: OfficeRecords, *, account_id: str | None, now: dt.datetime) -> Job | None:
    """Have the messages that wait handed over. `None` when none waits, or a job that has not begun will take them."""
    records.session.flush()
    if not records.all(Message, Message.status == "waiting"):
        return None
    for job in _queue(records, limit=False):
        # Locked, it cannot begin before these messages are there for it to find.
        if job.kind == "messages" and job.status == "waiting":
            locked = records.get(Job, job.id, lock=True)
            if locked is not None and locked.status == "waiting":
                return None
    return _add(records, "messages", account_id, {}, MESSAGES_SECONDS, now)


def _only_coordinators(actor: Actor) -> None:
    if actor.role != "coordinator":
        raise NotAllowed


def _check(actor: Actor, seconds: float, seed: int) -> None:
    _only_coordinators(actor)
    if not (math.isfinite(seconds) and LEAST_SECONDS <= seconds <= MOST_SECONDS):
        raise Invalid(
            Refusal(
                "seconds_out_of_range",
                "排班時間請填 1 到 600 秒。",
                "Give between 1 and 600 seconds.",
                field="seconds",
            )
        )
    if not 0 <= seed <= LARGEST_SEED:
        raise Invalid(
            Refusal(
                "seed_out_of_range",
                f"亂數種子請填 0 到 {LARGEST_SEED}。",
                f"Give a seed between 0 and {LARGEST_SEED}.",
                field="seed",
            )
        )


def _queue(records: OfficeRecords, *, limit: bool = True) -> Sequence[Job]:
    """The office's jobs that have not ended. Until this transaction ends, nobody else adds one."""
    # Others may go on writing records that point to the office: only who asks for a job waits.
    locked = select(Office).where(Office.id == records.office.id).with_for_update(key_share=True)
    records.session.exec(locked).one()
    active = records.all(Job, col(Job.status).in_(("waiting", "running")))
    waiting = [job for job in active if job.status == "waiting"]
    if limit and len(waiting) >= MOST_WAITING:
        raise Busy(
            Refusal(
                "queue_full",
                f"已經有 {len(waiting)} 件工作在排隊，請等前面的做完再試。",
                f"{len(waiting)} jobs are waiting already; try again when some are done.",
            )
        )
    return active


def _one_a_week(active: Sequence[Job], monday: dt.date) -> None:
    for job in active:
        # A try changes nothing that others plan.
        if job.kind in ("plan", "replan") and not is_try(job) and job.given.get("monday") == monday.isoformat():
            raise Conflict(_busy_with(job, "這一週已經在排班", "This week is being planned already"))


def _busy_with(job: Job, zh: str, en: str) -> Refusal:
    return Refusal("job_active", f"{zh}（工作 {job.id}）。", f"{en} (job {job.id}).")


def _add(
    records: OfficeRecords,
    kind: str,
    account_id: str | None,
    given: dict[str, Any],
    seconds: float,
    now: dt.datetime,
) -> Job:
    job = records.add(
        Job(
            office_id=records.office.id,
            kind=kind,
            account_id=account_id,
            created=now,
            deadline=now + QUEUE + dt.timedelta(seconds=seconds),
            given=given,
        )
    )
    records.session.flush()
    return job


def seconds_of(job: Job) -> float:
    """How long a job is to take once it has begun, without what lies around it."""
    asked = {"import": IMPORT_SECONDS, "messages": MESSAGES_SECONDS}
    return asked.get(job.kind) or float(job.given["seconds"])
