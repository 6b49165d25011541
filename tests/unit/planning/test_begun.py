"""What has begun, where today's records leave no room for it: time and limits are given for it and no more."""

from __future__ import annotations

import datetime as dt

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.planning.begun import with_what_has_begun
from outreach.planning.office_week import read_week
from outreach.planning.to_problem import to_problem
from outreach.planning.to_roster import to_roster
from outreach.records import Availability, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from solver.problem import DAY, HOUR, Span
from solver.solve import Budget, solve
from tests.office import MONDAY, small_office

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@pytest.fixture
def records(tmp_path):
    """The small office with its week planned."""
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    small_office(engine)
    with office_records(engine) as records:
        translation = to_problem(read_week(records, MONDAY), EstimatedTravel())
        to_roster(records, translation, solve(translation.problem, Budget(iterations=50), seed=1), seed=1, now=NOW)
    with office_records(engine) as records:
        yield records
    engine.dispose()


def healed(records, person, spans, **limits):
    """The person as the problem has them at the end of Monday, of which only `spans` (hours) are known."""
    for row in records.all(Availability, Availability.person_id == person.id, Availability.weekday == 1):
        records.remove(row)
    for start, end in spans:
        records.add(Availability(office_id="", person_id=person.id, weekday=1, start=dt.time(start), end=dt.time(end)))
    for name, value in limits.items():
        setattr(person, name, value)
    records.session.flush()
    newest = max(records.all(Roster), key=lambda roster: roster.revision)
    duties = records.all(RosterDuty, RosterDuty.roster_id == newest.id)
    stops = records.all(RosterStop, RosterStop.roster_id == newest.id)
    translation = to_problem(read_week(records, MONDAY), EstimatedTravel())
    after, _, _ = with_what_has_begun(translation, duties, stops, DAY)
    number = next(number for number, one in enumerate(after.people) if one.id == person.id)
    return after.problem.persons[number]


def monday_duty(records, departure, arrival, lunch=None):
    """The volunteer's duty on Monday, with nothing but the desk in it."""
    (person,) = records.all(Person, Person.code == "V001")
    newest = max(records.all(Roster), key=lambda roster: roster.revision)
    for stop in records.all(RosterStop, RosterStop.roster_id == newest.id):
        if stop.item_key != f"desk:D01:{MONDAY.isoformat()}":
            records.remove(stop)
    (duty,) = records.all(RosterDuty, RosterDuty.roster_id == newest.id, RosterDuty.date == MONDAY)
    assert duty.person_id == person.id
    midnight = dt.datetime.combine(MONDAY, dt.time(), TAIPEI)
    duty.departure, duty.arrival = (midnight + dt.timedelta(hours=hours) for hours in (departure, arrival))
    duty.lunch_start, duty.lunch_end = (
        (midnight + dt.timedelta(hours=hours) for hours in lunch) if lunch else (None, None)
    )
    return person


def hours(*span):
    return Span(*(round(hour * HOUR) for hour in span))


def test_only_what_is_missing_of_a_day_is_given(records):
    person = monday_duty(records, 8.5, 16.5)
    known = healed(records, person, [(8, 12), (15, 16)])
    assert known.availability[0].spans == (hours(8, 12), hours(15, 16.5))


def test_what_began_between_two_known_spans_is_given_and_the_rest_is_not(records):
    person = monday_duty(records, 8, 17)
    known = healed(records, person, [(8, 9), (14, 17)])
    assert known.availability[0].spans == (hours(8, 12), hours(14, 17))


def test_limits_rise_to_what_was_worked_without_lunch_and_time_off(records):
    person = monday_duty(records, 8, 17, lunch=(12, 13))
    limits = {"max_day_hours": 1, "max_week_hours": 2, "max_days": 0}
    known = healed(records, person, [(8, 14), (16, 17)], **limits)
    assert (known.max_day, known.max_week, known.max_days) == (6 * HOUR, 6 * HOUR, 1)
