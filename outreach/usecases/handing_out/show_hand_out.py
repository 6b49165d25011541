"""Everything of a roster that is handed out: what there is to print, who was told, whose calendar fetches it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Feed, Message, Person, Roster, RosterDuty, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.own_duty import require_everybody
from outreach.usecases.weeks.publish_roster import occasion_of
from outreach.usecases.weeks.who_has_read import Reader, who_has_read

Told = Literal["", "waiting", "sent", "failed", "unsure", "no_address", "no_way", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDay:
    """One day and how many duty sheets it has."""

    date: dt.date
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One person of the roster. `told`: how far their message is, `""` when they were to be told nothing.

    `phone`: they were to be told, and have neither read nor answered. `feed`, `fetched`: when their calendar's address
    was made, and last asked for.
    """

    person: Person
    unit: str
    duties: int
    told: Told
    read_at: dt.datetime | None
    declined: bool
    phone: bool
    feed: dt.datetime | None
    fetched: dt.datetime | None

    @property
    def unreached(self) -> bool:
        """Whether a message to them has gone nowhere."""
        return self.told in ("failed", "no_address", "no_way")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """What the page shows; people to be phoned first."""

    roster: Roster
    days: tuple[SheetDay, ...]
    units: tuple[Unit, ...]
    people: tuple[Handed, ...]

    @property
    def sent(self) -> int:
        """How many messages a mail server has taken."""
        return sum(one.told == "sent" for one in self.people)

    @property
    def told(self) -> int:
        """How many were to be told something."""
        return sum(one.told != "" for one in self.people)

    @property
    def unreached(self) -> tuple[Handed, ...]:
        """Whom no message reaches: they are to be phoned."""
        return tuple(one for one in self.people if one.unreached and not one.read_at)


def show_hand_out(
    records: OfficeRecords, actor: Actor, roster_id: str, *, unit_id: str = "", now: dt.datetime
) -> HandOut:
    """What a roster's coordinators hand out, of one unit's people if one is named; in a fixed number of queries.

    Raises `NotThere`.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    units = sorted(records.all(Unit), key=lambda unit: unit.name)
    here = {one.id: one for one in records.all(Person) if not unit_id or one.unit_id == unit_id}
    duties = [duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id) if duty.person_id in here]
    counted = Counter(duty.date for duty in duties)
    return HandOut(
        roster=roster,
        days=tuple(SheetDay(date=date, sheets=counted[date]) for date in sorted(counted)),
        units=tuple(units),
        people=_people(records, actor, roster, here, duties, {unit.id: unit.name for unit in units}, now),
    )


def _people(
    records: OfficeRecords,
    actor: Actor,
    roster: Roster,
    here: dict[str, Person],
    duties: Sequence[RosterDuty],
    units: dict[str, str],
    now: dt.datetime,
) -> tuple[Handed, ...]:
    readers = () if roster.status == "draft" else who_has_read(records, actor, roster.id, now=now)
    by_person = {one.person_id: one for one in readers}
    messages = _messages(records, roster)
    feeds = {feed.person_id: feed for feed in records.all(Feed)}
    numbers = Counter(duty.person_id for duty in duties)
    concerned = sorted(
        (here[one] for one in {*numbers, *by_person} & set(here)),
        key=lambda person: (not _to_phone(by_person.get(person.id)), person.code),
    )
    return tuple(
        Handed(
            person=person,
            unit=units[person.unit_id],
            duties=numbers[person.id],
            told=_told(messages.get(person.id)),
            read_at=reader.read_at if reader else None,
            declined=reader.declined if reader else False,
            phone=_to_phone(reader),
            feed=feed.made if feed else None,
            fetched=feed.fetched if feed else None,
        )
        for person in concerned
        for reader, feed in [(by_person.get(person.id), feeds.get(person.id))]
    )


def _messages(records: OfficeRecords, roster: Roster) -> dict[str, Message]:
    """By person, the newest message about this roster."""
    about = records.all(Message, col(Message.occasion).startswith(occasion_of(roster)))
    return {one.person_id: one for one in sorted(about, key=lambda one: one.created)}


def _told(message: Message | None) -> Told:
    if message is None:
        return ""
    known: dict[str, Told] = {"sent": "sent", "failed": "failed", "unsure": "unsure"}
    faults: dict[str, Told] = {"no_address": "no_address", "no_way": "no_way", "replaced": "replaced"}
    return faults.get(message.fault, "no_way") if message.status == "kept" else known.get(message.status, "waiting")


def _to_phone(reader: Reader | None) -> bool:
    return reader is not None and reader.phone
