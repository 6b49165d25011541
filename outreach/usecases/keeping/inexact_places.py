"""The places that somebody should look at, because nobody knows exactly where they are; and finding them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col

from outreach.actor import Actor
from outreach.ports import Geocoder, Located
from outreach.records import Place
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.refusals import NotAllowed
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.who import check_may_write

GRADES = ("village", "road", "lane", "neighbour")
"""The least exact first."""
MOST = 300


@dataclass(frozen=True, slots=True)
class Inexact:
    """A place that is not exact: whose it is first of all, and how many further records stand there."""

    kind: str
    record_id: str
    name: str
    place: Place
    others: int


@dataclass(frozen=True, slots=True)
class InexactPlaces:
    """The first `MOST`, the least exact first; `counts`: all of them by grade."""

    places: tuple[Inexact, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """How many places are known better now, and how many stayed because the plates name another 里."""

    better: int
    differ: int


def inexact_places(records: OfficeRecords, actor: Actor) -> InexactPlaces:
    """Places of records that are not exact. Raises `NotAllowed` for who does not see everybody."""
    if not actor.sees_everybody:
        raise NotAllowed
    places = {place.id: place for place in records.all(Place, Place.precision != "exact")}
    at: dict[str, list[tuple[str, KeptRecord]]] = {}
    for kind, record, field in _with_places(records):
        if getattr(record, field) in places:
            at.setdefault(getattr(record, field), []).append((kind, record))
    found = [
        Inexact(kind, record.id, str(getattr(record, "name", "") or getattr(record, "code", "")), places[place], rest)
        for place, ((kind, record), rest) in ((place, (those[0], len(those) - 1)) for place, those in at.items())
    ]
    found.sort(key=lambda one: (GRADES.index(one.place.precision), one.place.village, one.place.address, one.record_id))
    return InexactPlaces(tuple(found[:MOST]), Counter(one.place.precision for one in found))


def find_again(records: OfficeRecords, actor: Actor, geocoder: Geocoder) -> FoundAgain:
    """Look every place up again whose point nobody has typed or set on the map. Raises `NotAllowed`.

    What lies in another 里 than is written stays where it is: somebody has to say which of the two is right.
    """
    check_may_write(actor)
    uses: dict[str, list[tuple[Any, str]]] = {}
    for _, record, field in _with_places(records):
        if getattr(record, field) is not None:
            uses.setdefault(getattr(record, field), []).append((record, field))
    better = differ = 0
    for place in records.all(Place, (col(Place.precision) != "exact") | (col(Place.matched) != "")):
        found = geocoder.locate(address=place.address, village=place.village, point=None) if place.id in uses else None
        if found is None or not _is_better(found, place):
            continue
        if found.village != place.village:
            differ += 1
            continue
        # A place never changes: an older roster goes on showing where it led.
        there = records.add(_place_of(place, found))
        records.session.flush()
        better += 1
        for record, field in uses[place.id]:
            setattr(record, field, there.id)
    return FoundAgain(better=better, differ=differ)


def _with_places(records: OfficeRecords) -> list[tuple[str, Any, str]]:
    return [
        (kind.name, record, field)
        for kind in KINDS.values()
        for field in kind.places.values()
        for record in records.all(kind.record)
    ]


def _is_better(found: Located, place: Place) -> bool:
    grades = (*GRADES, "exact")
    return grades.index(found.precision) > grades.index(place.precision)


def _place_of(place: Place, found: Located) -> Place:
    return Place(
        office_id="",
        address=place.address,
        village=place.village,
        lat=found.point.lat,
        lon=found.point.lon,
        precision=found.precision,
        matched=found.matched,
    )
