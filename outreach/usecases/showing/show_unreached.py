"""Which places of a roster the streets do not lead to, by the name of the record that has the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import CarePlan, Client, Desk, Drive, Person, Place, Roster, Task, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.own_duty import require_everybody

Why = Literal["far", "cut_off", "off"]
MODES = ("walk", "bicycle", "scooter", "car")
WORST: tuple[Why, ...] = ("far", "cut_off", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A record that has the place: its kind as in `keeping`, its code (`""`: it has none) and name."""

    kind: Literal["units", "clients", "people", "desks", "drives", "care-plans", "tasks"]
    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachedPlace:
    """A place that streets do not lead to. `why`: `far`: no street near; `cut_off`: no way leads to the street there;
    `off`: led to a street that is `metres` away. `modes`: for whom, each a travel mode.
    """

    place: Place
    holders: tuple[Holder, ...]
    why: Why
    modes: tuple[str, ...]
    metres: int | None

    @property
    def estimated(self) -> bool:
        """Whether travel to and from it is an estimate."""
        return self.why != "off"

    @property
    def home(self) -> bool:
        """Whether it is nothing but somebody's home: where people of the field live is nobody's business."""
        return {one.kind for one in self.holders} == {"people"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachedView:
    """A roster's places that streets do not lead to, the worst first."""

    roster: Roster
    places: tuple[UnreachedPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlace:
    """A place as it is told to other programs, see `UnreachedPlace`; `address`: `""` for a home."""

    place_id: str
    village: str
    address: str
    holders: tuple[Holder, ...]
    why: Why
    modes: tuple[str, ...]
    metres: int | None
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlaces:
    """A roster's places that streets do not lead to, the worst first. `travel_source`: of the roster."""

    roster_id: str
    travel_source: str
    items: tuple[ToldPlace, ...]


def told_places(view: UnreachedView) -> ToldPlaces:
    """The places without their records."""
    items = (
        ToldPlace(
            place_id=one.place.id,
            village=one.place.village,
            address="" if one.home else one.place.address,
            holders=one.holders,
            why=one.why,
            modes=one.modes,
            metres=one.metres,
            estimated=one.estimated,
        )
        for one in view.places
    )
    return ToldPlaces(roster_id=view.roster.id, travel_source=view.roster.travel_source, items=tuple(items))


def show_unreached(records: OfficeRecords, actor: Actor, roster_id: str) -> UnreachedView:
    """The places of this roster; in a fixed number of queries. Raises `NotThere`."""
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    told: dict[str, list[dict[str, Any]]] = {}
    for one in roster.unreached:
        told.setdefault(one["place_id"], []).append(one)
    places = {place.id: place for place in records.all(Place, col(Place.id).in_(told))} if told else {}
    holders = _holders(records, places) if places else {}
    # Whatever has been removed or moved since is no place to look after any more.
    found = (_place(place, holders[place.id], told[place.id]) for place in places.values() if place.id in holders)
    return UnreachedView(roster=roster, places=tuple(sorted(found, key=_rank)))


def _rank(one: UnreachedPlace) -> tuple[int, str, str, str]:
    first = one.holders[0]
    return WORST.index(one.why), first.kind, first.code, one.place.id


def _place(place: Place, holders: Iterable[Holder], told: list[dict[str, Any]]) -> UnreachedPlace:
    why = min((one["why"] for one in told), key=WORST.index)
    of_it = [one for one in told if one["why"] == why]
    return UnreachedPlace(
        place=place,
        holders=tuple(holders),
        why=why,
        modes=tuple(sorted({one["mode"] for one in of_it}, key=MODES.index)),
        metres=max((one["metres"] for one in of_it if one["metres"] is not None), default=None),
    )


def _holders(records: OfficeRecords, places: Mapping[str, Place]) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = {}
    for place_id, holder in _all_holders(records, places):
        found.setdefault(place_id, []).append(holder)
    return found


def _all_holders(records: OfficeRecords, places: Mapping[str, Place]) -> Iterator[tuple[str, Holder]]:
    for unit in records.all(Unit, col(Unit.place_id).in_(places)):
        yield unit.place_id, Holder(kind="units", id=unit.id, code="", name=unit.name)
    for desk in records.all(Desk, col(Desk.place_id).in_(places)):
        yield desk.place_id, Holder(kind="desks", id=desk.id, code=desk.code, name=desk.name)
    for drive in records.all(Drive, col(Drive.place_id).in_(places)):
        yield drive.place_id, Holder(kind="drives", id=drive.id, code=drive.code, name=drive.name)
    for client in records.all(Client, col(Client.place_id).in_(places)):
        yield client.place_id, Holder(kind="clients", id=client.id, code=client.code, name=client.name)
    for plan in records.all(CarePlan, col(CarePlan.end_place_id).in_(places)):
        yield plan.end_place_id or "", Holder(kind="care-plans", id=plan.id, code=plan.code, name="")
    for task in records.all(Task, col(Task.end_place_id).in_(places)):
        yield task.end_place_id or "", Holder(kind="tasks", id=task.id, code=task.code, name="")
    for person in records.all(Person, col(Person.base_id).in_(places)):
        yield person.base_id, Holder(kind="people", id=person.id, code=person.code, name=person.name)
