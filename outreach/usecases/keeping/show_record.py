"""One record, or several of a kind, as they are shown: with their places and lists, in a fixed number of queries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import col

from outreach.actor import Actor
from outreach.forms.base import Shown
from outreach.forms.place import PlaceShown
from outreach.forms.seat import SeatForm
from outreach.records import Place
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.keeping.kind import Kind, ListOf
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.who import narrowed

_SEATS = frozenset({"crew", "required", "desired"})


def show_record(records: OfficeRecords, actor: Actor, kind_name: str, record_id: str) -> Shown:
    """The record as it is shown. Raises `NotThere`, `NotAllowed`."""
    kind = KINDS[kind_name]
    kept = records.all(kind.record, col(kind.record.id) == record_id, *narrowed(actor, kind))
    if not kept:
        raise NotThere
    return show_rows(records, kind, kept)[0]


def show_rows(records: OfficeRecords, kind: Kind, kept: Sequence[KeptRecord]) -> list[Shown]:
    """These records of one kind as they are shown. The number of queries does not depend on how many there are."""
    place_ids = {getattr(one, field) for one in kept for field in kind.places.values()} - {None}
    places = {}
    if kind.places:
        places = {
            place.id: PlaceShown.model_construct(**place.model_dump(include=set(PlaceShown.model_fields)))
            for place in records.all(Place, col(Place.id).in_(place_ids))
        }
    lists = {name: _entries(records, wanted, kept) for name, wanted in kind.lists.items()}
    return [_shown(kind, one, places, lists) for one in kept]


def _shown(
    kind: Kind, kept: KeptRecord, places: dict[str, PlaceShown], lists: dict[str, dict[str, list[Any]]]
) -> Shown:
    values: dict[str, Any] = {"id": kept.id, "corrected": list(kept.corrected)}
    for name in kind.plain_fields:
        value = getattr(kept, name)
        values[name] = _seats(value) if name in _SEATS else value
    for name, field in kind.places.items():
        values[name] = places.get(getattr(kept, field) or "")
    for name, of_owner in lists.items():
        values[name] = of_owner.get(kept.id, [])
    plain = kind.shown.model_construct(**values)
    tag = hashlib.sha256(plain.model_dump_json(exclude={"etag"}).encode()).hexdigest()[:32]
    return plain.model_copy(update={"etag": f'"{tag}"'})


def _seats(value: list[dict[str, Any]] | None) -> list[SeatForm] | None:
    if value is None:
        return None
    return [SeatForm.model_construct(**{"unit": "", "skills": [], **seat}) for seat in value]


def _entries(records: OfficeRecords, wanted: ListOf, kept: Sequence[KeptRecord]) -> dict[str, list[Any]]:
    """The entries of a list by the record that they belong to, in the list's order."""
    found: dict[str, list[Any]] = defaultdict(list)
    owner = getattr(wanted.record, wanted.owner)
    members = records.all(wanted.record, col(owner).in_({one.id for one in kept}))
    for member in sorted(members, key=lambda one: _order(wanted, one)):
        if wanted.off and all(getattr(member, name) == value for name, value in wanted.off.items()):
            continue
        found[getattr(member, wanted.owner)].append(_entry(wanted, member))
    return found


def _order(wanted: ListOf, member: KeptRecord) -> tuple[Any, ...]:
    names = (wanted.rank,) if wanted.rank else wanted.key
    return tuple((getattr(member, name) is None, _comparable(getattr(member, name))) for name in names)


def _entry(wanted: ListOf, member: KeptRecord) -> Any:
    if wanted.alone:
        return getattr(member, wanted.alone)
    assert wanted.entry is not None
    return wanted.entry.model_construct(**{name: getattr(member, name) for name in wanted.fields})


def _comparable(value: Any) -> Any:
    return f"{value:06d}" if isinstance(value, int) else str(value)
