"""Two revisions of one week side by side."""

import datetime as dt

import pytest
from sqlalchemy import event

from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import office_records
from outreach.refusals import Invalid, NotAllowed, NotThere
from outreach.usecases.weeks.compare_rosters import compare_rosters
from tests.contract.verbs.test_publish_roster import revision
from tests.office import MONDAY, at

WEDNESDAY = MONDAY + dt.timedelta(days=2)


def compare(cast, other_id, actor=None, one_id=None):
    with office_records(cast.engine, write=False) as records:
        given = {"one_id": one_id or cast.roster_id, "other_id": other_id}
        return compare_rosters(records, actor or cast.coordinator, **given)


def test_the_same_twice_differs_in_nothing(cast):
    found = compare(cast, cast.roster_id)
    assert (found.people, found.seats, found.unserved_before, found.unserved_after) == ((), (), (), ())
    assert found.unserved_both == (("desk:D02:2026-12-04", 1), ("plan:P900:1", 0))
    assert found.one == found.other
    assert found.one.minutes == 107


def test_what_moves_in_time_is_said_for_the_person_and_the_seat(cast):
    found = compare(cast, revision(cast, 2, later="S001"))
    (day,) = found.people
    assert (day.person_id, day.date, day.came, day.went) == (cast.people["S001"], WEDNESDAY, (), ())
    (moved,) = day.moved
    assert (moved.before.start, moved.after.start) == (at(2, "15:00"), at(2, "15:15"))
    (seat,) = found.seats
    assert (seat.before.key, seat.after.person_id) == (("plan:P004:1", 2), cast.people["S001"])


def test_what_goes_and_comes(cast):
    second = revision(cast, 2, without="S001")
    there, back = compare(cast, second), compare(cast, cast.roster_id, one_id=second)
    (gone,), (come,) = there.people, back.people
    assert [one.key for one in gone.went] == [one.key for one in come.came] == [("plan:P004:1", 2)]
    assert (gone.after, come.before) == (None, None)
    assert gone.before == come.after == (at(2, "14:50"), at(2, "15:40"))
    assert (there.seats[0].after, back.seats[0].before) == (None, None)


def test_a_seat_that_changes_hands_is_one_change_and_two_people(cast):
    second = revision(cast, 2)
    with cast.write() as records:
        (duty,) = records.all(RosterDuty, RosterDuty.roster_id == second, RosterDuty.person_id == cast.people["S001"])
        duty.person_id = cast.people["K001"]
    found = compare(cast, second)
    assert {day.person_id for day in found.people} == {cast.people["S001"], cast.people["K001"]}
    (seat,) = found.seats
    assert (seat.before.person_id, seat.after.person_id) == (cast.people["S001"], cast.people["K001"])


def test_another_way_home_is_a_change_of_the_day_and_of_no_seat(cast):
    second = revision(cast, 2)
    with cast.write() as records:
        duty = records.all(RosterDuty, RosterDuty.roster_id == second)[0]
        duty.arrival += dt.timedelta(minutes=5)
    found = compare(cast, second)
    assert (len(found.people), found.seats) == (1, ())


def test_what_only_one_leaves_out(cast):
    second = revision(cast, 2)
    with cast.write() as records:
        row = records.all(RosterUnserved, RosterUnserved.kind == "visit")[0]
        records.add(RosterUnserved(**row.model_dump(exclude={"id", "version"}) | {"roster_id": second}))
        roster = records.get(Roster, second)
        roster.missed, roster.terms = 2, {"travel": 50.0, "waiting": 6.0}
    found = compare(cast, second)
    assert (found.unserved_before, found.unserved_after) == ((("desk:D02:2026-12-04", 1),), ())
    assert found.unserved_both == (("plan:P900:1", 0),)
    assert (found.one.missed, found.other.missed, found.other.minutes) == (3, 2, 56)


def test_coordinators_and_auditors_compare(cast):
    assert compare(cast, cast.roster_id, cast.auditor).people == ()
    for actor in (cast.lin, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            compare(cast, cast.roster_id, actor)


def test_two_weeks_are_not_compared(cast):
    second = revision(cast, 2)
    with cast.write() as records:
        records.get(Roster, second).monday = MONDAY + dt.timedelta(days=7)
    with pytest.raises(Invalid):
        compare(cast, second)
    with pytest.raises(NotThere):
        compare(cast, "f" * 32)


def test_it_asks_a_fixed_number_of_questions(cast):
    second = revision(cast, 2, later="V001")
    statements = []
    event.listen(cast.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    compare(cast, second)
    few = len(statements)
    with cast.write() as records:
        for stop in records.all(RosterStop, RosterStop.roster_id == second):
            for seat in (7, 8, 9):
                records.add(RosterStop(**stop.model_dump(exclude={"id", "version"}) | {"seat": seat}))
    statements.clear()
    compare(cast, second)
    assert len(statements) == few <= 12
