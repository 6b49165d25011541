"""Replanning a roster after something has happened."""

import datetime as dt

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.planning.office_week import read_week
from outreach.planning.to_plan import to_plan
from outreach.planning.to_problem import to_problem
from outreach.records import (
    Absence,
    Availability,
    Campaign,
    CarePlan,
    Client,
    ClientWish,
    ClosedDay,
    Desk,
    Drive,
    Person,
    PersonSkill,
    Pin,
    Place,
    Recipient,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
    Service,
    Shift,
    Task,
)
from outreach.refusals import Conflict, Invalid, NotThere
from outreach.usecases.jobs.attempt import Attempt
from outreach.usecases.weeks.make_roster import make_roster
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.replan_roster import replan_roster
from solver.referee import violations
from tests.contract.verbs.conftest import NOW, At, add_second_volunteer
from tests.office import MONDAY, at

LEVELS = ("anything", "keep_people", "keep_routes")


@pytest.fixture
def office(cast):
    """The cast with a second volunteer, and the week planned and published."""
    with cast.write() as records:
        add_second_volunteer(cast, records)
    base = make_roster(cast.engine, MONDAY, travel_times=EstimatedTravel(), clock=At(), seconds=0.3)
    with cast.write() as records:
        publish_roster(records, cast.coordinator, roster_id=base.id, now=NOW)
    cast.roster_id = base.id
    return cast


def replanned(cast, level="keep_people", now=NOW, roster_id=None, **more):
    return replan_roster(
        cast.engine,
        cast.office_id,
        roster_id=roster_id or cast.roster_id,
        level=level,
        travel_times=EstimatedTravel(),
        clock=At(now),
        **{"seconds": 0.3} | more,
    )


def seats(cast, roster_id=None):
    """Person code by work, seat and start."""
    roster_id = roster_id or cast.roster_id
    codes = {person.id: person.code for person in cast.all(Person)}
    people = {duty.id: codes[duty.person_id] for duty in cast.all(RosterDuty, RosterDuty.roster_id == roster_id)}
    return {
        (stop.item_key, stop.seat): (people[stop.duty_id], stop.start)
        for stop in cast.all(RosterStop, RosterStop.roster_id == roster_id)
        if stop.kind != "reload"
    }


def unserved(cast, roster):
    return {row.item_key for row in cast.all(RosterUnserved, RosterUnserved.roster_id == roster.id)}


def away(cast, code, start, end):
    with cast.write() as records:
        records.add(Absence(office_id="", person_id=cast.people[code], start=start, end=end, by_hand=True))


def shift_of(cast, day):
    key = f"desk:D01:{(MONDAY + dt.timedelta(days=day)).isoformat()}"
    return key, seats(cast)[key, 1][0]


def test_it_is_the_next_revision_with_its_base_and_level(office):
    roster = replanned(office, "keep_routes")
    base = office.all(Roster, Roster.id == office.roster_id)[0]
    assert (roster.revision, roster.base_id, roster.level) == (base.revision + 1, base.id, "keep_routes")
    assert roster.status == "draft"


@pytest.mark.parametrize("level", LEVELS[1:])
def test_when_nothing_has_happened_nobody_moves(office, level):
    roster = replanned(office, level)
    assert seats(office, roster.id) == seats(office)


@pytest.mark.parametrize("level", LEVELS)
def test_an_absence_gives_only_that_work_to_others(office, level):
    key, who = shift_of(office, 1)
    away(office, who, at(1, "00:00"), at(2, "00:00"))
    roster = replanned(office, level)
    before, after = seats(office), seats(office, roster.id)
    other = {"V001": "V002", "V002": "V001"}[who]
    assert after[key, 1][0] == other
    if level != "anything":
        moved = {item for item in before if after.get(item, ("",))[0] != before[item][0]}
        assert all(before[item][1].date() == (MONDAY + dt.timedelta(days=1)) for item in moved)


