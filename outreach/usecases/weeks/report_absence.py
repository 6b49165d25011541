"""Report an absence: somebody cannot come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, Person, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere, Refusal
from outreach.usecases.weeks.checked_reason import checked_reason
from outreach.usecases.weeks.lock_week import lock_known_weeks
from outreach.usecases.weeks.published_part import published_duties

LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedAbsence:
    """The absence, and the published duties that it runs into: what a replan gives to others."""

    absence: Absence
    duties: tuple[RosterDuty, ...]


def report_absence(
    records: OfficeRecords,
    actor: Actor,
    *,
    person_id: str,
    start: dt.datetime,
    end: dt.datetime,
    reason: str = "",
    now: dt.datetime,
) -> ReportedAbsence:
    """Keep that a person is away in `[start, end)`. Coordinators report it of anybody, field persons of
    themselves; who has a personal link, of its day.

    Raises `NotThere` for somebody else's, `Invalid` for a span that cannot be, `Conflict` when it is known already.
    """
    person_or_refused(records, actor, person_id)
    if actor.date is not None and {start.astimezone(TAIPEI).date(), end.astimezone(TAIPEI).date()} != {actor.date}:
        raise NotThere
    _check(start, end, now)
    reason = checked_reason(reason)
    lock_known_weeks(records, start.astimezone(TAIPEI).date(), end.astimezone(TAIPEI).date())
    for known in records.all(Absence, Absence.person_id == person_id):
        if known.start <= start and end <= known.end:
            raise Conflict(
                Refusal(
                    "already_reported", "這段時間已經請假了。", "An absence is reported for this time already.", "start"
                )
            )
    absence = records.add(Absence(office_id="", person_id=person_id, start=start, end=end, reason=reason, by_hand=True))
    first, last = start.astimezone(TAIPEI).date(), end.astimezone(TAIPEI).date()
    duties = published_duties(records, first, last, person_id)
    hit = (duty for duty in duties if duty.departure < end and start < duty.arrival)
    return ReportedAbsence(absence=absence, duties=tuple(hit))


def person_or_refused(records: OfficeRecords, actor: Actor, person_id: str) -> Person:
    """The person whose part of the week this is about. Raises `NotAllowed`, and `NotThere` for a field person who asks
    for somebody else.
    """
    if actor.role not in ("coordinator", "field", "link"):
        raise NotAllowed
    person = records.get(Person, person_id)
    if person is None or (actor.role != "coordinator" and not actor.is_person(person_id)):
        raise NotThere
    return person


def _check(start: dt.datetime, end: dt.datetime, now: dt.datetime) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise Invalid(Refusal("no_zone", "時間要註明時區。", "The time needs its zone.", "start"))
    if end <= start:
        raise Invalid(Refusal("ends_before_start", "結束要晚於開始。", "The end must be after the start.", "end"))
    if end - start > LONGEST:
        raise Invalid(Refusal("too_long", "請假最長一年。", "An absence is a year at the most.", "end"))
    if end <= now:
        raise Invalid(Refusal("past", "這段時間已經過了。", "That time is over.", "end"))
