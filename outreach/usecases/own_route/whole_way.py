"""The way through all stops of a duty in the phone's navigation app, where the office lets places leave the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from outreach.records import Place
from outreach.usecases.own_route.show_own_route import MAP_SERVICE, MODES
from outreach.usecases.showing.duty_stops import StopView

MOST = 10
"""Stops in one address: nine on the way and one at its end are all that the map service takes."""


@dataclass(frozen=True, slots=True)
class WayPart:
    """From stop `first` to stop `last`, and the address that opens it: coordinates, and nothing else of anybody."""

    first: int
    last: int
    address: str


def whole_way(stops: Sequence[StopView], mode: str, *, navigation: bool) -> tuple[WayPart, ...]:
    """The way from where the phone is through these stops, in as many parts as it takes.

    Empty where `navigation` is off, and where places are not shown. Where a duty begins and ends is not in it: it may
    be somebody's home.
    """
    if not navigation:
        return ()
    places = [
        (stop.number, f"{place.lat:.5f},{place.lon:.5f}")
        for stop in stops
        for place in (stop.place, stop.end_place)
        if isinstance(place, Place)
    ]
    # Two stops behind one door are one on the way there.
    doors = [list(group) for _, group in groupby(places, key=lambda one: one[1])]
    # As even as may be: the fewer stops, the coarser the code, and the easier it is for a camera.
    number = -(-len(doors) // MOST)
    parts = [doors[len(doors) * n // number : len(doors) * (n + 1) // number] for n in range(number)]
    return tuple(
        WayPart(part[0][0][0], part[-1][-1][0], _address([door[0][1] for door in part], mode)) for part in parts
    )


def _address(points: Sequence[str], mode: str) -> str:
    asked = {"api": "1", "destination": points[-1], "travelmode": MODES[mode]}
    if len(points) > 1:
        asked["waypoints"] = "|".join(points[:-1])
    return f"{MAP_SERVICE}?{urlencode(asked, safe=',')}"
