"""What is known of places and the ways between them: made once, from the folder in which the office keeps its maps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from maps.geocode.plate_geocoder import PlateGeocoder
from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from maps.travel.estimate import EstimatedTravel
from maps.travel.no_streets import NoStreets
from maps.travel.osrm import with_osrm
from maps.travel.streets.aside import search_aside
from maps.travel.streets.kept import Kept
from maps.travel.streets.street_map import DrawnStreets
from maps.travel.streets.travel import StreetTravel, search_here
from outreach.ports import Geocoder, RouteMaps, StreetMap, TravelTimes


@dataclass(frozen=True, slots=True)
class Places:
    """The providers that the use cases are given."""

    travel: TravelTimes
    geocoder: Geocoder
    streets: StreetMap
    maps: RouteMaps


@lru_cache(maxsize=4)
def places_at(area: str = "", *, aside: bool = False) -> Places:
    """The providers for the map data in the folder `area` (streets, door plates, tiles); with `""`, what we ship.

    `aside`: what takes long is left to processes of their own.
    """
    if area and not Path(area).is_dir():
        raise NotADirectoryError(area)
    geocoder: Geocoder = PlateGeocoder(Path(area)) if area else VillageGeocoder()
    travel, streets = _ways(Path(area), aside) if area else (EstimatedTravel(), NoStreets())
    return Places(travel=travel, geocoder=geocoder, streets=streets, maps=FoliumRouteMaps())


def _ways(area: Path, aside: bool) -> tuple[TravelTimes, StreetMap]:
    """What the streets of the folder tell; none need be there yet."""
    kept = Kept(area)
    travel = StreetTravel(kept.graph, search_aside if aside else search_here, together=aside)
    servers = area / "osrm.json"
    return with_osrm(servers.read_text() if servers.is_file() else "", travel), DrawnStreets(kept.graph)
