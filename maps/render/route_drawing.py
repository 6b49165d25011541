"""A route as a vector drawing for paper: black on white, nothing that needs colour, a screen or a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, hypot, log10, radians

from maps.render.drawn_villages import drawn_villages
from maps.render.marks import arrow_on, as_drawn, first_at_same_base, is_alongside, is_destination, set_apart
from maps.render.paper import EQUATOR_METRES, LETTERS, RING, Frame, frame_of, label, path, text_of
from maps.render.words import label_of, length_of, words_of
from outreach.ports import RouteSketch

LINE = 23
"""Height of one line of the caption."""
DASHES = {"estimate": "8 4", "street": "none", "alongside": "0.1 6"}


def route_drawing(sketch: RouteSketch) -> str:
    """The drawing, 420 by 320 units and its caption, or 695 by 500 for many stops.

    Its texts are 12 points high where 420 units are shown 110 millimetres wide.
    """
    frame = frame_of(sketch)
    width, height = frame.width, frame.height
    caption = tuple(_caption(sketch))
    shown = [number for number in range(len(sketch.stops)) if first_at_same_base(sketch, number) == number]
    places = [frame.at(sketch.stops[number].point) for number in shown]
    halves = [26 if sketch.stops[number].kind == "base" else RING + 1 for number in shown]
    shifts = set_apart(places, halves, 2 * RING + 3, (width, height))
    taken = [(x + dx, y + dy, half) for (x, y), (dx, dy), half in zip(places, shifts, halves, strict=True)]
    taken += [(width - 20, 28, 24), (width - 80, height - 22, 76)]
    parts = [
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *drawn_villages(sketch.outlines, frame, taken),
        *_approximate(sketch, frame),
        *_legs(sketch, frame),
        *_marks(sketch, shown, places, shifts),
        *_north(sketch, frame),
        *_scale(sketch, frame),
        f'<rect y="{height}" width="{width}" height="{LINE * len(caption) + 4}" fill="#fff"/>',
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" fill="none" stroke="#000"/>',
        *(label(1, height + LINE * number + 18, text, anchor="start") for number, text in enumerate(caption)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + LINE * len(caption)}" role="img" '
        f'aria-label="{text_of(sketch.title)}" font-family="Noto Sans TC,Noto Sans CJK TC,sans-serif" '
        f'font-size="{LETTERS}" fill="#000">{"".join(parts)}</svg>'
    )


def _approximate(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    for stop in sketch.stops:
        if stop.precision != "exact":
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
            box = f'<rect x="-25" y="-{RING}" width="50" height="{2 * RING}" rx="2"/>'
            yield f'{at}{box}<g fill="#fff">{label(0, 6, written, bold=True)}</g></g>'
        else:
            ring = f'<circle r="{RING}" fill="#fff" stroke="#000" stroke-width="2.2"/>'
            yield f"{at}{ring}{label(0, 6, written, bold=True, size=LETTERS if len(written) > 2 else 18)}</g>"


def _north(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    yield f'<path d="M{frame.width - 20} 8l7 21-7-5-7 5z"/>'
    yield label(frame.width - 20, 47, words_of(sketch)["north"], halo=True)


def _scale(sketch: RouteSketch, frame: Frame) -> Iterable[str]:
    """A bar of 1, 2 or 5 times a power of ten metres, at most 130 units long."""
    # Mercator stretches with latitude: a unit of the drawing is so many metres there, not at the equator.
    metres_a_unit = EQUATOR_METRES * cos(radians(sketch.stops[0].point.lat)) / frame.scale
    most = 130 * metres_a_unit
    power = 10 ** int(log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    right, left, y = frame.width - 14, frame.width - 14 - metres / metres_a_unit, frame.height - 12
    yield f'<path d="M{left:.1f} {y - 5}v5H{right}v-5" fill="none" stroke="#000" stroke-width="1.6"/>'
    yield label((left + right) / 2, y - 7, length_of(metres, words_of(sketch)), halo=True)


def _caption(sketch: RouteSketch) -> Iterable[str]:
    """What the lines mean, a line for each."""
    words = words_of(sketch)
    kinds = {"alongside" if is_alongside(sketch, leg) else leg.source for leg in sketch.legs}
    yield from (words[word] for kind, word in (("estimate", "estimate_short"), ("street", "street")) if kind in kinds)
    if any(stop.precision != "exact" for stop in sketch.stops):
        yield words["ring"]
    if sketch.sample:
        yield words["sample_short"]
