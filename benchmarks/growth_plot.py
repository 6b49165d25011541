"""A small plot as SVG: several series over two logarithmic axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 696, 56, 376
COLOURS = ("#1b6f8a", "#b4541a", "#5b4a9e")
FONT = 'font-family="sans-serif" font-size="13"'
DASHES = ("", "7 4", "2 4")


class Series(NamedTuple):
    """A line: its name, and its points, both coordinates above zero."""

    name: str
    points: list[tuple[float, float]]


class _Axis:
    """One logarithmic axis, from a whole power of ten below the data to one above."""

    def __init__(self, values: Iterable[float], begin: float, end: float) -> None:
        found = list(values)
        self.low = math.floor(math.log10(min(found)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(found))))
        self.begin, self.end = begin, end

    def at(self, value: float) -> float:
        """Where a value lies, in pixels."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)

    def ticks(self) -> list[float]:
        """Powers of ten, and one, two and five times each when there are few."""
        steps = (1, 2, 5) if self.high - self.low < 3 else (1,)
        found = [step * 10.0**power for power in range(self.low, self.high) for step in steps]
        return [*found, 10.0**self.high]


def drawn(series: Sequence[Series], marks: Iterable[tuple[float, str]], across: str, upwards: str) -> str:
    """The plot. `marks`: names of places on the horizontal axis."""
    points = [point for line in series for point in line.points]
    x, y = _Axis((one[0] for one in points), LEFT, RIGHT), _Axis((one[1] for one in points), BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f"<title>{escape(upwards)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-weight="bold">{escape(upwards)}</text>',
        *(_level(y.at(tick), f"{tick:g}") for tick in y.ticks()),
        *(_upright(x.at(tick), f"{tick:,.0f}") for tick in x.ticks()),
        f'<text x="{RIGHT}" y="{BOTTOM + 52}" text-anchor="end">{escape(across)}</text>',
        *(_mark(x.at(value), name) for value, name in marks),
    ]
    for number, line in enumerate(series):
        parts += _line(line, number, x, y)
    return "\n".join([*parts, "</svg>", ""])


def _level(y: float, label: str) -> str:
    return (
        f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="#ddd"/>'
        f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{label}</text>'
    )


def _upright(x: float, label: str) -> str:
    return (
        f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{BOTTOM}" stroke="#eee"/>'
        f'<text x="{x}" y="{BOTTOM + 18}" text-anchor="middle">{label}</text>'
    )


def _mark(x: float, name: str) -> str:
    return f'<text x="{x}" y="{BOTTOM + 36}" text-anchor="middle" font-weight="bold">{escape(name)}</text>'


def _line(line: Series, number: int, x: _Axis, y: _Axis) -> list[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    spots = [(x.at(a), y.at(b), b) for a, b in line.points]
    path = " ".join(f"{a},{b}" for a, b, _ in spots)
    key = LEFT + 8 + 210 * number
    pen = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    return [
        f'<polyline points="{path}" fill="none" {pen}/>',
        *(
            f'<circle cx="{a}" cy="{b}" r="4" fill="{colour}"><title>{value:g} s</title></circle>'
            for a, b, value in spots
        ),
        f'<line x1="{key}" y1="38" x2="{key + 28}" y2="38" {pen}/>',
        f'<text x="{key + 34}" y="42">{escape(line.name)}</text>',
    ]
