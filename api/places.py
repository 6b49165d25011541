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
from outreach.ports import Geocoder, RouteMaps, StreetMap, TravelTimes


@dataclass(frozen=True, slots=True)
class Places:
    """The providers that the use cases are given."""

    travel: TravelTimes
    geocoder: Geocoder
    streets: StreetMap
    maps: RouteMaps


@lru_cache(maxsize=4)
def places_at(area: str = "") -> Places:
    """The providers for the map data in the folder `area` (streets, door plates, tiles); with `""`, what we ship."""
    if area and not Path(area).is_dir():
        raise NotADirectoryError(area)
    geocoder: Geocoder = PlateGeocoder(Path(area)) if area else VillageGeocoder()
    return Places(travel=EstimatedTravel(), geocoder=geocoder, streets=NoStreets(), maps=FoliumRouteMaps())
