"""How the best plan got better, as points of small line drawings: one line for each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT, EDGE = 200, 44, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over time. `points`: for an SVG polyline in steps; `first`, `last`: what it was and is;
    `is_flat`: it never was anything else.
    """

    points: str
    first: float
    last: float
    is_flat: bool


def sparklines(points: Sequence[Sequence[float]]) -> tuple[Line, ...]:
    """A line for each figure behind the seconds of these points; none before there are two points."""
    if len(points) < 2:
        return ()
    longest = max(points[-1][0], 0.1)
    return tuple(_line([(point[0] / longest, point[figure]) for point in points]) for figure in (1, 2, 3))


def _line(told: Sequence[tuple[float, float]]) -> Line:
    values = [value for _, value in told]
    # From nought where that does not flatten the line: a figure that fell by half is to look so.
    low, high = min(0.0, *values), max(values)
    if low >= 0 and min(values) > 0.5 * high:
        low = min(values)
    spread = (high - low) or 1.0

    def place(share: float, value: float) -> tuple[float, float]:
        x = EDGE + share * (WIDTH - 2 * EDGE)
        y = HEIGHT - EDGE - (value - low) / spread * (HEIGHT - 2 * EDGE)
        return round(x, 1), round(y, 1)

    # A plan stays the best until a better one is found: steps, not slopes.
    places = [place(*told[0])]
    for (_, before), (share, value) in pairwise(told):
        places += [place(share, before), place(share, value)]
    return Line(" ".join(f"{x},{y}" for x, y in places), values[0], values[-1], len(set(values)) == 1)
