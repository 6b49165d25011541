"""Make the secret address of a person's calendar; the one before it stops working."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Feed, Person
from outreach.records.database import OfficeRecords
from outreach.usecases.handing_out.secrets_of_feeds import hash_of, new_secret
from outreach.usecases.handing_out.where import link_to
from outreach.usecases.handing_out.whose_feed import person_with_feed


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFeed:
    """A new feed. `path`: shown once, kept nowhere. `link`: the whole address, or `""` while the office has not said
    where the service is found.
    """

    person: Person
    path: str
    link: str
    made: dt.datetime


def make_feed(records: OfficeRecords, actor: Actor, *, person_id: str, now: dt.datetime) -> MadeFeed:
    """Make a new secret for this person's feed. Raises `NotThere`."""
    person, feed = person_with_feed(records, actor, person_id, lock=True)
    secret = new_secret()
    if feed is None:
        records.add(Feed(office_id="", person_id=person.id, secret_hash=hash_of(secret), made=now))
    else:
        feed.secret_hash, feed.made, feed.fetched = hash_of(secret), now, None
    records.session.flush()
    path = f"/feeds/{secret}.ics"
    return MadeFeed(person=person, path=path, link=link_to(records.office, path), made=now)
