"""An office's week is replanned after anything may have happened to its records, at any moment: what has begun stays,
nothing new begins in the past, and whatever is refused is refused with a reason.

`python -m tests.proofs.replans --cases 1000`; the referee looks at every plan on the way.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine

from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import read_week
from outreach.planning.to_problem import to_problem
from outreach.planning.to_roster import to_roster
from outreach.records import (
    Absence,
    Availability,
    CarePlan,
    Client,
    ClientWish,
    ClosedDay,
    Desk,
    Person,
    Pin,
    Place,
    Roster,
    RosterDuty,
    RosterStop,
    Service,
    Shift,
    Task,
)
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.refusals import Refused
from outreach.usecases.weeks.replan_roster import replan_roster
from solver.solve import Budget, solve
from tests.office import MONDAY, at, small_office
from tests.proofs.tally import Tally, asked

BEFORE = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)
LEVELS = ("anything", "keep_people", "keep_routes")
MAY_BE_REFUSED = {"pin_impossible", "pins_clash", "pin_barred", "pin_without_work", "pins_cannot_hold"}


class StandingClock:
    """It is always the same moment."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment


def planned_office(folder: Path) -> Path:
    """The file of a database with a small office and its planned week."""
    engine = open_database(f"sqlite:///{folder}/planned.db")
    small_office(engine, clients=9)
    with office_records(engine) as records:
        (lin,) = records.all(Person, Person.code == "V001")
        for number in range(2):
            other = records.add(Person(**lin.model_dump(exclude={"id", "version"}) | {"code": f"V01{number}"}))
            records.session.flush()
            for row in records.all(Availability, Availability.person_id == lin.id):
                records.add(Availability(**row.model_dump(exclude={"id", "version"}) | {"person_id": other.id}))
        for plan in records.all(CarePlan)[::3]:
            plan.every_days, plan.times_per_week = None, 2
        records.session.flush()
        translation = to_problem(read_week(records, MONDAY), EstimatedTravel())
        plan = solve(translation.problem, Budget(iterations=300), seed=1)
        to_roster(records, translation, plan, seed=1, now=BEFORE)
    engine.dispose()
    return folder / "planned.db"


def case(planned: Path, seed: int) -> tuple[list[str], str]:
    """What is wrong after one week's happenings, and what became of them: `replanned`, or the refusal's code."""
    rng = Random(seed)
    path = planned.with_name("case.db")
    shutil.copy(planned, path)
    engine = open_database(f"sqlite:///{path}")
    try:
        return _case(engine, rng)
    finally:
        engine.dispose()


def _case(engine: Engine, rng: Random) -> tuple[list[str], str]:
    now = BEFORE if rng.random() < 0.3 else at(rng.randrange(7), f"{rng.randrange(24):02}:{rng.choice((0, 13, 47)):02}")
    with office_records(engine) as records:
        office_id, base_id = records.office.id, max(records.all(Roster), key=lambda one: one.revision).id
    wrong: list[str] = []
    for _ in range(rng.choice((1, 1, 2))):
        with office_records(engine) as records:
            happened = [rng.choice(list(HAPPENINGS)) for _ in range(rng.randrange(5))]
            for name in happened:
                HAPPENINGS[name](records, rng)
                records.session.flush()
        try:
            roster = replan_roster(
                engine,
                office_id,
                roster_id=base_id,
                level=rng.choice(LEVELS),
                travel_times=EstimatedTravel(),
                clock=StandingClock(now),
                seconds=0.05,
            )
        except Refused as refused:
            if refused.code not in MAY_BE_REFUSED:
                wrong.append(f"refused with {refused.code} after {happened}")
            return wrong, refused.code
        with office_records(engine, write=False) as records:
            before, after = _begun(records, base_id, now), _begun(records, roster.id, now)
        if before != after:
            wrong.append(f"{len(set(before.items()) ^ set(after.items()))} seats of the past changed after {happened}")
        base_id = roster.id
    return wrong, "replanned"


def _begun(records: OfficeRecords, roster_id: str, now: dt.datetime) -> dict[tuple[str, int], tuple[str, dt.datetime]]:
    who = {duty.id: duty.person_id for duty in records.all(RosterDuty, RosterDuty.roster_id == roster_id)}
    stops = records.all(RosterStop, RosterStop.roster_id == roster_id, RosterStop.kind != "reload")
    return {(stop.item_key, stop.seat): (who[stop.duty_id], stop.start) for stop in stops if stop.start < now}


def _absence(records: OfficeRecords, rng: Random) -> None:
    start = at(rng.randrange(5), f"{rng.randrange(24):02}:{rng.choice((0, 20)):02}")
    end = start + dt.timedelta(minutes=rng.choice((30, 200, 600, 3000)))
    records.add(Absence(office_id="", person_id=_one(records, Person, rng).id, start=start, end=end))


def _closing(records: OfficeRecords, rng: Random) -> None:
    villages = rng.choice(([], ["平通里"], ["國平里", "育平里"]))
    records.add(ClosedDay(office_id="", date=_date(rng, 6), villages=villages))


def _exception(records: OfficeRecords, rng: Random) -> None:
    (desk,) = records.all(Desk, Desk.code == "D01")
    date = _date(rng, 7)
    if not records.all(Shift, Shift.date == date):
        hours = {"start": rng.choice((None, dt.time(9))), "end": rng.choice((None, dt.time(13)))}
        records.add(Shift(office_id="", desk_id=desk.id, date=date, cancelled=rng.random() < 0.5, **hours))


