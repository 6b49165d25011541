"""A duty as it is drawn on a map: base, stops and legs, in words for people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import cos, hypot, radians
from typing import cast

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import short
from outreach.exports.words import ROLES
from outreach.ports import Geocoder, Outline, Point, Precision, RouteSketch, SketchLeg, SketchStop
from outreach.records import Client, Person, Place, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.route_marks import (
    WORDS,
    Mark,
    address_of,
    mark_facts,
    marks_of,
    point_of,
    the_record,
    time_of,
)
from outreach.usecases.showing.ways import Ways, leg_source
from outreach.usecases.weeks.own_duty import require_everybody, visible_doors


def sketch_route(
    records: OfficeRecords,
    actor: Actor,
    duty_id: str,
    geocoder: Geocoder,
    language: str,
    *,
    today: dt.date,
    ways: Ways | None = None,
) -> RouteSketch:
    """The route of a duty, for who may see today where it leads. `ways`: as in `sketch_duties`. Raises `NotThere`."""
    duty, _ = visible_doors(records, actor, duty_id, today=today)
    return sketch_duty(records, duty, geocoder, language, ways)


def sketch_duty(
    records: OfficeRecords, duty: RosterDuty, geocoder: Geocoder, language: str, ways: Ways | None = None
) -> RouteSketch:
    """The route of a duty: its base, its stops numbered as in every list, and the way back.

    An escort has two marks of one number: where it begins and where it ends, with a leg between.
    """
    return sketch_duties(records, [duty], geocoder, language, ways)[duty.id]


def sketch_duties(
    records: OfficeRecords,
    duties: Sequence[RosterDuty],
    geocoder: Geocoder,
    language: str,
    ways: Ways | None = None,
) -> dict[str, RouteSketch]:
    """By duty, its route; in a fixed number of queries. `ways`: legs follow the streets where their times are from
    streets, which are drawn around the route; without, they are straight.
    """
    people = {one.id: one for one in records.all(Person, col(Person.id).in_({duty.person_id for duty in duties}))}
    rosters = {one.id: one for one in records.all(Roster, col(Roster.id).in_({duty.roster_id for duty in duties}))}
    stops = records.all(RosterStop, col(RosterStop.duty_id).in_([duty.id for duty in duties]))
    by_duty: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in sorted(stops, key=lambda stop: stop.position):
        by_duty[stop.duty_id].append(stop)
    facts, outlines = mark_facts(records, duties, stops), geocoder.outlines()
    return {
        duty.id: _sketch(
            duty,
            people[duty.person_id],
            rosters[duty.roster_id],
            list(marks_of(facts, duty, by_duty[duty.id], WORDS[language])),
            outlines=outlines,
            sample=records.office.sample,
            language=language,
            ways=ways,
        )
        for duty in duties
    }


def _sketch(
    duty: RosterDuty,
    person: Person,
    roster: Roster,
    marks: list[Mark],
    *,
    outlines: tuple[Outline, ...],
    sample: bool,
    language: str,
    ways: Ways | None,
) -> RouteSketch:
    words = WORDS[language]
    metres = sum(mark.metres for mark in marks)
    about = [ROLES[language][person.role], words[person.mode], f"{time_of(duty.departure)}–{time_of(duty.arrival)}"]
    if metres:
        partly = "length_partly" if any(mark.guessed for mark in marks) else "length"
        pattern = words["length_estimate" if roster.travel_source == "estimate" else partly]
        about.append(pattern.format(kilometres=f"{metres / 1000:.1f}"))
    return RouteSketch(
        title=words["title"].format(date=short(duty.date, language), name=person.name),
        subtitle=words["gap"].join(about),
        role=person.role,
        stops=tuple(mark.stop for mark in marks),
        legs=tuple(_legs(marks, roster.travel_source, person.mode, ways)),
        outlines=outlines,
        sample=sample,
        language=language,
        streets=tuple(ways.around(mark.stop.point for mark in marks)) if ways else (),
    )


def sketch_unserved(
    records: OfficeRecords,
    actor: Actor,
    unserved: RosterUnserved,
    geocoder: Geocoder,
    language: str,
    ways: Ways | None = None,
) -> RouteSketch:
    """The place of what is unserved, with the nearest route of a possible day, where there is one.

    Raises `NotThere` for who may not see everybody's work.
    """
    require_everybody(actor)
    words = WORDS[language]
    place = the_record(records, Place, unserved.place_id)
    client = records.get(Client, unserved.client_id) if unserved.client_id else None
    what = client.name if client else unserved.label
    days = [_window(window, language) for window in unserved.windows]
    mark = SketchStop(
        number=0,
        kind="unserved",
        letter=unserved.letter,
        title=what,
        detail=words["gap"].join(filter(None, (unserved.label if client else "", address_of(place), *days[:3]))),
        time="",
        point=point_of(place),
        precision=cast("Precision", place.precision),
    )
    alone = RouteSketch(
        title=words["unserved"].format(what=unserved.label),
        subtitle="",
        role="",
        stops=(mark,),
        legs=(),
        outlines=geocoder.outlines(),
        sample=records.office.sample,
        language=language,
        streets=tuple(ways.around([mark.point])) if ways else (),
    )
    nearest = _nearest_route(records, unserved, place)
    if nearest is None:
        return alone
    route = sketch_duty(records, nearest, geocoder, language, ways)
    name = the_record(records, Person, nearest.person_id).name
    subtitle = words["nearest"].format(date=short(nearest.date, language), name=name)
    stops = (*route.stops, mark)
    streets = tuple(ways.around(stop.point for stop in stops)) if ways else ()
    return replace(alone, subtitle=subtitle, role=route.role, stops=stops, legs=route.legs, streets=streets)


def _legs(marks: list[Mark], travel_source: str, mode: str, ways: Ways | None) -> Iterable[SketchLeg]:
    for number, (before, after) in enumerate(pairwise(marks)):
        start, end = before.stop.point, after.stop.point
        if start != end:
            line: tuple[Point, ...] = (start, end)
            source = leg_source(travel_source, after.guessed)
            # Inside of an escort nobody's way is known, and it takes no time of its own.
            if source == "street" and ways and after.metres:
                line, source = ways.drawn(start, end, mode)
            elif source == "street":
                source = "estimate"
            yield SketchLeg(
                origin=number,
                destination=number + 1,
                minutes=-(-after.seconds // 60),
                metres=after.metres,
                source=source,
                line=line,
            )


def _nearest_route(records: OfficeRecords, unserved: RosterUnserved, place: Place) -> RosterDuty | None:
    """The duty with the stop nearest to the place, among the days on which it could be served."""
    dates = [dt.date.fromisoformat(window["date"]) for window in unserved.windows]
    duties = {duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == unserved.roster_id)}
    places = {each.id: each for each in records.all(Place)}
    stops = [
        stop
        for stop in records.all(RosterStop, RosterStop.roster_id == unserved.roster_id)
        if duties[stop.duty_id].date in dates and stop.kind in ("visit", "delivery")
    ]
    near = min(stops, key=lambda stop: (_apart(places[stop.place_id], place), stop.duty_id), default=None)
    return duties[near.duty_id] if near else None


def _apart(one: Place, other: Place) -> float:
    return hypot(one.lat - other.lat, (one.lon - other.lon) * cos(radians(other.lat)))


def _window(window: dict[str, str], language: str) -> str:
    times = dict.fromkeys((window["from"], window["until"]))
    return f"{short(dt.date.fromisoformat(window['date']), language)} {'–'.join(times)}"
