"""Correct a kept record by hand."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from outreach.actor import Actor
from outreach.forms.base import Form, Shown
from outreach.ports import Geocoder
from outreach.records import Unit
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.refusals import ChangedMeanwhile, Conflict, Difference, NotThere, is_known
from outreach.usecases.keeping.correct import note_corrections
from outreach.usecases.keeping.fits import check_fits, check_unique
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.lists import keep_list
from outreach.usecases.keeping.places import place_id
from outreach.usecases.keeping.seats import check_no_seat_names
from outreach.usecases.keeping.sentences import ALREADY_THERE
from outreach.usecases.keeping.show_record import show_rows
from outreach.usecases.keeping.values import plain_values
from outreach.usecases.keeping.who import check_may_write


def correct_record(
    records: OfficeRecords,
    actor: Actor,
    kind_name: str,
    record_id: str,
    patch: Form,
    *,
    known_as: str | None,
    geocoder: Geocoder,
) -> Shown:
    """The record with the given fields changed, each of them noted as corrected by hand.

    `known_as`: the entity tags that the editor has seen, as `If-Match` gives them; `None` to ask nothing. Raises
    `NotAllowed`, `NotThere`, `ChangedMeanwhile` with the differences, `Invalid`, `Conflict`.
    """
    kind = KINDS[kind_name]
    check_may_write(actor)
    kept, shown = locked(records, kind, record_id)
    given = patch.model_fields_set
    check_same(shown, known_as, _differences(shown, patch))
    merged = shown.model_copy(update={name: getattr(patch, name) for name in given})
    check_fits(records, kind, merged, geocoder, only=given)
    if isinstance(kept, Unit) and "name" in given and patch.model_dump()["name"] != kept.name:
        check_no_seat_names(records, kept.name)
    if given.intersection(kind.unique):
        check_unique(records, kind, merged, but=record_id)
    try:
        changed = _change(records, kind, kept, merged, given, geocoder)
        note_corrections(kept, changed)
        records.session.flush()
    except IntegrityError:
        raise Conflict(ALREADY_THERE) from None
    return show_rows(records, kind, [kept])[0]


def locked(records: OfficeRecords, kind: Kind, record_id: str) -> tuple[KeptRecord, Shown]:
    """The record, which nobody else changes until this transaction ends, and as it is shown. Raises `NotThere`."""
    kept = records.get(kind.record, record_id, lock=True)
    if kept is None:
        raise NotThere
    return kept, show_rows(records, kind, [kept])[0]


def check_same(shown: Shown, known_as: str | None, differences: list[Difference]) -> None:
    """Raises `ChangedMeanwhile` when the record is not one of those that the editor has seen."""
    if not is_known(shown.etag, known_as):
        raise ChangedMeanwhile(shown.etag, differences)


def _change(
    records: OfficeRecords, kind: Kind, kept: KeptRecord, merged: Any, given: set[str], geocoder: Geocoder
) -> list[str]:
    """Writes what was given; the names of the record's fields and lists that are different now."""
    changed = []
    values = plain_values(kind, merged, tuple(name for name in kind.plain_fields if name in given))
    for name in sorted(given.intersection(kind.places)):
        values[kind.places[name]] = place_id(records, kind, merged, name, geocoder)
    for name, value in values.items():
        if getattr(kept, name) != value:
            setattr(kept, name, value)
            changed.append(name)
    lists = sorted(given.intersection(kind.lists))
    return changed + [name for name in lists if keep_list(records, kind.lists[name], kept.id, getattr(merged, name))]


def _differences(shown: Shown, patch: Form) -> list[Difference]:
    kept = shown.model_dump(mode="json")
    given = patch.model_dump(mode="json", include=set(patch.model_fields_set))
    return [
        Difference(field=name, kept=kept[name], given=value)
        for name, value in given.items()
        if not _says_the_same(kept[name], value)
    ]


def _says_the_same(kept: Any, given: Any) -> bool:
    if isinstance(kept, dict) and isinstance(given, dict) and "precision" in kept:
        return all(kept[name] == value for name, value in given.items() if value not in (None, ""))
    return bool(kept == given)
