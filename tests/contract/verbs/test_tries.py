"""Tries of a replan: invisible until one is kept, gone when nobody wants them."""

import datetime as dt

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.records import Answer, Job, Person, Place, Roster, RosterDuty, RosterStop
from outreach.records.frozen import FrozenRosterError
from outreach.refusals import Conflict, NotAllowed, NotThere
from outreach.usecases.keeping.remove_record import remove_record
from outreach.usecases.keeping.show_uses import show_uses
from outreach.usecases.replanning.decline_to_absence import decline_to_absence
from outreach.usecases.replanning.forget_tries import forget_tries, tries_of
from outreach.usecases.replanning.keep_try import drop_tries, keep_try
from outreach.usecases.replanning.show_replan import show_replan
from outreach.usecases.replanning.try_replan import try_replan
from outreach.usecases.replanning.what_happened import what_happened
from outreach.usecases.showing.show_week import newest_roster
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.weeks.close_day import close_day
from outreach.usecases.weeks.compare_rosters import compare_rosters
from outreach.usecases.weeks.discard_roster import discard_roster
from outreach.usecases.weeks.make_roster import make_roster
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.replan_roster import replan_roster
from outreach.usecases.weeks.report_absence import report_absence
from outreach.usecases.weeks.show_rosters import show_rosters
from tests.contract.verbs.conftest import NOW, add_second_volunteer
from tests.databases import KINDS
from tests.office import MONDAY, at

both = pytest.mark.parametrize("kind", KINDS)


class At:
    def now(self):
        return NOW


@pytest.fixture
def office(cast):
    """The cast's week, planned and published; then a second volunteer comes, who has nothing to do yet."""
    base = make_roster(cast.engine, MONDAY, travel_times=EstimatedTravel(), clock=At(), seconds=0.2)
    with cast.write() as records:
        discard_roster(records, cast.coordinator, roster_id=cast.roster_id)
        publish_roster(records, cast.coordinator, roster_id=base.id, now=NOW)
    cast.roster_id = base.id
    with cast.write() as records:
        add_second_volunteer(cast, records)
    return cast


def duty_of(office, code="V001"):
    """The person's duty with the most stops, and these."""
    stops = office.all(RosterStop, RosterStop.roster_id == office.roster_id)
    duties = office.all(RosterDuty, RosterDuty.person_id == office.people[code])
    mine = {duty.id: [stop for stop in stops if stop.duty_id == duty.id] for duty in duties}
    duty = max(duties, key=lambda one: len(mine[one.id]))
    return duty, mine[duty.id]


def away(office, code="V001", day=None):
    if day is None:
        day = (duty_of(office)[0].date - MONDAY).days
    with office.write() as records:
        report_absence(
            records,
            office.coordinator,
            person_id=office.people[code],
            start=at(day, "00:00"),
            end=at(day + 1, "00:00"),
            reason="病假",
            now=NOW,
        )


def ask(office, level="keep_routes"):
    with office.write() as records:
        return try_replan(records, office.coordinator, roster_id=office.roster_id, level=level, now=NOW)


def tried(office, level="keep_routes"):
    """A try that has been carried out, as its job leaves it."""
    job = ask(office, level)
    made = replan_roster(
        office.engine,
        office.office_id,
        roster_id=office.roster_id,
        level=level,
        travel_times=EstimatedTravel(),
        clock=At(),
        seconds=0.1,
        trial=True,
    )
    with office.write() as records:
        done = records.get(Job, job.id)
        done.status, done.result = "done", {"try_id": made.id}
    return made


def look(office, level=""):
    with office.write() as records:
        return show_replan(records, office.coordinator, roster_id=office.roster_id, level=level, now=NOW)


def shown(records):
    """The roster that the week's page shows."""
    return shown_roster(records.all(Roster, Roster.monday == MONDAY)).id


def keep(office, try_id, actor=None):
    with office.write() as records:
        return keep_try(records, actor or office.coordinator, roster_id=office.roster_id, try_id=try_id, now=NOW)