def test_a_pin_of_whoever_is_away_gives_way(office):
    key, who = shift_of(office, 1)
    tuesday = MONDAY + dt.timedelta(days=1)
    with office.write() as records:
        records.add(Pin(office_id="", item="D01", date=tuesday, seat=1, person_id=office.people[who], by_hand=True))
    away(office, who, at(1, "00:00"), at(2, "00:00"))
    roster = replanned(office)
    assert seats(office, roster.id)[key, 1][0] != who
    stops = office.all(RosterStop, RosterStop.roster_id == roster.id, RosterStop.item_key == key)
    assert not any(stop.pinned for stop in stops)


def test_pins_are_input(office):
    key, who = shift_of(office, 1)
    other = {"V001": "V002", "V002": "V001"}[who]
    tuesday = MONDAY + dt.timedelta(days=1)
    with office.write() as records:
        records.add(Pin(office_id="", item="D01", date=tuesday, seat=1, person_id=office.people[other], by_hand=True))
    roster = replanned(office)
    assert seats(office, roster.id)[key, 1][0] == other
    assert office.all(RosterStop, RosterStop.roster_id == roster.id, RosterStop.item_key == key)[0].pinned


def test_pins_that_contradict_each_other_are_named_and_nothing_is_kept(office):
    with office.write() as records:
        for code in ("V001", "V002"):
            records.add(Pin(office_id="", item="D01", date=MONDAY, seat=1, person_id=office.people[code]))
    with pytest.raises(Invalid) as caught:
        replanned(office)
    assert "pins_clash" in {refusal.code for refusal in caught.value.refusals}
    assert max(roster.revision for roster in office.all(Roster)) == 2


def test_a_closed_day_is_empty_and_its_visits_go_elsewhere(office):
    before = seats(office)
    day = next(start.date() for key, (_, start) in before.items() if key[0].startswith("plan:"))
    with office.write() as records:
        records.add(ClosedDay(office_id="", date=day))
    roster = replanned(office)
    after = seats(office, roster.id)
    assert not [start for _, start in after.values() if start.date() == day]
    assert {key for key in before if key[0].startswith("plan:")} <= set(after)
    assert f"desk:D01:{day.isoformat()}" not in unserved(office, roster)


def test_a_closed_village_moves_its_visits_only(office):
    before = seats(office)
    (plan_key, _), (_, start) = next(item for item in before.items() if item[0][0].startswith("plan:"))
    stop = office.all(RosterStop, RosterStop.roster_id == office.roster_id, RosterStop.item_key == plan_key)[0]
    village = office.all(Place, Place.id == stop.place_id)[0].village
    with office.write() as records:
        records.add(ClosedDay(office_id="", date=start.date(), villages=[village]))
    roster = replanned(office)
    closed = {place.id for place in office.all(Place, Place.village == village)}
    stops = office.all(RosterStop, RosterStop.roster_id == roster.id)
    assert plan_key in {one.item_key for one in stops}
    assert not [one for one in stops if one.place_id in closed and one.start.date() == start.date()]
    assert f"desk:D01:{start.date().isoformat()}" in {one.item_key for one in stops}


def test_an_urgent_request_is_fitted_in(office):
    with office.write() as records:
        client, plan = records.all(Client)[0], records.all(CarePlan)[0]
        records.add(
            Task(office_id="", code="T9", client_id=client.id, service_id=plan.service_id, urgent=True, date=MONDAY)
        )
    roster = replanned(office)
    stops = office.all(RosterStop, RosterStop.roster_id == roster.id, RosterStop.item_key == "task:T9")
    assert [stop.start.date() for stop in stops] == [MONDAY]
    assert stops[0].task_id is not None


def test_work_that_was_cancelled_is_gone_and_nobody_misses_it(office):
    monday = f"desk:D01:{MONDAY.isoformat()}"
    with office.write() as records:
        desk = records.all(Desk, Desk.code == "D01")[0]
        records.add(Shift(office_id="", desk_id=desk.id, date=MONDAY, cancelled=True))
    roster = replanned(office)
    assert (monday, 1) not in seats(office, roster.id)
    assert monday not in unserved(office, roster)


