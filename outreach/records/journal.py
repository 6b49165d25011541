"""What a transaction does to kept records, before and after, in a form that can be kept and read back."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import event, inspect
from sqlmodel import Session

from outreach.records.base import KeptRecord

Step = dict[str, Any]
Values = dict[str, Any]


class Journal:
    """Listens to one session. Edits that bypass the session's records (bulk statements) are not heard."""

    def __init__(self, session: Session) -> None:
        self._before: dict[tuple[str, str], tuple[KeptRecord, Values | None]] = {}
        self._gone: set[tuple[str, str]] = set()
        event.listen(session, "before_flush", self._listen)

    def steps(self) -> list[Step]:
        """What changed since the session began, in the order of the first change of each record. Flush before."""
        steps = []
        for (kind, record_id), (record, before) in self._before.items():
            gone = (kind, record_id) in self._gone
            if gone and before is None:
                continue
            if gone:
                after = None
            elif before is None:
                after = _dump(record)
            else:
                after = _dump(record, set(before))
            if after is None or before is None or {**after, "version": 0} != {**before, "version": 0}:
                steps.append({"kind": kind, "id": record_id, "before": before, "after": after})
        return steps

    def _listen(self, session: Session, *_: object) -> None:
        for record in session.new:
            if isinstance(record, KeptRecord):
                self._before.setdefault(_key(record), (record, None))
                self._gone.discard(_key(record))
        for record in session.dirty:
            if isinstance(record, KeptRecord) and session.is_modified(record):
                self._note(record, _earlier(record))
        for record in session.deleted:
            if isinstance(record, KeptRecord):
                self._note(record, _dump(record) | _earlier(record))
                self._gone.add(_key(record))

    def _note(self, record: KeptRecord, earlier: Values) -> None:
        _, before = self._before.setdefault(_key(record), (record, {}))
        if before is not None:
            for name, value in earlier.items():
                before.setdefault(name, value)


def _key(record: KeptRecord) -> tuple[str, str]:
    return type(record).__name__, record.id


def _earlier(record: KeptRecord) -> Values:
    """The values that a record's changed fields had, and its version."""
    state: Any = inspect(record)
    values = {"version": record.version}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes() and history.deleted:
            values[attribute.key] = plain(history.deleted[0])
    return values


def _dump(record: KeptRecord, names: set[str] | None = None) -> Values:
    fields = names if names is not None else set(type(record).model_fields)
    return {name: plain(getattr(record, name)) for name in sorted(fields)}


def differs(record: KeptRecord, values: Values) -> bool:
    """Whether a record has other values by now than these, versions apart."""
    return any(plain(getattr(record, name)) != value for name, value in values.items() if name != "version")


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it: moments in ISO form, everything else as it is."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def read_back(kind: type[KeptRecord], name: str, value: Any) -> Any:
    """A field's value out of its JSON form."""
    return _adapter(kind, name).validate_python(value)


@cache
def _adapter(kind: type[KeptRecord], name: str) -> TypeAdapter[Any]:
    annotation: Any = kind.model_fields[name].annotation
    return TypeAdapter(annotation)
