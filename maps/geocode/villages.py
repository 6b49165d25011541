"""Places by 里: outlines that travel with the package, nothing asked of anybody outside."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from maps.geocode.rings import area, holds, interior_point
from outreach.ports import Door, Located, Outline, Point

DISTRICT = "安平區"


class VillageGeocoder:
    """A `Geocoder` that knows the 里 of one district. A given point is exact; without one, the 里 stands for it."""

    def __init__(self) -> None:
        self._outlines = _district()
        self._middle = {outline.village: _middle(outline) for outline in self._outlines}

    def locate(self, *, address: str, village: str, point: Point | None) -> Located | None:
        """The given point; else a point inside the 里 that is named, or that the address names; else `None`."""
        if point is not None:
            return Located(point, "exact", self.village_at(point) or "")
        named = self._named(village.strip()) or self._in_address(address)
        return Located(self._middle[named], "village", named) if named else None

    def village_at(self, point: Point) -> str | None:
        """The 里 that holds this point, or `None` outside the district."""
        for outline in self._outlines:
            if any(holds(ring, point) for ring in outline.rings):
                return outline.village
        return None

    def outlines(self) -> tuple[Outline, ...]:
        """All 里 of the district."""
        return self._outlines

    def doors(self, south_west: Point, north_east: Point) -> tuple[Door, ...]:
        """None: only the 里 are known."""
        return ()

    def _named(self, village: str) -> str | None:
        return next((name for name in (village, f"{village}里") if name in self._middle), None)

    def _in_address(self, address: str) -> str | None:
        # Other districts have a 里 of the same name: an address that names another district first says nothing here.
        for name in self._middle:
            before, found, _ = address.partition(name)
            if found and ("區" not in before or DISTRICT in before):
                return name
        return None


@lru_cache(maxsize=1)
def _district() -> tuple[Outline, ...]:
    text = (files("maps.geocode") / "data" / "villages.geojson").read_text(encoding="utf-8")
    return tuple(_outline(feature) for feature in json.loads(text)["features"])


def _outline(feature: dict[str, Any]) -> Outline:
    polygons = feature["geometry"]["coordinates"]
    rings = tuple(tuple(Point(lat=lat, lon=lon) for lon, lat in polygon[0]) for polygon in polygons)
    return Outline(feature["properties"]["name"], rings)


def _middle(outline: Outline) -> Point:
    return interior_point(max(outline.rings, key=lambda ring: abs(area(ring))))
