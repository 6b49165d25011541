"""A list that belongs to a record becomes what is handed in, as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists
from sqlmodel import col, select

from outreach.records import RosterStop
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kind import ListOf


def keep_list(records: OfficeRecords, wanted: ListOf, owner_id: str, entries: Sequence[Any]) -> bool:
    """Makes the list what `entries` say; whether anything changed. The same entries stay the records they were."""
    had = {
        _key(wanted, member): member
        for member in records.all(wanted.record, col(getattr(wanted.record, wanted.owner)) == owner_id)
    }
    asked = [_values(wanted, entry, rank) for rank, entry in enumerate(entries, 1)]
    left = {key: member for key, member in had.items() if key not in {_key_of(wanted, values) for values in asked}}
    changed = _take_out(records, wanted, list(left.values()))
    # First what goes: a place in the list may be taken again at once.
    records.session.flush()
    for values in asked:
        member = had.get(_key_of(wanted, values))
        if member is None:
            new: dict[str, Any] = {wanted.owner: owner_id, **values}
            records.add(wanted.record(office_id="", **new))
            changed = True
            continue
        for name, value in values.items():
            if getattr(member, name) != value:
                setattr(member, name, value)
                changed = True
    records.session.flush()
    return changed


def _take_out(records: OfficeRecords, wanted: ListOf, members: Sequence[KeptRecord]) -> bool:
    needed = _on_a_roster(records, members) if wanted.off else set()
    changed = False
    for member in members:
        if member.id not in needed:
            records.remove(member)
            changed = True
        elif any(getattr(member, name) != value for name, value in wanted.off.items()):
            for name, value in wanted.off.items():
                setattr(member, name, value)
            changed = True
    return changed


def _on_a_roster(records: OfficeRecords, members: Sequence[KeptRecord]) -> set[str]:
    """Those of these recipients whom a roster shows."""
    if not members:
        return set()
    kind = type(members[0])
    shown = exists().where(col(RosterStop.recipient_id) == kind.id)
    owner_ids = {member.id for member in members}
    found = records.session.exec(select(kind.id).where(shown)).all()
    return owner_ids.intersection(found)


def _values(wanted: ListOf, entry: Any, rank: int) -> dict[str, Any]:
    values = {wanted.alone: entry} if wanted.alone else {name: getattr(entry, name) for name in wanted.fields}
    return values | ({wanted.rank: rank} if wanted.rank else {})


def _key(wanted: ListOf, member: KeptRecord) -> tuple[Any, ...]:
    return tuple(getattr(member, name) for name in wanted.key)


def _key_of(wanted: ListOf, values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in wanted.key)
