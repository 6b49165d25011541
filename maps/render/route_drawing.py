"""A route as a vector drawing for paper: black on white, nothing that needs colour, a screen or a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, hypot, log10, radians

from maps.render.drawn_villages import drawn_villages
from maps.render.marks import arrow_on, as_drawn, first_at_same_base, is_alongside, is_destination, set_apart
from maps.render.paper import EQUATOR_METRES, HEIGHT, RING, WIDTH, Frame, frame_of, label, path, text_of
from maps.render.words import label_of, length_of, words_of
from outreach.ports import RouteSketch

CAPTION = 26
DASHES = {"estimate": "8 4", "street": "none", "alongside": "0.1 6"}


def route_drawing(sketch: RouteSketch) -> str:
    """The drawing, 420 by 346 units, text 12 to 15 units: meant to be shown at one CSS pixel a unit or larger."""
    frame = frame_of(sketch)
    shown = [number for number in range(len(sketch.stops)) if first_at_same_base(sketch, number) == number]
    places = [frame.at(sketch.stops[number].point) for number in shown]
    halves = [24 if sketch.stops[number].kind == "base" else RING + 1 for number in shown]
    shifts = set_apart(places, halves, 2 * RING + 3, (WIDTH, HEIGHT))
    taken = [(x + dx, y + dy, half) for (x, y), (dx, dy), half in zip(places, shifts, halves, strict=True)]
    taken += [(WIDTH - 20, 28, 20), (WIDTH - 80, HEIGHT - 22, 70)]
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *drawn_villages(sketch.outlines, frame, taken),
        *_approximate(sketch, frame),
        *_legs(sketch, frame),
        *_marks(sketch, shown, places, shifts),
        *_north(sketch),
        *_scale(sketch, frame),
        f'<rect y="{HEIGHT}" width="{WIDTH}" height="{CAPTION}" fill="#fff"/>',
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" fill="none" stroke="#000"/>',
        *_caption(sketch),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + CAPTION}" role="img" '
        f'aria-label="{text_of(sketch.title)}" font-family="Noto Sans TC,Noto Sans CJK TC,sans-serif" font-size="13" '
        f'fill="#000">{"".join(parts)}</svg>'
    )


def _approximate(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    for stop in sketch.stops:
        if stop.precision == "village":
            x, y = frame.at(stop.point)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="30" fill="none" stroke="#000" stroke-dasharray="1 3"/>'


def _legs(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    for leg in sketch.legs:
        dashes = DASHES["alongside" if is_alongside(sketch, leg) else leg.source]
        corners = [frame.at(point) for point in as_drawn(leg.line)]
        yield (
            f'<path d="{path(corners)}" fill="none" stroke="#000" stroke-width="2.4" stroke-linecap="round" '
            f'stroke-dasharray="{dashes}"/>'
        )
        arrow = arrow_on(leg.line)
        if arrow and hypot(corners[0][0] - corners[-1][0], corners[0][1] - corners[-1][1]) > 50:
            x, y = frame.at(arrow.point)
            yield f'<path d="M0-9 6 6H-6z" transform="translate({x:.1f} {y:.1f}) rotate({arrow.angle})"/>'


def _marks(
    sketch: RouteSketch,
    shown: Sequence[int],
    places: Sequence[tuple[float, float]],
    shifts: Sequence[tuple[float, float]],
) -> Iterable[str]:
    words = words_of(sketch)
    leaders = " ".join(
        f"M{x:.1f},{y:.1f} {x + dx:.1f},{y + dy:.1f}"
        for (x, y), (dx, dy) in zip(places, shifts, strict=True)
        if (dx, dy) != (0, 0)
    )
    yield f'<path d="{leaders}" stroke="#000"/>'
    for number, (x, y), (dx, dy) in zip(shown, places, shifts, strict=True):
        stop = sketch.stops[number]
        written = label_of(stop, words, arrives=is_destination(sketch, number))
        at = f'<g transform="translate({x + dx:.1f} {y + dy:.1f})">'
        if stop.kind == "base":
            box = f'<rect x="-23" y="-{RING}" width="46" height="{2 * RING}" rx="2"/>'
            yield f'{at}{box}<g fill="#fff">{label(0, 5, written, bold=True)}</g></g>'
        else:
            ring = f'<circle r="{RING}" fill="#fff" stroke="#000" stroke-width="2.2"/>'
            yield f"{at}{ring}{label(0, 5, written, bold=True, size=12 if len(written) > 2 else 15)}</g>"


def _north(sketch: RouteSketch) -> Iterable[str]:
    yield f'<path d="M{WIDTH - 20} 8l7 21-7-5-7 5z"/>'
    yield label(WIDTH - 20, 44, words_of(sketch)["north"], halo=True)


def _scale(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    """A bar of 1, 2 or 5 times a power of ten metres, at most 130 units long."""
    # Mercator stretches with latitude: a unit of the drawing is so many metres there, not at the equator.
    metres_a_unit = EQUATOR_METRES * cos(radians(sketch.stops[0].point.lat)) / frame.scale
    most = 130 * metres_a_unit
    power = 10 ** int(log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    right, left, y = WIDTH - 14, WIDTH - 14 - metres / metres_a_unit, HEIGHT - 12
    yield f'<path d="M{left:.1f} {y - 5}v5H{right}v-5" fill="none" stroke="#000" stroke-width="1.6"/>'
    yield label((left + right) / 2, y - 7, length_of(metres, words_of(sketch)), halo=True)


def _caption(sketch: RouteSketch) -> Iterable[str]:
    words = words_of(sketch)
    kinds = {"alongside" if is_alongside(sketch, leg) else leg.source for leg in sketch.legs}
    notes = [words[word] for kind, word in (("estimate", "estimate_short"), ("street", "street")) if kind in kinds]
    if any(stop.precision == "village" for stop in sketch.stops):
        notes.append(words["ring"])
    yield label(1, HEIGHT + 18, " ".join(notes), anchor="start", size=12)
    if sketch.sample:
        yield label(WIDTH - 1, HEIGHT + 18, words["sample_short"], anchor="end", size=12)
