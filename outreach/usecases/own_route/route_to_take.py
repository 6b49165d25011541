"""A duty's route to take along as a file: for who may see today where it leads, and without anybody's home base."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from outreach.actor import Actor
from outreach.ports import Geocoder, RouteSketch
from outreach.records import RosterDuty, Unit
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.sketch_route import sketch_duty
from outreach.usecases.showing.ways import Ways
from outreach.usecases.weeks.own_duty import visible_doors


@dataclass(frozen=True, slots=True)
class RouteToTake:
    """The date of the duty, and its route."""

    date: dt.date
    sketch: RouteSketch


def route_to_take(
    records: OfficeRecords,
    actor: Actor,
    duty_id: str,
    *,
    geocoder: Geocoder,
    language: str,
    today: dt.date,
    ways: Ways | None = None,
) -> RouteToTake:
    """The route of this duty, along streets with `ways`.

    Where a volunteer leaves from home, it begins at the first stop. Raises `NotThere`.
    """
    duty, _ = visible_doors(records, actor, duty_id, today=today)
    sketch = sketch_duty(records, duty, geocoder, language, ways.of_legs() if ways else None)
    return RouteToTake(date=duty.date, sketch=without_homes(duty, sketch, bases_of(records)))


def bases_of(records: OfficeRecords) -> frozenset[str]:
    """The places of all units: where a duty begins or ends elsewhere, somebody lives."""
    return frozenset(unit.place_id for unit in records.all(Unit))


def without_homes(duty: RosterDuty, sketch: RouteSketch, bases: frozenset[str]) -> RouteSketch:
    """The route without where somebody lives, and without the legs that lead there. `bases`: see `bases_of`."""
    ends = {0: duty.start_place_id, len(sketch.stops) - 1: duty.end_place_id}
    homes = {index for index, place_id in ends.items() if place_id not in bases}
    moved = {old: new for new, old in enumerate(index for index in range(len(sketch.stops)) if index not in homes)}
    return replace(
        sketch,
        stops=tuple(stop for index, stop in enumerate(sketch.stops) if index not in homes),
        legs=tuple(
            replace(leg, origin=moved[leg.origin], destination=moved[leg.destination])
            for leg in sketch.legs
            if leg.origin in moved and leg.destination in moved
        ),
    )
