"""Places by the city's door plates where the office has them, by 里 where it does not; nobody outside is asked."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from threading import Lock

from maps.geocode.address.parse import parse_address
from maps.geocode.address.shape import Address, AddressError
from maps.geocode.plates.book import PlateBook
from maps.geocode.plates.match import Match, match
from maps.geocode.plates.near import NEAR, metres_between, metres_from
from maps.geocode.plates.take_plates import FILE
from maps.geocode.villages import DISTRICT, VillageGeocoder
from outreach.ports import Door, Doubt, Located, Outline, Point

FAR = 500.0
"""Metres between a point that was given and the door of its address from which somebody should look again."""

BESIDE = 60.0
"""Metres to a door that lies in the same 里, as a rule."""
MOST_DOORS = 150

_log = logging.getLogger(__name__)


class PlateGeocoder:
    """A `Geocoder` that asks the plates in the folder `area` first; a newer file there is taken up by itself."""

    def __init__(self, area: Path) -> None:
        self._villages = VillageGeocoder()
        self._outlines = {outline.village: outline for outline in self._villages.outlines()}
        self._path = area / FILE
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._book: PlateBook | None = None

    def locate(self, *, address: str, village: str, point: Point | None) -> Located | None:
        """The given point; else by the address; else a point inside the 里. What is not sure stands in `doubts`."""
        book = self._newest()
        if book is None or not address.strip():
            return self._villages.locate(address=address, village=village, point=point)
        named = self._named(village)
        try:
            parts = parse_address(address)
        except AddressError:
            return self._by_village(address, village, point, "unreadable")
        found = match(book, parts, village=named or parts.village, town=DISTRICT) if _leads_to(parts) else None
        ours = self._outlines.keys() & {named, parts.village}
        if found is not None and found.town != DISTRICT and ours and not parts.town:
            # A road of another town and a 里 of ours: whatever is meant, it is not that.
            found = None
        if point is not None:
            return self._given(point, found)
        if found is None:
            return self._by_village(address, village, None, "no_plate" if _leads_to(parts) else None)
        located = self._checked(found, parts.village or named)
        return located or self._by_village(address, named or found.village, None, "plate_far")

    def village_at(self, point: Point) -> str | None:
        """The 里 of the door beside this point; else the one whose outline holds it, or `None` outside the district.

        The outlines are simplified: at a border, the doors know better.
        """
        book = self._newest()
        # The next doors first: in a dense street there are very many within the whole reach.
        beside = (book.nearest(point, BESIDE / 5) or book.nearest(point, BESIDE)) if book else None
        outline = self._outlines.get(beside[1]) if beside and beside[0] == DISTRICT else None
        if outline is not None and metres_from(outline, point) <= NEAR:
            return outline.village
        return self._villages.village_at(point)

    def outlines(self) -> tuple[Outline, ...]:
        """All 里 of the district."""
        return self._villages.outlines()

    def doors(self, south_west: Point, north_east: Point) -> tuple[Door, ...]:
        """The door plates in this rectangle; none when there are more than 150."""
        book = self._newest()
        return book.near(south_west, north_east, MOST_DOORS) if book else ()

    def _named(self, village: str) -> str:
        name = village.strip()
        return next((one for one in (name, f"{name}里") if one in self._outlines), name)

    def _given(self, point: Point, found: Match | None) -> Located:
        far = (
            found is not None and found.precision in ("exact", "neighbour") and metres_between(point, found.point) > FAR
        )
        doubts: tuple[Doubt, ...] = ("far_from_address",) if far else ()
        return Located(point, "exact", self.village_at(point) or "", doubts=doubts)

    def _checked(self, found: Match, village_said: str) -> Located | None:
        """The match with its 里; `None` when the plate cannot be where its file says."""
        if found.town != DISTRICT:
            # Another town's 里 may have the name of one of ours.
            differs = village_said not in ("", found.village)
            return Located(found.point, found.precision, "", found.words, ("other_village",) if differs else ())
        village = found.village if found.village in self._outlines else self.village_at(found.point) or ""
        if village and metres_from(self._outlines[village], found.point) > NEAR:
            return None
        differs = village_said in self._outlines and village_said != village
        return Located(found.point, found.precision, village, found.words, ("other_village",) if differs else ())

    def _by_village(self, address: str, village: str, point: Point | None, doubt: Doubt | None) -> Located | None:
        found = self._villages.locate(address=address, village=village, point=point)
        if found is None or doubt is None or (point is not None):
            return found
        return Located(found.point, found.precision, found.village, doubts=(doubt,))

    def _newest(self) -> PlateBook | None:
        try:
            state = self._path.stat()
        except OSError:
            return self._book
        mark = (state.st_mtime_ns, state.st_ino)
        if mark != self._seen:
            with self._lock:
                self._seen = mark
                try:
                    self._book = PlateBook(self._path)
                except sqlite3.Error:
                    # The one before goes on being asked.
                    _log.warning("the file of door plates cannot be read")
        return self._book


def _leads_to(parts: Address) -> bool:
    return bool(parts.road or parts.lane or parts.number)
