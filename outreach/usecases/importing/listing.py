"""One list that belongs to a record, and how it becomes what a workbook says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from outreach.calendar.dates import TAIPEI
from outreach.intake.rows import Row
from outreach.records import Absence
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.blank import new_record
from outreach.usecases.importing.ledger import Ledger

Member = TypeVar("Member", bound=KeptRecord)
_NOT_OF_THE_FILE = {"id", "office_id", "version", "corrected", "by_hand"}


@dataclass(frozen=True, slots=True)
class Listing:
    """`name`: what it is called in `corrected` and in findings. `owners`: the sheet of the records that it belongs to,
    `""` for the office's own; `owner`: the member's field that says whose it is. `same`: the fields by which two
    members are the same.
    """

    name: str
    owners: str
    owner: str
    same: tuple[str, ...]

    def identity(self, member: KeptRecord) -> Hashable:
        """By what a member is found again."""
        return tuple(getattr(member, name) for name in self.same)

    def label(self, member: KeptRecord, words: Mapping[str, str]) -> str:
        """A member in one line: what it holds, with codes for identifiers."""
        names = dict.fromkeys((*self.same, *sorted(type(member).model_fields)))
        values = [(name, getattr(member, name)) for name in names if name not in {*_NOT_OF_THE_FILE, self.owner}]
        return " ".join(words.get(text, text) for text in (_text(name, value) for name, value in values) if text)

    @property
    def kind(self) -> str:
        """The sheet of whatever the list belongs to."""
        return self.owners or self.name


def replace(
    records: OfficeRecords,
    ledger: Ledger,
    listing: Listing,
    owners: Mapping[str, KeptRecord],
    had: Sequence[Member],
    wanted: Sequence[Member],
    flush: Callable[[], None],
) -> None:
    """Make the lists what is wanted: the same members stay, others go, new ones come; what is by hand stays."""
    stay = _owners_to_leave(ledger, listing, owners, had, wanted)
    by_hand = {listing.identity(member) for member in had if _is_by_hand(member)}
    left = {
        listing.identity(member): member
        for member in had
        if not _is_by_hand(member) and getattr(member, listing.owner, None) not in stay
    }
    new: list[Member] = []
    for identity, member in {listing.identity(member): member for member in wanted}.items():
        if identity in by_hand or getattr(member, listing.owner, None) in stay:
            continue
        kept = left.pop(identity, None)
        if kept is None:
            new.append(member)
        else:
            values = member.model_dump(exclude=_NOT_OF_THE_FILE)
            ledger.set(listing.name, _key(listing, member, ledger), kept, values)
    for member in left.values():
        _remove(records, ledger, listing, member)
    # What goes makes room for what comes: a member may take the rank of another.
    flush()
    for member in new:
        records.add(member)
        ledger.add(listing.name, _key(listing, member, ledger), listing.label(member, ledger.words))


def _remove(records: OfficeRecords, ledger: Ledger, listing: Listing, member: KeptRecord) -> None:
    key, label = _key(listing, member, ledger), listing.label(member, ledger.words)
    if member.corrected and not ledger.decisions.overwrites(listing.kind, key, listing.name):
        ledger.stays(listing.kind, key, listing.name, member, label)
    else:
        ledger.gone(listing.kind, key, listing.name, label)
        records.remove(member)


def absence_of(row: Row, person_id: str) -> Absence:
    """From the start of the first day to the end of the last one, where no times are given."""
    last = row["last"] or row["first"]
    start = dt.datetime.combine(row["first"], row["start"] or dt.time.min, TAIPEI)
    end = dt.datetime.combine(last, row["end"] or dt.time.min, TAIPEI)
    if row["end"] is None:
        end += dt.timedelta(days=1)
    return new_record(Absence, person_id=person_id, start=start, end=end, reason=row["reason"] or "")


def _owners_to_leave(
    ledger: Ledger,
    listing: Listing,
    owners: Mapping[str, KeptRecord],
    had: Sequence[Member],
    wanted: Sequence[Member],
) -> set[str]:
    corrected = {owner.id: owner for owner in owners.values() if owner.corrected}
    if not corrected:
        return set()
    lists: dict[str, tuple[list[str], list[str]]] = {owner_id: ([], []) for owner_id in corrected}
    for side, members in enumerate((had, wanted)):
        for member in members:
            owner_id = getattr(member, listing.owner)
            if owner_id in lists:
                lists[owner_id][side].append(listing.label(member, ledger.words))
    concerned = {getattr(member, listing.owner) for member in (*had, *wanted)}
    return {
        owner_id
        for owner_id, owner in corrected.items()
        if owner_id in concerned
        and ledger.keeps_list(listing.kind, ledger.words[owner_id], owner, listing.name, *lists[owner_id])
    }


def _is_by_hand(member: KeptRecord) -> bool:
    return bool(getattr(member, "by_hand", False))


def _key(listing: Listing, member: KeptRecord, ledger: Ledger) -> str:
    if not listing.owners:
        return str(getattr(member, "item", ""))
    return ledger.words[getattr(member, listing.owner)]


def _text(name: str, value: Any) -> str:
    if value is None or isinstance(value, bool):
        return name if value else ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value)
