"""What records are called when others mention them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import col, select

from api.pages.keeping.shapes import Shape
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kinds import KINDS

Names = Mapping[str, str]


def names_of(records: OfficeRecords, shapes: Iterable[Shape], rows: Iterable[Any]) -> Names:
    """By id, the names of the records that these rows' links lead to: one query for each kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    rows = tuple(rows)
    for shape in shapes:
        for row in rows:
            value = getattr(row, shape.name)
            if shape.how == "link" and value:
                wanted[shape.kind].add(value)
            elif shape.how == "links":
                wanted[shape.kind].update(value)
            elif shape.how in ("rows", "lines"):
                for part in (part for part in shape.parts if part.how == "link"):
                    wanted[part.kind].update(getattr(entry, part.name) for entry in value or ())
    found: dict[str, str] = {}
    for kind, ids in sorted(wanted.items()):
        found |= names_by_id(records, kind, ids)
    return found


def names_by_id(records: OfficeRecords, kind_name: str, ids: Iterable[str]) -> dict[str, str]:
    """The names of these records of one kind."""
    record = KINDS[kind_name].record
    name = next(one for one in ("name", "code", "item", "date", "start") if one in record.model_fields)
    asked = select(record.id, getattr(record, name)).where(col(record.id).in_(set(ids)))
    return {record_id: str(called) for record_id, called in records.session.exec(asked).all()}
