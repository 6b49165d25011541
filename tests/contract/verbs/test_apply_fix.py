"""Looking for what would serve something, and applying it: each kind on a tiny week."""

import datetime as dt
from types import SimpleNamespace

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.records import (
    Absence,
    Allowance,
    Appointment,
    Availability,
    CarePlan,
    Client,
    ClientWish,
    Desk,
    FoundFixes,
    Person,
    PersonSkill,
    Pin,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
    Service,
    Shift,
    Task,
)
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.fixing.apply_fix import apply_fix
from outreach.usecases.fixing.look_for_fixes import Looking, look_for_fixes
from outreach.usecases.fixing.show_fixes import count_fixes, show_fixes
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.make_roster import make_roster
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.unpin_seat import unpin_seat
from tests.contract.verbs.conftest import NOW, At, add_second_volunteer
from tests.databases import KINDS
from tests.office import MONDAY, at

TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = MONDAY + dt.timedelta(days=2)
NOBODY_HERE = dt.time(18), dt.time(19)


@pytest.fixture
def office(cast):
    """The small office with a second volunteer, V002, its week planned: V001 is at the desk on Tuesday."""
    with cast.write() as records:
        add_second_volunteer(cast, records)
        pin = pin_seat(
            records, cast.coordinator, item="D01", date=TUESDAY, seat=1, person_id=cast.people["V001"], now=NOW
        )
    base = make_roster(cast.engine, MONDAY, travel_times=EstimatedTravel(), clock=At(), seconds=0.3)
    with cast.write() as records:
        unpin_seat(records, cast.coordinator, pin_id=pin.id, now=NOW)
    cast.roster_id = base.id
    return cast


def request(
    cast, *, service="訪視問安", date=TUESDAY, between=(dt.time(9), dt.time(10)), refused=(), seats=None, companion=""
):
    """A request that the roster leaves out; the id of its row."""
    with cast.write() as records:
        asked = records.all(Service, Service.name == service)[0]
        if seats is not None:
            values = asked.model_dump(exclude={"id", "version"}) | {"name": "另一種服務", "crew": seats}
            asked = records.add(Service(**values))
            records.session.flush()
        values = records.all(Client, Client.code == "C001")[0].model_dump(exclude={"id", "version"})
        client = records.add(Client(**values | {"code": "C900", "companion": companion}))
        records.session.flush()
        for code in refused:
            records.add(ClientWish(office_id="", client_id=client.id, person_id=cast.people[code], wish="refused"))
        values = {"client_id": client.id, "service_id": asked.id, "date": date}
        records.add(Task(office_id="", code="T900", earliest=between[0], latest=between[1], **values))
        return left_out(cast, records, "task:T900", asked.name, client)


def left_out(cast, records, item_key, label, client):
    row = RosterUnserved(
        office_id="",
        roster_id=cast.roster_id,
        kind="visit",
        item_key=item_key,
        label=label,
        mandatory=True,
        client_id=client.id,
        place_id=client.place_id,
    )
    return records.add(row).id


def evening(cast):
    """The row of the desk on Friday evening, when nobody is there."""
    where = RosterUnserved.roster_id == cast.roster_id, RosterUnserved.item_key == "desk:D02:2026-12-04"
    (row,) = cast.all(RosterUnserved, *where)
    return row.id


def look(cast, unserved_id, seconds=2.0, now=NOW, looking=None, roster_id=None):
    return look_for_fixes(
        cast.engine,
        cast.office_id,
        roster_id=roster_id or cast.roster_id,
        unserved_id=unserved_id,
        travel_times=EstimatedTravel(),
        clock=At(now),
        seconds=seconds,
        looking=looking,
    )


def found(cast, unserved_id, actor=None):
    with cast.write() as records:
        return show_fixes(records, actor or cast.coordinator, roster_id=cast.roster_id, unserved_id=unserved_id)


def of_kind(view, kind):
    ways = [way for way in view.ways if way.kind == kind]
    assert ways, [(way.kind, way.why) for way in (*view.ways, *view.vain)]
    return ways[0]


def applied(cast, unserved_id, way, *, agreed=True, actor=None, now=NOW):
    with cast.write("apply fix") as records:
        done = apply_fix(
            records,
            actor or cast.coordinator,
            roster_id=cast.roster_id,
            unserved_id=unserved_id,
            number=way if isinstance(way, int) else way.number,
            agreed=agreed,
            travel_times=EstimatedTravel(),
            now=now,
        )
    return SimpleNamespace(roster=done.roster, change=records.change)


