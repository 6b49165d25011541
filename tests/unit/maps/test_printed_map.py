"""The printed map on real streets: legs on their lines and on the right, names and marks clear of each other."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from math import cos, hypot, radians, sin
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.render.drawn_legs import ASIDE, moved_aside, thinned
from maps.render.drawn_streets import drawn_streets
from maps.render.paper import LETTERS, frame_of
from maps.render.room_left import Box, Room
from maps.render.route_page import FoliumRouteMaps
from maps.render.street_names import joined, width_of
from outreach.ports import Point, RouteSketch, SketchLeg, StreetLine
from tests.sketches import HALL, HOSTILE, route, stop

SVG = "{http://www.w3.org/2000/svg}"
LATS = [22.985 + 0.0015 * row for row in range(12)]
LONS = [120.160 + 0.0016 * column for column in range(20)]
TURN = re.compile(r"translate\(([\d.-]+) ([\d.-]+)\)(?: rotate\(([\d.-]+)\))?")


def grid() -> tuple[StreetLine, ...]:
    """Streets in blocks, each block a line of its own as in an extract, and a canal."""
    lines = [
        StreetLine("main" if n % 4 == 0 else "street", f"平豐{n}路", (Point(lat=lat, lon=a), Point(lat=lat, lon=b)))
        for n, lat in enumerate(LATS)
        for a, b in pairwise(LONS)
    ]
    lines += [
        StreetLine("lane", f"安北路{n}巷", (Point(lat=a, lon=lon), Point(lat=b, lon=lon)))
        for n, lon in enumerate(LONS)
        for a, b in pairwise(LATS)
    ]
    canal = (Point(lat=22.985, lon=120.1695), Point(lat=23.003, lon=120.171))
    return (*lines, StreetLine("water", "安平運河", canal))


def on_streets(sketch: RouteSketch) -> RouteSketch:
    """The same route, first along the nearest lane, then along the nearest street."""

    def way(leg: SketchLeg) -> tuple[Point, ...]:
        start, end = leg.line[0], leg.line[-1]
        lon, lat = (min(LONS, key=lambda x: abs(x - start.lon)), min(LATS, key=lambda y: abs(y - end.lat)))
        return (start, Point(lat=start.lat, lon=lon), Point(lat=lat, lon=lon), Point(lat=lat, lon=end.lon), end)

    return replace(
        sketch, streets=grid(), legs=tuple(replace(leg, source="street", line=way(leg)) for leg in sketch.legs)
    )


def drawn(sketch: RouteSketch) -> ElementTree.Element:
    return ElementTree.fromstring(FoliumRouteMaps().drawing(sketch))


def lines(drawing: ElementTree.Element, width: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+),([\d.-]+)", path.get("d") or "")]
        for path in drawing.iter(f"{SVG}path")
        if path.get("stroke-width") == width
    ]


def marks(drawing: ElementTree.Element) -> dict[str, Box]:
    """By what is written in it, each mark's box without its edge."""
    found = {}
    for group in drawing.findall(f"{SVG}g"):
        place = TURN.fullmatch(group.get("transform") or "")
        ring, base = group.find(f"{SVG}circle"), group.find(f"{SVG}rect")
        if place and (ring is not None or base is not None):
            half = 16 if base is None else 25
            found[next(group.itertext())] = Box(float(place[1]), float(place[2]), half, 16)
    return found


def names(drawing: ElementTree.Element) -> dict[str, Box]:
    """By name, the box of its letters: of the 里 and of the streets."""
    found = {}
    for group in (drawing, *drawing.findall(f"{SVG}g")):
        place = TURN.fullmatch(group.get("transform") or "") if group is not drawing else None
        for text in group.findall(f"{SVG}text"):
            if text.get("stroke") == "#fff" and text.text:
                x, y = float(text.get("x") or 0), float(text.get("y") or 0) - 6
                if place:
                    x, y = float(place[1]), float(place[2])
                half = width_of(text.text) / 2
                found[text.text] = Box(x, y, half, LETTERS / 2, float(place[3]) if place else 0)
    return found


