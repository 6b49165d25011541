"""Weeks that are being worked on, kept loaded: a change by hand is judged on them at once."""

from __future__ import annotations

from sqlalchemy import Engine

from outreach.ports import Clock, TravelTimes


class Desks:
    """A few loaded weeks, for any number of threads."""

    def __init__(self, engine: Engine, travel_times: TravelTimes, clock: Clock) -> None:
        self.engine, self.travel_times, self.clock = engine, travel_times, clock

    def warm(self, office_id: str, roster_id: str) -> None:
        """Load this roster's week beside whatever goes on, unless it is there; comes back at once."""