def seats(cast, roster_id):
    codes = {person.id: person.code for person in cast.all(Person)}
    people = {duty.id: codes[duty.person_id] for duty in cast.all(RosterDuty, RosterDuty.roster_id == roster_id)}
    return {
        (stop.item_key, stop.seat): (people[stop.duty_id], stop.start)
        for stop in cast.all(RosterStop, RosterStop.roster_id == roster_id)
        if stop.kind != "reload"
    }


def kept(cast):
    """Every record that a fix may write."""
    kinds = (Allowance, Appointment, Availability, Pin, Shift, Desk, Person)
    left_alone = {"version", "corrected"}
    return {kind: sorted(str(row.model_dump(exclude=left_alone)) for row in cast.all(kind)) for kind in kinds}


def check(cast, unserved_id, kind):
    """Look, apply, see it served and nothing else lost, and take it back."""
    before, earlier = kept(cast), seats(cast, cast.roster_id)
    look(cast, unserved_id)
    way = of_kind(found(cast, unserved_id), kind)
    done = applied(cast, unserved_id, way)
    after = seats(cast, done.roster.id)
    for taker in way.takes:
        key = next(key for key in after if key not in earlier and key[1] == taker.seat)
        codes = {person.id: person.code for person in cast.all(Person)}
        assert after[key] == (codes[taker.who.person_id], taker.start)
    assert set(earlier) < set(after)
    touched = {one.who.person_id for one in way.days}
    assert {day.person_id for day in changed_days(cast, cast.roster_id, done.roster.id)} == touched
    assert (done.roster.base_id, done.roster.status) == (cast.roster_id, "draft")
    assert kept(cast) != before
    with cast.write("undo") as records:
        undo_change(records, done.change.id)
    assert kept(cast) == before
    return way


