"""Whether pins that were put back agree with what has been decided since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col

from outreach.calendar.dates import monday_of, short
from outreach.planning.work_on_date import work_on_date
from outreach.records import Pin
from outreach.records.database import OfficeRecords
from outreach.records.journal import Step
from outreach.refusals import Conflict, Refusal
from outreach.usecases.weeks.lock_week import lock_week


def lock_weeks_of(records: OfficeRecords, steps: Sequence[Step]) -> None:
    """Lock the weeks whose pins these steps touch, the earliest first."""
    values = (side for step in steps if step["kind"] == "Pin" for side in (step["before"], step["after"]) if side)
    dates = {dt.date.fromisoformat(side["date"]) for side in values if "date" in side}
    known = (records.get(Pin, step["id"]) for step in steps if step["kind"] == "Pin")
    dates |= {pin.date for pin in known if pin is not None}
    for monday in sorted({monday_of(date) for date in dates}):
        lock_week(records, monday)


def pins_agree(records: OfficeRecords, steps: Sequence[Step]) -> None:
    """Raise `Conflict` when a pin that these steps touched is on a seat that somebody else is pinned to (`seat_taken`),
    or its person is pinned to something else at that time (`booked_twice`). The weeks are locked.
    """
    touched = [step["id"] for step in steps if step["kind"] == "Pin"]
    for pin in records.all(Pin, col(Pin.id).in_(touched), col(Pin.never).is_(False)) if touched else ():
        others = [
            other
            for other in records.all(Pin, Pin.date == pin.date, Pin.id != pin.id, col(Pin.never).is_(False))
            if other.person_id == pin.person_id or other.item == pin.item
        ]
        _check(records, pin, others)


def _check(records: OfficeRecords, pin: Pin, others: list[Pin]) -> None:
    works = work_on_date(records, {pin.item, *(other.item for other in others)}, pin.date) if others else {}
    day_zh, day_en = short(pin.date), short(pin.date, "en")
    for other in others:
        if other.person_id != pin.person_id:
            if other.seat == pin.seat:
                raise Conflict(
                    Refusal(
                        "seat_taken",
                        f"{pin.item} {day_zh} 的名額 {pin.seat} 已鎖定給別人。",
                        f"{pin.item} {day_en}: seat {pin.seat} is pinned to somebody else.",
                    )
                )
            continue
        mine, theirs = works[pin.item].span(pin.start), works[other.item].span(other.start)
        if other.item == pin.item or (mine and theirs and mine[0] < theirs[1] and theirs[0] < mine[1]):
            raise Conflict(
                Refusal(
                    "booked_twice",
                    f"同一個人在 {day_zh} 會同時鎖定 {pin.item} 和 {other.item}。",
                    f"Somebody would be pinned to {pin.item} and {other.item} at once on {day_en}.",
                )
            )
