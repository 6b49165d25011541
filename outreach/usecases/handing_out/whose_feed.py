"""Whose calendar feed is whose to make and to end."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.records import Feed, Person
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere


def person_with_feed(
    records: OfficeRecords, actor: Actor, person_id: str, *, lock: bool = False
) -> tuple[Person, Feed | None]:
    """The person and their feed, if they have one. Coordinators look after everybody's, field people after their own.

    Raises `NotThere` for everybody else. `lock`: nobody else decides about this person's feed meanwhile.
    """
    if actor.role != "coordinator" and not (actor.role == "field" and actor.is_person(person_id)):
        raise NotThere
    person = records.get(Person, person_id, lock=lock)
    if person is None:
        raise NotThere
    found = records.all(Feed, Feed.person_id == person.id)
    return person, found[0] if found else None
