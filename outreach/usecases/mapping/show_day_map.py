"""A day of all duties: everybody's route with its letter, and who stays where they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.ports import DayRoute, Geocoder, RouteSketch, SketchStop
from outreach.records import Person, Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.showing.sketch_route import sketch_duties
from outreach.usecases.showing.ways import Ways
from outreach.usecases.weeks.own_duty import require_everybody

Part = Literal["all", "am", "pm"]
NOON = "12:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """Somebody who goes out on this day: person, duty, and the route. `stops`: those shown, an escort's once."""

    duty_id: str
    person_id: str
    name: str
    role: str
    mode: str
    departure: dt.datetime
    arrival: dt.datetime
    route: DayRoute
    stops: tuple[tuple[int, SketchStop], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Somebody whose duty is shifts only."""

    duty_id: str
    name: str
    role: str
    departure: dt.datetime
    arrival: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMap:
    """One date of a roster. `out`: who goes somewhere in this part of the day, in the order of their letters; `hidden`:
    how many go out only in the other part.
    """

    roster: Roster
    date: dt.date
    part: Part
    out: tuple[Out, ...]
    hidden: int
    stays: tuple[Stays, ...]

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The days of the week."""
        return tuple(self.roster.monday + dt.timedelta(days=day) for day in range(7))

    @property
    def stops(self) -> int:
        """How many stops are shown."""
        return sum(len(one.stops) for one in self.out)

    @property
    def estimated(self) -> bool:
        """Whether some line is no street."""
        return any(leg.source == "estimate" for one in self.out for leg in one.route.sketch.legs)


def show_day_map(
    records: OfficeRecords,
    actor: Actor,
    *,
    date: dt.date,
    roster_id: str | None,
    part: Part,
    geocoder: Geocoder,
    language: str,
    ways: Ways | None = None,
) -> DayMap | None:
    """Everybody's route on this date, in this roster or the one that is shown of its week; `None` without a roster.

    In a fixed number of queries. `ways`: who knows the ways along streets. Raises `NotThere` for a roster of another
    week or office, and for who may not see everybody's work.
    """
    require_everybody(actor)
    monday = monday_of(date)
    roster = records.get(Roster, roster_id) if roster_id else shown_roster(records.all(Roster, Roster.monday == monday))
    if roster is None and roster_id is None:
        return None
    if roster is None or roster.monday != monday:
        raise NotThere
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id, RosterDuty.date == date)
    people = {one.id: one for one in records.all(Person, col(Person.id).in_({duty.person_id for duty in duties}))}
    sketches = sketch_duties(records, duties, geocoder, language, ways)
    ordered = sorted(duties, key=lambda duty: (duty.departure, people[duty.person_id].code))
    going = [duty for duty in ordered if goes_out(sketches[duty.id])]
    out = [_out(duty, people[duty.person_id], sketches[duty.id], number, part) for number, duty in enumerate(going)]
    return DayMap(
        roster=roster,
        date=date,
        part=part,
        out=tuple(one for one in out if one.stops),
        hidden=sum(not one.stops for one in out),
        stays=tuple(_stays(duty, people[duty.person_id]) for duty in ordered if duty not in going),
    )


def goes_out(sketch: RouteSketch) -> bool:
    """Whether somebody goes anywhere but to their shift and home again."""
    return bool(sketch.legs) and any(stop.kind not in ("base", "shift") for stop in sketch.stops)


def _out(duty: RosterDuty, person: Person, sketch: RouteSketch, number: int, part: Part) -> Out:
    shown = frozenset(index for index, stop in enumerate(sketch.stops) if _within(stop, part))
    stops: dict[int, tuple[int, SketchStop]] = {}
    for index in sorted(shown):
        stop = sketch.stops[index]
        if stop.kind != "base":
            stops.setdefault(stop.number, (index, stop))
    return Out(
        duty_id=duty.id,
        person_id=person.id,
        name=person.name,
        role=person.role,
        mode=person.mode,
        departure=duty.departure,
        arrival=duty.arrival,
        route=DayRoute(letter=letter_of(number), number=number, sketch=sketch, shown=shown),
        stops=tuple(stops.values()),
    )


def _stays(duty: RosterDuty, person: Person) -> Stays:
    return Stays(duty_id=duty.id, name=person.name, role=person.role, departure=duty.departure, arrival=duty.arrival)


def _within(stop: SketchStop, part: Part) -> bool:
    return part == "all" or stop.kind == "base" or (stop.time < NOON) == (part == "am")


def letter_of(number: int) -> str:
    """A, B, … Z, AA, AB …"""
    return (letter_of(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)
