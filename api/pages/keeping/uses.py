"""By what a record is used, with the way to the lists that show it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from api.doors.gate import actor_of
from api.language import language_of
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.show_uses import Use, show_uses


@dataclass(frozen=True, slots=True)
class LinkedUse:
    """So many records of one kind. `address`: the list of them, or `""`. `belongs`: they go when it goes."""

    words: str
    count: int
    address: str
    belongs: bool


def links_to_uses(
    request: Request, records: OfficeRecords, kind: Kind, record_id: str, *, parts_too: bool = False
) -> list[LinkedUse]:
    """All uses; what is part of the record itself, and stands in its form, only with `parts_too`."""
    own = {wanted.record for wanted in kind.lists.values()}
    english = language_of(request) == "en"
    return [
        LinkedUse(words_of(use.record)[english], use.count, _address(use, record_id), use.belongs)
        for use in show_uses(records, actor_of(request), kind.name, record_id)
        if parts_too or not (use.belongs and use.record in own)
    ]


def _address(use: Use, record_id: str) -> str:
    kinds: dict[type[OfficeRecord], Kind] = {kind.record: kind for kind in KINDS.values()}
    kind = kinds.get(use.record)
    if kind is None or use.field not in kind.filters:
        return ""
    return f"/data/{kind.name}?{use.field}={record_id}"
