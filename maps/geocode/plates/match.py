"""The best that the door plates know of an address, with its grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maps.geocode.address.shape import Address
from maps.geocode.address.written import door_of, street_of, way_of, written
from maps.geocode.plates.book import Plate, PlateBook, WayFound
from outreach.ports import Point, Precision

REACH, ACROSS = 10, 3
"""How far the number of a neighbour may lie away: on its own side of the road, and on the other."""


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: where, how exactly, by which words of the plates, in which town and 里."""

    point: Point
    precision: Precision
    words: str
    town: str
    village: str


def match(book: PlateBook, address: Address, *, village: str, town: str) -> Match | None:
    """The door, its neighbour, its lane or its road. `village`: in which 里 it should lie, `town`: where the office is.

    A road without a town is one of the office's own town if that has it; of several other towns, none is guessed.
    """
    # 「四維新村12號」 reads like a 里, and is a road without the word.
    ways = _in_town(book.ways([address.village + street_of(address)]), address, town)
    if not ways and address.road:
        ways = _in_town(book.ways([street_of(address)]), address, town)
    if not ways:
        ways = _in_town(book.sections(street_of(address)), address, town) if address.road else []
        return _middle(book, ways, "road", address.road, village)
    prefix = ways[0].street.removesuffix(street_of(address))
    full = prefix + way_of(address)
    own = [way for way in ways if way.way == full]
    door = _door(book, own, address)
    if door is not None:
        return door
    lane = f"{ways[0].street}{written(address.lane)}巷" if address.lane else ""
    inside = own if full != ways[0].street else []
    inside = inside or [way for way in ways if lane and way.way.startswith(lane)]
    found = _middle(book, inside, "lane", full if inside == own else lane, village)
    return found or _middle(book, ways, "road", ways[0].street, village)


def _in_town(ways: Sequence[WayFound], address: Address, town: str) -> list[WayFound]:
    if address.town:
        return [way for way in ways if way.town == address.town and address.county in ("", way.county)]
    own = [way for way in ways if way.town == town]
    elsewhere = {(way.county, way.town) for way in ways}
    return own or (list(ways) if len(elsewhere) == 1 else [])


def _door(book: PlateBook, own: Sequence[WayFound], address: Address) -> Match | None:
    if not own or not address.number:
        return None
    number, door = address.number[0], door_of(address)
    plates = book.plates(own[0], number, REACH)
    exact = next((plate for plate in plates if plate.door == door and plate.sure), None)
    # A word such as 旁 or 對面 says that it is not the door itself.
    if exact is not None and not set(address.rest) & set("旁對前後側鄰近"):
        return _of(exact, "exact")
    near = [plate for plate in plates if _reaches(plate, number)]
    nearest = exact or min(near, key=lambda plate: _away(plate, number, door), default=None)
    return _of(nearest, "neighbour") if nearest else None


def _reaches(plate: Plate, number: int) -> bool:
    away = abs(plate.number - number)
    return away <= (REACH if away % 2 == 0 else ACROSS)


def _away(plate: Plate, number: int, door: str) -> tuple[bool, int, bool, int, str]:
    away = abs(plate.number - number)
    return away % 2 == 1, away, plate.door != door, len(plate.door), plate.door


def _of(plate: Plate, precision: Precision) -> Match:
    return Match(plate.point, precision, plate.words, plate.way.town, plate.village)


def _middle(book: PlateBook, ways: Sequence[WayFound], precision: Precision, words: str, village: str) -> Match | None:
    if not ways:
        return None
    found = book.middle(tuple(way.id for way in ways[:500]), village)
    return Match(found[0], precision, words, ways[0].town, found[1]) if found else None
