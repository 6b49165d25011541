"""Remove a kept record that nothing needs any more."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import InUse
from outreach.usecases.keeping.correct_record import check_same, locked
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.seats import check_no_seat_names
from outreach.usecases.keeping.show_uses import check_unused, uses_of
from outreach.usecases.keeping.who import check_may_write
from outreach.usecases.replanning.forget_tries import remove_tries, tries_of


def remove_record(
    records: OfficeRecords, actor: Actor, kind_name: str, record_id: str, *, known_as: str | None
) -> None:
    """Removes the record and the lists that belong to it.

    Raises `NotAllowed`, `NotThere`, `ChangedMeanwhile`, and `InUse` when something refers to it: by which kinds, how
    often.
    """
    kind = KINDS[kind_name]
    check_may_write(actor)
    kept, shown = locked(records, kind, record_id)
    check_same(shown, known_as, [])
    if isinstance(kept, Unit):
        check_no_seat_names(records, kept.name)
    check_unused(records, kind, record_id)
    _let_tries_go(records, kind, record_id)
    owned = [(wanted.record, wanted.owner) for wanted in kind.lists.values()] + list(kind.owned)
    try:
        for record, owner in owned:
            for member in records.all(record, col(getattr(record, owner)) == record_id):
                records.remove(member)
        # What belongs to it first: not every database waits with its references until the end.
        records.session.flush()
        records.remove(kept)
        records.session.flush()
    except IntegrityError:
        raise InUse from None


def _let_tries_go(records: OfficeRecords, kind: Kind, record_id: str) -> None:
    """What nobody has kept stands in nobody's way: tries in which the record is go before it."""
    with records.with_tries():
        used = any(not use.belongs for use in uses_of(records, kind, record_id))
    if used:
        remove_tries(records, tries_of(records))
