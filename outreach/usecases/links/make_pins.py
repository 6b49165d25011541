"""Make the PINs by which people open their links: told once, kept as a hash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import DutyLink, FieldPin, Person, Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.doors.passwords import Passwords
from outreach.usecases.links.open_link import is_ended
from outreach.usecases.links.secrets_of_links import new_pin
from outreach.usecases.weeks.coordinators_only import coordinators_only


@dataclass(frozen=True, slots=True)
class NewPin:
    """Six digits and what is kept of them. Made outside of any transaction, since hashing takes its time."""

    digits: str
    pin_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePin:
    """What is told once: whose, and the digits."""

    person: Person
    digits: str


def fresh_pins(passwords: Passwords, person_ids: Sequence[str]) -> dict[str, NewPin]:
    """New digits for each of these people."""
    made = {one: new_pin() for one in person_ids}
    return {one: NewPin(digits, passwords.hashed(digits)) for one, digits in made.items()}


def who_needs_pin(records: OfficeRecords, actor: Actor, roster_id: str) -> tuple[str, ...]:
    """The people with duties in this roster who have no PIN yet. Raises `NotAllowed`, `NotThere`."""
    coordinators_only(actor)
    if records.get(Roster, roster_id) is None:
        raise NotThere
    concerned = {duty.person_id for duty in records.all(RosterDuty, RosterDuty.roster_id == roster_id)}
    have = {pin.person_id for pin in records.all(FieldPin, col(FieldPin.person_id).in_(concerned))}
    return tuple(sorted(concerned - have))


def set_pins(
    records: OfficeRecords, actor: Actor, *, pins: Mapping[str, NewPin], again: bool = False, now: dt.datetime
) -> tuple[MadePin, ...]:
    """Keep these PINs; by the people's codes, what is to be told. Whoever has got one meanwhile keeps it, unless
    `again`: then the older one opens nothing any more.

    Devices that are bound already stay so. Raises `NotAllowed`, `NotThere`.
    """
    coordinators_only(actor)
    # Locked, in one order: of two who make one person's PIN at once, the second one finds the first one's.
    asked = select(Person).where(col(Person.id).in_(pins)).order_by(Person.id)
    people = records.session.exec(asked.with_for_update()).all()
    if len(people) < len(pins):
        raise NotThere
    kept = {pin.person_id: pin for pin in records.all(FieldPin, col(FieldPin.person_id).in_(pins))}
    told = []
    for person in sorted(people, key=lambda one: one.code):
        older, new = kept.get(person.id), pins[person.id]
        if older is not None and not again:
            continue
        if older is not None:
            older.pin_hash, older.made = new.pin_hash, now
        else:
            records.add(FieldPin(office_id="", person_id=person.id, pin_hash=new.pin_hash, made=now))
        told.append(MadePin(person=person, digits=new.digits))
    records.is_noted = bool(told)
    _forgive(records, {one.person.id for one in told})
    records.session.flush()
    return tuple(told)


def _forgive(records: OfficeRecords, person_ids: set[str]) -> None:
    """Wrong tries at the PIN before this one block their links no longer; what they have ended stays so."""
    tried = records.all(DutyLink, col(DutyLink.person_id).in_(person_ids), DutyLink.tries > 0)
    for link in tried:
        if not is_ended(link):
            link.tries, link.blocked_until = 0, None
