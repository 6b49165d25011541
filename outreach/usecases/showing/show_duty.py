"""One duty: whose, when, from where to where, and its stops in order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Person, Roster, RosterDuty, RosterStop, Unit
from outreach.records.database import OfficeRecords
from outreach.usecases.links.may_show import may_show_clients
from outreach.usecases.showing.duty_stops import StopView, stop_views, without_doors
from outreach.usecases.weeks.own_duty import visible_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """What a duty's page and its printed sheet show. `metres`: of all legs together; `guessed`: some of them are
    estimates, although the roster's travel times are from streets.

    `start`, `end`: the unit where the duty begins and ends, `""` for the person's home: where a volunteer lives is
    nobody's business who reads a duty. `shows_doors`: whether names and addresses of clients are in it.
    """

    duty: RosterDuty
    roster: Roster
    person: Person
    unit: Unit
    start: str
    end: str
    stops: tuple[StopView, ...]
    lunch_last: bool
    metres: int
    guessed: bool = False
    shows_doors: bool = True


def show_duty(records: OfficeRecords, actor: Actor, duty_id: str, *, today: dt.date) -> DutyView:
    """The duty with this identifier; whose doors it leads to only on the days on which the actor is shown that.

    Raises `NotThere` for who may not see it.
    """
    duty, roster = visible_duty(records, actor, duty_id)
    view = duty_views(records, roster, [duty])[0]
    if may_show_clients(actor, duty.date, today):
        return view
    return replace(view, stops=without_doors(view.stops), shows_doors=False)


def duty_views(records: OfficeRecords, roster: Roster, duties: Sequence[RosterDuty]) -> tuple[DutyView, ...]:
    """These duties of one roster, for who may see them all; in a fixed number of queries."""
    people = {one.id: one for one in records.all(Person, col(Person.id).in_({duty.person_id for duty in duties}))}
    units = records.all(Unit)
    unit_of, unit_at = {one.id: one for one in units}, {one.place_id: one.name for one in units}
    stops = records.all(RosterStop, col(RosterStop.duty_id).in_([duty.id for duty in duties]))
    views = stop_views(records, duties, stops)
    by_duty: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in stops:
        by_duty[stop.duty_id].append(stop)
    return tuple(
        DutyView(
            duty=duty,
            roster=roster,
            person=people[duty.person_id],
            unit=unit_of[people[duty.person_id].unit_id],
            start=unit_at.get(duty.start_place_id, ""),
            end=unit_at.get(duty.end_place_id, ""),
            stops=views[duty.id],
            lunch_last=duty.lunch_start is not None and all(one.end <= duty.lunch_start for one in by_duty[duty.id]),
            metres=sum(stop.leg_metres for stop in by_duty[duty.id]) + duty.last_leg_metres,
            guessed=duty.last_leg_guessed or any(stop.leg_guessed for stop in by_duty[duty.id]),
        )
        for duty in duties
    )