def test_streets_are_drawn_under_the_route_and_named_once() -> None:
    drawing = drawn(on_streets(route()))
    classes = [path.get("class") for path in drawing.iter(f"{SVG}path") if path.get("class")]
    assert classes == ["water"] * 4 + ["lane", "street", "main"] * 2
    order = [path.get("class") or path.get("stroke-width") for path in drawing.iter(f"{SVG}path")]
    assert order.index("2.4") > max(n for n, one in enumerate(order) if one in ("water", "lane", "street", "main"))
    found = names(drawing)
    assert "安平運河" in found and sum(name.startswith("平豐") for name in found) >= 2
    assert "實線為街道路線。" in {text.text for text in drawing.iter(f"{SVG}text")}


def test_without_streets_there_are_none() -> None:
    assert not [path for path in drawn(route()).iter(f"{SVG}path") if path.get("class")]


def test_a_leg_runs_beside_its_line_on_the_right_of_the_way() -> None:
    sketch = on_streets(route())
    frame = frame_of(sketch)
    for leg, line in zip(sketch.legs, lines(drawn(sketch), "2.4"), strict=True):
        true = [frame.at(point) for point in leg.line]
        for (x, y), (to_x, to_y) in pairwise(true):
            length = hypot(to_x - x, to_y - y)
            if length < 20:
                continue
            middle = ((x + to_x) / 2 - (to_y - y) / length * ASIDE, (y + to_y) / 2 + (to_x - x) / length * ASIDE)
            assert min(_far(middle, *piece) for piece in pairwise(line)) < 1


def _far(corner, start, end):
    along, down = end[0] - start[0], end[1] - start[1]
    share = ((corner[0] - start[0]) * along + (corner[1] - start[1]) * down) / (along**2 + down**2 or 1)
    share = min(1, max(0, share))
    return hypot(corner[0] - start[0] - share * along, corner[1] - start[1] - share * down)


def test_arrowheads_point_where_the_leg_goes_and_none_is_under_a_mark() -> None:
    for sketch in (route(), on_streets(route())):
        drawing = drawn(sketch)
        legs, boxes, seen = lines(drawing, "2.4"), marks(drawing).values(), 0
        for path in drawing.findall(f"{SVG}path"):
            place = TURN.fullmatch(path.get("transform") or "")
            if not place:
                continue
            x, y, angle = float(place[1]), float(place[2]), radians(float(place[3]))
            far, piece = min((_far((x, y), *piece), piece) for line in legs for piece in pairwise(line))
            length = hypot(piece[1][0] - piece[0][0], piece[1][1] - piece[0][1])
            ahead = (piece[1][0] - piece[0][0]) * sin(angle) - (piece[1][1] - piece[0][1]) * cos(angle)
            assert far < 0.2 and ahead / length > 0.99
            assert all(abs(x - box.x) > box.half_width or abs(y - box.y) > box.half_height for box in boxes)
            seen += 1
        assert seen >= len([line for line in legs if len(line) > 1])


def test_a_way_and_its_way_back_lie_beside_each_other() -> None:
    there = [(0.0, 0.0), (100.0, 0.0)]
    assert moved_aside(there, 3) == ((0, 3), (100, 3))
    assert moved_aside(there[::-1], 3) == ((100, -3), (0, -3))
    assert moved_aside([(0, 0), (100, 0), (100, 100)], 3) == ((0, 3), (97, 3), (97, 100))
    assert moved_aside([(5, 5), (5, 5)], 3) == ()


def test_a_line_is_thinned_to_the_corners_that_are_seen() -> None:
    assert thinned([(0, 0), (5, 0.1), (10, 0), (10, 5), (10, 10)], 0.5) == [(0, 0), (10, 0), (10, 10)]


