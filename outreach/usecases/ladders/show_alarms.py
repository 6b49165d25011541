"""Crews that have not said that they left a door: who they are, since when, and how to reach them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Alarm, Person, RosterStop, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.own_duty import require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """One alarm that is open. `people`: names and phones. `service`: of the stop; `village`: where. `since`: when they
    should have been gone. `arrived`: `False` when nothing at all is known of them.
    """

    id: str
    arrived: bool
    people: tuple[tuple[str, str], ...]
    service: str
    village: str
    since: dt.datetime

    def minutes_late(self, now: dt.datetime) -> int:
        """Whole minutes since they should have been gone."""
        return max(0, int((now - self.since).total_seconds() // 60))


def open_alarms(records: OfficeRecords, actor: Actor) -> tuple[AlarmView, ...]:
    """Every open alarm, who is late for longest first; in a fixed number of queries. Raises `NotThere` for who may not
    see everybody.
    """
    require_everybody(actor)
    alarms = records.all(Alarm, col(Alarm.closed).is_(None))
    ids = {person_id for one in alarms for person_id in one.person_ids}
    people = {one.id: one for one in records.all(Person, col(Person.id).in_(ids))}
    logs = {one.id: one for one in records.all(VisitLog, col(VisitLog.id).in_({one.log_id for one in alarms}))}
    keys = {one.item_key for one in alarms if one.log_id is None}
    stops = {one.item_key: one for one in records.all(RosterStop, col(RosterStop.item_key).in_(keys))} if keys else {}
    views = []
    for one in alarms:
        known = [(people[each].name, people[each].phone) for each in one.person_ids if each in people]
        # Of who was written down by name alone, there is no number.
        known += [(name, "") for name in one.people if name not in {each for each, _ in known}]
        log, stop = logs.get(one.log_id or ""), stops.get(one.item_key)
        views.append(
            AlarmView(
                id=one.id,
                arrived=one.kind == "not_checked_out",
                people=tuple(known),
                service=log.service if log else stop.label if stop else "",
                village=log.village if log else "",
                since=one.late_since,
            )
        )
    return tuple(sorted(views, key=lambda view: view.since))
