"""Keep a try as the week's next draft, or let all tries of a roster go."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.planning.revisions import next_revision
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.jobs.end_job import end_job
from outreach.usecases.replanning.forget_tries import remove_tries, tries_of
from outreach.usecases.replanning.show_replan import tries_asked
from outreach.usecases.replanning.what_happened import what_happened
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week

_GONE = Refusal(
    "try_gone",
    "這份試排已經不在了：有人已經存成草稿或選了不改。請看最新的班表，或再試一次。",
    "This try is gone: somebody has kept one or dropped them all. Look at the newest roster, or try again.",
)
_STALE = Refusal(
    "try_stale",
    "試排之後又有變動，還沒有算進去；請再試一次。",
    "More has happened since this was tried; please try again.",
)


def keep_try(records: OfficeRecords, actor: Actor, *, roster_id: str, try_id: str, now: dt.datetime) -> Roster:
    """Keep this try of the roster as the week's next revision, a draft; the other tries go.

    Raises `NotThere` for no such roster, `Conflict`: `try_gone`, `try_stale` (something has happened since).
    """
    coordinators_only(actor)
    base = records.get(Roster, roster_id)
    if base is None:
        raise NotThere
    lock_week(records, base.monday)
    with records.with_tries():
        found = records.get(Roster, try_id, lock=True)
        if found is None or found.status != "trial" or found.base_id != roster_id:
            raise Conflict(_GONE)
        seen = {(job.result or {}).get("try_id"): job.given["seen"] for job in tries_asked(records, roster_id, now)}
        if seen.get(try_id) != what_happened(records, actor, roster_id=roster_id, now=now).seen:
            raise Conflict(_STALE)
        found.revision, found.status, found.created = next_revision(records, base.monday), "draft", now
        records.session.flush()
    _let_go(records, actor, roster_id, now)
    records.is_noted = True
    return found


def drop_tries(records: OfficeRecords, actor: Actor, *, roster_id: str, now: dt.datetime) -> dt.date:
    """Let all tries of the roster go, those that are under way too; the Monday of its week. Raises `NotThere`."""
    coordinators_only(actor)
    base = records.get(Roster, roster_id)
    if base is None:
        raise NotThere
    lock_week(records, base.monday)
    _let_go(records, actor, roster_id, now)
    return base.monday


def _let_go(records: OfficeRecords, actor: Actor, roster_id: str, now: dt.datetime) -> None:
    for job in tries_asked(records, roster_id, now):
        if job.status in ("waiting", "running") and job.cancel == "":
            end_job(records, actor, job_id=job.id, how="cancel", now=now)
    remove_tries(records, tries_of(records, roster_id))