def test_a_cancelled_request_gives_its_pin_up(office):
    with office.write() as records:
        client, plan = records.all(Client)[0], records.all(CarePlan)[0]
        task = records.add(
            Task(office_id="", code="T9", client_id=client.id, service_id=plan.service_id, urgent=True, date=MONDAY)
        )
        records.add(Pin(office_id="", item="T9", date=MONDAY, seat=1, person_id=office.people["V002"]))
    first = replanned(office)
    assert seats(office, first.id)["task:T9", 1][0] == "V002"
    with office.write() as records:
        records.get(Task, task.id).cancelled = True
    second = replanned(office, roster_id=first.id)
    assert ("task:T9", 1) not in seats(office, second.id)
    assert "task:T9" not in unserved(office, second)


def test_somebody_new_and_a_new_care_plan_are_taken_in(office):
    with office.write() as records:
        first = records.all(CarePlan)[0]
        client = records.all(Client)[0]
        records.add(
            CarePlan(office_id="", code="A000", client_id=client.id, service_id=first.service_id, times_per_week=1)
        )
        lin = records.get(Person, office.people["V001"])
        records.add(Person(**lin.model_dump(exclude={"id", "version"}) | {"code": "A000", "name": "志工丙"}))
    roster = replanned(office)
    assert ("plan:A000:1", 1) in seats(office, roster.id)
    before = seats(office)
    assert all(seats(office, roster.id)[key][0] == who for key, (who, _) in before.items())


def test_a_care_plan_that_is_gone_is_left_out(office):
    with office.write() as records:
        gone = records.all(CarePlan)[0]
        gone.date = MONDAY - dt.timedelta(days=30)
        gone.every_days = None
    roster = replanned(office)
    assert (f"plan:{gone.code}:1", 1) not in seats(office, roster.id)


def test_an_empty_base_is_filled(office):
    with office.write() as records:
        base = records.get(Roster, office.roster_id)
        empty = records.add(Roster(**base.model_dump(exclude={"id", "version"}) | {"revision": 9, "status": "draft"}))
        empty_id = empty.id
    roster = replanned(office, "keep_routes", roster_id=empty_id)
    assert ("plan:P001:1", 1) in seats(office, roster.id)


def test_what_has_begun_stays_as_it_was(office):
    """On Wednesday at ten whoever is at the desk falls ill: what began is ended, the rest of their day goes."""
    key, who = shift_of(office, 2)
    away(office, who, at(2, "10:00"), at(3, "00:00"))
    before = seats(office)
    roster = replanned(office, "anything", now=at(2, "10:00"))
    after = seats(office, roster.id)
    begun = {item: seat for item, seat in before.items() if seat[1] < at(2, "10:00")}
    assert begun
    assert {item: after[item] for item in begun} == begun
    assert after[key, 1][0] == who
    later = [item for item, (code, start) in after.items() if code == who and at(2, "10:00") <= start < at(3, "00:00")]
    assert later == []


def test_a_shift_that_has_not_begun_is_given_to_somebody_else(office):
    key, who = shift_of(office, 2)
    away(office, who, at(2, "08:00"), at(3, "00:00"))
    roster = replanned(office, "keep_routes", now=at(2, "08:10"))
    assert seats(office, roster.id)[key, 1][0] != who


def test_nothing_new_begins_in_the_past(office):
    roster = replanned(office, "anything", now=at(2, "13:00"))
    before, after = seats(office), seats(office, roster.id)
    assert {key: seat for key, seat in after.items() if seat[1] < at(2, "13:00")} == {
        key: seat for key, seat in before.items() if seat[1] < at(2, "13:00")
    }


def test_what_was_done_stays_though_the_records_have_changed_since(office):
    """Availability taken away, a home found elsewhere, the day closed and the desk cancelled, all after the fact."""
    before = seats(office)
    with office.write() as records:
        for row in records.all(Availability):
            if row.weekday in (1, 2):
                records.remove(row)
        for place in records.all(Place):
            place.lat += 0.02 if place.precision == "exact" else 0.0
        desk = records.all(Desk, Desk.code == "D01")[0]
        records.add(Shift(office_id="", desk_id=desk.id, date=MONDAY, cancelled=True))
        records.add(ClosedDay(office_id="", date=MONDAY + dt.timedelta(days=1)))
    now = at(2, "00:00")
    roster = replanned(office, now=now)
    begun = {key: seat for key, seat in before.items() if seat[1] < now}
    after = seats(office, roster.id)
    assert begun
    assert {key: after.get(key) for key in begun} == begun


