"""The pins by which the next plan keeps what was changed by hand."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.planning.loaded_week import LoadedWeek
from outreach.records import Pin
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.weeks.assign_seat import assign_seat
from outreach.usecases.weeks.remove_from_seat import remove_from_seat
from solver.problem import Ref


def write_pins(
    records: OfficeRecords, actor: Actor, week: LoadedWeek, change: HandChange, ref: Ref, now: dt.datetime
) -> None:
    """Pin the seat as it is wanted, or bar its holder from it; pins on the date that it leaves give way, and those of a
    crew that moves along come along. Raises as `assign_seat` and `remove_from_seat`.
    """
    code, dates = week.code(ref), week.translation.week.dates
    if change.kind == "remove":
        remove_from_seat(
            records, actor, item=code, date=change.date, seat=ref.seat + 1, person_id=change.person_id, now=now
        )
        return
    for mate in week.bench.mates(ref):
        if mate not in week.bench.taken:
            continue
        (person, day), _ = week.bench.taken[mate]
        old = _pins_on(records, code, dates[day], mate.seat + 1)
        if dates[day] != change.date or (mate == ref and change.kind == "assign"):
            for pin in old:
                records.remove(pin)
            records.session.flush()
        if mate != ref and old and dates[day] != change.date:
            # Where they were pinned to a moment, that moment has moved with the visit.
            _pin(records, actor, code, change.date, mate.seat + 1, week.translation.people[person].id, None, now)
    _pin(records, actor, code, change.date, ref.seat + 1, change.person_id, change.start, now)


def _pins_on(records: OfficeRecords, code: str, date: dt.date, seat: int) -> list[Pin]:
    return list(records.all(Pin, Pin.item == code, Pin.date == date, Pin.seat == seat, Pin.never == False))  # noqa: E712


def _pin(
    records: OfficeRecords,
    actor: Actor,
    code: str,
    date: dt.date,
    seat: int,
    person_id: str,
    start: dt.time | None,
    now: dt.datetime,
) -> None:
    assign_seat(records, actor, item=code, date=date, seat=seat, person_id=person_id, start=start, now=now)
