"""Which way is north on a printed map, how long things are, and the corners that both stand in."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, log10, radians

from maps.render.paper import EQUATOR_METRES, Frame, label
from maps.render.room_left import Box
from maps.render.street_names import width_of
from maps.render.words import length_of


def corners_of(frame: Frame) -> list[Box]:
    """What north and scale cover."""
    return [Box(frame.width - 20, 28, 20, 27), Box(frame.width - 80, frame.height - 22, 79, 21)]


def north(frame: Frame, words: dict[str, str]) -> Iterable[str]:
    """The arrow as SVG, in the upper right corner."""
    yield f'<rect x="{frame.width - 38}" y="3" width="35" height="50" fill="#fff"/>'
    yield f'<path d="M{frame.width - 20} 8l7 21-7-5-7 5z"/>'
    yield label(frame.width - 20, 47, words["north"])


def scale(frame: Frame, lat: float, words: dict[str, str]) -> Iterable[str]:
    """A bar of 1, 2 or 5 times a power of ten metres, at most 130 units long. `lat`: degrees, of the places drawn."""
    # Mercator stretches with latitude: a unit of the drawing is so many metres there, not at the equator.
    metres_a_unit = EQUATOR_METRES * cos(radians(lat)) / frame.scale
    most = 130 * metres_a_unit
    power = 10 ** int(log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    right, left, y = frame.width - 14, frame.width - 14 - metres / metres_a_unit, frame.height - 12
    text = length_of(metres, words)
    wide = max(right - left, width_of(text)) + 12
    yield f'<rect x="{(left + right - wide) / 2:.1f}" y="{y - 25}" width="{wide:.1f}" height="32" fill="#fff"/>'
    yield f'<path d="M{left:.1f} {y - 5}v5H{right}v-5" fill="none" stroke="#000" stroke-width="1.6"/>'
    yield label((left + right) / 2, y - 7, text)
