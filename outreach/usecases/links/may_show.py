"""On which days clients' names, addresses and phones are shown to those who go there: on no others do they leave."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor

DOORS = ("visit", "delivery")
"""The kinds of stops that lead to somebody's door."""
AROUND = dt.timedelta(days=1)
"""From so long before a duty's date until so long after it."""


def shows_addresses(date: dt.date, today: dt.date) -> bool:
    """Whether whoever has a duty on `date` is shown today where it leads: the day before, that day, the day after."""
    return abs(date - today) <= AROUND


def may_show_clients(actor: Actor, date: dt.date, today: dt.date) -> bool:
    """Whether this actor, who may see a duty of `date`, is shown today whose doors it leads to."""
    return actor.sees_everybody or shows_addresses(date, today)
