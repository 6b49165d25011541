"""All routes of a day as one vector drawing for the wall: a letter, a line pattern and a shape tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from maps.render.compass import corners_of, north, scale
from maps.render.drawn_legs import ASIDE, DrawnLeg, arrows_on, drawn_legs
from maps.render.drawn_streets import drawn_streets, lines_of_streets
from maps.render.drawn_villages import village_borders, village_names
from maps.render.marks import first_at_same_base, is_destination
from maps.render.paper import LETTERS, RING, Frame, frame_around, label, path, text_of
from maps.render.room_left import Box, Corner, Room
from maps.render.street_names import street_names, width_of
from maps.render.words import label_of, words_of
from outreach.ports import Point, RouteSketch

WALL = (1100, 990)
"""288 by 259 millimetres at the scale of all drawings: the larger part of an A3 sheet."""
PATTERNS = ("none", "9 5", "0.1 6", "12 4 0.1 4", "double", "4 4")
"""Six and no more: the seventh route has the first one's again, and another letter."""
LANES = 3
"""So many routes lie side by side in one street before one covers another."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stands in a mark, at which place of the drawing, and for whom."""

    text: str
    place: Corner
    role: str


def day_drawing(routes: Sequence[tuple[str, RouteSketch]]) -> str:
    """The drawing of these routes, each with its letter. Raises `ValueError` without any."""
    if not routes:
        raise ValueError("a day without routes")
    first = routes[0][1]
    words = words_of(first)
    frame = frame_around([sketch for _, sketch in routes], WALL)
    room = Room(frame.width, frame.height, corners_of(frame))
    marks = list(_marks_of(routes, frame))
    boxes = [_place(mark, room) for mark in marks]
    bundles = [
        drawn_legs(sketch, frame, ASIDE * (0.6 + 1.5 * (number % LANES))) for number, (_, sketch) in enumerate(routes)
    ]
    legs = list(chain.from_iterable(bundles))
    for leg in legs:
        room.ink(leg.line)
    streets = drawn_streets(
        dict.fromkeys(line for _, sketch in routes for line in sketch.streets), frame, [leg.line for leg in legs]
    )
    parts = [
        f'<rect width="{frame.width}" height="{frame.height}" fill="#fff"/>',
        *lines_of_streets(streets),
        *village_borders(first.outlines, frame),
        *_lines(bundles),
        *arrows_on(legs, boxes),
        *village_names(first.outlines, frame, room),
        *street_names(streets, room),
        *_leaders(marks, boxes),
        *(_drawn(mark, box) for mark, box in zip(marks, boxes, strict=True)),
        *north(frame, words),
        *scale(frame, first.stops[0].point.lat, words),
        f'<rect x=".5" y=".5" width="{frame.width - 1}" height="{frame.height - 1}" fill="none" stroke="#000"/>',
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-label="{text_of(words["map"])}" font-family="Noto Sans TC,Noto Sans CJK TC,sans-serif" '
        f'font-size="{LETTERS}" fill="#000">{"".join(parts)}</svg>'
    )


def _marks_of(routes: Sequence[tuple[str, RouteSketch]], frame: Frame) -> Iterable[_Mark]:
    """Each base once, first: all leave from it; then the stops, route by route."""
    bases: dict[Point, _Mark] = {}
    stops = []
    for letter, sketch in routes:
        words = words_of(sketch)
        for number, stop in enumerate(sketch.stops):
            text = label_of(stop, words, arrives=is_destination(sketch, number))
            if stop.kind == "base":
                bases.setdefault(stop.point, _Mark(text, frame.at(stop.point), "base"))
            elif first_at_same_base(sketch, number) == number:
                stops.append(_Mark(f"{letter}{text}", frame.at(stop.point), sketch.role))
    yield from bases.values()
    yield from stops


def _place(mark: _Mark, room: Room) -> Box:
    half = max(RING, width_of(mark.text) / 2 + 6) + 1
    box = room.nearest(Box(*mark.place, half, RING + 1.5), 2 * RING + 5)
    room.take(box)
    return box


def _lines(bundles: Sequence[Sequence[DrawnLeg]]) -> Iterable[str]:
    """Every route's lines in its own pattern, on white edges that part them from the streets."""
    edges = " ".join(path(leg.line) for legs in bundles for leg in legs)
    if edges:
        yield f'<path d="{edges}" fill="none" stroke="#fff" stroke-width="5.2" stroke-linejoin="round"/>'
    for number, legs in enumerate(bundles):
        if not legs:
            continue
        pattern = PATTERNS[number % len(PATTERNS)]
        lines = " ".join(path(leg.line) for leg in legs)
        common = f'<path d="{lines}" fill="none" stroke-linejoin="round"'
        if pattern == "double":
            yield f'{common} stroke="#000" stroke-width="4.2"/>'
            yield f'{common} stroke="#fff" stroke-width="1.8"/>'
        else:
            yield f'{common} stroke="#000" stroke-width="2.3" stroke-linecap="round" stroke-dasharray="{pattern}"/>'


def _leaders(marks: Sequence[_Mark], boxes: Sequence[Box]) -> Iterable[str]:
    for mark, box in zip(marks, boxes, strict=True):
        (x, y) = mark.place
        if (x, y) != (box.x, box.y):
            yield f'<path d="M{x:.1f},{y:.1f} {box.x:.1f},{box.y:.1f}" stroke="#000"/>'
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def _drawn(mark: _Mark, box: Box) -> str:
    """The mark as SVG; its shape is the role: rounded, square, six corners."""
    half, at = box.half_width - 1, f'<g transform="translate({box.x:.1f} {box.y:.1f})">'
    rect = f'<rect x="{-half:.1f}" y="-{RING}" width="{2 * half:.1f}" height="{2 * RING}"'
    if mark.role == "base":
        return f'{at}{rect} rx="2"/><g fill="#fff">{label(0, 6, mark.text, bold=True)}</g></g>'
    look = 'fill="#fff" stroke="#000" stroke-width="2"'
    shapes = {
        "substitute": f"{rect} {look}/>",
        "staff": f'<path d="M{-half:.1f} 0L{8 - half:.1f}-{RING}H{half - 8:.1f}L{half:.1f} 0L{half - 8:.1f} {RING}'
        f'H{8 - half:.1f}Z" {look}/>',
    }
    rounded = f'{rect} rx="{RING}" {look}/>'
    return f"{at}{shapes.get(mark.role, rounded)}{label(0, 6, mark.text, bold=True)}</g>"
