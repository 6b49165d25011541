"""Which visits, deliveries and shifts a week brings, read off the records."""

import datetime as dt

import pytest
from sqlmodel import Session

from outreach.planning.office_week import read_week
from outreach.planning.work import posts_of, visits_of
from outreach.records import (
    Campaign,
    CarePlan,
    Client,
    Desk,
    Drive,
    Office,
    Person,
    Pin,
    Place,
    Recipient,
    Service,
    Unit,
)
from outreach.records.database import OfficeRecords, open_database

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
    assert [post.key for post in posts_of(read_week(records, MONDAY))] == ["drive:S1"]