def test_smaller_streets_give_way_where_they_would_be_all_black() -> None:
    frame = frame_of(route())
    assert {one.rank for one in drawn_streets(grid(), frame)} == {"water", "main", "street", "lane"}
    near = [Point(lat=HALL.lat + 0.00002 * n, lon=120.165) for n in range(400)]
    dense = tuple(StreetLine("lane", "", (one, Point(lat=one.lat, lon=120.185))) for one in near)
    assert {one.rank for one in drawn_streets((*grid(), *dense), frame)} == {"water", "main", "street"}
    # A little too dense: what branches off near the route is drawn, the rest is not.
    some = (*grid(), *dense[::8])
    turn_off = [(50.0, 150.0), (370.0, 150.0)]
    beside = [one for one in drawn_streets(some, frame, [turn_off]) if one.rank == "lane"]
    assert beside and all(abs(y - 150) < 60 for one in beside for _, y in one.line)
    assert "lane" not in {one.rank for one in drawn_streets(some, frame)}
    far = StreetLine("main", "遠路", (Point(lat=24, lon=121), Point(lat=24.1, lon=121)))
    assert drawn_streets([far], frame) == ()


def test_blocks_of_a_street_become_one_way() -> None:
    (way,) = joined([[(0, 0), (1, 0)], [(2, 0), (1, 0)], [(3, 0), (2, 0)]])
    assert sorted(way) == [(0, 0), (1, 0), (2, 0), (3, 0)] and way in (sorted(way), sorted(way)[::-1])
    assert len(joined([[(0, 0), (1, 0)], [(5, 0), (6, 0)]])) == 2


def test_boxes_are_clear_of_each_other_or_not() -> None:
    flat = Box(0, 0, 20, 5)
    assert flat.clear_of(Box(41, 0, 20, 5)) and flat.clear_of(Box(0, 10, 20, 5))
    assert not flat.clear_of(Box(39, 0, 20, 5))
    # Their upright boxes overlap; the turned one passes the corner.
    assert flat.clear_of(Box(28, 14, 20, 4, -45)) and flat.clear_of(Box(28, 14, 20, 4, 135))
    assert not flat.clear_of(Box(28, 14, 20, 4, 45))
    assert not flat.clear_of(Box(15, 0, 20, 4, 45))


def test_a_full_drawing_keeps_a_mark_at_its_place() -> None:
    room = Room(100, 100, [Box(50, 50, 50, 50)])
    assert room.nearest(Box(50, 50, 10, 10), 20) == Box(50, 50, 10, 10)


@settings(max_examples=25, deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=60),
    wide=st.sampled_from((0.0, 0.00002, 0.0004)),
    streets=st.booleans(),
)
def test_no_mark_and_no_name_ever_covers_another(places, wide, streets) -> None:
    base = stop(0, "公所", HALL.lat, HALL.lon, kind="base", letter="")
    stops = [stop(n, "某", 22.9935 + x * wide, 120.172 + y * wide) for n, (x, y) in enumerate(places, start=1)]
    every = (base, *stops, base)
    legs = tuple(
        SketchLeg(origin=n, destination=n + 1, minutes=3, metres=9, source="estimate", line=(a.point, b.point))
        for n, (a, b) in enumerate(pairwise(every))
    )
    sketch = route(stops=every, legs=legs)
    drawing = drawn(on_streets(sketch) if streets else sketch)
    found = marks(drawing)
    assert len(found) == len(places) + 1
    width, height = frame_of(sketch).width, frame_of(sketch).height
    corners = [Box(width - 20, 28, 18, 25), Box(width - 80, height - 22, 70, 18)]
    every_box = [*found.values(), *names(drawing).values(), *corners]
    assert all(one.clear_of(other) for one, other in combinations(every_box, 2))
    for box in every_box:
        left, top, right, bottom = box.edges
        assert left >= 0 and top >= 0 and right <= width and bottom <= height


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_street_is_text(text) -> None:
    streets = tuple(replace(one, name=text) for one in grid())
    drawing = drawn(replace(on_streets(route()), streets=streets))
    tags = ("svg", "g", "path", "rect", "circle", "text")
    assert {element.tag for element in drawing.iter()} == {f"{SVG}{tag}" for tag in tags}
