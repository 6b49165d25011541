"""What was changed, by whom, page by page, with the names of the records that it is about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from outreach import records as kinds
from outreach.actor import Actor
from outreach.records import Account, Change
from outreach.records.base import record_kinds
from outreach.records.database import OfficeRecords
from outreach.records.journal import Step
from outreach.refusals import NotThere
from outreach.usecases.weeks.coordinators_only import office_readers_only

MOST_STEPS = 60
"""Of a change with more, a list tells only how many; its own page shows the first ones."""
MOST_SHOWN = 500
_LOOKED_THROUGH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change. `by`: who did it (`""`: the command line). `steps`: those that are told, of `count`.

    `undone`: it has been taken back. `undoes`: it took another one back.
    """

    id: str
    at: dt.datetime
    by: str
    verb: str
    count: int
    steps: tuple[Step, ...]
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Some changes, the newest first, and what the records are called that they are about, by id."""

    lines: tuple[ChangeLine, ...]
    names: Mapping[str, str]
    more: bool


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a record last, and when."""

    by: str
    at: dt.datetime


def list_changes(records: OfficeRecords, actor: Actor, *, limit: int, skip: int = 0) -> Changes:
    """The changes behind the newest `skip`. Raises `NotAllowed` for whoever does not see everybody."""
    office_readers_only(actor)
    found = _rows(records, limit + 1, skip)
    few = [row[0] for row in found if row[5] <= MOST_STEPS]
    steps = dict(records.session.exec(select(Change.id, Change.steps).where(col(Change.id).in_(few))).all())
    return _changes(records, found[:limit], steps, more=len(found) > limit)


def show_change(records: OfficeRecords, actor: Actor, change_id: str) -> Changes:
    """One change with its steps. Raises `NotThere`, `NotAllowed`."""
    office_readers_only(actor)
    change = records.get(Change, change_id)
    if change is None:
        raise NotThere
    row = (change.id, change.at, change.account_id, change.verb, change.undone_id, len(change.steps))
    return _changes(records, [row], {change.id: change.steps[:MOST_SHOWN]}, more=False)


def last_change_of(records: OfficeRecords, record_id: str) -> LastChange | None:
    """Who changed this record last, if that is not long ago."""
    few = [row for row in _rows(records, _LOOKED_THROUGH, 0) if row[5] <= MOST_STEPS]
    steps = dict(
        records.session.exec(select(Change.id, Change.steps).where(col(Change.id).in_([row[0] for row in few]))).all()
    )
    for row in few:
        if any(record_id in _ids(step) for step in steps[row[0]]):
            return LastChange(_accounts(records).get(row[2] or "", ""), row[1])
    return None


def _ids(step: Step) -> set[Any]:
    return {step["id"], *((step["after"] or step["before"] or {}).values())} if _is_small(step) else {step["id"]}


def _is_small(step: Step) -> bool:
    return all(isinstance(value, str | int | float | None) for value in (step["after"] or step["before"]).values())


def _rows(records: OfficeRecords, limit: int, skip: int) -> Sequence[Any]:
    # The steps of an import are thousands: they are counted where they lie.
    count = func.json_array_length(Change.steps)
    columns: Any = (Change.id, Change.at, Change.account_id, Change.verb, Change.undone_id, count)
    asked = select(*columns).order_by(col(Change.at).desc(), col(Change.id))
    rows: Sequence[Any] = records.session.exec(asked.limit(limit).offset(skip)).all()
    return rows


def _changes(
    records: OfficeRecords, rows: Sequence[Any], steps: Mapping[str, Sequence[Step]], *, more: bool
) -> Changes:
    accounts = _accounts(records)
    lines = tuple(
        ChangeLine(
            id=change_id,
            at=at,
            by=accounts.get(account_id or "", ""),
            verb=verb,
            count=count,
            steps=tuple(steps.get(change_id, ())),
            undone=undone_id is not None,
        )
        for change_id, at, account_id, verb, undone_id, count in rows
    )
    return Changes(lines=lines, names=_names(records, [step for line in lines for step in line.steps]), more=more)


def _accounts(records: OfficeRecords) -> dict[str, str]:
    return dict(records.session.exec(select(Account.id, Account.name)).all())


def _names(records: OfficeRecords, steps: Iterable[Step]) -> dict[str, str]:
    """What the records are called that the steps are about and lead to: one query for each kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for step in steps:
        wanted[step["kind"]].add(step["id"])
        links = links_of(step["kind"])
        for values in filter(None, (step["before"], step["after"])):
            called = _called(values)
            if called:
                names[step["id"]] = called
            for field, value in values.items():
                if field in links and isinstance(value, str):
                    wanted[links[field]].add(value)
    for kind, ids in sorted(wanted.items()):
        record = getattr(kinds, kind)
        parts = [name for name in _PARTS if name in record.model_fields][:2]
        if parts:
            asked = select(record.id, *(getattr(record, name) for name in parts)).where(col(record.id).in_(ids))
            for record_id, *said in records.session.exec(asked).all():
                names[record_id] = " ".join(str(one) for one in said if one)
    return names


_PARTS = ("code", "name", "skill", "village", "address", "item")


def _called(values: Mapping[str, Any]) -> str:
    """What a record is called that may not be there any more."""
    return " ".join(str(values[name]) for name in _PARTS if values.get(name))


def links_of(kind: str) -> dict[str, str]:
    """The fields of this kind of record that refer to others: field → name of their kind."""
    record: Any = getattr(kinds, kind)
    tables = {str(name): other.__name__ for name, other in record_kinds().items()}
    found = {}
    for column in record.__table__.columns:
        for key in column.foreign_keys:
            if key.column.table.name in tables:
                found[column.name] = tables[key.column.table.name]
    return found
