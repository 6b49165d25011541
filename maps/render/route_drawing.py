"""A route as a vector drawing for paper: black on white, nothing that needs colour, a screen or a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians, sin

from maps.render.compass import corners_of, north, scale
from maps.render.drawn_legs import arrows_on, drawn_legs, lines_of
from maps.render.drawn_streets import drawn_streets, lines_of_streets
from maps.render.drawn_villages import village_borders, village_names
from maps.render.marks import first_at_same_base, is_alongside, is_destination
from maps.render.paper import LETTERS, RING, Frame, frame_of, label, text_of
from maps.render.room_left import Box, Corner, Room
from maps.render.street_names import street_names
from maps.render.words import label_of, words_of
from outreach.ports import RouteSketch

LINE = 23
"""Height of one line of the caption."""
ABOUT = 30
"""Radius of the ring around a place that is known about only."""


def route_drawing(sketch: RouteSketch) -> str:
    """The drawing, 420 by 320 units and its caption, or 695 by 500 for many stops.

    Its texts are 12 points high where 420 units are shown 110 millimetres wide.
    """
    frame, words = frame_of(sketch), words_of(sketch)
    width, height = frame.width, frame.height
    caption = tuple(_caption(sketch))
    room = Room(width, height, corners_of(frame))
    shown = [number for number in range(len(sketch.stops)) if first_at_same_base(sketch, number) == number]
    marks = _placed(sketch, shown, frame, room)
    legs = drawn_legs(sketch, frame)
    streets = drawn_streets(sketch.streets, frame, [leg.line for leg in legs])
    for line in (*(leg.line for leg in legs), *_rings(sketch, frame)):
        room.ink(line)
    parts = [
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *lines_of_streets(streets),
        *village_borders(sketch.outlines, frame),
        *_approximate(sketch, frame),
        *lines_of(legs),
        *arrows_on(legs, marks),
        *village_names(sketch.outlines, frame, room),
        *street_names(streets, room),
        *_marks(sketch, shown, frame, marks),
        *north(frame, words),
        *scale(frame, sketch.stops[0].point.lat, words),
        f'<rect y="{height}" width="{width}" height="{LINE * len(caption) + 4}" fill="#fff"/>',
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" fill="none" stroke="#000"/>',
        *(label(1, height + LINE * number + 18, text, anchor="start") for number, text in enumerate(caption)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + LINE * len(caption)}" role="img" '
        f'aria-label="{text_of(sketch.title)}" font-family="Noto Sans TC,Noto Sans CJK TC,sans-serif" '
        f'font-size="{LETTERS}" fill="#000">{"".join(parts)}</svg>'
    )


def _placed(sketch: RouteSketch, shown: Sequence[int], frame: Frame, room: Room) -> list[Box]:
    """Where each mark stands: at its place, or beside it where another mark is."""
    placed = []
    for number in shown:
        x, y = frame.at(sketch.stops[number].point)
        half = 26 if sketch.stops[number].kind == "base" else RING + 1
        placed.append(room.nearest(Box(x, y, half, RING + 1.5), 2 * RING + 5))
        room.take(placed[-1])
    return placed


def _rings(sketch: RouteSketch, frame: Frame) -> Iterable[list[Corner]]:
    """The rings around what is known about only, as lines that no name is written on."""
    for x, y in (frame.at(stop.point) for stop in sketch.stops if stop.precision != "exact"):
        turns = (radians(15 * turn) for turn in range(25))
        yield [(x + ABOUT * cos(turn), y + ABOUT * sin(turn)) for turn in turns]


def _approximate(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    for stop in sketch.stops:
        if stop.precision != "exact":
            x, y = frame.at(stop.point)
            ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{ABOUT}" fill="none"'
            yield f'{ring} stroke="#fff" stroke-width="4.4"/>'
            yield f'{ring} stroke="#000" stroke-width="1.7" stroke-dasharray="1.7 4"/>'


def _marks(sketch: RouteSketch, shown: Sequence[int], frame: Frame, marks: Sequence[Box]) -> Iterable[str]:
    words = words_of(sketch)
    places = [frame.at(sketch.stops[number].point) for number in shown]
    moved = [(place, mark) for place, mark in zip(places, marks, strict=True) if place != (mark.x, mark.y)]
    leaders = " ".join(f"M{x:.1f},{y:.1f} {mark.x:.1f},{mark.y:.1f}" for (x, y), mark in moved)
    yield f'<path d="{leaders}" stroke="#000"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for (x, y), _ in moved)
    for number, mark in zip(shown, marks, strict=True):
        stop = sketch.stops[number]
        written = label_of(stop, words, arrives=is_destination(sketch, number))
        at = f'<g transform="translate({mark.x:.1f} {mark.y:.1f})">'
        if stop.kind == "base":
            box = f'<rect x="-25" y="-{RING}" width="50" height="{2 * RING}" rx="2"/>'
            yield f'{at}{box}<g fill="#fff">{label(0, 6, written, bold=True)}</g></g>'
        else:
            ring = f'<circle r="{RING}" fill="#fff" stroke="#000" stroke-width="2.2"/>'
            yield f"{at}{ring}{label(0, 6, written, bold=True, size=LETTERS if len(written) > 2 else 18)}</g>"


def _caption(sketch: RouteSketch) -> Iterable[str]:
    """What the lines mean, a line for each."""
    words = words_of(sketch)
    kinds = {"alongside" if is_alongside(sketch, leg) else leg.source for leg in sketch.legs}
    yield from (words[word] for kind, word in (("estimate", "estimate_short"), ("street", "street")) if kind in kinds)
    if any(stop.precision != "exact" for stop in sketch.stops):
        yield words["ring"]
    if sketch.sample:
        yield words["sample_short"]
