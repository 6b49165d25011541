"""The map of a day as PDF, for the wall inside: A3 across, 12 points or larger, a legend of who goes which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from outreach.exports.printed.typeset import typeset
from outreach.exports.printed.words import words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRoute:
    """One line of the legend, in words. `role`: whose shape its marks have."""

    letter: str
    role: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMap:
    """The whole sheet, in words. `drawing`: SVG of all routes, 1100 by 990 units, in the order of `routes`."""

    heading: str
    office: str
    drawing: str
    routes: Sequence[MapRoute]
    notes: tuple[str, ...]
    foot: str


def day_map(sheet: DayMap, language: str) -> bytes:
    """The sheet; a legend that is longer than the map goes on on the next page. Raises `NotTypesetError`."""
    words = words_in(language)
    return typeset(
        "day_map",
        {
            **asdict(sheet),
            "language": words["language"],
            "alt": words["day_drawing"],
            "legend": words["legend"],
            "pages": words["pages"],
        },
    )
