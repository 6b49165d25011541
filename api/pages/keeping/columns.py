"""Which fields of each kind a list shows, in this order; the first leads to the record."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.keeping.labels.word import Word


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, or several of which those that are filled in are told with their names under `heading`."""

    fields: tuple[str, ...]
    heading: Word | None = None


def _columns(*fields: str | Column) -> tuple[Column, ...]:
    return tuple(one if isinstance(one, Column) else Column((one,)) for one in fields)


_HOURS = Column(("start", "end"), Word("時段", "Hours"))
_BY_WHEN = Column(("date", "deadline"), Word("時間", "When"))
_STATE = Column(("urgent", "cancelled"), Word("狀態", "State"))

COLUMNS: dict[str, tuple[Column, ...]] = {
    "units": _columns("name", "place", "phone"),
    "people": _columns("name", "code", "role", "unit_id", "mode", "target_week_hours", "phone"),
    "clients": _columns("name", "code", "place", "need_grade", "phone"),
    "services": _columns("name", "letter", "block", "minutes", "crew", "unit_id"),
    "kits": _columns("name", "count", "turnaround"),
    "care-plans": _columns(
        "client_id",
        "code",
        "service_id",
        Column(("times_per_week", "every_days", "date", "deadline"), Word("多久一次", "How often")),
        "weekdays",
    ),
    "tasks": _columns("client_id", "code", "service_id", _BY_WHEN, _STATE),
    "desks": _columns("name", "code", "unit_id", "weekdays", _HOURS, "required"),
    "shifts": _columns("date", "desk_id", "cancelled", _HOURS, "note"),
    "drives": _columns("name", "code", "date", _HOURS, "place", "required"),
    "campaigns": _columns("name", "service_id", "first", "last", "recipients"),
    "trainings": _columns("person_id", "kind", "category", "hours", "date", "provider"),
    "insurances": _columns("person_id", "start", "end", "policy"),
    "training-rules": _columns("kind", "category", "hours", "start"),
    "absences": _columns("person_id", "start", "end", "reason"),
    "closed-days": _columns("date", "villages", "reason"),
    "pins": _columns("item", "date", "seat", "person_id", "start", "never"),
}
