"""Rows of a log, trainings and insurances of an invented volunteer."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import TAIPEI
from outreach.records import Insurance, Training, TrainingRule, VisitLog
from outreach.usecases.hours.credit import Standing

DAY = dt.date(2026, 12, 2)
WELFARE = "社會福利"


def at(text: str, date: dt.date = DAY) -> dt.datetime:
    hour, minute, *second = map(int, text.split(":"))
    return dt.datetime.combine(date, dt.time(hour, minute, *second), TAIPEI)


Time = str | dt.datetime | None


def row(arrived: Time = "09:00", left: Time = "10:00", date: dt.date = DAY, **more: object) -> VisitLog:
    """A visit that was planned from 09:00 to 10:00 unless said otherwise; times of its date, or moments."""
    planned = more.pop("planned", ("09:00", "10:00"))
    values = {
        "office_id": "o",
        "date": date,
        "person_id": "p",
        "item_key": "plan:P001:1",
        "person": "林秀琴",
        "role": "volunteer",
        "kind": "visit",
        "category": WELFARE,
        "planned_from": at(planned[0], date),
        "planned_to": at(planned[1], date),
        "arrived": at(arrived, date) if isinstance(arrived, str) else arrived,
        "left": at(left, date) if isinstance(left, str) else left,
        "updated": at("12:00", date),
    }
    return VisitLog(**(values | more))


def basic(date: dt.date, hours: float = 6) -> Training:
    return Training(office_id="o", person_id="p", kind="basic", hours=hours, date=date)


def special(date: dt.date, hours: float = 6, category: str = WELFARE) -> Training:
    return Training(office_id="o", person_id="p", kind="special", category=category, hours=hours, date=date)


def rule(start: dt.date, hours: float, kind: str = "basic", category: str = "") -> TrainingRule:
    return TrainingRule(office_id="o", kind=kind, category=category, hours=hours, start=start)


def insured(start: dt.date = dt.date(2026, 1, 1), end: dt.date = dt.date(2026, 12, 31)) -> Insurance:
    return Insurance(office_id="o", person_id="p", start=start, end=end)


def standing(*trainings: Training, **more: object) -> Standing:
    """Trained long ago and insured this year, unless said otherwise."""
    long_ago = dt.date(2026, 3, 1)
    values = {"trainings": trainings or (basic(long_ago), special(long_ago)), "insurances": (insured(),)}
    return Standing(**(values | more))
