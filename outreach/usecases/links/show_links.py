"""Who has a personal link, bound to a device since when, last seen when, revoked or over; and who has a PIN."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import DutyLink, FieldPin, Person, Roster, RosterDuty, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.links.open_link import is_blocked, is_ended
from outreach.usecases.links.who_holds import shown_until
from outreach.usecases.weeks.own_duty import require_everybody

State = Literal["none", "waiting", "bound", "blocked", "ended", "revoked", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """One duty and the newest link to it. `state`: `none` was made; `waiting` for its first device; `bound` to one;
    `blocked` for a while or `ended` by wrong PINs; `revoked`; `over`: the duty was more than two hours ago.
    """

    person: Person
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime
    state: State
    link: DutyLink | None

    @property
    def works(self) -> bool:
        """Whether it opens, or will again."""
        return self.state in ("waiting", "bound", "blocked")


@dataclass(frozen=True, slots=True, kw_only=True)
class PinLine:
    """One person; `made`: their PIN, `None` while they have none."""

    person: Person
    unit: str
    made: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksOfWeek:
    """What the page shows: duties by day and by the people's codes, people by their codes."""

    roster: Roster
    lines: tuple[LinkLine, ...]
    pins: tuple[PinLine, ...]

    @property
    def missing(self) -> int:
        """To how many duties that are not over no link leads."""
        return sum(not one.works and one.state != "over" for one in self.lines)

    @property
    def without_pin(self) -> int:
        """How many people could not open a link."""
        return sum(one.made is None for one in self.pins)


def show_links(records: OfficeRecords, actor: Actor, roster_id: str, *, now: dt.datetime) -> LinksOfWeek:
    """The links of this roster's duties, in a fixed number of queries. Raises `NotThere`."""
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
    people = {one.id: one for one in records.all(Person, col(Person.id).in_({duty.person_id for duty in duties}))}
    newest = _newest(records, {duty.date for duty in duties})
    lines = (_line(duty, people[duty.person_id], newest.get((duty.person_id, duty.date)), now) for duty in duties)
    units = {unit.id: unit.name for unit in records.all(Unit)}
    pins = {pin.person_id: pin.made for pin in records.all(FieldPin, col(FieldPin.person_id).in_(people))}
    return LinksOfWeek(
        roster=roster,
        lines=tuple(sorted(lines, key=lambda one: (one.date, one.person.code))),
        pins=tuple(
            PinLine(person=person, unit=units[person.unit_id], made=pins.get(person.id))
            for person in sorted(people.values(), key=lambda one: one.code)
        ),
    )


def _newest(records: OfficeRecords, dates: set[dt.date]) -> Mapping[tuple[str, dt.date], DutyLink]:
    """By person and date, the link made last; one that works before one that does not."""
    found = records.all(DutyLink, col(DutyLink.date).in_(dates))
    in_order = sorted(found, key=lambda one: (one.revoked is None, not is_ended(one), one.created))
    return {(link.person_id, link.date): link for link in in_order}


def _line(duty: RosterDuty, person: Person, link: DutyLink | None, now: dt.datetime) -> LinkLine:
    return LinkLine(
        person=person,
        date=duty.date,
        departure=duty.departure,
        arrival=duty.arrival,
        state=_state(duty, link, now),
        link=link,
    )


def _state(duty: RosterDuty, link: DutyLink | None, now: dt.datetime) -> State:
    if now >= shown_until(duty.date, duty.arrival):
        return "over"
    if link is None:
        return "none"
    if link.revoked is not None:
        return "revoked"
    if link.device_hash:
        return "bound"
    if is_ended(link):
        return "ended"
    return "blocked" if is_blocked(link, now) else "waiting"
