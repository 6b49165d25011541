"""Write down what was agreed for a fix: each of its changes becomes a record that the next plan reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from outreach.planning.office_week import OfficeWeek
from outreach.planning.work import Post, Visit, posts_of, visits_of
from outreach.records import Allowance, Appointment, Availability, Desk, Drive, Person, Shift
from outreach.records.database import OfficeRecords
from outreach.records.seats import SeatSpec
from outreach.refusals import Conflict, Refusal
from outreach.usecases.keeping.correct import note_corrections

Agreed = Mapping[str, Any]

NOT_BY_CLICK = Refusal(
    "not_by_click",
    "受訓或資格要先辦好，再到人員資料登記；登記後重新找一次補法。",
    "A training or qualification has to be there first: enter it with the person, then look for fixes again.",
)
GONE = Refusal(
    "fix_outdated",
    "資料已經變了，這個補法現在行不通。請再找一次補法。",
    "The records have changed, and this fix does not work any more. Please look for fixes again.",
)


def write_down(records: OfficeRecords, week: OfficeWeek, agreed: Agreed) -> None:
    """Keep one change. Raises `Conflict` for what is no promise of the office, and for what is gone."""
    write = _WRITERS.get(agreed["what"])
    if write is None:
        raise Conflict(NOT_BY_CLICK)
    write(records, week, agreed)
    records.session.flush()


def appointment_of(records: OfficeRecords, monday: dt.date, item_key: str) -> Appointment:
    """The appointment of one visit; a new one where there is none."""
    kept = records.all(Appointment, Appointment.monday == monday, Appointment.item_key == item_key)
    return kept[0] if kept else records.add(Appointment(office_id="", monday=monday, item_key=item_key))


def _moved(records: OfficeRecords, week: OfficeWeek, agreed: Agreed) -> None:
    made = appointment_of(records, week.monday, agreed["item_key"])
    made.date = dt.date.fromisoformat(agreed["date"])
    made.earliest = made.latest = dt.time.fromisoformat(agreed["start"])


def _there(records: OfficeRecords, _week: OfficeWeek, agreed: Agreed) -> None:
    person = records.get(Person, agreed["person"])
    if person is None:
        raise Conflict(GONE)
    records.add(
        Availability(
            office_id="",
            person_id=person.id,
            date=dt.date.fromisoformat(agreed["date"]),
            start=dt.time.fromisoformat(agreed["from"]),
            end=dt.time.fromisoformat(agreed["until"]),
        )
    )
    # The next import must not take the day away again.
    note_corrections(person, ["availability"])


def _limit(records: OfficeRecords, week: OfficeWeek, agreed: Agreed) -> None:
    name = {"max_days": "days"}.get(agreed["limit"], agreed["limit"])
    if name not in ("day_hours", "week_hours", "days") or records.get(Person, agreed["person"]) is None:
        raise Conflict(GONE)
    kept = records.all(Allowance, Allowance.monday == week.monday, Allowance.person_id == agreed["person"])
    made = kept[0] if kept else records.add(Allowance(office_id="", monday=week.monday, person_id=agreed["person"]))
    setattr(made, name, int(agreed["value"]) if name == "days" else float(agreed["value"]))


def _role(records: OfficeRecords, week: OfficeWeek, agreed: Agreed) -> None:
    number, role = agreed["seat"] - 1, agreed["role"]
    visit = _visit(week, agreed["item_key"])
    if visit is not None:
        crew = _opened(visit.crew, number, role)
        appointment_of(records, week.monday, visit.key).crew = [seat.as_json() for seat in crew]
        return
    post = next((post for post in posts_of(week) if post.key == agreed["item_key"]), None)
    if post is None:
        raise Conflict(GONE)
    seats = _opened((*post.required, *post.desired), number, role)
    _keep_seats(records, post, seats)


def _keep_seats(records: OfficeRecords, post: Post, seats: tuple[SeatSpec, ...]) -> None:
    """The shift of that date only: a drive has no other; a desk gets an exception."""
    target: Drive | Shift
    if isinstance(post.source, Drive):
        target = post.source
        note_corrections(target, ["required", "desired"])
    else:
        target = _shift(records, post.source, post.date)
    target.required = [seat.as_json() for seat in seats[: len(post.required)]]
    target.desired = [seat.as_json() for seat in seats[len(post.required) :]]


def _shift(records: OfficeRecords, desk: Desk, date: dt.date) -> Shift:
    kept = records.all(Shift, Shift.desk_id == desk.id, Shift.date == date)
    return kept[0] if kept else records.add(Shift(office_id="", desk_id=desk.id, date=date))


def _fewer(records: OfficeRecords, week: OfficeWeek, agreed: Agreed) -> None:
    visit = _visit(week, agreed["item_key"])
    if visit is None or len(visit.crew) <= agreed["crew"]:
        raise Conflict(GONE)
    crew = visit.crew[: agreed["crew"]]
    appointment_of(records, week.monday, visit.key).crew = [seat.as_json() for seat in crew]


def _visit(week: OfficeWeek, item_key: str) -> Visit | None:
    return next((visit for visit in visits_of(week) if visit.key == item_key), None)


def _opened(seats: tuple[SeatSpec, ...], number: int, role: str) -> tuple[SeatSpec, ...]:
    if number >= len(seats):
        raise Conflict(GONE)
    seat = seats[number]
    opened = replace(seat, roles=tuple(dict.fromkeys((*seat.roles, role))))
    return (*seats[:number], opened, *seats[number + 1 :])


_WRITERS: Mapping[str, Callable[[OfficeRecords, OfficeWeek, Agreed], None]] = {
    "moved": _moved,
    "there": _there,
    "limit": _limit,
    "role": _role,
    "fewer": _fewer,
}
