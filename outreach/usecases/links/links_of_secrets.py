"""The links that somebody holds the secrets of, as the page does that has just shown them: to be printed once more.

Nothing is kept for it. The secrets come back from the browser that was shown them, and are compared by their hashes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import DutyLink, Person, Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.links.make_links import MadeLink
from outreach.usecases.links.open_link import is_ended
from outreach.usecases.links.who_holds import hash_of, shown_until
from outreach.usecases.weeks.coordinators_only import coordinators_only


def links_of_secrets(
    records: OfficeRecords, actor: Actor, *, roster_id: str, secrets: Sequence[str], now: dt.datetime
) -> tuple[MadeLink, ...]:
    """The living links to duties of this roster whose secrets these are, by day and by the people's codes.

    In a fixed number of queries. Raises `NotAllowed`, and `NotThere` when there is none.
    """
    coordinators_only(actor)
    if records.get(Roster, roster_id) is None:
        raise NotThere
    secret_of = {hash_of(secret): secret for secret in secrets}
    links = records.all(DutyLink, col(DutyLink.token_hash).in_(secret_of), col(DutyLink.revoked).is_(None))
    duties = {(duty.person_id, duty.date): duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster_id)}
    people = {one.id: one for one in records.all(Person, col(Person.id).in_({link.person_id for link in links}))}
    found = [
        MadeLink(
            link_id=link.id,
            person=people[link.person_id],
            duty=duty,
            secret=secret_of[link.token_hash],
            replaces=False,
        )
        for link in links
        if not is_ended(link)
        and (duty := duties.get((link.person_id, link.date))) is not None
        and now < shown_until(duty.date, duty.arrival)
    ]
    if not found:
        raise NotThere
    return tuple(sorted(found, key=lambda one: (one.duty.date, one.person.code)))