def test_a_visit_that_was_made_and_written_down_stays_where_it_was(office):
    before = seats(office)
    key, start = min(
        ((key, start) for key, (_, start) in before.items() if key[0].startswith("plan:")), key=lambda x: x[1]
    )
    with office.write() as records:
        (plan,) = records.all(CarePlan, CarePlan.code == key[0].split(":")[1])
        plan.last_visit = start.date()
    roster = replanned(office, now=start + dt.timedelta(minutes=30))
    assert seats(office, roster.id)[key] == before[key]
    early = replanned(office)
    assert key not in seats(office, early.id)
    assert key[0] not in unserved(office, early)


def test_what_was_done_by_somebody_who_may_not_any_more_stays(office):
    """Another role, refused by every client, barred, and a limit of a single hour a day: all since Monday."""
    key, who = shift_of(office, 0)
    before = seats(office)
    with office.write() as records:
        person = records.get(Person, office.people[who])
        person.role, person.max_days, person.max_day_hours, person.max_week_hours = "staff", 1, 1, 1
        for service in records.all(Service):
            service.minutes, service.earliest = 200, dt.time(12)
        for client in records.all(Client):
            records.add(ClientWish(office_id="", client_id=client.id, person_id=person.id, wish="refused"))
        records.add(Pin(office_id="", item="D01", date=MONDAY, seat=1, person_id=person.id, never=True))
        other = {"V001": "V002", "V002": "V001"}[who]
        records.add(Pin(office_id="", item="D01", date=MONDAY, seat=1, person_id=office.people[other]))
    now = at(1, "13:00")
    after = seats(office, replanned(office, now=now).id)
    begun = {item: seat for item, seat in before.items() if seat[1] < now}
    assert (key, 1) in begun
    assert {item: after.get(item) for item in begun} == begun
    assert not [item for item, (code, start) in after.items() if code == who and start >= now]


def test_a_pin_for_later_is_for_the_visit_that_is_left(office):
    """Of two visits a week the first has been made; the pin for Thursday is the second one's, whatever its number."""
    with office.write() as records:
        plan = records.all(CarePlan, CarePlan.code == "P001")[0]
        plan.every_days, plan.times_per_week = None, 2
    base = replanned(office, "anything")
    made = seats(office, base.id)
    (first, start), *_ = sorted(
        ((key, seat[1]) for key, seat in made.items() if "P001" in key[0]), key=lambda one: one[1]
    )
    thursday = MONDAY + dt.timedelta(days=3)
    with office.write() as records:
        records.add(Pin(office_id="", item="P001", date=thursday, seat=1, person_id=office.people["V002"]))
    roster = replanned(office, roster_id=base.id, now=start + dt.timedelta(minutes=1))
    after = {key: seat for key, seat in seats(office, roster.id).items() if "P001" in key[0]}
    assert after.pop(first) == made[first]
    ((who, later),) = after.values()
    assert (who, later.date()) == ("V002", thursday)


THURSDAY = at(3, "00:00")


def _desk_only_later(records):
    records.all(Desk, Desk.code == "D01")[0].weekdays = "45"


def _desk_of_a_past_day_without_anybody(records):
    desk = records.all(Desk, Desk.code == "D01")[0]
    records.add(Shift(office_id="", desk_id=desk.id, date=MONDAY, required=[], desired=[]))


def _fewer_visits(records):
    records.all(CarePlan, CarePlan.code == "P001")[0].times_per_week = 1


def _another_date(records):
    for plan in records.all(CarePlan, CarePlan.code != "P001"):
        plan.every_days, plan.date = None, MONDAY + dt.timedelta(days=9)


