"""The visit log of a roster: who is to be where, when, with whom, one row a stop or shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.exports.log_row import LogRow
from outreach.records import Client, Person, Place, Roster, RosterDuty, RosterStop, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.draw_maps import map_file_name
from outreach.usecases.weeks.own_duty import require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """A roster and its visit log."""

    roster: Roster
    rows: tuple[LogRow, ...]


def show_log(records: OfficeRecords, actor: Actor, roster_id: str) -> LogView:
    """The visit log of the roster with this identifier.

    Raises `NotThere` when there is no such roster, and for who may not see everybody's work.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    return LogView(roster=roster, rows=log_rows(records, roster))


def log_rows(records: OfficeRecords, roster: Roster) -> tuple[LogRow, ...]:
    """Every visit, delivery and shift of the roster, by date, person's code and time, in a fixed number of queries.

    Reloads have no row but keep their number.
    """
    of_roster = RosterStop.roster_id == roster.id
    stops = [stop for stop in records.all(RosterStop, of_roster) if stop.kind != "reload"]
    duties = {duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id)}
    people = {person.id: person for person in records.all(Person)}
    units = {unit.id: unit.name for unit in records.all(Unit)}
    visited = select(RosterStop.client_id).where(of_roster)
    clients = {client.id: client for client in records.all(Client, col(Client.id).in_(visited))}
    begins, ends = (select(place).where(of_roster) for place in (RosterStop.place_id, RosterStop.end_place_id))
    reached = col(Place.id).in_(begins) | col(Place.id).in_(ends)
    places = {place.id: place for place in records.all(Place, reached)}
    partners = _partners(stops, {duty.id: people[duty.person_id] for duty in duties.values()})

    def row_of(stop: RosterStop) -> LogRow:
        duty = duties[stop.duty_id]
        person = people[duty.person_id]
        client = clients.get(stop.client_id or "")
        place = places[stop.place_id]
        return LogRow(
            date=duty.date,
            person_id=person.id,
            person_code=person.code,
            person=person.name,
            role=person.role,
            unit=units[person.unit_id],
            partners=partners[stop.id],
            duty_id=duty.id,
            stop_id=stop.id,
            number=stop.position + 1,
            kind=stop.kind,
            letter=stop.letter,
            service=stop.label,
            planned_from=stop.start,
            planned_to=stop.end,
            client=client.name if client else "",
            village=place.village,
            address=place.address,
            end_address=places[stop.end_place_id].address if stop.end_place_id != stop.place_id else "",
            phone=client.phone if client else "",
            units=stop.units,
            map_file=map_file_name(duty),
        )

    return tuple(sorted(map(row_of, stops), key=lambda row: (row.date, row.person_code, row.number)))


def _partners(stops: Iterable[RosterStop], person_of: dict[str, Person]) -> dict[str, tuple[str, ...]]:
    together: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in stops:
        together[stop.item_key].append(stop)
    return {stop.id: _beside(stop, crew, person_of) for crew in together.values() for stop in crew}


def _beside(stop: RosterStop, crew: Sequence[RosterStop], person_of: dict[str, Person]) -> tuple[str, ...]:
    # A crew may be meant to come one after the other: only those whose times overlap meet.
    others = [other for other in crew if other.id != stop.id and other.start < stop.end and stop.start < other.end]
    return tuple(person_of[other.duty_id].name for other in sorted(others, key=lambda other: other.seat))
