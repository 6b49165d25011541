"""Where a row lies: its coordinates checked against the district and the 里, or the 里's centre instead."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.intake.rows import Flaw, Row
from outreach.intake.sheets import Sheet
from outreach.ports import Geocoder, Located, Point

# The sheets with a place, and how its four columns begin.
PREFIXES = {
    "units": "",
    "people": "base_",
    "clients": "",
    "care_plans": "end_",
    "requests": "end_",
    "desks": "",
    "drives": "",
}
# A row of these without any place stands at its unit's; a client's home is never guessed.
_MUST_HAVE = frozenset({"units", "clients"})
_TAIWAN = ((20.5, 26.5), (118.0, 122.5))


def place_flaws(row: Row, sheet: Sheet, geocoder: Geocoder) -> Iterator[Flaw]:
    """Locates the row, keeps the result in `row.places`, and yields what is wrong with it.

    Only clients must live inside the district: a hospital or a school may stand in the next one.
    """
    prefix = PREFIXES.get(sheet.name)
    if prefix is None:
        return
    address, village, lat, lon = (row[prefix + name] for name in ("address", "village", "lat", "lon"))
    if (lat is None) != (lon is None):
        yield Flaw(prefix + ("lat" if lat is None else "lon"), "coordinates_incomplete")
    elif lat is not None and not _in_taiwan(lat, lon):
        yield Flaw(f"{prefix}lat", "outside_taiwan")
    elif lat is not None or address or village or sheet.name in _MUST_HAVE:
        point = None if lat is None else Point(lat=lat, lon=lon)
        yield from _located(row, sheet, geocoder, point)


def _located(row: Row, sheet: Sheet, geocoder: Geocoder, point: Point | None) -> Iterator[Flaw]:
    prefix = PREFIXES[sheet.name]
    village = row[f"{prefix}village"] or ""
    found = geocoder.locate(address=row[f"{prefix}address"] or "", village=village, point=point)
    if found is None:
        yield Flaw(f"{prefix}village", "not_located")
    elif sheet.name == "clients" and not found.village:
        yield Flaw(f"{prefix}lat", "outside_district")
    elif village and found.village and village.removesuffix("里") != found.village.removesuffix("里"):
        yield Flaw(f"{prefix}village", "village_differs", {"found": found.village})
    else:
        row.places[prefix] = found
        yield from _to_look_at(found, f"{prefix}address")


def _to_look_at(found: Located, field: str) -> Iterator[Flaw]:
    """What somebody should check about a place that is taken all the same."""
    if found.precision in ("neighbour", "lane", "road"):
        yield Flaw(field, f"found_{found.precision}")
    for doubt in found.doubts:
        yield Flaw(field, f"address_{doubt}")


def unknown_villages(row: Row, geocoder: Geocoder) -> Iterator[Flaw]:
    """A flaw when a row names a 里 that the district does not have."""
    district = {outline.village for outline in geocoder.outlines()}
    if not district.issuperset(row["villages"] or ()):
        yield Flaw("villages", "unknown_village")


def _in_taiwan(lat: float, lon: float) -> bool:
    (south, north), (west, east) = _TAIWAN
    return south <= lat <= north and west <= lon <= east