def _off_the_list(records):
    for recipient in records.all(Recipient):
        recipient.units = 0


def _campaign_over(records):
    for campaign in records.all(Campaign):
        campaign.first = campaign.last = MONDAY - dt.timedelta(days=7)


def _request_moved(records):
    records.all(Task, Task.code == "T9")[0].date = MONDAY + dt.timedelta(days=8)


def _drive_moved(records):
    records.all(Drive, Drive.code == "R1")[0].date = MONDAY + dt.timedelta(days=8)


def _smaller_crews(records):
    for service in records.all(Service):
        service.crew = service.crew[:1]


def _larger_crews(records):
    for service in records.all(Service):
        service.crew = [*service.crew, {"roles": ["staff"], "unit": "", "skills": []}]


EDITS = (
    _desk_only_later,
    _desk_of_a_past_day_without_anybody,
    _fewer_visits,
    _another_date,
    _off_the_list,
    _campaign_over,
    _request_moved,
    _drive_moved,
    _smaller_crews,
    _larger_crews,
)


@pytest.fixture
def busy_office(office):
    """The office with all kinds of work until Wednesday, two visits a week at P001."""
    monday, tuesday, either = MONDAY, MONDAY + dt.timedelta(days=1), {"roles": ["volunteer", "staff"]}
    with office.write() as records:
        (plan,) = records.all(CarePlan, CarePlan.code == "P001")
        (client,), (desk,) = records.all(Client, Client.code == "C001"), records.all(Desk, Desk.code == "D01")
        plan.every_days, plan.times_per_week, plan.weekdays = None, 2, "13"
        for other in records.all(CarePlan, CarePlan.code != "P001"):
            other.weekdays = "12"
        crew = [{**either, "unit": "", "skills": []}]
        asked = records.add(Service(office_id="", name="陪伴", letter="陪", minutes=20, crew=crew * 2))
        gifts = records.add(Service(office_id="", name="送禮", letter="送", block="delivery", minutes=5, crew=crew))
        for person in records.all(Person):
            person.capacity = 5
        records.session.flush()
        records.add(Task(office_id="", code="T9", client_id=client.id, service_id=asked.id, urgent=True, date=monday))
        given = records.add(Campaign(office_id="", name="冬至送暖", service_id=gifts.id, first=monday, last=tuesday))
        records.session.flush()
        records.add(Recipient(office_id="", campaign_id=given.id, client_id=client.id, units=2))
        more = {"start": dt.time(14), "end": dt.time(15), "required": crew, "unit_id": desk.unit_id}
        records.add(
            Drive(office_id="", code="R1", name="校園收件", letter="校", place_id=desk.place_id, date=tuesday, **more)
        )
    office.roster_id = replanned(office, "anything", seconds=1.0).id
    begun = {key for (key, _), (_, start) in seats(office).items() if start < THURSDAY}
    assert {"plan:P001:1", "plan:P001:2", "plan:P002:1", "task:T9", "gift:冬至送暖:C001", "drive:R1"} <= begun
    return office


@pytest.mark.parametrize("edit", EDITS)
def test_what_today_s_records_do_not_ask_for_any_more_was_done_all_the_same(busy_office, edit):
    before = seats(busy_office)
    with busy_office.write() as records:
        edit(records)
    roster = replanned(busy_office, now=THURSDAY)
    begun = {item: seat for item, seat in before.items() if seat[1] < THURSDAY}
    after = seats(busy_office, roster.id)
    assert {item: after.get(item) for item in begun} == begun
    again = replanned(busy_office, now=THURSDAY, roster_id=roster.id)
    assert {item: seat for item, seat in seats(busy_office, again.id).items() if seat[1] < THURSDAY} == begun


