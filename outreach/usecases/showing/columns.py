"""Only the columns that are needed, as plain tuples with names: a tenth of the work of whole records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlmodel import select

from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords

T = TypeVar("T", bound=tuple[Any, ...])


def columns(
    records: OfficeRecords, kind: type[OfficeRecord], shape: type[T], *where: Any, order: Any = None
) -> Sequence[T]:
    """Of every record of this kind that `where` admits, the columns that `shape` (a `NamedTuple`) names.

    In the order of their identifiers unless `order` names another column.
    """
    some: Any = select
    named: Any = shape
    asked = some(*(getattr(kind, name) for name in named._fields)).where(*where)
    found = records.session.exec(asked.order_by(kind.id if order is None else order))
    return [named._make(row) for row in found]
