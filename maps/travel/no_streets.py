"""Where the office has no extract of a street network."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.ports import Point, StreetLine


class NoStreets:
    """A `StreetMap` of nothing: only the outlines of the 里 are drawn."""

    def lines(self, south_west: Point, north_east: Point) -> Sequence[StreetLine]:
        """Nothing."""
        return ()
