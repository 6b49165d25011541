"""Routes to draw in tests: a shift at the base, three visits, one of them an escort, one place known by its 里 only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from maps.geocode.villages import VillageGeocoder
from outreach.ports import Point, RouteSketch, SketchLeg, SketchStop

HALL = Point(lat=22.9890, lon=120.1640)

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`${alert(1)}`",
    "'\"><svg onload=alert(1)>",
    "<!--<script>",
    "\\u003cscript\\u003ealert(1)",
    "{{ 7*7 }}",
    "\u202eevil\u2028line",
)


def stop(number: int, title: str, lat: float, lon: float, **more: Any) -> SketchStop:
    """A visit at a place, unless told otherwise."""
    about = {"kind": "visit", "letter": "訪", "detail": "訪視問安", "time": "14:00", "precision": "exact"} | more
    return SketchStop(number=number, title=title, point=Point(lat=lat, lon=lon), **about)


def route(**more: Any) -> RouteSketch:
    """A volunteer's route: base, stop 1 (shift), 2, 3 (about there), 4 (an escort with two marks), base."""
    base = stop(0, "示範區公所", HALL.lat, HALL.lon, kind="base", letter="", time="08:30")
    stops = (
        base,
        stop(1, "單一窗口服務台", HALL.lat, HALL.lon, kind="shift", letter="台", time="08:30"),
        stop(2, "測試甲", 22.9955, 120.1668, time="13:30"),
        stop(3, "測試乙", 22.9943, 120.1735, precision="village"),
        stop(4, "測試丙", 22.9930, 120.1772, letter="醫", time="14:40"),
        stop(4, "示範醫院", 22.9988, 120.1890, letter="醫", time="15:20"),
        replace(base, time="16:40"),
    )
    legs = tuple(
        SketchLeg(
            origin=origin,
            destination=origin + 1,
            minutes=6,
            metres=1260,
            source="estimate",
            line=(stops[origin].point, stops[origin + 1].point),
        )
        for origin in range(1, 6)
    )
    outlines = VillageGeocoder().outlines()
    about = {"title": "12/2（三） 林秀琴 的路線", "subtitle": "志工　腳踏車", "role": "volunteer", "sample": True}
    return RouteSketch(**({"stops": stops, "legs": legs, "outlines": outlines, **about} | more))


def hostile_route() -> RouteSketch:
    """The same route with every text written by somebody who means harm."""
    evil = " ".join(HOSTILE)
    plain = route()
    stops = tuple(replace(each, title=evil, detail=evil, letter=HOSTILE[0], time=HOSTILE[1]) for each in plain.stops)
    outlines = tuple(replace(outline, village=evil) for outline in plain.outlines)
    return replace(plain, title=evil, subtitle=evil, stops=stops, outlines=outlines)
