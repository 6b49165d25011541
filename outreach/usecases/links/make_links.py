"""Make personal links for a published roster: an address each, of which only a hash is kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import DutyLink, Person, Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.links.open_link import is_ended
from outreach.usecases.links.secrets_of_links import new_secret
from outreach.usecases.links.who_holds import hash_of, shown_until
from outreach.usecases.weeks.coordinators_only import coordinators_only

_NOT_PUBLISHED = Refusal(
    "not_published",
    "這一版班表沒有公布，或已被新版取代。請到目前公布的那一版做連結。",
    "This roster is not published, or a newer one holds. Make the links from the one that holds.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """One new link. `secret`: shown once, kept nowhere. `replaces`: an older one that has just stopped working."""

    link_id: str
    person: Person
    duty: RosterDuty
    secret: str
    replaces: bool

    @property
    def path(self) -> str:
        """Behind the service's address. What stands behind the `#` no browser sends to anybody."""
        return f"/d#{self.secret}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLinks:
    """The new links by day and by the people's codes, and how many duties had one already or are over."""

    roster: Roster
    made: tuple[MadeLink, ...]
    had: int
    over: int


def make_links(
    records: OfficeRecords,
    actor: Actor,
    *,
    roster_id: str,
    person_id: str = "",
    date: dt.date | None = None,
    again: bool = False,
    now: dt.datetime,
) -> MadeLinks:
    """Links to the duties of this roster that are not over: everybody's, or one person's, of one date if it is named.

    Whoever has one that works keeps it, unless `again`: then the older one is revoked, and its device sees nothing any
    more. Raises `NotAllowed`, `NotThere`, `Conflict` for a roster that does not hold.
    """
    coordinators_only(actor)
    # Locked: of two who make the same link at once, the second one finds the first one's.
    roster = records.get(Roster, roster_id, lock=True)
    if roster is None:
        raise NotThere
    if roster.status != "published":
        raise Conflict(_NOT_PUBLISHED)
    duties = _duties(records, roster, person_id, date)
    if not duties and (person_id or date):
        raise NotThere
    ahead = [duty for duty in duties if now < shown_until(duty.date, duty.arrival)]
    living = living_links(records, {duty.date for duty in ahead})
    people = {one.id: one for one in records.all(Person, col(Person.id).in_({duty.person_id for duty in ahead}))}
    wanted = [duty for duty in ahead if again or not living[duty.person_id, duty.date]]
    made = []
    for duty in sorted(wanted, key=lambda one: (one.date, people[one.person_id].code)):
        older = living[duty.person_id, duty.date]
        for link in older:
            link.revoked = now
        secret = new_secret()
        link = DutyLink(office_id="", person_id=duty.person_id, date=duty.date, token_hash=hash_of(secret), created=now)
        records.add(link)
        made.append(
            MadeLink(link_id=link.id, person=people[duty.person_id], duty=duty, secret=secret, replaces=bool(older))
        )
    records.is_noted = bool(made)
    records.session.flush()
    return MadeLinks(roster=roster, made=tuple(made), had=len(ahead) - len(wanted), over=len(duties) - len(ahead))


def living_links(records: OfficeRecords, dates: set[dt.date]) -> defaultdict[tuple[str, dt.date], list[DutyLink]]:
    """By person and date, the links that nobody has revoked and no wrong PINs have ended."""
    found: defaultdict[tuple[str, dt.date], list[DutyLink]] = defaultdict(list)
    for link in records.all(DutyLink, col(DutyLink.date).in_(dates), col(DutyLink.revoked).is_(None)):
        if not is_ended(link):
            found[link.person_id, link.date].append(link)
    return found


def _duties(records: OfficeRecords, roster: Roster, person_id: str, date: dt.date | None) -> Sequence[RosterDuty]:
    chosen = [RosterDuty.roster_id == roster.id]
    chosen += [RosterDuty.person_id == person_id] if person_id else []
    chosen += [RosterDuty.date == date] if date else []
    return records.all(RosterDuty, *chosen)
