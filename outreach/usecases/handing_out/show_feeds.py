"""Who has a calendar feed, and when it was last fetched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Feed, Person
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.handing_out.whose_feed import person_with_feed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """One person's feed; `made` is `None` when there is none, `fetched` when no calendar has asked for it yet."""

    person: Person
    made: dt.datetime | None
    fetched: dt.datetime | None


def show_feed(records: OfficeRecords, actor: Actor, person_id: str) -> FeedState:
    """The feed of this person. Raises `NotThere` for who does not look after it."""
    return _state(*person_with_feed(records, actor, person_id))


def show_feeds(records: OfficeRecords, actor: Actor) -> tuple[FeedState, ...]:
    """Everybody's, by their codes. Raises `NotThere` for who is no coordinator."""
    if actor.role != "coordinator":
        raise NotThere
    feeds = {feed.person_id: feed for feed in records.all(Feed)}
    people = sorted(records.all(Person), key=lambda person: person.code)
    return tuple(_state(person, feeds.get(person.id)) for person in people)


def _state(person: Person, feed: Feed | None) -> FeedState:
    return FeedState(person=person, made=feed.made if feed else None, fetched=feed.fetched if feed else None)
