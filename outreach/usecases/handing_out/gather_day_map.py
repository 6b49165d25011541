"""The map of a day for the wall, in words and one drawing: who goes which way; doors are marks without a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import roc
from outreach.exports.printed.day_map import DayMap, MapRoute
from outreach.exports.printed.room import NAME, cut
from outreach.exports.printed.words import words_in
from outreach.ports import Geocoder, RouteMaps, RouteSketch
from outreach.records import Person, Roster, RosterDuty, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.mapping.show_day_map import goes_out, letter_of
from outreach.usecases.own_route.route_to_take import bases_of, without_homes
from outreach.usecases.showing.sketch_route import sketch_duties
from outreach.usecases.showing.ways import Ways
from outreach.usecases.weeks.own_duty import require_everybody

MOST_ABOUT = 30
"""So many marks of approximate places are named below the legend."""


def gather_day_map(
    records: OfficeRecords,
    actor: Actor,
    roster_id: str,
    *,
    date: dt.date,
    unit_id: str = "",
    geocoder: Geocoder,
    maps: RouteMaps,
    language: str,
    ways: Ways | None = None,
) -> DayMap:
    """The map of all duties of a day that go somewhere, of one unit's people if one is named, with the letters of
    the day's page.

    In a fixed number of queries. Raises `NotThere`, also when nobody goes anywhere then.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    found = records.session.exec(
        select(RosterDuty, Person)
        .join(Person, col(Person.id) == RosterDuty.person_id)
        .where(RosterDuty.roster_id == roster_id, RosterDuty.date == date)
        .order_by(col(RosterDuty.departure), col(Person.code))
    ).all()
    sketches = sketch_duties(records, [duty for duty, _ in found], geocoder, language, ways and ways.of_legs())
    out = [(duty, person) for duty, person in found if goes_out(sketches[duty.id])]
    # Letters as on the page of the day, whoever is printed.
    lettered = [(letter_of(number), *one) for number, one in enumerate(out)]
    chosen = [(letter, duty, person) for letter, duty, person in lettered if unit_id in ("", person.unit_id)]
    if roster is None or not chosen:
        raise NotThere
    words = words_in(language)
    unit = records.get(Unit, unit_id) if unit_id else None
    # Where a volunteer lives is nobody's business who stands before the wall.
    bases = bases_of(records)
    routes = [(letter, without_homes(duty, sketches[duty.id], bases)) for letter, duty, _ in chosen]
    if ways:
        points = [stop.point for _, sketch in routes for stop in sketch.stops]
        points += [point for _, sketch in routes for leg in sketch.legs for point in leg.line]
        letter, sketch = routes[0]
        routes[0] = (letter, replace(sketch, streets=tuple(ways.around(points))))
    revision = words["revision"].format(number=roster.revision, status=words.get(roster.status, ""))
    name = cut(unit.name if unit else records.office.name, NAME)
    return DayMap(
        heading=words["day_map"].format(date=roc(date, language)),
        office=words["gap"].join(filter(None, (name, revision, words["sample"] if records.office.sample else ""))),
        drawing=maps.day_drawing(routes),
        routes=tuple(
            _line(letter, duty, person, sketch, words)
            for (letter, sketch), (_, duty, person) in zip(routes, chosen, strict=True)
        ),
        notes=tuple(_notes(routes, words)),
        foot=words["day_map_foot"],
    )


def _line(letter: str, duty: RosterDuty, person: Person, sketch: RouteSketch, words: dict[str, Any]) -> MapRoute:
    stops = len({stop.number for stop in sketch.stops if stop.number})
    times = f"{duty.departure:%H:%M}–{duty.arrival:%H:%M}"
    role = words["roles"].get(person.role, person.role)
    about = (role, times, words["modes"].get(person.mode, person.mode), words["stops"].format(stops))
    return MapRoute(letter=letter, role=person.role, name=cut(person.name, NAME), about=words["gap"].join(about))


def _notes(routes: list[tuple[str, RouteSketch]], words: dict[str, Any]) -> Iterator[str]:
    yield words["shapes"]
    if any(leg.source == "estimate" for _, sketch in routes for leg in sketch.legs):
        yield words["straight"]
    marks = dict.fromkeys(
        f"{letter}{stop.number}"
        for letter, sketch in routes
        for stop in sketch.stops
        if stop.precision != "exact" and stop.number
    )
    if marks:
        shown = [*list(marks)[:MOST_ABOUT], *(["…"] if len(marks) > MOST_ABOUT else [])]
        yield words["about"].format(words["comma"].join(shown))
