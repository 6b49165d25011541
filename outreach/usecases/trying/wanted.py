"""A change by hand as the loaded week understands it, and whether it can be asked for at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.calendar.dates import short
from outreach.planning.loaded_week import LoadedWeek, seconds_into
from outreach.planning.presence import DAY, seconds_of
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, NotThere, Refusal
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.weeks.seat_wanted import not_past
from solver.hand.forced import Tried, assign, remove, retime
from solver.problem import Ref

_NO_SEAT = Refusal("no_such_seat", "這一週沒有這個名額，請重新整理頁面。", "There is no such seat; reload.", "item_key")
_NO_PERSON = Refusal("no_such_person", "找不到這位人員。", "There is no such person.", "person_id")
_NOT_HELD = Refusal("not_held", "這個名額現在沒有人，請重新整理頁面。", "Nobody has this seat now; reload.", "item_key")
_OTHERS = Refusal(
    "held_by_another",
    "這個名額剛換了人，請重新整理頁面。",
    "Somebody else has this seat by now; reload.",
    "person_id",
)
_SHIFT = Refusal(
    "shift_has_hours",
    "班次的時間是固定的，不能移動；請改當天的班次。",
    "A shift keeps its hours; change that day's shift instead.",
    "start",
)
_NO_START = Refusal("no_start", "請填開始時間。", "Give the time at which it begins.", "start")
_NOT_THAT_WEEK = Refusal("not_that_week", "這一天不在這一週。", "This date lies in another week.", "date")


def roster_of(records: OfficeRecords, roster_id: str, now: dt.datetime, *, lock: bool = False) -> Roster:
    """The roster. Raises `NotThere`, and `Conflict` when its week is over."""
    roster = records.get(Roster, roster_id, lock=lock)
    if roster is None:
        raise NotThere
    if seconds_into(roster.monday, now) >= 7 * DAY:
        raise Conflict(Refusal("past", "這一週已經過了，不能再更動。", "This week is over and cannot be changed."))
    return roster


def seat_of(week: LoadedWeek, item_key: str, seat: int) -> Ref:
    """The seat that is meant. Raises `Invalid` when there is none."""
    ref = week.ref(item_key, seat)
    if ref is None:
        raise Invalid(_NO_SEAT)
    return ref


def person_of(week: LoadedWeek, person_id: str) -> int:
    """The number of the person. Raises `Invalid` for somebody who is not there."""
    number = week.reader.persons.get(person_id)
    if number is None:
        raise Invalid(_NO_PERSON)
    return number


def tried(week: LoadedWeek, change: HandChange, now: dt.datetime) -> tuple[Ref, Tried]:
    """The change, tried. Raises `Invalid`, and `Conflict` for what has begun."""
    monday = week.translation.week.monday
    ref, person, day = seat_of(week, change.item_key, change.seat), person_of(week, change.person_id), 0
    day, over = (change.date - monday).days, seconds_into(monday, now)
    if not 0 <= day < week.translation.problem.days:
        raise Invalid(_NOT_THAT_WEEK)
    not_past(change.date, now)
    not_begun(week, ref, over)
    start = None if change.start is None else day * DAY + seconds_of(change.start)
    if change.kind == "assign":
        if ref.kind == "shift" and start is not None and start != week.translation.problem.shifts[ref.item].start:
            raise Invalid(_SHIFT)
        return ref, assign(week.bench, ref, person, day, start, over)
    _is_holder(week, ref, person, day)
    if change.kind == "remove":
        return ref, remove(week.bench, ref, over)
    if start is None:
        raise Invalid(_NO_START)
    if ref.kind == "shift":
        raise Invalid(_SHIFT)
    return ref, retime(week.bench, ref, start, over)


def not_begun(week: LoadedWeek, ref: Ref, over: int) -> None:
    """Raise `Conflict` when the work has begun, by whichever of its crew."""
    begun = [
        start
        for mate in week.bench.mates(ref)
        if mate in week.bench.taken and (start := week.bench.taken[mate][1]) < over
    ]
    if begun:
        when = week.at(min(begun))
        day, time = when.date(), when.strftime("%H:%M")
        raise Conflict(
            Refusal(
                "begun",
                f"這項勤務 {short(day)} {time} 已經開始，不能再更動；請改排還沒開始的。",
                f"This began on {short(day, 'en')} at {time} and stays; change what is still to come.",
                "item_key",
            )
        )


def _is_holder(week: LoadedWeek, ref: Ref, person: int, day: int) -> None:
    if ref not in week.bench.taken:
        raise Invalid(_NOT_HELD)
    if week.bench.taken[ref][0] != (person, day):
        raise Conflict(_OTHERS)


def touched(week: LoadedWeek, tried: Tried) -> Sequence[tuple[str, dt.date]]:
    """Whose days the change touches."""
    people, dates = week.translation.people, week.translation.week.dates
    return [(people[person].id, dates[day]) for person, day in sorted(tried.cells)]
