"""A map on one of our own pages: folium's frame without a word in it, and all that it shows as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from maps.geocode.rings import interior_point
from maps.render.marks import arrow_on, as_drawn, is_alongside, is_destination
from maps.render.offline_map import OfflineMap, named
from maps.render.words import CHINESE, ENGLISH, label_of
from outreach.ports import DayRoute, GroundMap, MapMark, MapVillage, Outline, Point, RouteSketch, SketchStop

NAME = "map_view"
HUES = PATTERNS = 6
"""Six colours and six patterns of lines, put together so that 36 people have 36 different lines."""
WORDS = ("zoom_in", "zoom_out", "metres", "kilometres", "north", "source")


@dataclass(frozen=True, slots=True)
class ServedMap:
    """What a page needs: the element that holds the map, the script that makes it, and the data, each safe as it is."""

    element: str
    script: str
    data: str
    words: dict[str, str]
    source: str


def look_of(number: int) -> tuple[int, int]:
    """The colour and the pattern of the route with this number, from 0."""
    return (number + number // PATTERNS) % HUES, number % PATTERNS


def served_map(
    *,
    language: str,
    ground: GroundMap,
    outlines: Sequence[Outline],
    routes: Sequence[DayRoute] = (),
    marks: Sequence[MapMark] = (),
    villages: Sequence[MapVillage] = (),
) -> ServedMap:
    """The map of these routes, single marks and figures of 里. `outlines`: of the district."""
    frame: Any = named(
        OfflineMap(
            location=(22.99, 120.17),
            tiles=None,
            zoom_start=13,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            min_zoom=11,
            max_zoom=19,
        ),
        NAME,
    )
    frame.render()
    figure = frame.get_root()
    words = ENGLISH if language == "en" else CHINESE
    told = {one.village: one for one in villages}
    data = {
        "map": NAME,
        "words": {word: words[word] for word in WORDS},
        "ground": asdict(ground),
        "whole": bool(villages),
        "villages": [_village(outline, told.get(outline.village), bool(villages)) for outline in outlines],
        "routes": [_route(route, words) for route in routes],
        "marks": [_mark(mark) for mark in marks],
    }
    return ServedMap(
        element=figure.html.render(),
        script=figure.script.render(),
        data=as_json(data),
        words=words,
        source=ground.source,
    )


def as_json(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element: no sign in it could end or open an element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _village(outline: Outline, told: MapVillage | None, figures: bool) -> dict[str, Any]:
    return {
        "key": outline.village,
        "name": outline.village,
        "text": told.text if told else "",
        "level": told.level if told else "none" if figures else "",
        "middle": _pair(interior_point(outline.rings[0])),
        "rings": [[_pair(point) for point in ring] for ring in outline.rings],
    }


def _route(route: DayRoute, words: dict[str, str]) -> dict[str, Any]:
    sketch, hue, pattern = route.sketch, *look_of(route.number)
    return {
        "key": route.letter,
        "hue": hue,
        "pattern": pattern,
        "marks": [
            {
                "key": mark_key(route, index),
                "label": _label(route, stop, words),
                "kind": stop.kind,
                "role": sketch.role,
                "about": stop.precision != "exact",
                "at": _pair(stop.point),
            }
            for index, stop in enumerate(sketch.stops)
            if index in route.shown and not is_destination(sketch, index)
        ],
        "legs": [_leg(route, number) for number, leg in enumerate(sketch.legs) if leg.destination in route.shown],
    }


def _label(route: DayRoute, stop: SketchStop, words: dict[str, str]) -> str:
    if stop.kind != "base":
        return route.letter + label_of(stop, words, arrives=False)
    # A base without an address is where somebody lives.
    return words["base"] if stop.detail else words["home"]


def mark_key(route: DayRoute, index: int) -> str:
    """Which mark of the page belongs to this stop of the route: `A3`."""
    number = route.sketch.stops[index].number
    return f"{route.letter}{number}" if number else f"{route.letter}-{index}"


def _leg(route: DayRoute, number: int) -> dict[str, Any]:
    sketch: RouteSketch = route.sketch
    leg = sketch.legs[number]
    arrow = arrow_on(leg.line)
    return {
        "to": mark_key(route, leg.destination),
        "kind": "alongside" if is_alongside(sketch, leg) else leg.source,
        "line": [_pair(point) for point in as_drawn(leg.line)],
        "arrow": {"at": _pair(arrow.point), "angle": arrow.angle} if arrow else None,
    }


def _mark(mark: MapMark) -> dict[str, Any]:
    about = {"key": mark.key, "label": mark.label, "kind": mark.kind, "about": mark.precision != "exact"}
    return {**about, "role": "", "at": _pair(mark.point)}


def _pair(point: Point) -> tuple[float, float]:
    return round(point.lat, 6), round(point.lon, 6)