@both
def test_a_try_is_there_for_nobody_who_does_not_ask_for_tries(office):
    away(office)
    made = tried(office)
    with office.write() as records:
        who = office.coordinator
        assert newest_roster(records).id == shown(records) == office.roster_id
        assert [one.id for one in show_rosters(records, who, monday=MONDAY)] == [office.roster_id]
        for verb in (
            lambda: publish_roster(records, who, roster_id=made.id, again=True, now=NOW),
            lambda: discard_roster(records, who, roster_id=made.id),
            lambda: compare_rosters(records, who, one_id=office.roster_id, other_id=made.id),
            lambda: show_replan(records, who, roster_id=made.id, now=NOW),
        ):
            with pytest.raises(NotThere):
                verb()
    assert office.all(Roster) == office.all(Roster, Roster.id == office.roster_id)


@both
def test_a_try_keeps_no_record_from_being_removed(office):
    away(office)
    made, who = tried(office), office.people["V002"]
    with office.write() as records:
        with records.with_tries():
            assert records.all(RosterDuty, RosterDuty.roster_id == made.id, RosterDuty.person_id == who)
        assert not [use for use in show_uses(records, office.coordinator, "people", who) if not use.belongs]
    with office.write() as records:
        remove_record(records, office.coordinator, "people", who, known_as=None)
    assert office.all(Person, Person.id == who) == []
    with office.write() as records:
        assert tries_of(records) == []


@both
def test_a_kept_try_is_the_next_draft_and_the_others_go(office):
    away(office)
    first, second = tried(office), tried(office, "keep_people")
    assert {card.level: card.state for card in look(office).cards} == {
        "keep_routes": "done",
        "keep_people": "done",
        "anything": "untried",
    }
    kept = keep(office, second.id)
    assert (kept.id, kept.revision, kept.status, kept.base_id) == (second.id, 3, "draft", office.roster_id)
    with office.write() as records:
        assert tries_of(records) == []
        assert shown(records) == second.id
    assert office.all(RosterDuty, RosterDuty.roster_id == first.id) == []
    with office.write() as records:
        told = publish_roster(records, office.coordinator, roster_id=second.id, now=NOW).told
    assert {message.person_id for message in told} == {office.people["V001"], office.people["V002"]}


def test_the_figures_are_what_changes(office):
    away(office)
    tried(office)
    view = look(office)
    lost = duty_of(office)[1]
    assert {stop.id for stop in view.what.lost} == {stop.id for stop in lost}
    card = view.cards[0]
    assert (card.changed, card.handed, card.filled, card.missing) == (1, 0, len(lost), len(lost))
    assert [person.name for person in view.tried.sides.people] == ["林秀琴", "志工乙"]
    assert [day.away for day in view.tried.sides.people[0].days] == ["病假"]
    assert {one.mark for one in view.tried.sides.people[0].days[0].before} == {"gone"}
    assert {one.mark for one in view.tried.sides.people[1].days[0].after} == {"new"}
    assert sorted(one.name for one in view.tried.told) == ["志工乙", "林秀琴"]


def test_nobody_keeps_a_try_that_does_not_know_what_happened_since(office):
    away(office)
    made = tried(office)
    away(office, "S001", 3)
    assert look(office).cards[0].state == "stale"
    with pytest.raises(Conflict) as caught:
        keep(office, made.id)
    assert caught.value.code == "try_stale"
    assert [one.status for one in office.all(Roster)] == ["published"]


@both
def test_of_two_coordinators_the_second_is_told(office):
    away(office)
    first, second = tried(office), tried(office, "keep_people")
    keep(office, first.id)
    for gone in (first, second):
        with pytest.raises(Conflict) as caught:
            keep(office, gone.id)
        assert caught.value.code == "try_gone"
    assert sorted(one.revision for one in office.all(Roster)) == [2, 3]


