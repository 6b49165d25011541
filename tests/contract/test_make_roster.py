"""Planning a week as a use case: revisions, and two coordinators at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session

from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.records import Availability, Office, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from outreach.refusals import Invalid
from outreach.usecases.showing.show_unserved import show_unserved
from outreach.usecases.weeks.make_roster import make_roster
from tests.office import MONDAY, small_office
from tests.signed_in import COORDINATOR


class FixedClock:
    def now(self):
        return dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    small_office(engine)
    yield engine
    engine.dispose()


def plan(engine, **more):
    return make_roster(engine, MONDAY, travel_times=EstimatedTravel(), clock=FixedClock(), **{"seconds": 0.2, **more})


def test_each_plan_is_the_next_revision(engine):
    assert [plan(engine).revision for _ in range(2)] == [2, 3]


def test_two_at_once_both_keep_their_plan(engine):
    with ThreadPoolExecutor(4) as pool:
        revisions = sorted(roster.revision for roster in pool.map(lambda seed: plan(engine, seed=seed), range(4)))
    assert revisions == [2, 3, 4, 5]


def test_a_crash_while_keeping_leaves_no_half_roster(engine):
    with office_records(engine) as records:
        before = len(records.all(RosterStop)), len(records.all(RosterDuty)), len(records.all(Roster))

    def fall_over(stage, share, cost):
        if stage == "reasons":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        plan(engine, on_progress=fall_over)
    with office_records(engine) as records:
        assert before == (len(records.all(RosterStop)), len(records.all(RosterDuty)), len(records.all(Roster)))


def test_people_without_availability_get_no_duty_and_the_rest_is_planned(engine):
    with office_records(engine) as records:
        (away,) = records.all(Person, Person.code == "K001")
        for row in records.all(Availability, Availability.person_id == away.id):
            records.remove(row)
    roster = plan(engine)
    with office_records(engine) as records:
        duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
    assert duties
    assert away.id not in {duty.person_id for duty in duties}


def test_what_no_roster_could_serve_is_kept_and_shown_as_proved(engine):
    with office_records(engine) as records:
        _, *others = records.all(Person)
        for row in records.all(Availability, Availability.person_id.in_([person.id for person in others])):
            records.remove(row)
    roster = plan(engine)
    with office_records(engine) as records:
        view = show_unserved(records, COORDINATOR, roster.id)
    assert 0 < view.least <= roster.missed
    assert view.least == sum(one.amount for one in view.proofs)
    unserved = {row.label for row in view.mandatory}
    assert {label for label in unserved for one in view.proofs for work in one.work if work.startswith(label)}


def test_times_are_kept_in_taipei_and_lie_in_the_week(engine):
    roster = plan(engine)
    with office_records(engine) as records:
        stops = records.all(RosterStop, RosterStop.roster_id == roster.id)
    assert all(stop.start.tzinfo is TAIPEI for stop in stops)
    assert all(8 <= stop.start.hour < 21 for stop in stops)


def test_an_office_without_people_is_told_so(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/empty.db")
    with Session(engine) as session, session.begin():
        session.add(Office(name="示範"))
    with pytest.raises(Invalid) as caught:
        plan(engine)
    assert caught.value.refusals[0].code == "no_people"
    engine.dispose()
