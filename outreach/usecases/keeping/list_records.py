"""A page of records of one kind, in order, as far as asked for."""

from __future__ import annotations

import base64
import binascii
import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.forms.base import Shown, is_plain
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.show_record import show_rows
from outreach.usecases.keeping.who import narrowed

MOST_ON_A_PAGE = 200
_BAD_CURSOR = Refusal(
    "bad_cursor",
    "接續位置無法辨識；請從第一頁重新讀取。",
    "The cursor is not one of ours; please read again from the first page.",
    "after",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some records, and the cursor behind which the next ones are; `None` when these were the last."""

    items: list[Shown]
    next: str | None


def list_records(
    records: OfficeRecords,
    actor: Actor,
    kind_name: str,
    *,
    limit: int = MOST_ON_A_PAGE,
    after: str = "",
    word: str = "",
    people_too: bool = False,
    **asked: Any,
) -> Page:
    """Up to `limit` records behind the cursor `after`. `word`: what one of their fields must hold.

    `people_too`: it is looked for in personal fields as well. `asked`: values for the kind's filters. Raises
    `NotAllowed`, and `Invalid` for a cursor that is none.
    """
    kind = KINDS[kind_name]
    sort = col(getattr(kind.record, kind.sort))
    query = select(kind.record).where(*_where(actor, kind, word, people_too, asked))
    if after:
        value, last_id = _read(kind, after)
        query = query.where(or_(sort > value, and_(sort == value, col(kind.record.id) > last_id)))
    found = records.session.exec(query.order_by(sort, col(kind.record.id)).limit(limit + 1)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Page(
        items=show_rows(records, kind, found[:limit]),
        next=_cursor(getattr(last, kind.sort), last.id) if last else None,
    )


def count_records(
    records: OfficeRecords, actor: Actor, kind_name: str, *, word: str = "", people_too: bool = False, **asked: Any
) -> int:
    """How many records `list_records` finds on all its pages. Raises `NotAllowed`."""
    kind = KINDS[kind_name]
    where = _where(actor, kind, word, people_too, asked)
    return records.session.exec(select(func.count(col(kind.record.id))).where(*where)).one()


def _where(
    actor: Actor, kind: Kind, word: str, people_too: bool, asked: Mapping[str, Any]
) -> list[ColumnElement[bool]]:
    """What a record must be to be found."""
    where = [*narrowed(actor, kind), *_wanted(kind, asked)]
    if word:
        names = kind.search + (kind.search_people if people_too else ())
        holds = [_holds(kind.record, name, word) for name in names]
        for link in kind.search_linked if people_too else ():
            linked = kind.links[link]
            holds.append(
                col(getattr(kind.record, link)).in_(
                    select(linked.id).where(or_(*(_holds(linked, name, word) for name in ("code", "name"))))
                )
            )
        where.append(or_(false(), *holds))
    return where


def _holds(record: type[KeptRecord], name: str, word: str) -> ColumnElement[bool]:
    return col(getattr(record, name)).icontains(word, autoescape=True)


def _wanted(kind: Kind, asked: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    wanted = []
    for name, value in asked.items():
        if value is None:
            continue
        one = kind.filters[name]
        column = col(getattr(kind.record, one.field))
        compare = {"is": operator.eq, "from": operator.ge, "until": operator.le}[one.how]
        wanted.append(compare(column, value))
    return wanted


def _cursor(value: Any, record_id: str) -> str:
    plain = value if isinstance(value, str) else value.isoformat()
    text = json.dumps([plain, record_id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(kind: Kind, cursor: str) -> tuple[Any, str]:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        plain, record_id = TypeAdapter(tuple[str, str]).validate_json(text)
        annotation: Any = kind.record.model_fields[kind.sort].annotation
        value = TypeAdapter(annotation).validate_python(plain)
        if not (is_plain(plain) and is_plain(record_id)) or getattr(value, "tzinfo", "") is None:
            raise ValueError(cursor)
    except (ValueError, ValidationError, binascii.Error, OverflowError):
        raise Invalid(_BAD_CURSOR) from None
    return value, record_id
