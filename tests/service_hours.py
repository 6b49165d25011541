"""Trainings, insurance and rows of the log, for tests of hours."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import TAIPEI
from outreach.records import Insurance, Person, Training, VisitLog
from outreach.records.database import OfficeRecords

DAY = dt.date(2026, 12, 2)
WELFARE = "社會福利"


def at(text: str, date: dt.date = DAY) -> dt.datetime:
    """The moment `text` (HH:MM) of a date."""
    hour, minute = map(int, text.split(":"))
    return dt.datetime.combine(date, dt.time(hour, minute), TAIPEI)


def train(records: OfficeRecords, person_id: str, date: dt.date = dt.date(2026, 3, 1)) -> None:
    """Basic and special training, complete on this date."""
    whose = {"office_id": "", "person_id": person_id, "date": date}
    records.add(Training(**whose, kind="basic", hours=6, provider="示範區公所"))
    records.add(Training(**whose, kind="special", category=WELFARE, hours=6, provider="示範區公所"))


def insure(
    records: OfficeRecords, person_id: str, start: dt.date = dt.date(2026, 1, 1), end: dt.date = dt.date(2026, 12, 31)
) -> Insurance:
    """Insured from `start` to `end`."""
    return records.add(Insurance(office_id="", person_id=person_id, start=start, end=end, policy="團險"))


def log_row(
    records: OfficeRecords, person: Person, arrived: str | None, left: str | None, date: dt.date = DAY, **more: object
) -> VisitLog:
    """One row of the log, planned from 09:00 to 10:00."""
    values = {
        "office_id": "",
        "date": date,
        "person_id": person.id,
        "item_key": f"plan:{arrived}{left}:1",
        "person": person.name,
        "role": person.role,
        "kind": "visit",
        "letter": "訪",
        "service": "訪視問安",
        "category": WELFARE,
        "client": "測試甲",
        "planned_from": at("09:00", date),
        "planned_to": at("10:00", date),
        "arrived": arrived and at(arrived, date),
        "left": left and at(left, date),
        "outcome": "seen",
        "updated": at("12:00", date),
    }
    return records.add(VisitLog(**(values | more)))
