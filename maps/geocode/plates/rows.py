"""The rows of a door-plate file as numbers: which way, which door, which 里, where."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from maps.geocode.address.parse import parse_address
from maps.geocode.address.shape import Address, AddressError
from maps.geocode.address.towns import Town, by_code, towns
from maps.geocode.address.written import door_of, street_of, way_of
from maps.geocode.plates.report import Report
from maps.geocode.plates.twd97 import ISLANDS, MAIN, degrees_of

CHUNK = 50_000
_ISLANDS = frozenset({"澎湖縣", "金門縣", "連江縣"})

Floats = npt.NDArray[np.float64]
WayKey = tuple[str, str, str, str]
"""County, town, road with its section, and the whole way with lanes."""


@dataclass(slots=True)
class Plates:
    """Plates in the order of the file. `way`, `door`, `village`: places in `ways`, `doors`, `villages`."""

    way: array[int] = field(default_factory=lambda: array("i"))
    door: array[int] = field(default_factory=lambda: array("i"))
    village: array[int] = field(default_factory=lambda: array("i"))
    line: array[int] = field(default_factory=lambda: array("i"))
    lat: list[Floats] = field(default_factory=list)
    lon: list[Floats] = field(default_factory=list)
    ways: dict[WayKey, int] = field(default_factory=dict)
    doors: dict[tuple[int, str], int] = field(default_factory=dict)
    villages: dict[tuple[str, str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class RowReader:
    """Reads rows with these columns into `plates`, and reports what cannot be read."""

    columns: Mapping[str, int]
    report: Report
    plates: Plates = field(default_factory=Plates)
    broken: frozenset[int] = frozenset()
    _keys: dict[tuple[str, ...], tuple[int, int, int, bool] | str] = field(default_factory=dict)
    _found_ways: dict[tuple[str, ...], tuple[int, bool] | str] = field(default_factory=dict)
    _found_doors: dict[str, int | None] = field(default_factory=dict)
    _found_villages: dict[tuple[str, ...], int] = field(default_factory=dict)

    def read(self, lines: Iterable[str], delimiter: str) -> Iterator[int]:
        """Read everything behind the heading; the number of rows so far, now and then."""
        reader = csv.reader(lines, delimiter=delimiter)
        while rows := list(islice(reader, CHUNK)):
            # A cell may hold line breaks: then the line that is told lies a little off, and nothing else does.
            self._chunk(rows, reader.line_num + 1 - len(rows) + 1)
            yield self.report.rows

    def _chunk(self, rows: list[list[str]], first: int) -> None:
        columns, needed = self.columns, max(self.columns.values()) + 1
        degrees = {"lat", "lon"} <= columns.keys()
        y, x = (columns["lat"], columns["lon"]) if degrees else (columns["y"], columns["x"])
        kept: list[tuple[int, int, int, int]] = []
        north, east, islands = [], [], []
        for line, row in enumerate(rows, first):
            if len(row) < needed:
                self._short(line, row)
                continue
            self.report.rows += 1
            found = self._named(row)
            if isinstance(found, str):
                self.report.note(found, line, " ".join(row))
                continue
            way, door, village, on_islands = found
            kept.append((way, door, village, line))
            north.append(row[y])
            east.append(row[x])
            islands.append(on_islands)
        lat, lon, codes = _degrees(_floats(north), _floats(east), np.array(islands, dtype=bool))
        good = np.ones(len(kept), dtype=bool)
        for place, code in codes.items():
            good[place] = False
            self.report.note(code, kept[place][3], f"{north[place]}, {east[place]}")
        chosen = [one for one, taken in zip(kept, good.tolist(), strict=True) if taken]
        plates = self.plates
        for column, values in zip(
            (plates.way, plates.door, plates.village, plates.line), zip(*chosen, strict=True), strict=False
        ):
            column.extend(values)
        plates.lat.append(lat[good])
        plates.lon.append(lon[good])

    def _short(self, line: int, row: list[str]) -> None:
        if row:
            self.report.rows += 1
            self.report.note("too_short", line, " ".join(row))

    def _named(self, row: list[str]) -> tuple[int, int, int, bool] | str:
        get = self.columns.get
        cells = tuple(row[at] if (at := get(name)) is not None else "" for name in _AREA)
        if (at := get("address")) is not None:
            return self._whole(cells, row[at])
        street = tuple(row[at] if (at := get(name)) is not None else "" for name in _STREET)
        way = self._found_ways.get((*cells[:3], *street))
        if way is None:
            way = self._found_ways[(*cells[:3], *street)] = self._way(cells, street)
        if isinstance(way, str):
            return way
        number = row[self.columns["number"]]
        door = self._found_doors.get(number)
        if door is None and number not in self._found_doors:
            door = self._found_doors[number] = self._door(number)
        if door is None:
            return "unreadable"
        return way[0], door, self._village(cells), way[1]

    def _whole(self, cells: tuple[str, ...], text: str) -> tuple[int, int, int, bool] | str:
        try:
            address = parse_address(text)
        except AddressError:
            return "unreadable"
        town = town_of(*cells[:3]) or town_of(address.county, address.town, "")
        if town is None:
            return "unknown_town"
        if not address.number:
            return "unreadable"
        area = (town.county, town.name, town.code, cells[3] or address.village)
        return self._way_number(town, address), self._door_number(address), self._village(area), _far_out(town)

    def _way(self, cells: tuple[str, ...], street: tuple[str, ...]) -> tuple[int, bool] | str:
        town = town_of(*cells[:3])
        if town is None:
            return "unknown_town"
        road, locality, lane, alley = street
        text = (road.strip() or locality.strip()) + _with(lane, "巷") + _with(alley, "弄")
        try:
            address = parse_address(f"{text}1號")
        except AddressError:
            return "unreadable"
        if address.town or address.county:
            return "unreadable"
        # 「四維新村」 of a column for roads is no 里.
        return self._way_number(town, address, address.village), _far_out(town)

    def _way_number(self, town: Town, address: Address, name: str = "") -> int:
        key = (town.county, town.name, name + street_of(address), name + way_of(address))
        return self.plates.ways.setdefault(key, len(self.plates.ways))

    def _door(self, text: str) -> int | None:
        try:
            return self._door_number(parse_address("甲路" + (text if "號" in text else f"{text.strip()}號")))
        except AddressError:
            return None

    def _door_number(self, address: Address) -> int:
        return self.plates.doors.setdefault((address.number[0], door_of(address)), len(self.plates.doors))

    def _village(self, cells: tuple[str, ...]) -> int:
        found = self._found_villages.get(cells)
        if found is None:
            town = town_of(*cells[:3])
            assert town is not None, "looked at before"
            key = (town.county, town.name, cells[3].strip().replace("台", "臺"))
            found = self._found_villages[cells] = self.plates.villages.setdefault(key, len(self.plates.villages))
        return found


_AREA = ("county", "town", "code", "village")
_STREET = ("road", "locality", "lane", "alley")


@lru_cache(maxsize=4096)
def town_of(county: str, town: str, code: str) -> Town | None:
    """The town with this code or name, in this county; without a county, the only one with the name."""
    digits = code.strip()[:8]
    if digits:
        return by_code().get(digits.ljust(8, "0"))
    name, inside = (text.strip().replace("台", "臺") for text in (town, county))
    found = [one for one in towns() if one.name == name and (not inside or inside == one.county)]
    return found[0] if len(found) == 1 else None


def _with(text: str, word: str) -> str:
    text = text.strip()
    return text if not text or text.endswith(word) else text + word


def _far_out(town: Town) -> bool:
    return town.county in _ISLANDS


def _floats(texts: list[str]) -> Floats:
    try:
        return np.array(texts, dtype=np.float64)
    except ValueError:
        return np.array([_float(text) for text in texts], dtype=np.float64)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _degrees(north: Floats, east: Floats, islands: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, dict[int, str]]:
    """Degrees from degrees or from metres, each row by what its figures can be; the code of each that is neither."""
    lat, lon = north.copy(), east.copy()
    metres = _plane(north, east, islands)
    meridian = np.where(islands[metres], ISLANDS, MAIN)
    lat[metres], lon[metres] = degrees_of(east[metres], north[metres], meridian)
    good = (lat >= 20.5) & (lat <= 26.5) & (lon >= 118.0) & (lon <= 122.5)
    swapped = ((lon >= 20.5) & (lon <= 26.5) & (lat >= 118.0) & (lat <= 122.5)) | _plane(east, north, islands)
    empty = np.isnan(north) | np.isnan(east) | ((north == 0) & (east == 0))
    codes = np.where(empty, "no_coordinates", np.where(swapped, "swapped", "outside_taiwan"))
    wrong = np.flatnonzero(~good)
    return lat, lon, dict(zip(wrong.tolist(), codes[wrong].tolist(), strict=True))


def _plane(north: Floats, east: Floats, islands: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """What lies on land by its metres; a place of the other meridian does not."""
    west, far_east = np.where(islands, 100_000, 140_000), np.where(islands, 400_000, 360_000)
    return (north > 2_400_000) & (north < 2_950_000) & (east > west) & (east < far_east)
