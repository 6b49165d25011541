"""One seat on one date for one person, and whether that can be decided as things stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.calendar.dates import TAIPEI, monday_of, short
from outreach.planning.work_on_date import WorkOnDate, work_on_date
from outreach.records import Person, Pin
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, Refusal
from outreach.usecases.weeks.lock_week import lock_week


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatWanted:
    """What a coordinator decides about: a seat (from 1) of the work with code `item` on `date`, for one person."""

    item: str
    date: dt.date
    seat: int
    person_id: str
    start: dt.time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFound:
    """The same once it has been found in the records, with the week locked. `pins`: all pins and bars of its week that
    name the work or the person.
    """

    wanted: SeatWanted
    person: Person
    work: WorkOnDate
    pins: Sequence[Pin]

    @property
    def others_there(self) -> list[Pin]:
        """Pins of other persons on the seat."""
        return [pin for pin in self._of_work() if not pin.never and pin.seat == self.wanted.seat and not self._own(pin)]

    @property
    def own_pins(self) -> list[Pin]:
        """The person's pins on the work that day, whatever the seat."""
        return [pin for pin in self._of_work() if not pin.never and self._own(pin)]

    @property
    def own_bars(self) -> list[Pin]:
        """What keeps the person off the work that day."""
        return [pin for pin in self._of_work() if pin.never and self._own(pin)]

    def _of_work(self) -> list[Pin]:
        return [pin for pin in self.pins if pin.item == self.wanted.item and pin.date == self.wanted.date]

    def _own(self, pin: Pin) -> bool:
        return pin.person_id == self.wanted.person_id


def find_seat(records: OfficeRecords, wanted: SeatWanted, now: dt.datetime) -> SeatFound:
    """Lock the week and look the seat up. Raises `Invalid` for a past date and for what does not exist."""
    not_past(wanted.date, now)
    monday = monday_of(wanted.date)
    lock_week(records, monday)
    person = records.get(Person, wanted.person_id)
    if person is None:
        raise Invalid(Refusal("no_such_person", "找不到這位人員。", "There is no such person.", "person_id"))
    work = work_on_date(records, [wanted.item], wanted.date)[wanted.item]
    refused = _unfit(wanted, work)
    if refused is not None:
        raise Invalid(refused)
    pins = records.all(
        Pin,
        Pin.date >= monday,
        Pin.date < monday + dt.timedelta(days=7),
        (col(Pin.item) == wanted.item) | (col(Pin.person_id) == person.id),
    )
    return SeatFound(wanted=wanted, person=person, work=work, pins=pins)


def not_past(date: dt.date, now: dt.datetime, field: str = "date") -> None:
    """Raise `Invalid` for a date that is over."""
    if date < now.astimezone(TAIPEI).date():
        raise Invalid(
            Refusal(
                "past",
                f"{short(date)} 已經過了，不能再更動。",
                f"{short(date, 'en')} is over and cannot be changed any more.",
                field,
            )
        )


def not_pinned_elsewhere(found: SeatFound) -> None:
    """Raise `Conflict` when pins already name as many other dates as there are visits with this code in the week."""
    wanted = found.wanted
    dates = {pin.date for pin in found.pins if pin.item == wanted.item and not pin.never} - {wanted.date}
    if 0 < found.work.visits <= len(dates):
        days_zh, days_en = "、".join(map(short, sorted(dates))), ", ".join(short(day, "en") for day in sorted(dates))
        raise Conflict(
            Refusal(
                "pinned_elsewhere",
                f"{wanted.item} 這一週已鎖定在 {days_zh}，請先放開。",
                f"{wanted.item} is pinned to {days_en} this week already; release that first.",
                "date",
            )
        )


def not_booked_twice(records: OfficeRecords, found: SeatFound) -> None:
    """Raise `Conflict` when the person is pinned to something else at that time. A visit without a start does not
    clash: it finds its time.
    """
    wanted = found.wanted
    span = found.work.span(wanted.start)
    others = [
        pin
        for pin in found.pins
        if pin.person_id == wanted.person_id and pin.date == wanted.date and pin.item != wanted.item and not pin.never
    ]
    if span is None or not others:
        return
    works = work_on_date(records, {pin.item for pin in others}, wanted.date)
    for pin in others:
        theirs = works[pin.item].span(pin.start)
        if theirs is not None and theirs[0] < span[1] and span[0] < theirs[1]:
            code, date = found.person.code, wanted.date
            raise Conflict(
                Refusal(
                    "booked_twice",
                    f"{code} 在 {short(date)} 同一時間已鎖定 {pin.item}，不能再排 {wanted.item}。",
                    f"{code} is pinned to {pin.item} at the same time on {short(date, 'en')}; "
                    f"{wanted.item} does not fit.",
                    "person_id",
                )
            )


def _unfit(wanted: SeatWanted, work: WorkOnDate) -> Refusal | None:
    item, date = wanted.item, wanted.date
    if not work.known:
        return Refusal(
            "no_such_work", f"這一週沒有 {item} 這項工作。", f"There is no work {item} in that week.", "item"
        )
    if not work.seats:
        return Refusal(
            "not_that_day",
            f"{item} 在 {short(date)} 沒有要做的事。",
            f"There is nothing to do for {item} on {short(date, 'en')}.",
            "date",
        )
    if not 1 <= wanted.seat <= work.seats:
        return Refusal(
            "no_such_seat",
            f"{item} 在 {short(date)} 只有 {work.seats} 個名額。",
            f"{item} has {work.seats} seats on {short(date, 'en')}.",
            "seat",
        )
    if wanted.start is not None and not work.earliest <= wanted.start <= work.latest:
        first, last = work.earliest.strftime("%H:%M"), work.latest.strftime("%H:%M")
        return Refusal(
            "start_outside",
            f"{item} 只能在 {first} 到 {last} 之間開始。",
            f"{item} can only start between {first} and {last}.",
            "start",
        )
    return None
