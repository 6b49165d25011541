"""A route on a map in one file that opens from disk and asks no other host for anything."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Any

from maps.render.marks import arrow_on, first_at_same_base, is_alongside, is_destination, key_of
from maps.render.offline_map import MAP, offline_map
from maps.render.route_drawing import route_drawing
from maps.render.words import label_of, leg_note, words_of
from outreach.ports import RouteSketch


class FoliumRouteMaps:
    """`RouteMaps` by folium. Names and notes travel as JSON and are shown as text; a content security policy in the
    page allows only its own scripts, by their hashes.
    """

    def page(self, sketch: RouteSketch) -> str:
        """A whole HTML page that opens from disk and asks no other host for anything.

        The fragment `#stop-3` brings stop 3 and its leg into focus, also when it changes later. Inside a frame the page
        shows the map alone. Raises `ValueError` without stops.
        """
        if not sketch.stops:
            raise ValueError("a route without stops")
        route: Any = offline_map(sketch)
        route.render()
        figure = route.get_root()
        scripts = [_leaflet("leaflet.js"), figure.script.render(), _own("route.js")]
        return Template(_own("route.html")).substitute(
            lang="en" if sketch.language == "en" else "zh-Hant-TW",
            heading=words_of(sketch)["map"],
            hashes=" ".join(f"'sha256-{_hash(script)}'" for script in scripts),
            styles=_leaflet("leaflet.css") + _own("route.css"),
            map=figure.html.render(),
            data=_as_json(_data(sketch)),
            scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        )

    def drawing(self, sketch: RouteSketch) -> str:
        """A black-on-white vector drawing (SVG) of the same route, for print. Raises `ValueError` without stops."""
        if not sketch.stops:
            raise ValueError("a route without stops")
        return route_drawing(sketch)


def _data(sketch: RouteSketch) -> dict[str, Any]:
    words = words_of(sketch)
    stops = [
        {
            "layer": f"stop_{first_at_same_base(sketch, number)}",
            "ring": f"ring_{number}" if stop.precision != "exact" else None,
            "key": key_of(sketch, number),
            "label": label_of(stop, words, arrives=is_destination(sketch, number)),
            "kind": stop.kind,
            "letter": stop.letter,
            "title": stop.title,
            "detail": stop.detail,
            "time": stop.time,
        }
        for number, stop in enumerate(sketch.stops)
    ]
    legs = []
    for number, leg in enumerate(sketch.legs):
        arrow, alongside = arrow_on(leg.line), is_alongside(sketch, leg)
        legs.append(
            {
                "layer": f"leg_{number}",
                "arrow": f"arrow_{number}" if arrow else None,
                "angle": arrow.angle if arrow else 0,
                "destination": leg.destination,
                "kind": "alongside" if alongside else leg.source,
                "note": leg_note(leg, words, alongside=alongside),
            }
        )
    villages = [
        {
            "layer": f"village_{number}",
            "rings": [f"outline_{number}_{part}" for part in range(len(outline.rings))],
            "name": outline.village,
        }
        for number, outline in enumerate(sketch.outlines)
    ]
    about = {"title": sketch.title, "subtitle": sketch.subtitle, "role": sketch.role, "sample": sketch.sample}
    return {**about, "words": words, "map": MAP, "stops": stops, "legs": legs, "villages": villages}


def _as_json(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element: no sign in it could end or open an element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


@lru_cache
def _own(name: str) -> str:
    return (files("maps.render") / "static" / name).read_text(encoding="utf-8")


@lru_cache
def _leaflet(name: str) -> str:
    """A file of Leaflet, without its references to further files."""
    text = (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name).read_text(encoding="utf-8")
    return re.sub(r"url\([^)]*\)|//# sourceMappingURL=.*", lambda found: "none" if found[0][0] == "u" else "", text)
