"""A roster's rows read back as a plan: the same seats, starts and cost."""

import datetime as dt

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import read_week
from outreach.planning.to_plan import to_plan
from outreach.planning.to_problem import to_problem
from outreach.planning.to_roster import to_roster
from outreach.records import (
    Availability,
    Campaign,
    CarePlan,
    Client,
    Desk,
    Person,
    Pin,
    Recipient,
    RosterDuty,
    RosterStop,
    Service,
    Shift,
)
from outreach.records.database import office_records, open_database
from solver.changes import assignments
from solver.referee import violations
from solver.solve import Budget, solve
from tests.office import MONDAY, small_office

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@pytest.fixture
def records(tmp_path):
    """The small office with gifts to carry, so that duties hold reloads too."""
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    small_office(engine, clients=8)
    with office_records(engine) as records:
        crew = [{"roles": ["volunteer", "substitute", "staff"], "unit": "", "skills": []}]
        gifts = records.add(
            Service(office_id="", name="送禮", letter="送", block="delivery", minutes=5, crew=crew, mandatory=True)
        )
        records.session.flush()
        campaign = records.add(Campaign(office_id="", name="冬至送暖", service_id=gifts.id, first=MONDAY, last=MONDAY))
        records.session.flush()
        for person in records.all(Person):
            person.capacity = 2
        for client in records.all(Client):
            records.add(Recipient(office_id="", campaign_id=campaign.id, client_id=client.id, units=2))
    with office_records(engine) as records:
        yield records
    engine.dispose()


def translated(records):
    records.session.flush()
    return to_problem(read_week(records, MONDAY), EstimatedTravel())


def planned(records):
    """A translation, its plan, and the roster's rows."""
    translation = translated(records)
    plan = solve(translation.problem, Budget(iterations=400), seed=3)
    roster = to_roster(records, translation, plan, seed=3, now=NOW)
    return translation, plan, rows(records, roster)


def rows(records, roster):
    return (
        records.all(RosterDuty, RosterDuty.roster_id == roster.id),
        records.all(RosterStop, RosterStop.roster_id == roster.id),
    )


def test_there_and_back_is_the_same_plan(records):
    translation, plan, (duties, stops) = planned(records)
    assert {stop.kind for stop in stops} == {"visit", "delivery", "shift", "reload"}
    back = to_plan(translation, duties, stops)
    assert back.duties == tuple(sorted(plan.duties, key=lambda duty: (duty.person, duty.day)))
    assert set(assignments(back)) == set(assignments(plan))
    assert back.cost == plan.cost
    assert set(back.unserved) == set(plan.unserved)
    assert violations(translation.problem, back) == ()


def test_other_indexes_name_the_same_people_and_work(records):
    translation, plan, (duties, stops) = planned(records)
    someone = records.all(Person)[0]
    records.add(Person(**someone.model_dump(exclude={"id", "version"}) | {"code": "A000", "name": "新來的"}))
    client = records.all(Client)[0]
    service_id = records.all(CarePlan)[0].service_id
    records.add(CarePlan(office_id="", code="A000", client_id=client.id, service_id=service_id, times_per_week=1))
    later = translated(records)
    back = to_plan(later, duties, stops)

    def named(problem, told):
        return {
            (
                problem.persons[seat.person].id,
                (problem.tasks if seat.ref.kind == "task" else problem.shifts)[seat.ref.item].id,
                seat.ref.seat,
                seat.start,
            )
            for seat in assignments(told)
        }

    assert named(later.problem, back) == named(translation.problem, plan)


def test_work_and_seats_that_are_gone_are_left_out(records):
    _, _, (duties, stops) = planned(records)
    desk = next(one for one in records.all(Desk) if one.code == "D01")
    records.add(Shift(office_id="", desk_id=desk.id, date=MONDAY, required=[]))
    gone = records.all(CarePlan)[0]
    served = {stop.item_key for stop in stops}
    assert {f"plan:{gone.code}:1", f"desk:D01:{MONDAY.isoformat()}"} <= served
    for stop in records.all(RosterStop, RosterStop.care_plan_id == gone.id):
        stop.care_plan_id = None
    records.remove(gone)
    later = translated(records)
    back = to_plan(later, duties, stops)
    told = {
        (later.problem.tasks if seat.ref.kind == "task" else later.problem.shifts)[seat.ref.item].id
        for seat in assignments(back)
    }
    assert served - told - {""} == {f"plan:{gone.code}:1", f"desk:D01:{MONDAY.isoformat()}"}


def test_whoever_has_no_time_that_day_any_more_has_no_duty(records):
    _, plan, (duties, stops) = planned(records)
    busy = duties[0]
    for row in records.all(Availability, Availability.person_id == busy.person_id):
        if row.weekday == busy.date.isoweekday():
            records.remove(row)
    back = to_plan(translated(records), duties, stops)
    assert len(back.duties) == len(plan.duties) - 1


def test_another_week_is_empty(records):
    _, _, (duties, stops) = planned(records)
    next_week = to_problem(read_week(records, MONDAY + dt.timedelta(days=7)), EstimatedTravel())
    assert to_plan(next_week, duties, stops).duties == ()


def test_a_pinned_seat_is_marked(records):
    _, _, (duties, stops) = planned(records)
    shift = next(stop for stop in stops if stop.kind == "shift")
    duty = next(duty for duty in duties if duty.id == shift.duty_id)
    records.add(Pin(office_id="", item="D01", date=duty.date, seat=1, person_id=duty.person_id))
    _, _, (_, again) = planned(records)
    assert [stop.item_key for stop in again if stop.pinned] == [shift.item_key]
