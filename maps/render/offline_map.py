"""A folium map that loads nothing from anywhere and carries no text: lines, rings and empty marks, each with a name.

`static/route.js` finds the layers by their names and writes the texts into the marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import folium
from branca.element import Element
from folium.template import Template

from maps.geocode.rings import interior_point
from maps.render.marks import arrow_on, as_drawn, first_at_same_base, is_alongside
from outreach.ports import Outline, Point, RouteSketch

E = TypeVar("E", bound=Element)

MAP = "map_route"
APPROXIMATE_METRES = 220
"""Radius of the faint ring around a place of which only the 里 is known."""


class OfflineMap(folium.Map):
    """folium's map without its links to other hosts, and without the styles that forbid zooming the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  (folium reads it from the class)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012  (folium reads it from the class)
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="map" id={{ this.get_name()|tojson }}></div>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}}
            );
        {% endmacro %}
        """
    )


class EmptyMark(folium.Marker):
    """folium's marker with an empty element from the start: the stock one first asks for a picture."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.marker(
                {{ this.location|tojson }},
                {icon: L.divIcon({{ this.look|tojavascript }}), ...{{ this.options|tojavascript }}}
            ).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, point: Point, class_name: str, size: int, **options: Any) -> None:
        super().__init__(_pair(point), **options)
        self.look = {"class_name": class_name, "icon_size": [size, size]}


def offline_map(sketch: RouteSketch) -> OfflineMap:
    """The route's map; layers are named `outline_0_0`, `village_0`, `leg_0`, `arrow_0`, `ring_0`, `stop_0` …"""
    route = named(
        OfflineMap(
            location=_pair(sketch.stops[0].point),
            tiles=None,
            zoom_start=15,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            min_zoom=12,
            max_zoom=19,
            keyboard=False,
        ),
        MAP,
    )
    for number, outline in enumerate(sketch.outlines):
        _draw_village(route, number, outline)
    for number, stop in enumerate(sketch.stops):
        if stop.precision == "village":
            circle = folium.Circle(
                _pair(stop.point), radius=APPROXIMATE_METRES, class_name="approximate", interactive=False
            )
            named(circle, f"ring_{number}").add_to(route)
    _draw_legs(route, sketch)
    for number, stop in enumerate(sketch.stops):
        if first_at_same_base(sketch, number) == number:
            mark = EmptyMark(stop.point, f"stop {stop.kind}", 44, z_index_offset=1000)
            named(mark, f"stop_{number}").add_to(route)
    return route


def _draw_village(route: OfflineMap, number: int, outline: Outline) -> None:
    for part, ring in enumerate(outline.rings):
        polygon = folium.Polygon([_pair(point) for point in ring], class_name="outline", interactive=False)
        named(polygon, f"outline_{number}_{part}").add_to(route)
    middle = EmptyMark(
        interior_point(outline.rings[0]), "village", 0, interactive=False, keyboard=False, z_index_offset=-1000
    )
    named(middle, f"village_{number}").add_to(route)


def _draw_legs(route: OfflineMap, sketch: RouteSketch) -> None:
    polyline: Any = folium.PolyLine
    for number, leg in enumerate(sketch.legs):
        kind = "alongside" if is_alongside(sketch, leg) else leg.source
        line = polyline(
            [_pair(point) for point in as_drawn(leg.line)], class_name=f"leg {kind}", interactive=False, smooth_factor=0
        )
        named(line, f"leg_{number}").add_to(route)
        if arrow := arrow_on(leg.line):
            mark = EmptyMark(arrow.point, "arrow", 20, interactive=False, keyboard=False)
            named(mark, f"arrow_{number}").add_to(route)


def named(element: E, name: str) -> E:
    """The element, with a name that a script finds it by."""
    # By default a name is random: the same route would never give the same file twice, nor could a script find a layer.
    element.get_name = lambda: name  # type: ignore[method-assign]
    return element


def _pair(point: Point) -> Sequence[float]:
    return [point.lat, point.lon]
