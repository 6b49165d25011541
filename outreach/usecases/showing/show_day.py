"""One person's day in one roster: what stands in it piece by piece, what is decided about it, and what is free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI, monday_of
from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import spans_on
from outreach.records import (
    Absence,
    Availability,
    Client,
    ClosedDay,
    Person,
    Pin,
    Place,
    Roster,
    RosterDuty,
    RosterStop,
    Unit,
)
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.duty_chips import Chip, chips_of
from outreach.usecases.trying.cell_etag import cell_etag
from outreach.usecases.weeks.own_duty import require_everybody
from outreach.usecases.weeks.pin_name import pin_name

SHORTEST_FREE = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStop:
    """One stop, with the client's name (`""`: none) and whether a pin holds it."""

    stop: RosterStop
    client: str
    place: Place
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPiece:
    """What the board shows as one chip, with its stops."""

    chip: Chip
    stops: tuple[DayStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """One person's day. `seen`: what a hand change has seen of it. `free`: spans without a duty. `away`: absences.

    `served`: hours of service in the week.
    """

    roster: Roster
    person: Person
    unit: str
    date: dt.date
    seen: str
    duty: RosterDuty | None
    pieces: tuple[DayPiece, ...]
    free: tuple[tuple[dt.datetime, dt.datetime], ...]
    away: tuple[Absence, ...]
    served: float

    @property
    def stops(self) -> tuple[DayStop, ...]:
        """All stops in the order of the day."""
        return tuple(stop for piece in self.pieces for stop in piece.stops)

    def piece(self, number: int) -> DayPiece | None:
        """The piece that begins with the stop of this number, as its chip has it."""
        return next((piece for piece in self.pieces if piece.chip.number == number), None)


def show_day(records: OfficeRecords, actor: Actor, *, roster_id: str, person_id: str, date: dt.date) -> DayView:
    """The day of this person, in a fixed number of queries.

    Raises `NotThere` for another office's roster or person, for a date outside of the week, and for who may not see
    everybody's work.
    """
    require_everybody(actor)
    roster, person = records.get(Roster, roster_id), records.get(Person, person_id)
    if roster is None or person is None or monday_of(date) != roster.monday:
        raise NotThere
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster_id, RosterDuty.person_id == person_id)
    stops = records.all(RosterStop, col(RosterStop.duty_id).in_([duty.id for duty in duties])) if duties else []
    duty = next((duty for duty in duties if duty.date == date), None)
    own = [stop for stop in stops if duty is not None and stop.duty_id == duty.id]
    unit = records.get(Unit, person.unit_id) if person.unit_id else None
    midnight = dt.datetime.combine(date, dt.time(), TAIPEI)
    absences = records.all(
        Absence,
        Absence.person_id == person_id,
        Absence.start < midnight + dt.timedelta(days=1),
        Absence.end > midnight,
    )
    return DayView(
        roster=roster,
        person=person,
        unit=unit.name if unit else "",
        date=date,
        seen=cell_etag(own),
        duty=duty,
        pieces=_pieces(records, duty, own),
        free=_free(_one_persons_week(records, person, roster.monday, absences), person, date, duty),
        away=tuple(absences),
        served=sum(stop.served_seconds for stop in stops) / 3600,
    )


def _pieces(records: OfficeRecords, duty: RosterDuty | None, stops: Sequence[RosterStop]) -> tuple[DayPiece, ...]:
    if duty is None:
        return ()
    in_order = sorted(stops, key=lambda stop: stop.position)
    clients = records.all(Client, col(Client.id).in_({stop.client_id for stop in stops if stop.client_id}))
    places = records.all(Place, col(Place.id).in_({stop.place_id for stop in stops}))
    named, placed = {one.id: one.name for one in clients}, {one.id: one for one in places}
    pins = records.all(Pin, Pin.date == duty.date, Pin.person_id == duty.person_id, col(Pin.never).is_(False))
    held = {(pin.item, pin.seat) for pin in pins}
    chips = chips_of([duty], {duty.id: in_order})[duty.id]
    first = [chip.number for chip in chips] + [len(in_order) + max((one.position for one in in_order), default=0) + 2]
    return tuple(
        DayPiece(
            chip=chip,
            stops=tuple(
                DayStop(
                    stop=stop,
                    client=named.get(stop.client_id or "", ""),
                    place=placed[stop.place_id],
                    pinned=stop.pinned or (pin_name(stop.item_key), stop.seat) in held,
                )
                for stop in in_order
                if chip.number <= stop.position + 1 < following and stop.kind != "reload"
            ),
        )
        for chip, following in zip(chips, first[1:], strict=True)
    )


def _free(
    week: OfficeWeek, person: Person, date: dt.date, duty: RosterDuty | None
) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    midnight = dt.datetime.combine(week.monday, dt.time(), TAIPEI)
    found: list[tuple[dt.datetime, dt.datetime]] = []
    for first, last in spans_on(week, person, date):
        start, end = midnight + dt.timedelta(seconds=first), midnight + dt.timedelta(seconds=last)
        found += ((start, min(end, duty.departure)), (max(start, duty.arrival), end)) if duty else ((start, end),)
    return tuple(span for span in found if span[1] - span[0] >= SHORTEST_FREE)


def _one_persons_week(
    records: OfficeRecords, person: Person, monday: dt.date, absences: Iterable[Absence]
) -> OfficeWeek:
    sunday = monday + dt.timedelta(days=6)
    return OfficeWeek(
        monday=monday,
        people=(person,),
        skills={},
        availability={person.id: records.all(Availability, Availability.person_id == person.id)},
        absences={person.id: tuple(absences)},
        units=(),
        places={},
        clients={},
        wishes={},
        services={},
        care_plans=(),
        desks=(),
        drives=(),
        campaigns=(),
        recipients={},
        kits=(),
        pins=(),
        closed_days=records.all(ClosedDay, ClosedDay.date >= monday, ClosedDay.date <= sunday),
    )
