"""One duty: whose, when, from where to where, and its stops in order."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Person, Roster, RosterDuty, RosterStop, Unit
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.duty_stops import StopView, stop_views
from outreach.usecases.showing.route_marks import the_record
from outreach.usecases.weeks.own_duty import visible_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """What a duty's page and its printed sheet show. `metres`: of all legs together.

    `start`, `end`: the unit where the duty begins and ends, `""` for the person's home: where a volunteer lives is
    nobody's business who reads a duty.
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


def show_duty(records: OfficeRecords, actor: Actor, duty_id: str) -> DutyView:
    """The duty with this identifier. Raises `NotThere` for who may not see it."""
    duty, roster = visible_duty(records, actor, duty_id)
    person = the_record(records, Person, duty.person_id)
    all_units = records.all(Unit)
    units = {one.place_id: one.name for one in all_units}
    stops = sorted(records.all(RosterStop, RosterStop.duty_id == duty.id), key=lambda stop: stop.position)
    return DutyView(
        duty=duty,
        roster=roster,
        person=person,
        unit=next(one for one in all_units if one.id == person.unit_id),
        start=units.get(duty.start_place_id, ""),
        end=units.get(duty.end_place_id, ""),
        stops=stop_views(records, duty, stops),
        lunch_last=duty.lunch_start is not None and all(stop.end <= duty.lunch_start for stop in stops),
        metres=sum(stop.leg_metres for stop in stops) + duty.last_leg_metres,
    )
