"""Who holds this device's cookie: the person of a personal link, on the day of their duty."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Engine

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import DutyLink, Office
from outreach.records.entrance import entrance, links_of_device, note_link_seen

SHOWN_AFTER = dt.timedelta(hours=2)
"""So long after the duty's end its link still shows it."""
TAKEN_AFTER = dt.timedelta(days=14)
"""So long what the device has noted is still taken, whatever became of the link."""
NOTED = dt.timedelta(minutes=1)
_OLDEST = TAKEN_AFTER + dt.timedelta(days=3)


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


@dataclass(frozen=True, slots=True)
class _Held:
    """One of a device's links."""

    link: DutyLink
    office: Office
    until: dt.datetime

    def shows(self, now: dt.datetime) -> bool:
        return self.link.revoked is None and now < self.until


def who_holds(engine: Engine, token: str, *, now: dt.datetime) -> Bearer | None:
    """The bearer of this cookie, or `None`: unknown, or longer ago than anything is taken.

    A device may have opened several links. It shows one: of those that show anything today's, else what was opened or
    used last; and it notes for them all.
    """
    with entrance(engine) as session:
        found = links_of_device(session, hash_of(token), now.date() - _OLDEST)
    held = [_Held(link, office, shown_until(link.date, end)) for link, office, end in found]
    taken = [one for one in held if now < one.until + TAKEN_AFTER]
    if not taken:
        return None
    chosen = max(taken, key=lambda one: (one.shows(now), one.link.date == now.date(), _used(one.link), one.link.date))
    link = chosen.link
    actor = Actor(
        office_id=link.office_id,
        role="link" if chosen.shows(now) else "noting",
        person_id=link.person_id,
        link_id=link.id,
        date=link.date,
        bound=frozenset((one.link.person_id, one.link.date) for one in taken if one.link.office_id == link.office_id),
    )
    noted = link.seen is not None and now - link.seen < NOTED
    return Bearer(actor=actor, link=link, office=chosen.office, shown_until=chosen.until, noted=noted)


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
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _used(link: DutyLink) -> dt.datetime:
    return link.seen or link.created
