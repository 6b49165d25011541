"""A route on a map in one file that opens from disk and asks no other host for anything."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Any

from maps.render.day_drawing import day_drawing
from maps.render.marks import arrow_on, first_at_same_base, is_alongside, is_destination, key_of
from maps.render.offline_map import MAP, offline_map
from maps.render.route_drawing import route_drawing
from maps.render.served_map import as_json
from maps.render.words import label_of, leg_note, words_of
from outreach.ports import GroundMap, RouteSketch

LIBRARY = "/lib"
"""Where our own host serves what stands in `static/` and what Leaflet's package ships."""
LEAFLET = "js_lib_leaflet/leaflet.js"


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
        drawn, script = _drawn(sketch)
        scripts = [_leaflet("leaflet.js"), script, _own("route.js")]
        return Template(_own("route.html")).substitute(
            lang="en" if sketch.language == "en" else "zh-Hant-TW",
            heading=words_of(sketch)["map"],
            hashes=" ".join(f"'sha256-{_hash(script)}'" for script in scripts),
            styles=_leaflet("leaflet.css") + _own("route.css"),
            body=Template(_own("body.html")).substitute(map=drawn),
            data=as_json(_data(sketch)),
            scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        )

    def served(self, sketch: RouteSketch, *, nonce: str, ground: GroundMap) -> str:
        """The same page with its scripts and styles from our own host, for a policy with this `nonce` and nothing else
        inline. Raises `ValueError` without stops.
        """
        if not sketch.stops:
            raise ValueError("a route without stops")
        drawn, script = _drawn(sketch)
        before, after = (f'<script src="{LIBRARY}/{name}" nonce="{nonce}"></script>' for name in (LEAFLET, "route.js"))
        under = f'<script src="{LIBRARY}/ground.js" nonce="{nonce}"></script>'
        return Template(_own("served.html")).substitute(
            lang="en" if sketch.language == "en" else "zh-Hant-TW",
            heading=words_of(sketch)["map"],
            nonce=nonce,
            styles="\n".join(
                f'<link rel="stylesheet" href="{LIBRARY}/{name}" nonce="{nonce}">'
                for name in (LEAFLET.replace(".js", ".css"), "route.css")
            ),
            body=Template(_own("body.html")).substitute(map=drawn),
            data=as_json({**_data(sketch), "ground": asdict(ground)}),
            scripts="\n".join((before, under, f'<script nonce="{nonce}">{script}</script>', after)),
        )

    def drawing(self, sketch: RouteSketch) -> str:
        """A black-on-white vector drawing (SVG) of the same route, for print. Raises `ValueError` without stops."""
        if not sketch.stops:
            raise ValueError("a route without stops")
        return route_drawing(sketch)

    def day_drawing(self, routes: Sequence[tuple[str, RouteSketch]]) -> str:
        """All routes of a day in one such drawing, each with its letter. Raises `ValueError` without any."""
        return day_drawing(routes)


def _drawn(sketch: RouteSketch) -> tuple[str, str]:
    """What folium makes of it: the element that holds the map, and the script that draws it. No text is in either."""
    route: Any = offline_map(sketch)
    route.render()
    figure = route.get_root()
    return figure.html.render(), figure.script.render()


def _data(sketch: RouteSketch) -> dict[str, Any]:
    words = words_of(sketch)
    stops = [
        {
            "layer": f"stop_{first_at_same_base(sketch, number)}",
            "ring": f"ring_{number}" if stop.precision == "village" else None,
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
