"""Which visits, deliveries and shifts a week brings, read off the records."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlmodel import Session

from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.planning.decisions import decisions_of
from outreach.planning.office_week import read_week
from outreach.planning.presence import spans_on
from outreach.planning.to_problem import to_problem
from outreach.planning.work import posts_of, visits_of
from outreach.records import (
    Allowance,
    Appointment,
    Availability,
    Campaign,
    CarePlan,
    Client,
    ClosedDay,
    Desk,
    Drive,
    Office,
    Person,
    Pin,
    Place,
    Recipient,
    Roster,
    RosterDuty,
    RosterStop,
    Service,
    Shift,
    Task,
    Unit,
)
from outreach.records.database import OfficeRecords, open_database
from outreach.usecases.weeks.pin_name import pin_name
from solver.problem import Ref

MONDAY = dt.date(2026, 11, 30)
SEAT = {"roles": ["volunteer"], "unit": "", "skills": []}


@pytest.fixture
def records(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    with Session(engine, expire_on_commit=False) as session:
        office = Office(name="示範")
        session.add(office)
        session.flush()
        yield OfficeRecords(session, office)
    engine.dispose()


@pytest.fixture
def home(records):
    place = records.add(Place(office_id="", lat=22.99, lon=120.16, village="育平里"))
    records.session.flush()
    records.add(Unit(office_id="", name="示範區公所", place_id=place.id))
    return place


def client(records, home, code="C1", **more):
    made = records.add(Client(office_id="", code=code, name="測試", place_id=home.id, **more))
    records.session.flush()
    return made


def service(records, **more):
    made = records.add(Service(office_id="", name="訪視問安", letter="訪", minutes=20, crew=[SEAT], **more))
    records.session.flush()
    return made


def plan(records, home, **when):
    records.add(
        CarePlan(office_id="", code="P1", client_id=client(records, home).id, service_id=service(records).id, **when)
    )
    return visits_of(read_week(records, MONDAY))


def dates_of(visit):
    return [opening.date.isoformat()[5:] for opening in visit.openings]


def test_twice_a_week_is_two_visits_of_one_series(records, home):
    first, second = plan(records, home, times_per_week=2)
    assert (first.key, second.key) == ("plan:P1:1", "plan:P1:2")
    assert first.series == second.series == "P1"
    assert first.gap_days == 2
    assert dates_of(first) == ["11-30", "12-01", "12-02", "12-03", "12-04"]


@pytest.mark.parametrize(
    ("last", "due"),
    [(dt.date(2026, 11, 6), True), (dt.date(2026, 11, 7), False)],
)
def test_a_repeated_visit_is_due_up_to_the_weeks_last_day(records, home, last, due):
    visits = plan(records, home, every_days=30, last_visit=last)
    assert bool(visits) == due


@pytest.mark.parametrize(
    ("last", "mandatory"),
    [(dt.date(2026, 10, 30), True), (dt.date(2026, 10, 31), False)],
)
def test_an_overdue_visit_is_mandatory(records, home, last, mandatory):
    (visit,) = plan(records, home, every_days=30, last_visit=last)
    assert visit.mandatory is mandatory


def test_an_appointment_lies_on_its_date_and_must_be_kept(records, home):
    (visit,) = plan(records, home, date=dt.date(2026, 12, 2))
    assert dates_of(visit) == ["12-02"]
    assert visit.mandatory


def test_an_appointment_of_another_week_is_nothing_now(records, home):
    assert plan(records, home, date=dt.date(2026, 12, 9)) == ()


@pytest.mark.parametrize(
    ("deadline", "dates", "mandatory"),
    [
        (dt.date(2026, 12, 2), ["11-30", "12-01", "12-02"], True),
        (dt.date(2026, 12, 8), ["11-30", "12-01", "12-02", "12-03", "12-04"], False),
        (dt.date(2026, 11, 27), ["11-30", "12-01", "12-02", "12-03", "12-04"], True),
    ],
)
def test_a_request_is_served_by_its_deadline_or_as_soon_as_possible(records, home, deadline, dates, mandatory):
    (visit,) = plan(records, home, deadline=deadline)
    assert dates_of(visit) == dates
    assert visit.mandatory is mandatory


def test_a_client_never_visited_alone_gets_a_companion_seat(records, home):
    someone = client(records, home, companion="two_persons")
    records.add(
        CarePlan(office_id="", code="P1", client_id=someone.id, service_id=service(records).id, times_per_week=1)
    )
    (visit,) = visits_of(read_week(records, MONDAY))
    assert [seat.roles for seat in visit.crew] == [("volunteer",), ("volunteer", "substitute", "staff")]


def test_a_pin_keeps_a_visit_on_its_date(records, home):
    someone = client(records, home)
    records.add(Pin(office_id="", item="P1", date=dt.date(2026, 12, 3), person_id=_person(records, home)))
    records.add(
        CarePlan(office_id="", code="P1", client_id=someone.id, service_id=service(records).id, times_per_week=1)
    )
    (visit,) = visits_of(read_week(records, MONDAY))
    assert dates_of(visit) == ["12-03"]


def test_a_pin_means_the_visit_that_a_roster_has_on_its_date(records, home):
    plan(records, home, times_per_week=3)
    person = _person(records, home)
    for day in (2, 4):
        records.add(Pin(office_id="", item="P1", date=dt.date(2026, 12, day), person_id=person))
    records.session.flush()
    week = read_week(records, MONDAY)
    alone = [dates_of(visit) for visit in visits_of(week)]
    assert alone[:2] == [["12-02"], ["12-04"]] and len(alone[2]) == 5
    held = {"plan:P1:1": dt.date(2026, 11, 30), "plan:P1:2": dt.date(2026, 12, 2), "plan:P1:3": dt.date(2026, 12, 4)}
    kept = replace(week, held=held)
    first, second, third = visits_of(kept)
    assert len(dates_of(first)) == 5 and (dates_of(second), dates_of(third)) == (["12-02"], ["12-04"])
    pins, _ = decisions_of(kept, visits_of(kept), ())
    assert sorted(pin.ref for pin in pins) == [Ref("task", 1, 0), Ref("task", 2, 0)]
    # Of two on one date the pin means one, and a date on which there is none goes to one that is left.
    twice = replace(week, held=held | {"plan:P1:3": dt.date(2026, 12, 2)})
    assert [dates_of(visit) for visit in visits_of(twice)] == [["12-04"], ["12-02"], dates_of(first)]


def _person(records, home):
    unit = records.all(Unit)[0]
    person = records.add(
        Person(office_id="", code="V1", name="測試", unit_id=unit.id, role="volunteer", base_id=home.id)
    )
    records.session.flush()
    return person.id


def test_deliveries_lie_between_the_campaigns_dates(records, home):
    gifts = records.add(
        Service(office_id="", name="送禮", letter="送", block="delivery", minutes=5, crew=[SEAT], mandatory=True)
    )
    records.session.flush()
    campaign = records.add(
        Campaign(
            office_id="",
            name="冬至送暖",
            service_id=gifts.id,
            first=dt.date(2026, 12, 3),
            last=dt.date(2026, 12, 20),
        )
    )
    records.session.flush()
    for code, units in (("C2", 2), ("C1", 1)):
        records.add(
            Recipient(office_id="", campaign_id=campaign.id, client_id=client(records, home, code).id, units=units)
        )
    first, second = visits_of(read_week(records, MONDAY))
    assert (first.key, second.key) == ("gift:冬至送暖:C1", "gift:冬至送暖:C2")
    assert dates_of(first) == ["12-03", "12-04"]
    assert second.units == 2
    assert first.mandatory
    assert [pin_name(one.key) for one in (first, second)] == [first.code, second.code] == ["C1", "C2"]


def test_desks_open_on_their_weekdays_but_not_on_holidays(records, home):
    unit = records.all(Unit)[0]
    records.session.flush()
    records.add(
        Desk(
            office_id="",
            code="D1",
            name="服務台",
            letter="台",
            unit_id=unit.id,
            place_id=home.id,
            weekdays="156",
            start=dt.time(8, 30),
            end=dt.time(12),
            required=[SEAT],
        )
    )
    assert [post.key for post in posts_of(read_week(records, MONDAY))] == [
        "desk:D1:2026-11-30",
        "desk:D1:2026-12-04",
        "desk:D1:2026-12-05",
    ]
    new_year = read_week(records, dt.date(2026, 12, 28))
    assert [post.key for post in posts_of(new_year)] == ["desk:D1:2026-12-28", "desk:D1:2027-01-02"]
    assert {pin_name(post.key) for post in posts_of(new_year)} == {"D1"}


def test_a_drive_of_another_week_is_left_out(records, home):
    unit = records.all(Unit)[0]
    for code, date in (("S1", dt.date(2026, 12, 2)), ("S2", dt.date(2026, 12, 9))):
        records.add(
            Drive(
                office_id="",
                code=code,
                name="國中初領",
                letter="校",
                unit_id=unit.id,
                place_id=home.id,
                date=date,
                start=dt.time(9),
                end=dt.time(12),
            )
        )
    (post,) = posts_of(read_week(records, MONDAY))
    assert (post.key, pin_name(post.key)) == ("drive:S1", "S1")


def task(records, home, client_more=None, **more):
    service_id = service(records).id
    return records.add(
        Task(
            office_id="",
            code="T1",
            client_id=client(records, home, **client_more or {}).id,
            service_id=service_id,
            **more,
        )
    )


def asked(records, home, **more):
    task(records, home, **more)
    return visits_of(read_week(records, MONDAY))


ALL_WEEK = ["11-30", "12-01", "12-02", "12-03", "12-04"]


@pytest.mark.parametrize(
    ("given", "dates", "mandatory"),
    [
        ({}, ALL_WEEK, False),
        ({"urgent": True}, ALL_WEEK, True),
        ({"date": dt.date(2026, 12, 5)}, ["12-05"], True),
        ({"date": dt.date(2026, 12, 7)}, None, None),
        ({"earliest_date": dt.date(2026, 12, 3)}, ["12-03", "12-04"], False),
        ({"earliest_date": dt.date(2026, 12, 7)}, None, None),
        ({"deadline": dt.date(2026, 12, 1)}, ["11-30", "12-01"], True),
        ({"deadline": dt.date(2026, 12, 6)}, ALL_WEEK, True),
        ({"deadline": dt.date(2026, 12, 7)}, ALL_WEEK, False),
        ({"deadline": dt.date(2026, 11, 29)}, ALL_WEEK, True),
        ({"cancelled": True, "urgent": True}, None, None),
    ],
)
def test_a_request_lies_on_its_date_or_between_its_dates(records, home, given, dates, mandatory):
    found = asked(records, home, **given)
    assert [(dates_of(visit), visit.mandatory) for visit in found] == ([] if dates is None else [(dates, mandatory)])


def test_a_request_says_how_long_and_when(records, home):
    (visit,) = asked(records, home, minutes=35, earliest=dt.time(10), latest=dt.time(11), client_more={"need_grade": 3})
    assert (visit.key, visit.kind, visit.code, visit.minutes, visit.weight) == ("task:T1", "visit", "T1", 35, 4)
    assert pin_name(visit.key) == "T1"
    assert {(opening.earliest, opening.latest) for opening in visit.openings} == {(dt.time(10), dt.time(11))}


def test_a_request_is_pinned_by_its_code(records, home):
    records.add(Pin(office_id="", item="T1", date=dt.date(2026, 12, 3), person_id=_person(records, home)))
    (visit,) = asked(records, home)
    assert dates_of(visit) == ["12-03"]


@pytest.mark.parametrize(
    ("status", "monday", "due"),
    [
        ("published", MONDAY - dt.timedelta(days=7), False),
        ("draft", MONDAY - dt.timedelta(days=7), True),
        ("frozen", MONDAY - dt.timedelta(days=7), True),
        ("published", MONDAY, True),
    ],
)
def test_a_request_that_another_weeks_published_roster_serves_is_not_asked_for_again(
    records, home, status, monday, due
):
    wanted = task(records, home)
    person_id = _person(records, home)
    when = dt.datetime.combine(monday, dt.time(9), TAIPEI)
    figures = {"seed": 1, "seconds": 1, "iterations": 1, "missed": 0, "left": 0}
    roster = records.add(Roster(office_id="", monday=monday, revision=1, created=when, status=status, **figures))
    records.session.flush()
    place = {"start_place_id": home.id, "end_place_id": home.id}
    times = {"departure": when, "arrival": when}
    duty = records.add(
        RosterDuty(office_id="", roster_id=roster.id, person_id=person_id, date=monday, **place, **times)
    )
    records.session.flush()
    records.add(
        RosterStop(
            office_id="",
            duty_id=duty.id,
            roster_id=roster.id,
            position=0,
            kind="visit",
            task_id=wanted.id,
            place_id=home.id,
            end_place_id=home.id,
            arrival=when,
            start=when,
            end=when,
        )
    )
    assert bool(visits_of(read_week(records, MONDAY))) == due


def desk(records, home, **more):
    made = records.add(
        Desk(
            office_id="",
            code="D1",
            name="服務台",
            letter="台",
            unit_id=records.all(Unit)[0].id,
            place_id=home.id,
            weekdays="13",
            start=dt.time(8, 30),
            end=dt.time(12),
            required=[SEAT],
            **more,
        )
    )
    records.session.flush()
    return made


def shifts(records):
    return {post.key[-5:]: post for post in posts_of(read_week(records, MONDAY))}


def test_an_exception_says_other_hours_and_seats_for_one_date(records, home):
    records.add(
        Shift(
            office_id="",
            desk_id=desk(records, home).id,
            date=MONDAY,
            start=dt.time(9),
            end=dt.time(11),
            required=[SEAT, SEAT],
            desired=[SEAT],
        )
    )
    found = shifts(records)
    monday, wednesday = found["11-30"], found["12-02"]
    assert (monday.start, monday.end, len(monday.required), len(monday.desired)) == (dt.time(9), dt.time(11), 2, 1)
    assert (wednesday.start, wednesday.end, len(wednesday.required)) == (dt.time(8, 30), dt.time(12), 1)


@pytest.mark.parametrize(("desired", "there"), [(None, False), ([SEAT], True)])
def test_an_exception_that_asks_for_nobody_is_no_shift(records, home, desired, there):
    records.add(Shift(office_id="", desk_id=desk(records, home).id, date=MONDAY, required=[], desired=desired))
    assert ("11-30" in shifts(records)) == there


@pytest.mark.parametrize(
    ("date", "cancelled", "dates"),
    [
        (MONDAY, True, ["12-02"]),
        (MONDAY + dt.timedelta(days=5), False, ["11-30", "12-02", "12-05"]),
        (MONDAY + dt.timedelta(days=5), True, ["11-30", "12-02"]),
        (MONDAY + dt.timedelta(days=7), False, ["11-30", "12-02"]),
    ],
)
def test_a_shift_is_cancelled_or_one_more(records, home, date, cancelled, dates):
    records.add(Shift(office_id="", desk_id=desk(records, home).id, date=date, cancelled=cancelled))
    assert sorted(shifts(records)) == dates


def closed(records, *villages, date=MONDAY):
    records.add(ClosedDay(office_id="", date=date, villages=list(villages)))


@pytest.mark.parametrize(("villages", "open_that_day"), [((), False), (("育平里",), False), (("國平里",), True)])
def test_nothing_lies_on_a_closed_day(records, home, villages, open_that_day):
    closed(records, *villages)
    desk(records, home)
    (visit,) = plan(records, home, times_per_week=1)
    assert ("11-30" in dates_of(visit)) == open_that_day
    assert ("11-30" in shifts(records)) == open_that_day
    assert "12-02" in shifts(records)


def test_neither_drives_appointments_deliveries_nor_exceptions_lie_on_a_closed_day(records, home):
    closed(records)
    made = desk(records, home)
    records.add(Shift(office_id="", desk_id=made.id, date=MONDAY, start=dt.time(9)))
    shared = {"name": "國中初領", "letter": "校", "unit_id": made.unit_id, "place_id": home.id}
    hours = {"start": dt.time(9), "end": dt.time(12)}
    records.add(Drive(office_id="", code="S1", date=MONDAY, **shared, **hours))
    gifts = service(records)
    records.add(CarePlan(office_id="", code="P1", client_id=client(records, home).id, service_id=gifts.id, date=MONDAY))
    records.add(
        Task(office_id="", code="T1", client_id=client(records, home, "C2").id, service_id=gifts.id, date=MONDAY)
    )
    campaign = records.add(Campaign(office_id="", name="冬至送暖", service_id=gifts.id, first=MONDAY, last=MONDAY))
    records.session.flush()
    records.add(Recipient(office_id="", campaign_id=campaign.id, client_id=client(records, home, "C3").id))
    week = read_week(records, MONDAY)
    assert visits_of(week) == ()
    assert sorted(shifts(records)) == ["12-02"]


def test_an_escort_into_a_closed_village_waits(records, home):
    clinic = records.add(Place(office_id="", lat=22.98, lon=120.17, village="平通里"))
    records.session.flush()
    closed(records, "平通里")
    (visit,) = plan(records, home, times_per_week=1, end_place_id=clinic.id)
    assert dates_of(visit) == ALL_WEEK[1:]


def test_nobody_is_there_on_a_closed_day_but_in_a_closed_village_they_are(records, home):
    person_id = _person(records, home)
    for weekday in (1, 2):
        records.add(Availability(office_id="", person_id=person_id, weekday=weekday, start=dt.time(8), end=dt.time(17)))
    closed(records)
    closed(records, "育平里", date=MONDAY + dt.timedelta(days=1))
    week = read_week(records, MONDAY)
    assert [len(spans_on(week, week.people[0], date)) for date in week.dates[:3]] == [0, 1, 0]


def appointed(records, key, **agreed):
    records.add(Appointment(office_id="", monday=MONDAY, item_key=key, **agreed))
    records.session.flush()


def test_an_appointment_is_on_its_day_at_its_time_whatever_the_weekdays(records, home):
    appointed(records, "plan:P1:1", date=MONDAY + dt.timedelta(5), earliest=dt.time(14), latest=dt.time(14))
    (visit,) = plan(records, home, times_per_week=1, weekdays="12")
    assert dates_of(visit) == ["12-05"]
    assert (visit.openings[0].earliest, visit.openings[0].latest) == (dt.time(14), dt.time(14))


def test_an_appointment_may_have_another_crew_and_no_other_time(records, home):
    appointed(records, "plan:P1:1", crew=[SEAT, SEAT, SEAT])
    (visit,) = plan(records, home, times_per_week=1, weekdays="12")
    assert (len(visit.crew), dates_of(visit)) == (3, ["11-30", "12-01"])


def test_an_appointment_is_of_its_week_only(records, home):
    records.add(
        Appointment(office_id="", monday=MONDAY + dt.timedelta(7), item_key="plan:P1:1", date=MONDAY + dt.timedelta(8))
    )
    (visit,) = plan(records, home, times_per_week=1, weekdays="12")
    assert dates_of(visit) == ["11-30", "12-01"]


def test_on_a_day_that_was_closed_since_an_appointment_is_open_again(records, home):
    appointed(records, "plan:P1:1", date=MONDAY + dt.timedelta(2))
    records.add(ClosedDay(office_id="", date=MONDAY + dt.timedelta(2), villages=["育平里"]))
    (visit,) = plan(records, home, times_per_week=1, weekdays="12")
    assert dates_of(visit) == ["11-30", "12-01"]


def test_a_pin_on_the_day_of_an_appointment_means_that_visit(records, home):
    day = MONDAY + dt.timedelta(3)
    appointed(records, "plan:P1:2", date=day)
    someone = _person(records, home)
    records.add(Pin(office_id="", item="P1", date=day, person_id=someone))
    first, second = plan(records, home, times_per_week=2)
    assert (len(first.openings), dates_of(second)) == (5, ["12-03"])
    week = read_week(records, MONDAY)
    pins, _ = decisions_of(week, visits_of(week), ())
    assert [pin.ref.item for pin in pins] == [1]


def test_an_allowance_is_beyond_the_limits_of_its_week(records, home):
    someone = _person(records, home)
    records.add(Allowance(office_id="", person_id=someone, monday=MONDAY, week_hours=42.5, days=1))
    records.session.flush()
    for monday, hours in ((MONDAY, 42.5), (MONDAY + dt.timedelta(7), 40)):
        person = to_problem(read_week(records, monday), EstimatedTravel()).problem.persons[0]
        assert (person.max_week, person.max_days, person.max_day) == (hours * 3600, 5, 36000)
