"""Between which figures a number must lie, and which of two times or dates comes first."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.intake.rows import Flaw, Row
from outreach.intake.sheets import Sheet

_MINUTES = (1, 720)
_BOUNDS: dict[str, dict[str, tuple[float, float]]] = {
    "people": {
        "capacity": (0, 1000),
        "max_day_hours": (0, 24),
        "max_week_hours": (0, 168),
        "target_week_hours": (0, 168),
        "max_days": (0, 7),
    },
    "kits": {"count": (0, 1000), "turnaround": (0, 1440)},
    "trainings": {"hours": (0.1, 1000)},
    "services": {"minutes": _MINUTES, "weight": (1, 1000)},
    "clients": {"birth_year": (1880, 2100), "need_grade": (0, 4)},
    "care_plans": {"times_per_week": (1, 7), "every_days": (1, 366), "minutes": _MINUTES},
    "requests": {"minutes": _MINUTES},
    "desks": {"staff_at_least": (0, 12)},
    "drives": {"expected": (0, 10_000)},
    "campaigns": {"units": (1, 1000)},
    "pins": {"seat": (1, 12)},
}
# (first, second, the code when the second is not later, whether the same is still right)
_ORDERS = {
    "availability": (("start", "end", "ends_before_start", False),),
    "desks": (("start", "end", "ends_before_start", False),),
    "drives": (("start", "end", "ends_before_start", False),),
    "requests": (("earliest_date", "deadline", "last_before_first", True),),
    "shifts": (("start", "end", "ends_before_start", False),),
    "campaigns": (("first", "last", "last_before_first", True),),
    "absences": (("first", "last", "last_before_first", True),),
    "insurances": (("start", "end", "last_before_first", True),),
}


def out_of_bounds(row: Row, sheet: Sheet) -> Iterator[Flaw]:
    """A flaw for each number beyond its bounds and each end before its start."""
    for name, (least, most) in _BOUNDS.get(sheet.name, {}).items():
        if row[name] is not None and not least <= row[name] <= most:
            yield Flaw(name, "out_of_range", {"least": least, "most": most})
    columns = {column.field: column for column in sheet.columns}
    for first, second, code, same_is_right in _ORDERS.get(sheet.name, ()):
        start, end = row[first], row[second]
        if start is None or end is None or end > start or (same_is_right and end == start):
            continue
        yield Flaw(second, code, {"start_zh": columns[first].zh, "start_en": columns[first].en})
