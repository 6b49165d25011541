"""Moments in time as the database keeps them: aware, UTC inside, Asia/Taipei outside."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import DateTime, Dialect, TypeDecorator

from outreach.calendar.dates import TAIPEI


class TaipeiDateTime(TypeDecorator[dt.datetime]):
    """A moment. Takes aware times only and gives them back in Asia/Taipei, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To UTC. Raises `ValueError` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To Asia/Taipei. SQLite gives back bare times, which are UTC."""
        if value is None:
            return None
        aware = value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(TAIPEI)
