"""Pinning a seat: what may be pinned, what contradicts, and what it does."""

import datetime as dt

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.planning.office_week import read_week
from outreach.planning.to_problem import to_problem
from outreach.records import CarePlan, Change, Client, Pin, RosterStop, Shift
from outreach.refusals import Conflict, Invalid, NotAllowed
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.pin_seat import pin_seat
from tests.contract.verbs.conftest import NOW
from tests.office import MONDAY

WEDNESDAY = MONDAY + dt.timedelta(days=2)
FRIDAY = MONDAY + dt.timedelta(days=4)


def pin(cast, item="D01", date=WEDNESDAY, seat=1, code="V001", actor=None, **more):
    with cast.write("pin_seat") as records:
        given = {"item": item, "date": date, "seat": seat, "person_id": cast.people.get(code, code), "now": NOW} | more
        return pin_seat(records, actor or cast.coordinator, **given)


def refused(cast, error, *args, **more):
    with pytest.raises(error) as caught:
        pin(cast, *args, **more)
    return caught.value.code


def test_a_shift_is_pinned_by_hand(cast):
    kept = pin(cast)
    (found,) = cast.all(Pin)
    assert (found.id, found.item, found.date, found.seat, found.by_hand) == (kept.id, "D01", WEDNESDAY, 1, True)
    (change,) = cast.all(Change)
    assert change.verb == "pin_seat"


def test_a_pin_reaches_the_problem_with_its_start(cast):
    pin(cast, "P001", start=dt.time(10, 15))
    with cast.write() as records:
        (found,) = to_problem(read_week(records, MONDAY), EstimatedTravel()).problem.pins
    assert found.start == 2 * 86_400 + (10 * 60 + 15) * 60


@pytest.mark.parametrize("role", ["field", "auditor", "admin"])
def test_only_coordinators_pin(cast, role):
    actor = cast.actor(role, "V001" if role == "field" else None)
    assert refused(cast, NotAllowed, actor=actor) == "not_allowed"
    assert cast.all(Pin) == []


def test_the_same_once_more_changes_nothing(cast):
    first, second = pin(cast), pin(cast)
    assert first.id == second.id
    assert len(cast.all(Pin)) == len(cast.all(Change)) == 1


def test_the_same_at_another_time_moves_it(cast):
    pin(cast, "P001", start=dt.time(9))
    pin(cast, "P001", start=dt.time(10))
    assert [one.start for one in cast.all(Pin)] == [dt.time(10)]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"item": "D99"}, "no_such_work", "item"),
        ({"item": "D02"}, "not_that_day", "date"),
        ({"seat": 2}, "no_such_seat", "seat"),
        ({"seat": 0}, "no_such_seat", "seat"),
        ({"item": "P001", "start": dt.time(8, 29)}, "start_outside", "start"),
        ({"item": "P001", "start": dt.time(16, 31)}, "start_outside", "start"),
        ({"code": "f" * 32}, "no_such_person", "person_id"),
        ({"date": MONDAY - dt.timedelta(days=4)}, "past", "date"),
        ({"date": MONDAY - dt.timedelta(days=14)}, "past", "date"),
    ],
)
def test_what_does_not_exist_is_named(cast, given, code, field):
    with pytest.raises(Invalid) as caught:
        pin(cast, **given)
    assert (caught.value.code, caught.value.refusals[0].field) == (code, field)
    assert cast.all(Pin) == []


@pytest.mark.parametrize("start", [dt.time(8, 30), dt.time(16, 30)])
def test_a_start_at_either_end_of_the_window_is_taken(cast, start):
    assert pin(cast, "P001", start=start).start == start


def test_a_seat_is_one_persons(cast):
    pin(cast)
    assert refused(cast, Conflict, code="S001") == "seat_taken"
    assert [one.person_id for one in cast.all(Pin)] == [cast.people["V001"]]


def test_a_sentence_names_codes_and_no_names(cast):
    pin(cast)
    with pytest.raises(Conflict) as caught:
        pin(cast, code="S001")
    (refusal,) = caught.value.refusals
    assert "V001" in refusal.zh
    assert "V001" in refusal.en
    assert "林" not in refusal.zh


def test_nobody_is_pinned_to_two_things_at_once(cast):
    pin(cast)
    assert refused(cast, Conflict, "P001", start=dt.time(11, 59)) == "booked_twice"
    assert pin(cast, "P001", start=dt.time(12)).start == dt.time(12)


def test_a_visit_that_ends_as_the_shift_begins_fits(cast):
    pin(cast, "P001", start=dt.time(8, 31))
    assert refused(cast, Conflict) == "booked_twice"
    pin(cast, "P001", start=dt.time(12, 0))
    pin(cast)


def test_a_visit_without_a_start_finds_its_time(cast):
    pin(cast)
    pin(cast, "P001")
    assert len(cast.all(Pin)) == 2


def test_the_hours_of_an_exception_count(cast):
    with cast.write() as records:
        desk_id = next(one.desk_id for one in _stops(records))
        records.add(Shift(office_id="", desk_id=desk_id, date=WEDNESDAY, start=dt.time(13), end=dt.time(16)))
    pin(cast)
    pin(cast, "P001", start=dt.time(9))
    assert refused(cast, Conflict, "P002", start=dt.time(14)) == "booked_twice"


def test_a_visit_of_which_there_is_one_is_pinned_to_one_date(cast):
    pin(cast, "P001")
    assert refused(cast, Conflict, "P001", date=FRIDAY) == "pinned_elsewhere"


def test_of_two_visits_a_week_two_dates_are_pinned_and_both_hold(cast):
    with cast.write() as records:
        client = records.all(Client)[0]
        service_id = records.all(CarePlan)[0].service_id
        records.add(CarePlan(office_id="", code="P777", client_id=client.id, service_id=service_id, times_per_week=2))
    pin(cast, "P777", date=WEDNESDAY)
    pin(cast, "P777", date=FRIDAY)
    assert refused(cast, Conflict, "P777", date=MONDAY) == "pinned_elsewhere"
    with cast.write() as records:
        problem = to_problem(read_week(records, MONDAY), EstimatedTravel()).problem
    pinned = {problem.tasks[one.ref.item].id: one for one in problem.pins}
    assert sorted(pinned) == ["plan:P777:1", "plan:P777:2"]
    days = [problem.tasks[pinned[key].ref.item].windows[0].earliest // 86_400 for key in sorted(pinned)]
    assert days == [2, 4]


def test_whoever_is_barred_is_not_pinned(cast):
    with cast.write() as records:
        records.add(Pin(office_id="", item="D01", date=WEDNESDAY, seat=1, person_id=cast.people["V001"], never=True))
    assert refused(cast, Conflict) == "barred"


def test_a_pin_is_undone(cast):
    pin(cast)
    with cast.write("undo") as records:
        undo_change(records)
    assert cast.all(Pin) == []


def _stops(records):
    return records.all(RosterStop, RosterStop.kind == "shift")
