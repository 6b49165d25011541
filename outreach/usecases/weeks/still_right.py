"""Whether a roster is still right at the moment of its publication: the clock, other weeks and who is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import col, select

from outreach.calendar.dates import short
from outreach.records import Absence, ClosedDay, Person, Roster, RosterStop, Task
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Refusal
from outreach.usecases.weeks.own_time import OwnDay

SECOND, WEEK = dt.timedelta(seconds=1), dt.timedelta(days=7)


def check_past(
    roster: Roster, earlier: Mapping[str, Sequence[OwnDay]], days: Mapping[str, Sequence[OwnDay]], now: dt.datetime
) -> None:
    """Raise `Conflict` (`past_changed`) when a roster says otherwise of what has begun than the one that holds."""
    changed = _begun(earlier, now) ^ _begun(days, now)
    if changed:
        raise Conflict(
            Refusal(
                "past_changed",
                f"第 {roster.revision} 版更動了 {len({key for key, *_ in changed})} 項已經開始或結束的工作；"
                "請從已公布的班表重新排班。",
                f"Revision {roster.revision} changes {len({key for key, *_ in changed})} pieces of work that have "
                "begun or are over; please replan from the published roster.",
            )
        )


def _begun(days: Mapping[str, Sequence[OwnDay]], now: dt.datetime) -> set[tuple[str, int, str, dt.datetime]]:
    return {
        (item_key, seat, person_id, start)
        for person_id, own in days.items()
        for day in own
        for _, item_key, seat, start, _ in day.stops
        if start < now
    }


def check_requests(records: OfficeRecords, roster: Roster, now: dt.datetime) -> None:
    """Raise `Conflict` (`served_elsewhere`) when a request that is still ahead is in another week's published roster.

    In two queries.
    """
    here = select(RosterStop.task_id).where(
        RosterStop.roster_id == roster.id, col(RosterStop.task_id).is_not(None), RosterStop.start >= now
    )
    # Two weeks with the same request, published at once: the second waits here, and then sees the first.
    locked = select(Task).where(col(Task.id).in_(here)).order_by(col(Task.id)).with_for_update(key_share=True)
    codes = {task.id: task.code for task in records.session.exec(locked)}
    served = records.session.exec(
        select(RosterStop.task_id)
        .join(Roster, col(Roster.id) == RosterStop.roster_id)
        .where(
            col(RosterStop.task_id).in_(list(codes)),
            Roster.status == "published",
            Roster.monday != roster.monday,
        )
    )
    twice = sorted({codes[task_id] for task_id in served if task_id is not None})
    if twice:
        raise Conflict(
            Refusal(
                "served_elsewhere",
                f"別週已公布的班表已排了這些請求：{'、'.join(twice)}；請先重新排班。",
                f"The published roster of another week serves these requests: {', '.join(twice)}; please replan first.",
            )
        )


def check_presence(
    records: OfficeRecords,
    roster: Roster,
    people: Sequence[Person],
    days: Mapping[str, Sequence[OwnDay]],
    now: dt.datetime,
) -> None:
    """Raise `Conflict` when what is still ahead runs into an absence (`absent`) or a closed day of the whole office
    (`day_closed`).

    In two queries.
    """
    ahead = {person_id: list(_ahead(own, now)) for person_id, own in days.items()}
    away = {
        absence.person_id
        for absence in records.all(Absence, Absence.end > now)
        if any(start < absence.end and absence.start < end for _, start, end in ahead.get(absence.person_id, ()))
    }
    last = roster.monday + WEEK
    closed_days = records.all(ClosedDay, ClosedDay.date >= roster.monday, ClosedDay.date < last)
    closed = {day.date for day in closed_days if not day.villages}
    hit = sorted(closed & {date for own in ahead.values() for date, *_ in own})
    refusals = []
    if away:
        codes = sorted(person.code for person in people if person.id in away)
        refusals.append(
            Refusal(
                "absent",
                f"這些人員在排定的勤務時間請假：{'、'.join(codes)}；請先重新排班。",
                f"These people are away when they are to be on duty: {', '.join(codes)}; please replan first.",
            )
        )
    if hit:
        refusals.append(
            Refusal(
                "day_closed",
                f"這些日子停班，班表卻排了勤務：{'、'.join(short(date) for date in hit)}；請先重新排班。",
                f"These days are closed, and the roster has duties on them: "
                f"{', '.join(short(date, 'en') for date in hit)}; please replan first.",
            )
        )
    if refusals:
        raise Conflict(*refusals)


def _ahead(days: Sequence[OwnDay], now: dt.datetime) -> Iterator[tuple[dt.date, dt.datetime, dt.datetime]]:
    """Date and span of every stop that has not begun: between two of them a person may well be off. Of a duty that has
    not begun, its first and its last second too.
    """
    for day in days:
        if day.departure >= now:
            yield day.date, day.departure, day.departure + SECOND
            yield day.date, day.arrival - SECOND, day.arrival
        for *_, start, end in day.stops:
            if start >= now:
                yield day.date, start, end