def changed_days(cast, one_id, other_id):
    def days(roster_id):
        stops = cast.all(RosterStop, RosterStop.roster_id == roster_id)
        return {
            (duty.person_id, duty.date): (
                duty,
                sorted((stop.item_key, stop.seat, stop.start) for stop in stops if stop.duty_id == duty.id),
            )
            for duty in cast.all(RosterDuty, RosterDuty.roster_id == roster_id)
        }

    before, after = days(one_id), days(other_id)
    keys = {key for key in {*before, *after} if before.get(key, (0, 0))[1] != after.get(key, (0, 0))[1]}
    return [(after.get(key) or before[key])[0] for key in keys]


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_has_room(office):
    way = check(office, request(office), "take")
    assert way.agreed == () and way.by_click and [taker.who.name for taker in way.takes] == ["志工乙"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_time(office):
    one = request(office, between=NOBODY_HERE)
    way = check(office, one, "other_time")
    (agreed,) = way.agreed
    assert agreed.what == "moved" and agreed.start == way.takes[0].start.time()
    assert agreed.start.minute % 5 == agreed.start.second == 0


def test_an_appointment_holds_when_the_week_is_planned_anew(office):
    one = request(office, between=NOBODY_HERE)
    look(office, one)
    way = of_kind(found(office, one), "other_time")
    applied(office, one, way)
    anew = make_roster(office.engine, MONDAY, travel_times=EstimatedTravel(), clock=At(), seconds=0.3)
    person, start = seats(office, anew.id)["task:T900", 1]
    assert (office.people[person], start) == (way.takes[0].who.person_id, way.takes[0].start)


def test_one_of_several_visits_of_a_care_plan_moves_and_the_other_stays(office):
    """A pin names the code of the plan: it must mean the visit that was moved, on its day."""
    with office.write() as records:
        client = records.all(Client, Client.code == "C002")[0]
        greeting = records.all(Service, Service.name == "訪視問安")[0]
        hours = {"earliest": dt.time(18), "latest": dt.time(19)}
        records.add(
            CarePlan(office_id="", code="P900", client_id=client.id, service_id=greeting.id, times_per_week=2, **hours)
        )
        first, second = (left_out(office, records, f"plan:P900:{number}", greeting.name, client) for number in (1, 2))
    look(office, second)
    way = of_kind(found(office, second), "other_time")
    done = applied(office, second, way)
    served = seats(office, done.roster.id)
    assert ("plan:P900:1", 1) not in served
    assert served["plan:P900:2", 1][1] == way.takes[0].start
    row = office.all(
        RosterUnserved, RosterUnserved.roster_id == done.roster.id, RosterUnserved.item_key == "plan:P900:1"
    )
    office.roster_id = done.roster.id
    look(office, row[0].id)
    again = of_kind(found(office, row[0].id), "other_time")
    served = seats(office, applied(office, row[0].id, again).roster.id)
    assert served["plan:P900:2", 1][1] == way.takes[0].start
    assert abs(served["plan:P900:1", 1][1].date() - way.takes[0].start.date()) >= dt.timedelta(days=2)
    assert first != second


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_comes_besides_their_time(office):
    one = evening(office)
    way = check(office, one, "more_time")
    (agreed,) = way.agreed
    assert (agreed.who.name, agreed.date) == ("郭育誠", MONDAY + dt.timedelta(days=4))
    assert agreed.start <= dt.time(18) and agreed.until >= dt.time(21)


def test_nobody_on_leave_is_asked_to_come(office):
    one = evening(office)
    with office.write() as records:
        away = {"start": at(4, "08:00"), "end": at(4, "12:00")}
        records.add(Absence(office_id="", person_id=office.people["K001"], **away))
    look(office, one)
    assert [way.kind for way in found(office, one).ways if way.kind == "more_time"] == []


def test_somebody_works_longer(office):
    with office.write() as records:
        zhou = records.get(Person, office.people["S001"])
        zhou.max_week_hours = 1.0
    one = request(office, seats=[{"roles": ["substitute"], "unit": "", "skills": []}], service="居家打掃")
    way = check(office, one, "more_hours")
    (agreed,) = way.agreed
    assert (agreed.limit, agreed.before) == ("week_hours", 1.0) and agreed.value > 1.5
    assert [row.max_week_hours for row in office.all(Person, Person.code == "S001")] == [1.0]


def test_a_seat_is_opened_to_another_role(office):
    with office.write() as records:
        away = {"start": at(0, "00:00"), "end": at(6, "00:00")}
        records.add(Absence(office_id="", person_id=office.people["S001"], **away))
    one = request(office, seats=[{"roles": ["substitute"], "unit": "", "skills": []}])
    way = check(office, one, "other_role")
    assert way.agreed[0].role in ("volunteer", "staff")


def test_a_seat_of_a_desk_is_opened_on_that_date_only(office):
    one = evening(office)
    with office.write() as records:
        records.all(Desk, Desk.code == "D02")[0].start = dt.time(14)
        records.all(Desk, Desk.code == "D02")[0].end = dt.time(17)
        away = {"start": at(4, "00:00"), "end": at(5, "00:00")}
        records.add(Absence(office_id="", person_id=office.people["K001"], **away))
    way = check(office, one, "other_role")
    assert way.takes[0].who.role == way.agreed[0].role != "staff"


@pytest.mark.parametrize("kind", KINDS)
def test_a_crew_comes_with_one_fewer(office):
    one = request(office, service="居家打掃")
    way = check(office, one, "fewer_seats")
    assert [taker.who.name for taker in way.takes] == ["周柏宇"] and way.agreed[0].crew == 1


def test_who_must_be_visited_by_two_is_never_visited_by_one(office):
    one = request(office, service="居家打掃", companion="two_persons")
    look(office, one)
    view = found(office, one)
    assert "fewer_seats" not in {way.kind for way in view.ways}
    assert [way.why for way in view.vain if way.kind == "fewer_seats"] == ["companion"]


def test_a_training_is_told_and_not_applied(office):
    with office.write() as records:
        zhou = records.get(Person, office.people["S001"])
        other = records.add(Person(**zhou.model_dump(exclude={"id", "version"}) | {"code": "S002", "name": "役男乙"}))
        records.session.flush()
        for row in records.all(Availability, Availability.person_id == zhou.id):
            records.add(Availability(**row.model_dump(exclude={"id", "version"}) | {"person_id": other.id}))
    one = request(office, service="居家打掃")
    look(office, one)
    way = of_kind(found(office, one), "training")
    assert (way.agreed[0].who.name, way.agreed[0].skills, way.by_click) == ("役男乙", ("居家打掃",), False)
    before = kept(office)
    with pytest.raises(Conflict) as refused:
        applied(office, one, way)
    assert refused.value.code == "not_by_click"
    assert (
        kept(office) == before and office.all(PersonSkill, PersonSkill.person_id == way.agreed[0].who.person_id) == []
    )


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_gives_up_the_desk(office):
    one = request(office, refused=["V002"])
    way = check(office, one, "swap")
    (move,) = [move for move in way.moves if move.stop.label == "單一窗口服務台"]
    assert (move.left.name, move.takes.name) == ("林秀琴", "志工乙")
    assert "志工乙" in {who.name for who in way.affected}


def test_what_needs_a_promise_is_not_applied_without_it(office):
    one = request(office, between=NOBODY_HERE)
    look(office, one)
    way = of_kind(found(office, one), "other_time")
    with pytest.raises(Invalid) as refused:
        applied(office, one, way, agreed=False)
    assert refused.value.code == "not_agreed"
    assert office.all(Appointment) == []


def test_what_was_tried_in_vain_is_not_applied(office):
    one = request(office, between=NOBODY_HERE)
    look(office, one)
    vain = found(office, one).vain[0]
    with pytest.raises(Conflict) as refused:
        applied(office, one, vain)
    assert refused.value.code == "not_possible"


def test_who_may(office):
    one = request(office)
    look(office, one)
    assert found(office, one, office.auditor).state == "found"
    with pytest.raises(NotThere):
        found(office, one, office.lin)
    for actor in (office.auditor, office.lin, office.actor("admin")):
        with pytest.raises(NotAllowed):
            applied(office, one, 1, actor=actor)
    assert len(office.all(Roster)) == 2


def test_what_was_found_is_shown_while_nothing_has_changed(office):
    one = request(office)
    assert found(office, one).state == "none"
    look(office, one)
    assert found(office, one).state == "found"
    with office.write() as records:
        records.get(Person, office.people["V002"]).phone = "0900-000-000"
        records.add(Pin(office_id="", item="D01", date=MONDAY + dt.timedelta(days=9), person_id=office.people["V002"]))
    assert found(office, one).state == "found"
    with office.write() as records:
        records.add(Absence(office_id="", person_id=office.people["V002"], start=at(1, "08:00"), end=at(1, "12:00")))
    view = found(office, one)
    assert (view.state, view.ways) == ("stale", ())
    with office.write() as records:
        assert count_fixes(records, records.get(Roster, office.roster_id)) == {}


def test_an_edit_of_the_draft_makes_it_stale(office):
    one = request(office)
    look(office, one)
    way = of_kind(found(office, one), "take")
    with office.write() as records:
        stop = records.all(RosterStop, RosterStop.roster_id == office.roster_id, RosterStop.kind == "shift")[0]
        stop.pinned = not stop.pinned
    assert found(office, one).state == "stale"
    with pytest.raises(Conflict) as refused:
        applied(office, one, way)
    assert refused.value.code == "fix_outdated"


def test_what_does_not_hold_any_more_is_refused_and_nothing_is_written(office):
    one = request(office)
    look(office, one)
    way = of_kind(found(office, one), "take")
    with office.write() as records:
        records.add(Absence(office_id="", person_id=office.people["V002"], start=at(1, "08:00"), end=at(1, "12:00")))
    before = kept(office)
    with pytest.raises(Conflict) as refused:
        applied(office, one, way)
    assert refused.value.code == "fix_outdated"
    assert kept(office) == before and len(office.all(Roster)) == 2


def test_it_is_applied_once(office):
    one = request(office)
    look(office, one)
    way = of_kind(found(office, one), "take")
    applied(office, one, way)
    with pytest.raises(Conflict) as refused:
        applied(office, one, way)
    assert refused.value.code == "newer_revision"
    assert len(office.all(Roster)) == 3


def test_a_roster_that_the_records_have_overtaken_is_replanned_first(office):
    one = request(office)
    with office.write() as records:
        records.add(Absence(office_id="", person_id=office.people["V001"], start=at(1, "00:00"), end=at(2, "00:00")))
    with pytest.raises(Conflict) as refused:
        look(office, one)
    assert refused.value.code == "roster_outdated"


def test_a_week_that_is_over_has_no_fixes(office):
    one = request(office)
    with pytest.raises(Conflict) as refused:
        look(office, one, now=at(9, "09:00"))
    assert refused.value.code == "past"


def test_in_the_middle_of_the_week_what_has_begun_stays(office):
    one = request(office, date=MONDAY + dt.timedelta(days=3))
    now = at(1, "10:00")
    earlier = seats(office, office.roster_id)
    look(office, one, now=now)
    way = of_kind(found(office, one), "take")
    after = seats(office, applied(office, one, way, now=now).roster.id)
    assert {key: after[key] for key in earlier} == earlier
    assert after["task:T900", 1][1].date() == MONDAY + dt.timedelta(days=3)


def test_all_mandatory_things_are_looked_at_and_counted(office):
    one = request(office)
    looked = look(office, None, seconds=4)
    assert looked.looked == len(office.all(FoundFixes)) == 2
    with office.write() as records:
        counts = count_fixes(records, records.get(Roster, office.roster_id))
    assert counts["task:T900", 0] >= 1 and counts["desk:D02:2026-12-04", 1] >= 1
    assert found(office, one).state == "found"


def test_whoever_wants_no_more_gets_what_there_is(office):
    class Impatient(Looking):
        id = "a job"
        asked = 0

        def stop(self):
            self.asked += 1
            return self.asked > 3

    request(office)
    looked = look(office, None, seconds=30, looking=Impatient())
    assert looked.looked == 1 and looked.vain < 5
