"""What publishing a roster would mean: who is told, how, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Person, Roster, Week
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.hours.uninsured import Uninsured, find_uninsured
from outreach.usecases.weeks.coordinators_only import office_readers_only
from outreach.usecases.weeks.own_time import OwnDay, own_days
from outreach.usecases.weeks.publish_roster import checks, seen_as, whose_time_changes

FINAL = frozenset({"people_gone", "must_be_insured"})
"""Nobody publishes against these, however much they insist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTold:
    """One day of one person: as it is now, and as it will be. `None`: no duty."""

    date: dt.date
    before: OwnDay | None
    after: OwnDay | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToBeTold:
    """One person whose own time changes. `reached`: whether a message can go out to them; else they are phoned."""

    person_id: str
    name: str
    role: str
    phone: str
    reached: bool
    days: tuple[DayTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPreview:
    """What publishing would do. `untouched`: people whose duties stay as they are. `refusals`: why it cannot
    be published as it is; `again`: whether it can nonetheless, by one who insists. `seen`: stands for all this.
    `uninsured`: volunteers whom it has on days without insurance.
    """

    roster: Roster
    before: Roster | None
    told: tuple[ToBeTold, ...]
    untouched: int
    refusals: tuple[Refusal, ...]
    again: bool
    seen: str
    uninsured: tuple[Uninsured, ...] = ()

    @property
    def by_phone(self) -> int:
        """How many of those to be told no message reaches."""
        return sum(not one.reached for one in self.told)


def preview_publish(records: OfficeRecords, actor: Actor, *, roster_id: str, now: dt.datetime) -> PublishPreview:
    """What `publish_roster` would do with this roster now. In a fixed number of queries.

    Raises `NotAllowed` for field persons and `NotThere`.
    """
    office_readers_only(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    weeks = records.all(Week, Week.monday == roster.monday)
    published_id = weeks[0].published_id if weeks else None
    before = records.get(Roster, published_id) if published_id and published_id != roster.id else None
    earlier, days = own_days(records, before.id if before else None), own_days(records, roster.id)
    refusals: list[Refusal] = []
    for check in checks(records, roster, before, earlier, days, again=False, now=now):
        try:
            check()
        except Conflict as conflict:
            refusals += conflict.refusals
    changes = whose_time_changes(earlier, days, now)
    people = {person.id: person for person in records.all(Person)}
    told = [_told(people[person_id], *both) for person_id, both in changes.items() if person_id in people]
    return PublishPreview(
        roster=roster,
        before=before,
        told=tuple(sorted(told, key=lambda one: (one.reached, one.name))),
        untouched=len(set(days) - set(changes)),
        refusals=tuple(refusals),
        again=bool(refusals) and not {one.code for one in refusals} & FINAL and roster.status != "published",
        seen=seen_as(roster, before),
        uninsured=find_uninsured(records, list(people.values()), days, now),
    )


def _told(person: Person, before: Sequence[OwnDay], after: Sequence[OwnDay]) -> ToBeTold:
    was, will = {day.date: day for day in before}, {day.date: day for day in after}
    dates = [date for date in sorted({*was, *will}) if not _same(was.get(date), will.get(date))]
    return ToBeTold(
        person_id=person.id,
        name=person.name,
        role=person.role,
        phone=person.phone,
        reached=bool(person.email),
        days=tuple(DayTold(date=date, before=was.get(date), after=will.get(date)) for date in dates),
    )


def _same(one: OwnDay | None, other: OwnDay | None) -> bool:
    return one is not None and other is not None and one.said == other.said
