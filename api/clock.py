"""The real clock."""

import datetime as dt

from outreach.calendar.dates import TAIPEI


class SystemClock:
    """The machine's time, in Taipei."""

    def now(self) -> dt.datetime:
        """The present moment."""
        return dt.datetime.now(TAIPEI)
