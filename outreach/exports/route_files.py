"""A route as a file that maps and navigation apps read: GPX 1.1 (topografix.com/GPX/1/1) and GeoJSON (RFC 7946).

Numbers, times and places; no name, no address, no phone: a file stays on a device longer than a page.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, Literal
from xml.etree import ElementTree

from outreach.ports import Point, RouteSketch, SketchStop

RouteFormat = Literal["gpx", "geojson"]
_GPX = "http://www.topografix.com/GPX/1/1"
_WORDS = {
    "zh": {
        "title": "{date} 路線",
        "sample": "{date} 路線（示範資料）",
        "stop": "第 {number} 站",
        "base": "據點",
        "approximate": "{time}（約略位置）",
        "street": "街道路線",
        "estimate": "直線估計，未依街道",
        "both": "街道路線，部分為直線估計",
    },
    "en": {
        "title": "Route of {date}",
        "sample": "Route of {date} (sample data)",
        "stop": "Stop {number}",
        "base": "Base",
        "approximate": "{time} (approximate)",
        "street": "along streets",
        "estimate": "straight estimate, not along streets",
        "both": "along streets, partly a straight estimate",
    },
}


def route_file(sketch: RouteSketch, date: dt.date, form: RouteFormat) -> bytes:
    """The route in this format, UTF-8."""
    words = _WORDS["en" if sketch.language == "en" else "zh"]
    title = words["sample" if sketch.sample else "title"].format(date=date.isoformat())
    makers: Mapping[RouteFormat, Callable[[RouteSketch, str, dict[str, str]], bytes]] = {
        "gpx": _gpx,
        "geojson": _geojson,
    }
    return makers[form](sketch, title, words)


def _gpx(sketch: RouteSketch, title: str, words: dict[str, str]) -> bytes:
    """Stops as waypoints, and a track with a segment for each leg. The schema fixes the order of all elements."""
    root = ElementTree.Element("gpx", {"xmlns": _GPX, "version": "1.1", "creator": "outreach"})
    ElementTree.SubElement(ElementTree.SubElement(root, "metadata"), "name").text = title
    for stop in sketch.stops:
        mark = ElementTree.SubElement(root, "wpt", _place(stop.point))
        ElementTree.SubElement(mark, "name").text = _name(stop, words)
        about = words["approximate"] if stop.precision != "exact" else "{time}"
        ElementTree.SubElement(mark, "desc").text = about.format(time=stop.time)
    if sketch.legs:
        track = ElementTree.SubElement(root, "trk")
        ElementTree.SubElement(track, "name").text = title
        sources = {leg.source for leg in sketch.legs}
        ElementTree.SubElement(track, "src").text = words["both" if len(sources) > 1 else sources.pop()]
        for leg in sketch.legs:
            segment = ElementTree.SubElement(track, "trkseg")
            for point in leg.line:
                ElementTree.SubElement(segment, "trkpt", _place(point))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _geojson(sketch: RouteSketch, title: str, words: dict[str, str]) -> bytes:
    stops = [
        _feature(
            {"type": "Point", "coordinates": _position(stop.point)},
            {
                "name": _name(stop, words),
                "number": stop.number,
                "kind": stop.kind,
                "time": stop.time,
                "precision": stop.precision,
            },
        )
        for stop in sketch.stops
    ]
    legs = [
        _feature(
            {"type": "LineString", "coordinates": [_position(point) for point in leg.line]},
            {
                "from": sketch.stops[leg.origin].number,
                "to": sketch.stops[leg.destination].number,
                "minutes": leg.minutes,
                "metres": leg.metres,
                "source": leg.source,
            },
        )
        for leg in sketch.legs
    ]
    whole = {"type": "FeatureCollection", "name": title, "features": [*stops, *legs]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _name(stop: SketchStop, words: dict[str, str]) -> str:
    return words["stop"].format(number=stop.number) if stop.number else words["base"]


def _place(point: Point) -> dict[str, str]:
    return {"lat": f"{point.lat:.6f}", "lon": f"{point.lon:.6f}"}


def _position(point: Point) -> list[float]:
    """Longitude first, as RFC 7946 wants it."""
    return [round(point.lon, 6), round(point.lat, 6)]
