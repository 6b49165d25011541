"""The marks of a duty's map: its base, its stops in words for people, and where an escort leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, cast

from sqlmodel import col

from outreach.ports import Point, Precision, SketchKind, SketchStop
from outreach.records import Client, Place, RosterDuty, RosterStop, Unit
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords

R = TypeVar("R", bound=OfficeRecord)

WORDS = {
    "zh": {
        "title": "{date} {name} 的路線",
        "unserved": "未排入：{what}",
        "nearest": "最近的路線：{date} {name}",
        "home": "住處",
        "reload": "補貨",
        "length": "全程約 {kilometres} 公里",
        "length_estimate": "全程約 {kilometres} 公里（估計）",
        "length_partly": "全程約 {kilometres} 公里（部分為估計）",
        "end": "{service}：送達",
        "walk": "步行",
        "bicycle": "腳踏車",
        "scooter": "機車",
        "car": "汽車",
        "gap": "　",
    },
    "en": {
        "title": "Route of {name}, {date}",
        "unserved": "Unserved: {what}",
        "nearest": "Nearest route: {name}, {date}",
        "home": "Home",
        "reload": "Reload",
        "length": "about {kilometres} km in all",
        "length_estimate": "about {kilometres} km in all (estimate)",
        "length_partly": "about {kilometres} km in all (partly an estimate)",
        "end": "{service}: destination",
        "walk": "on foot",
        "bicycle": "bicycle",
        "scooter": "scooter",
        "car": "car",
        "gap": " · ",
    },
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark and the travel that leads to it; `guessed`: see `RosterStop.leg_guessed`."""

    stop: SketchStop
    seconds: int = 0
    metres: int = 0
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFacts:
    """What the marks of some duties refer to, by their ids; `units`: the names of units by the id of their place."""

    places: Mapping[str, Place]
    clients: Mapping[str, Client]
    units: Mapping[str, Unit]


def mark_facts(records: OfficeRecords, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> MarkFacts:
    """What these duties and all their stops refer to, in three queries."""
    place_ids = {one for stop in stops for one in (stop.place_id, stop.end_place_id)}
    place_ids |= {one for duty in duties for one in (duty.start_place_id, duty.end_place_id)}
    client_ids = {stop.client_id for stop in stops if stop.client_id}
    return MarkFacts(
        places={place.id: place for place in records.all(Place, col(Place.id).in_(place_ids))},
        clients={client.id: client for client in records.all(Client, col(Client.id).in_(client_ids))},
        units={unit.place_id: unit for unit in reversed(records.all(Unit))},
    )


def marks_of(facts: MarkFacts, duty: RosterDuty, stops: Sequence[RosterStop], words: dict[str, str]) -> Iterable[Mark]:
    """All marks of a duty in order, from the base it leaves to the one it reaches. `words`: one language's `WORDS`."""
    place_of, client_of = facts.places, facts.clients
    yield Mark(_base(facts, duty.start_place_id, duty.departure, words))
    for stop in stops:
        client, place = client_of.get(stop.client_id or ""), place_of[stop.place_id]
        first = SketchStop(
            number=stop.position + 1,
            kind=_kind(stop.kind),
            letter=stop.letter,
            title=client.name if client else stop.label or words["reload"],
            detail=words["gap"].join(filter(None, (stop.label if client else "", address_of(place)))),
            time=time_of(stop.start),
            point=point_of(place),
            precision=cast("Precision", place.precision),
        )
        yield Mark(first, stop.leg_seconds, stop.leg_metres, stop.leg_guessed)
        if stop.end_place_id != stop.place_id:
            yield Mark(_destination(place_of[stop.end_place_id], stop, first, words))
    end = _base(facts, duty.end_place_id, duty.arrival, words)
    yield Mark(end, duty.last_leg_seconds, duty.last_leg_metres, duty.last_leg_guessed)


def _destination(place: Place, stop: RosterStop, first: SketchStop, words: dict[str, str]) -> SketchStop:
    return replace(
        first,
        title=place.address or place.village,
        detail=words["end"].format(service=stop.label),
        time=time_of(stop.end),
        point=point_of(place),
        precision=cast("Precision", place.precision),
    )


def _base(facts: MarkFacts, place_id: str, moment: dt.datetime, words: dict[str, str]) -> SketchStop:
    place, unit = facts.places[place_id], facts.units.get(place_id)
    return SketchStop(
        number=0,
        kind="base",
        letter="",
        title=unit.name if unit else words["home"],
        # Where a volunteer lives is nobody's business who reads the map.
        detail=address_of(place) if unit else "",
        time=time_of(moment),
        point=point_of(place),
        precision=cast("Precision", place.precision),
    )


def _kind(kind: str) -> SketchKind:
    kinds: dict[str, Literal["shift", "reload"]] = {"shift": "shift", "reload": "reload"}
    return kinds.get(kind, "visit")


def time_of(moment: dt.datetime) -> str:
    """A moment as a map shows it: `08:30`."""
    return f"{moment:%H:%M}"


def address_of(place: Place) -> str:
    """里 and address, as far as known."""
    return " ".join(filter(None, (place.village, place.address)))


def point_of(place: Place) -> Point:
    """Where a place lies."""
    return Point(lat=place.lat, lon=place.lon)


def the_record(records: OfficeRecords, kind: type[R], record_id: str) -> R:
    """The office's record with this identifier. Raises `LookupError` naming its kind when there is none."""
    found = records.get(kind, record_id)
    if found is None:
        raise LookupError(kind.__name__)
    return found
