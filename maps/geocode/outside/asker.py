"""One question at a time to a geocoder outside: an address in its normal form, and nothing else of anybody."""

from __future__ import annotations

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from geopy.exc import GeopyError
from geopy.geocoders import ArcGIS, Nominatim

from maps.geocode.address.parse import parse_address
from maps.geocode.address.shape import AddressError
from maps.geocode.address.written import format_address
from maps.geocode.outside.guarded import GuardedAdapter
from maps.geocode.villages import DISTRICT
from outreach.ports import OutsideError, Point

COUNTY = "臺南市"
BETWEEN = 1.0
"""Seconds from one question to the next, as Nominatim's rules of use ask."""
REMEMBERED = 2_000
_TIMEOUT = 8.0
_ARCGIS = "geocode.arcgis.com"
# It would write down what was asked.
logging.getLogger("geopy").setLevel(logging.WARNING)
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


class GeopyOutside:
    """Asks `nominatim:HOST` or `arcgis` by geopy. Raises `ValueError` for another setting.

    Answers are remembered in this process only: no list of the homes that were asked for is kept.
    """

    def __init__(self, setting: str, *, adapter: Callable[[str], GuardedAdapter] | None = None) -> None:
        kind, _, host = setting.partition(":")
        host = _ARCGIS if kind == "arcgis" and not host else host
        if kind not in ("nominatim", "arcgis") or not _HOST.fullmatch(host) or (kind == "arcgis") != (host == _ARCGIS):
            raise ValueError("nominatim:HOST or arcgis")
        guarded = (adapter or (lambda name: GuardedAdapter(hosts=[name])))(host)

        def made(**_unused: object) -> GuardedAdapter:
            return guarded

        about = {"user_agent": "outreach-scheduling", "timeout": _TIMEOUT, "adapter_factory": made}
        self.name = host
        self._geocoder = Nominatim(domain=host, scheme="https", **about) if kind == "nominatim" else ArcGIS(**about)
        self._lock, self._last = Lock(), -BETWEEN
        self._known: OrderedDict[str, Point | None] = OrderedDict()

    def find(self, *, address: str) -> Point | None:
        """Where this address is said to be; `None` when nobody knows. Raises `OutsideError`."""
        asked = _asked(address)
        with self._lock:
            if asked not in self._known:
                self._wait()
                self._known[asked] = self._ask(asked)
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            return self._known[asked]

    def _wait(self) -> None:
        time.sleep(max(self._last + BETWEEN - time.monotonic(), 0.0))
        self._last = time.monotonic()

    def _ask(self, asked: str) -> Point | None:
        try:
            found = self._geocoder.geocode(asked, exactly_one=True)
        except (GeopyError, KeyError, TypeError, ValueError, AttributeError):
            # The last ones: an answer of another form than geopy expects.
            raise OutsideError("no_answer") from None
        if found is None:
            return None
        point = Point(lat=float(found.latitude), lon=float(found.longitude))
        return point if 20.5 <= point.lat <= 26.5 and 118.0 <= point.lon <= 122.5 else None


def _asked(address: str) -> str:
    """What leaves the house: the door, no floor, and no word that stands behind it. Raises `OutsideError`."""
    try:
        parts = parse_address(address)
    except AddressError:
        # What cannot be read could be a name.
        raise OutsideError("unreadable") from None
    if not (parts.number and (parts.road or parts.village)):
        raise OutsideError("unreadable")
    town = parts.town or DISTRICT
    door = replace(
        parts,
        county=parts.county or (COUNTY if town == DISTRICT else ""),
        town=town,
        # A 里 is asked for only where it stands for the road.
        village="" if parts.road else parts.village,
        neighbourhood=None,
    )
    return format_address(replace(door, floor=None, unit=(), room="", rest=""))
