"""Keeps what belongs to a person, client, campaign or the office as a list: it becomes what the workbook says.

What a list has and keeps stays the record it was. The lists of people, clients and campaigns that the workbook does
not mention are left alone, and so are those that somebody corrected by hand, and single members made by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice

from sqlmodel import col

from outreach.intake.faults import IntakeRefused
from outreach.intake.known import Known
from outreach.intake.limits import MOST_LISTED
from outreach.intake.rows import Row
from outreach.records import (
    Absence,
    Availability,
    ClientWish,
    Deputy,
    PersonSkill,
    Pin,
    Recipient,
    RosterStop,
)
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.blank import new_record
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.listing import Listing, Member, absence_of, replace
from outreach.usecases.importing.removed import Removed
from outreach.usecases.keeping.removals import pin_key

_SKILLS = Listing("skills", "people", "person_id", ("person_id", "skill"))
_AVAILABILITY = Listing("availability", "people", "person_id", ("person_id", "weekday", "date", "start", "end"))
_ABSENCES = Listing("absences", "people", "person_id", ("person_id", "start", "end"))
_DEPUTIES = Listing("deputies", "people", "person_id", ("person_id", "deputy_id", "rank"))
_WISHES = Listing("wishes", "clients", "client_id", ("client_id", "person_id"))
_RECIPIENTS = Listing("recipients", "campaigns", "campaign_id", ("campaign_id", "client_id"))
_PINS = Listing("pins", "", "", ("item", "date", "seat", "person_id"))


class Lists:
    """Keeps the lists of one import, sheet by sheet."""

    def __init__(self, records: OfficeRecords, known: Known, ledger: Ledger, flush: Callable[[], None]) -> None:
        self._flush = flush
        self.records = records
        self.known = known
        self.ledger = ledger
        self.removed = Removed(records, ledger)
        self._by_sheet = {
            "people": self._skills,
            "availability": self._availability,
            "absences": self._absences,
            "deputies": self._deputies,
            "clients": self._wishes,
            "campaigns": self._recipients,
            "pins": self._pins,
        }

    def keep(self, sheet_name: str, rows: Sequence[Row]) -> None:
        """Keep the lists that this sheet's rows fill."""
        if sheet_name in self._by_sheet:
            self._by_sheet[sheet_name](rows)

    def _replace(self, listing: Listing, had: Iterable[Member], wanted: Iterable[Member]) -> None:
        owners = {owner.id: owner for owner in self.known.of(listing.owners).values()} if listing.owners else {}
        members = list(islice(wanted, MOST_LISTED + 1))
        if len(members) > MOST_LISTED:
            raise IntakeRefused("too_much_listed", most=MOST_LISTED)
        replace(self.records, self.ledger, listing, owners, list(had), members, self._flush)

    def _in_this_file(self, rows: Sequence[Row]) -> set[str]:
        return self.known.people_in_file | {self._person(row["person"]) for row in rows}

    def _person(self, code: str) -> str:
        return self.known.people[code].id

    def _skills(self, rows: Sequence[Row]) -> None:
        self.known.people_in_file |= {self._person(row["code"]) for row in rows}
        rows = [row for row in rows if "skills" in row.values]
        people = {self._person(row["code"]) for row in rows}
        wanted = (
            new_record(PersonSkill, person_id=self._person(row["code"]), skill=skill, expires=expires)
            for row in rows
            for skill, expires in (row["skills"] or {}).items()
        )
        self._replace(_SKILLS, (s for s in self.records.all(PersonSkill) if s.person_id in people), wanted)

    def _availability(self, rows: Sequence[Row]) -> None:
        people = self._in_this_file(rows)
        wanted = (
            new_record(
                Availability,
                person_id=self._person(row["person"]),
                weekday=weekday,
                date=row["date"],
                start=row["start"],
                end=row["end"],
            )
            for row in rows
            for weekday in (map(int, row["weekdays"]) if row["weekdays"] else [None])
        )
        self._replace(_AVAILABILITY, (a for a in self.records.all(Availability) if a.person_id in people), wanted)

    def _absences(self, rows: Sequence[Row]) -> None:
        people = self._in_this_file(rows)
        had = (absence for absence in self.records.all(Absence) if absence.person_id in people)
        self._replace(_ABSENCES, had, (absence_of(row, self._person(row["person"])) for row in rows))

    def _deputies(self, rows: Sequence[Row]) -> None:
        people = self._in_this_file(rows)
        had = [deputy for deputy in self.records.all(Deputy) if deputy.person_id in people]
        wanted = (
            new_record(Deputy, person_id=person_id, deputy_id=deputy_id, rank=rank)
            for person_id, deputies in ((self._person(row["person"]), row["deputies"]) for row in rows)
            for rank, deputy_id in enumerate(dict.fromkeys(map(self._person, deputies)), 1)
            if deputy_id != person_id
        )
        self._replace(_DEPUTIES, had, wanted)

    def _wishes(self, rows: Sequence[Row]) -> None:
        mentioned = {self.known.clients[row["code"]].id: row for row in rows}
        had = [wish for wish in self.records.all(ClientWish) if wish.client_id in mentioned]
        wanted = (
            new_record(ClientWish, client_id=client_id, person_id=self._person(code), wish=wish)
            for client_id, row in mentioned.items()
            for wish in ("preferred", "refused")
            for code in row[wish] or ()
        )
        unasked = [wish for wish in had if wish.wish not in mentioned[wish.client_id].values]
        self._replace(_WISHES, had, chain(unasked, wanted))

    def _recipients(self, rows: Sequence[Row]) -> None:
        campaigns = {self.known.campaigns[row["campaign"]].id for row in rows}
        wanted = [
            new_record(
                Recipient,
                campaign_id=self.known.campaigns[row["campaign"]].id,
                client_id=self.known.clients[row["client"]].id,
                units=row["units"] or 1,
            )
            for row in rows
        ]
        had = [recipient for recipient in self.records.all(Recipient) if recipient.campaign_id in campaigns]
        on_a_roster = {
            stop.recipient_id for stop in self.records.all(RosterStop, col(RosterStop.recipient_id).is_not(None))
        }
        asked = {_RECIPIENTS.identity(recipient) for recipient in wanted}
        # An older roster still shows such a delivery, so the record stays, with nothing left to bring.
        wanted += [
            new_record(Recipient, campaign_id=gone.campaign_id, client_id=gone.client_id, units=0)
            for gone in had
            if gone.id in on_a_roster and _RECIPIENTS.identity(gone) not in asked
        ]
        self._replace(_RECIPIENTS, had, wanted)
        for row in rows:
            self.known.listed.setdefault(row["campaign"], set()).add(self.known.clients[row["client"]].id)

    def _pins(self, rows: Sequence[Row]) -> None:
        asked = [
            new_record(
                Pin,
                item=self._item(row["item"]),
                date=row["date"],
                seat=row["seat"] or 1,
                person_id=self._person(row["person"]),
                start=row["start"],
                never=bool(row["never"]),
            )
            for row in rows
        ]
        had = self.records.all(Pin)
        there = {_PINS.identity(pin) for pin in had}
        wanted = [pin for pin in asked if _PINS.identity(pin) in there or not self._stays_away(pin)]
        self._replace(_PINS, had, wanted)

    def _stays_away(self, pin: Pin) -> bool:
        label = _PINS.label(pin, self.ledger.words)
        return self.removed.stays_away("pins", pin_key(pin), key=pin.item, label=label)

    def _item(self, code: str) -> str:
        """The item's own code, where a client has several."""
        return self.known.clients[code].code if code in self.known.clients else code
