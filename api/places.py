"""What is known of places and the ways between them: made once, from the folder in which the office keeps its maps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from maps.geocode.villages import VillageGeocoder
from maps.ground.office_ground import OfficeGround
from maps.render.route_page import FoliumRouteMaps
from maps.travel.estimate import EstimatedTravel
from maps.travel.no_streets import NoStreets
from maps.travel.streets.kept import Kept
from maps.travel.streets.street_map import DrawnStreets
from maps.travel.streets.travel import StreetTravel
from outreach.ports import Geocoder, Ground, RouteMaps, StreetMap, TravelTimes


@dataclass(frozen=True, slots=True)
class Places:
    """The providers that the use cases are given."""

    travel: TravelTimes
    geocoder: Geocoder
    streets: StreetMap
    maps: RouteMaps
    ground: Ground


@lru_cache(maxsize=4)
def places_at(area: str = "") -> Places:
    """The providers for the map data in the folder `area` (streets, door plates, tiles); with `""`, what we ship."""
    if area and not Path(area).is_dir():
        raise NotADirectoryError(area)
    travel, streets = _ways(Path(area)) if area else (EstimatedTravel(), NoStreets())
    return Places(
        travel=travel,
        geocoder=VillageGeocoder(),
        streets=streets,
        maps=FoliumRouteMaps(),
        ground=OfficeGround(area, streets),
    )


def _ways(area: Path) -> tuple[TravelTimes, StreetMap]:
    """What the streets of the folder tell; none need be there yet."""
    kept = Kept(area)
    return StreetTravel(kept.graph), DrawnStreets(kept.graph)
