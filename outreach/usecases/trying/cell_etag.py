"""What one person's day in one roster looked like to whoever saw it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from outreach.records import RosterDuty, RosterStop


def cell_etag(duty: RosterDuty | None, stops: Iterable[RosterStop]) -> str:
    """A short mark that changes with whatever a hand change can change in this day; `duty`: `None` on a free day."""
    seen: list[object] = [] if duty is None else [duty.id, duty.version]
    for stop in sorted(stops, key=lambda stop: (stop.start, stop.item_key, stop.seat, stop.id)):
        seen += [stop.id, stop.version, stop.item_key, stop.seat, stop.start.isoformat(), stop.end.isoformat()]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
