"""Who holds this device's cookie: the person of a personal link, on the day of their duty."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Engine

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import DutyLink, Office
from outreach.records.entrance import entrance, link_of_device, note_link_seen

SHOWN_AFTER = dt.timedelta(hours=2)
"""So long after the duty's end its link still shows it."""
TAKEN_AFTER = dt.timedelta(days=14)
"""So long what the device has noted is still taken, whatever became of the link."""
NOTED = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Somebody with a bound device. Their actor's role is `link` while the link shows its duty, then `noting`: what was
    noted is taken, and nothing is shown. `shown_until`: when that ends. `csrf`: what their writes bring along.
    """

    actor: Actor
    link: DutyLink
    office: Office
    shown_until: dt.datetime
    noted: bool

    @property
    def csrf(self) -> str:
        """What only pages of this device know."""
        return self.link.csrf


def who_holds(engine: Engine, token: str, *, now: dt.datetime) -> Bearer | None:
    """The bearer of this cookie, or `None`: unknown, or longer ago than anything is taken."""
    with entrance(engine) as session:
        found = link_of_device(session, hash_of(token))
    if found is None:
        return None
    link, office, arrival = found
    until = shown_until(link.date, arrival)
    if now >= until + TAKEN_AFTER:
        return None
    shows = link.revoked is None and now < until
    actor = Actor(
        office_id=link.office_id,
        role="link" if shows else "noting",
        person_id=link.person_id,
        link_id=link.id,
        date=link.date,
    )
    noted = link.seen is not None and now - link.seen < NOTED
    return Bearer(actor=actor, link=link, office=office, shown_until=until, noted=noted)


def shown_until(date: dt.date, arrival: dt.datetime | None) -> dt.datetime:
    """When a link to a duty of this date ends that is over at `arrival`; without a duty, with the day."""
    midnight = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), TAIPEI)
    return arrival + SHOWN_AFTER if arrival is not None else midnight


def note_holding(engine: Engine, bearer: Bearer, *, now: dt.datetime) -> None:
    """Put the device's use on record."""
    with entrance(engine, write=True) as session:
        note_link_seen(session, bearer.link.id, now)


def hash_of(secret: str) -> str:
    """What is kept of a secret of 128 bits or more: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()
