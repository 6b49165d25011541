"""By what a record is used: what would lose its footing if it were removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import SQLModel, col, select

from outreach.actor import Actor
from outreach.records import Roster
from outreach.records.base import OfficeRecord, record_kinds
from outreach.records.database import OfficeRecords
from outreach.refusals import InUse, Refusal
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.show_record import show_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """So many records of one kind that name a record in one of their fields. `belongs`: they go when it goes."""

    record: type[OfficeRecord]
    field: str
    count: int
    belongs: bool


def show_uses(records: OfficeRecords, actor: Actor, kind_name: str, record_id: str) -> tuple[Use, ...]:
    """By which records of which kinds this one is used. Raises `NotThere`, `NotAllowed`."""
    show_record(records, actor, kind_name, record_id)
    return uses_of(records, KINDS[kind_name], record_id)


def uses_of(records: OfficeRecords, kind: Kind, record_id: str) -> tuple[Use, ...]:
    """All uses of a record. The number of queries depends on its kind alone."""
    belonging = {(wanted.record, wanted.owner) for wanted in kind.lists.values()} | set(kind.owned)
    found = []
    for record, field in references_to(kind.record):
        belongs = (record, field) in belonging or _goes_with_it(record, field)
        names_it = col(getattr(record, field)) == record_id
        found.append(_use(records, record, field, names_it, belongs=belongs))
        # What goes with it may be needed too, such as a recipient by a roster.
        for user, link in references_to(record) if belongs else ():
            of_these = col(getattr(user, link)).in_(select(record.id).where(names_it))
            found.append(_use(records, user, link, of_these, belongs=False))
    return tuple(use for use in found if use.count)


def _goes_with_it(record: type[OfficeRecord], field: str) -> bool:
    """Whether the database removes these records along with what they name."""
    table: Any = record
    return any(key.ondelete == "CASCADE" for key in table.__table__.columns[field].foreign_keys)


def check_unused(records: OfficeRecords, kind: Kind, record_id: str) -> None:
    """Raises `InUse`, saying by which kinds and how many."""
    uses = [use for use in uses_of(records, kind, record_id) if not use.belongs]
    if uses:
        raise InUse(_refusal(uses))


def _use(
    records: OfficeRecords, record: type[OfficeRecord], field: str, where: ColumnElement[bool], *, belongs: bool
) -> Use:
    asked = select(func.count(col(record.id))).where(where)
    if "roster_id" in record.model_fields:
        # Rows of a try are nobody's use: its roster is not there.
        asked = asked.where(col(record.roster_id).in_(select(Roster.id)))  # type: ignore[attr-defined]
    count = records.session.exec(asked).one()
    return Use(record=record, field=field, count=count, belongs=belongs)


def references_to(record: type[SQLModel]) -> Iterator[tuple[type[OfficeRecord], str]]:
    """Every field of every kind of record that refers to this kind."""
    table: Any = record
    for other in record_kinds().values():
        columns: Any = other
        for column in columns.__table__.columns:
            if any(key.column.table is table.__table__ for key in column.foreign_keys):
                yield other, column.name


def _refusal(uses: Sequence[Use]) -> Refusal:
    counts: dict[tuple[str, str], int] = {}
    for use in uses:
        words = words_of(use.record)
        counts[words] = counts.get(words, 0) + use.count
    zh = "、".join(f"{words[0]} {count:,} 筆" for words, count in counts.items())
    en = ", ".join(f"{words[1]}: {count:,}" for words, count in counts.items())
    return Refusal(
        "in_use",
        f"還有其他資料用到它，不能刪除：{zh}。請先改那些資料。",
        f"It cannot be removed, for other records still use it: {en}. Change those first.",
    )