@both
def test_dropping_leaves_nothing(office):
    away(office)
    made, waiting = tried(office), ask(office, "anything")
    with office.write() as records:
        drop_tries(records, office.coordinator, roster_id=office.roster_id, now=NOW)
    with office.write() as records:
        assert tries_of(records) == []
    assert office.all(RosterStop, RosterStop.roster_id == made.id) == []
    assert office.all(Job, Job.id == waiting.id)[0].status == "cancelled"


@both
def test_old_tries_and_those_followed_by_a_newer_one_are_forgotten(office):
    away(office)
    old, newer = tried(office), tried(office)
    assert forget_tries(office.engine, now=NOW) == 1
    with office.write() as records:
        assert [one.id for one in tries_of(records)] == [newer.id]
    assert old.id != newer.id
    assert forget_tries(office.engine, now=NOW + dt.timedelta(days=2)) == 1
    assert forget_tries(office.engine, now=NOW + dt.timedelta(days=2)) == 0
    assert [one.id for one in office.all(Roster)] == [office.roster_id]


def test_a_draft_goes_with_its_tries(office):
    away(office)
    kept = keep(office, tried(office).id)
    office.roster_id = kept.id
    tried(office)
    with office.write() as records:
        discard_roster(records, office.coordinator, roster_id=kept.id)
    with office.write() as records:
        assert tries_of(records) == []


def test_asking_twice_is_one_job_and_something_new_another(office):
    away(office)
    first = ask(office)
    assert ask(office).id == first.id
    away(office, "S001")
    assert ask(office).id != first.id
    assert office.all(Job, Job.id == first.id)[0].status == "cancelled"


def test_a_try_cannot_be_published_or_changed_into_it(office):
    away(office)
    made = tried(office)
    with pytest.raises(FrozenRosterError), office.write() as records, records.with_tries():
        records.get(Roster, made.id).status = "published"


def test_only_coordinators_try_and_keep(office):
    away(office)
    made = tried(office)
    for actor in (office.lin, office.auditor, office.actor("admin")):
        with pytest.raises(NotAllowed):
            keep(office, made.id, actor)
        with pytest.raises(NotAllowed), office.write() as records:
            try_replan(records, actor, roster_id=office.roster_id, level="anything", now=NOW)


def test_what_is_under_way_is_not_missing(office):
    away(office)
    stops = sorted(duty_of(office)[1], key=lambda stop: stop.start)
    with office.write() as records:
        moment = stops[0].start + dt.timedelta(minutes=1)
        seen = what_happened(records, office.coordinator, roster_id=office.roster_id, now=moment)
    assert {stop.id for stop in seen.lost} == {stop.id for stop in stops[1:]}


def test_a_closed_village_stops_what_lies_in_it_and_nothing_else(office):
    duty, stops = duty_of(office)
    villages = {place.id: place.village for place in office.all(Place)}
    village = villages[stops[0].place_id]
    with office.write() as records:
        close_day(records, office.coordinator, date=duty.date, villages=[village], now=NOW)
    what = look(office).what
    assert what.missing == 0 and len(what.matters) == 1
    inside = {stop.id for stop in what.matters[0].stopped}
    assert {stop.id for stop in stops if villages[stop.place_id] == village} <= inside
    assert not inside & {stop.id for stop in stops if villages[stop.place_id] != village}


def test_a_declined_duty_is_listed_and_becomes_an_absence(office):
    duty, stops = duty_of(office)
    with office.write() as records:
        records.add(
            Answer(
                office_id="",
                roster_id=office.roster_id,
                duty_id=duty.id,
                person_id=duty.person_id,
                answer="declined",
                reason="看診",
                at=NOW,
            )
        )
    assert [(one.kind, one.who, one.reason) for one in look(office).what.happenings if one.kind == "declined"] == [
        ("declined", "林秀琴", "看診")
    ]
    with office.write() as records:
        decline_to_absence(records, office.coordinator, roster_id=office.roster_id, duty_id=duty.id, now=NOW)
    what = look(office).what
    assert [one.kind for one in what.matters] == ["absence"] and what.missing == len(stops)
    assert not [one for one in what.happenings if one.kind == "declined"]
