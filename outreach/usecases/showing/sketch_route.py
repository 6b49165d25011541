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
from outreach.ports import Geocoder, Outline, Precision, RouteSketch, SketchLeg, SketchStop, Source
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
from outreach.usecases.weeks.own_duty import require_everybody, visible_doors


def sketch_route(
    records: OfficeRecords, actor: Actor, duty_id: str, geocoder: Geocoder, language: str, *, today: dt.date
) -> RouteSketch:
    """The route of a duty, for who may see today where it leads. Raises `NotThere`."""
    duty, _ = visible_doors(records, actor, duty_id, today=today)
    return sketch_duty(records, duty, geocoder, language)


def sketch_duty(records: OfficeRecords, duty: RosterDuty, geocoder: Geocoder, language: str) -> RouteSketch:
    """The route of a duty: its base, its stops numbered as in every list, and the way back.

    An escort has two marks of one number: where it begins and where it ends, with a leg between.
    """
    return sketch_duties(records, [duty], geocoder, language)[duty.id]


def sketch_duties(
    records: OfficeRecords, duties: Sequence[RosterDuty], geocoder: Geocoder, language: str
) -> dict[str, RouteSketch]:
    """By duty, its route; in a fixed number of queries."""
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
) -> RouteSketch:
    words = WORDS[language]
    source: Source = "street" if roster.travel_source == "street" else "estimate"
    metres = sum(mark.metres for mark in marks)
    about = [ROLES[language][person.role], words[person.mode], f"{time_of(duty.departure)}–{time_of(duty.arrival)}"]
    if metres:
        pattern = words["length_estimate" if source == "estimate" else "length"]
        about.append(pattern.format(kilometres=f"{metres / 1000:.1f}"))
    return RouteSketch(
        title=words["title"].format(date=short(duty.date, language), name=person.name),
        subtitle=words["gap"].join(about),
        role=person.role,
        stops=tuple(mark.stop for mark in marks),
        legs=tuple(_legs(marks, source)),
        outlines=outlines,
        sample=sample,
        language=language,
    )


def sketch_unserved(
    records: OfficeRecords, actor: Actor, unserved: RosterUnserved, geocoder: Geocoder, language: str
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
    )
    nearest = _nearest_route(records, unserved, place)
    if nearest is None:
        return alone
    route = sketch_duty(records, nearest, geocoder, language)
    name = the_record(records, Person, nearest.person_id).name
    subtitle = words["nearest"].format(date=short(nearest.date, language), name=name)
    return replace(alone, subtitle=subtitle, role=route.role, stops=(*route.stops, mark), legs=route.legs)


def _legs(marks: list[Mark], source: Source) -> Iterable[SketchLeg]:
    for number, (before, after) in enumerate(pairwise(marks)):
        if before.stop.point != after.stop.point:
            yield SketchLeg(
                origin=number,
                destination=number + 1,
                minutes=-(-after.seconds // 60),
                metres=after.metres,
                source=source,
                line=(before.stop.point, after.stop.point),
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
