"""Which column of a door-plate file says what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

NAMES: Mapping[str, tuple[str, ...]] = {
    "county": ("縣市", "直轄市縣市", "省市縣市", "縣市別", "縣市名稱", "COUNTY", "CITY"),
    "town": ("鄉鎮市區", "鄉鎮區", "行政區", "區", "區別", "鄉鎮市區名稱", "行政區名稱", "TOWN", "DISTRICT"),
    "code": ("鄉鎮市區代碼", "行政區代碼", "行政區域代碼", "鄉鎮代碼", "TOWNCODE", "TOWNID"),
    "village": ("村里", "里", "村", "里別", "村里別", "村里名稱", "里名", "VILLAGE"),
    "neighbourhood": ("鄰", "鄰別"),
    "road": (
        "街路段",
        "路街段",
        "路段",
        "街路",
        "路街",
        "路",
        "街",
        "道路",
        "路名",
        "街路名",
        "道路名稱",
        "ROAD",
        "STREET",
    ),
    "locality": ("地區", "地名", "AREA"),
    "lane": ("巷", "LANE"),
    "alley": ("弄", "ALLEY"),
    "number": ("號", "門牌號", "門牌號碼", "號碼", "NUMBER"),
    "address": ("門牌", "地址", "門牌地址", "完整門牌", "完整地址", "ADDRESS"),
    "lat": ("緯度", "WGS84緯度", "緯度WGS84", "LAT", "LATITUDE", "WGS84LAT"),
    "lon": ("經度", "WGS84經度", "經度WGS84", "LON", "LNG", "LONGITUDE", "WGS84LON"),
    "x": ("橫座標", "橫坐標", "X", "X座標", "X坐標", "TWD97X", "TWD97橫座標", "TWD97橫坐標", "TWD97X座標", "E"),
    "y": ("縱座標", "縱坐標", "Y", "Y座標", "Y坐標", "TWD97Y", "TWD97縱座標", "TWD97縱坐標", "TWD97Y座標", "N"),
}


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """The number of the column for each field that is found, the first of several."""
    names = {name: field for field, several in NAMES.items() for name in several}
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        field = names.get(_plain(heading))
        if field is not None:
            found.setdefault(field, number)
    return found


def missing_columns(columns: Mapping[str, int]) -> tuple[str, ...]:
    """What a file cannot go without, as a clerk would name the column."""
    missing = []
    if "address" not in columns and not ({"road", "locality"} & columns.keys() and "number" in columns):
        missing += [name for field, name in (("road", "街、路段"), ("number", "號")) if field not in columns]
    if not {"town", "code", "address"} & columns.keys():
        missing.append("鄉鎮市區")
    if not ({"lat", "lon"} <= columns.keys() or {"x", "y"} <= columns.keys()):
        missing.append("橫座標與縱座標（或經度與緯度）")
    return tuple(missing)


def _plain(heading: str) -> str:
    plain = unicodedata.normalize("NFKC", heading).upper().replace("臺", "台")
    return re.sub(r"[^0-9A-Z\u4e00-\u9fff]", "", plain)