def _visit_made(records: OfficeRecords, rng: Random) -> None:
    _one(records, CarePlan, rng).last_visit = MONDAY + dt.timedelta(days=rng.randrange(-10, 4))


def _request(records: OfficeRecords, rng: Random) -> None:
    service_id = records.all(CarePlan)[0].service_id
    client_id, urgent = _one(records, Client, rng).id, rng.random() < 0.5
    date, code = rng.choice((None, _date(rng, 5))), f"T{rng.random()}"
    records.add(Task(office_id="", code=code, client_id=client_id, service_id=service_id, urgent=urgent, date=date))


def _requests_cancelled(records: OfficeRecords, rng: Random) -> None:
    for task in records.all(Task):
        task.cancelled = True


def _moved_place(records: OfficeRecords, rng: Random) -> None:
    _one(records, Place, rng).lat += rng.choice((0.001, 0.02))


def _less_time(records: OfficeRecords, rng: Random) -> None:
    rows = records.all(Availability)
    if rows:
        records.remove(rng.choice(rows))


def _limits(records: OfficeRecords, rng: Random) -> None:
    person = _one(records, Person, rng)
    person.max_days, person.max_day_hours = rng.randrange(1, 6), rng.choice((4, 8, 10))
    person.max_week_hours = rng.choice((2, 20, 40))


def _another_role(records: OfficeRecords, rng: Random) -> None:
    _one(records, Person, rng).role = rng.choice(("volunteer", "staff"))


def _refusal(records: OfficeRecords, rng: Random) -> None:
    client_id, person_id = _one(records, Client, rng).id, _one(records, Person, rng).id
    if not records.all(ClientWish, ClientWish.client_id == client_id, ClientWish.person_id == person_id):
        records.add(ClientWish(office_id="", client_id=client_id, person_id=person_id, wish="refused"))


def _decision(records: OfficeRecords, rng: Random) -> None:
    given = {"item": rng.choice(("D01", "P001", "P004", "P005")), "date": _date(rng, 5), "never": rng.random() < 0.4}
    person_id = _one(records, Person, rng).id
    if not records.all(Pin, Pin.item == given["item"], Pin.date == given["date"], Pin.person_id == person_id):
        records.add(Pin(office_id="", seat=1, person_id=person_id, **given))


def _other_service(records: OfficeRecords, rng: Random) -> None:
    service = _one(records, Service, rng)
    service.minutes, service.latest = rng.choice((10, 20, 45)), rng.choice((dt.time(11), dt.time(16, 30)))


def _fewer_desk_days(records: OfficeRecords, rng: Random) -> None:
    records.all(Desk, Desk.code == "D01")[0].weekdays = rng.choice(("45", "135", "1"))


def _nobody_at_the_desk(records: OfficeRecords, rng: Random) -> None:
    (desk,) = records.all(Desk, Desk.code == "D01")
    date = _date(rng, 5)
    if not records.all(Shift, Shift.date == date):
        records.add(Shift(office_id="", desk_id=desk.id, date=date, required=[], desired=[]))


def _fewer_visits(records: OfficeRecords, rng: Random) -> None:
    plan = _one(records, CarePlan, rng)
    if plan.times_per_week:
        plan.times_per_week = 1


def _other_date(records: OfficeRecords, rng: Random) -> None:
    plan = _one(records, CarePlan, rng)
    plan.every_days, plan.times_per_week, plan.date = None, None, MONDAY + dt.timedelta(days=rng.randrange(-3, 12))


def _requests_moved(records: OfficeRecords, rng: Random) -> None:
    for task in records.all(Task):
        task.date = MONDAY + dt.timedelta(days=rng.randrange(12))


def _client_moves(records: OfficeRecords, rng: Random) -> None:
    _one(records, Client, rng).place_id = _one(records, Place, rng).id


def _one(records: OfficeRecords, kind: type, rng: Random) -> Any:
    order = {Person: "code", CarePlan: "code", Client: "code", Place: "address", Service: "name"}[kind]
    return rng.choice(sorted(records.all(kind), key=lambda record: getattr(record, order)))


def _date(rng: Random, days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=rng.randrange(days))


HAPPENINGS: dict[str, Callable[[OfficeRecords, Random], None]] = {
    "absence": _absence,
    "closing": _closing,
    "exception": _exception,
    "visit made": _visit_made,
    "request": _request,
    "requests cancelled": _requests_cancelled,
    "moved place": _moved_place,
    "less time": _less_time,
    "limits": _limits,
    "another role": _another_role,
    "refusal": _refusal,
    "decision": _decision,
    "other service": _other_service,
    "fewer desk days": _fewer_desk_days,
    "nobody at the desk": _nobody_at_the_desk,
    "fewer visits": _fewer_visits,
    "other date": _other_date,
    "requests moved": _requests_moved,
    "client moves": _client_moves,
}


def main() -> int:
    """The command."""
    given, tally = asked("replans", 1000), Tally("replans")
    became: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        planned = planned_office(Path(folder))
        for seed in tally.over(range(given.first, given.first + given.cases)):
            wrong, outcome = case(planned, seed)
            became[outcome] += 1
            for sentence in wrong:
                tally.check(False, f"seed {seed}: {sentence}")
    tally.told = {"became": dict(became)}
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