def test_a_visit_in_a_gap_of_what_is_known_of_its_person_was_made(busy_office):
    """Their time has been split around the second of three stops that they made on one day."""
    before, rows = seats(busy_office), busy_office.all(RosterStop, RosterStop.roster_id == busy_office.roster_id)
    for duty in busy_office.all(RosterDuty, RosterDuty.roster_id == busy_office.roster_id):
        stops = sorted((row for row in rows if row.duty_id == duty.id), key=lambda row: row.start)
        if len(stops) >= 3:
            break
    assert len(stops) >= 3
    with busy_office.write() as records:
        mine = records.all(Availability, Availability.person_id == duty.person_id)
        (row,) = (row for row in mine if row.weekday == duty.date.isoweekday())
        late = Availability(**row.model_dump(exclude={"id", "version"}) | {"start": stops[2].start.time()})
        row.end = stops[0].end.time()
        records.add(late)
    after = seats(busy_office, replanned(busy_office, now=THURSDAY).id)
    begun = {item: seat for item, seat in before.items() if seat[1] < THURSDAY}
    assert {item: after.get(item) for item in begun} == begun


def test_a_client_who_moves_does_not_take_along_the_visits_that_were_made(busy_office):
    with busy_office.write() as records:
        home = records.add(
            Place(office_id="", address="示範二路1號", village="平通里", lat=22.995, lon=120.17, precision="exact")
        )
        records.session.flush()
        for client in records.all(Client):
            client.place_id = home.id
        records.all(Desk, Desk.code == "D01")[0].place_id = home.id

    def ways(roster_id):
        rows = busy_office.all(RosterStop, RosterStop.roster_id == roster_id, RosterStop.start < THURSDAY)
        return {
            (row.item_key, row.seat): (row.place_id, row.end_place_id, row.leg_seconds, row.leg_metres)
            for row in rows
            if row.item_key
        }

    roster = replanned(busy_office, now=THURSDAY)
    assert ways(roster.id) == ways(busy_office.roster_id)
    later = busy_office.all(RosterStop, RosterStop.roster_id == roster.id, RosterStop.start >= THURSDAY)
    assert home.id in {row.place_id for row in later}


def test_a_week_that_is_over_is_not_replanned(office):
    with pytest.raises(Conflict) as caught:
        replanned(office, now=at(7, "00:00"))
    assert caught.value.code == "past"


def test_what_does_not_exist_is_refused(office):
    with pytest.raises(NotThere):
        replanned(office, roster_id="f" * 32)
    with pytest.raises(Invalid):
        replanned(office, "gently")


def test_the_referee_agrees_and_the_rows_tell_the_plan(office):
    away(office, "V001", at(0, "00:00"), at(5, "00:00"))
    roster = replanned(office, "anything")
    with office.write() as records:
        translation = to_problem(read_week(records, MONDAY), EstimatedTravel())
        duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
        plan = to_plan(translation, duties, records.all(RosterStop, RosterStop.roster_id == roster.id))
    assert plan.duties
    assert violations(translation.problem, plan) == ()
    assert (plan.cost.missed, plan.cost.left) == (roster.missed, roster.left)


class Claims(Attempt):
    """An attempt that does not count any more once it is to be kept, or that goes on from an earlier one."""

    def __init__(self, plan=None, fall_over=False, only_keep=False):
        self.plan, self.fall_over, self.only_keep, self.kept = plan, fall_over, only_keep, []

    def earlier(self, translation):
        return self.plan

    def claim(self, records):
        if self.fall_over:
            raise ZeroDivisionError
        return self.kept.append


def test_an_attempt_that_no_longer_counts_keeps_nothing(office):
    with pytest.raises(ZeroDivisionError):
        replanned(office, attempt=Claims(fall_over=True))
    assert max(roster.revision for roster in office.all(Roster)) == 2


@pytest.mark.parametrize("only_keep", [False, True])
def test_an_attempt_hears_of_its_roster_in_the_same_transaction(office, only_keep):
    attempt = Claims(only_keep=only_keep)
    roster = replanned(office, attempt=attempt)
    assert [one.id for one in attempt.kept] == [roster.id]


def test_the_hours_of_a_skill_do_not_stop_a_replan_before_the_week(office):
    with office.write() as records:
        for skill in records.all(PersonSkill):
            records.remove(skill)
    assert replanned(office).base_id == office.roster_id
