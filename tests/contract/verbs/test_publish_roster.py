"""Publishing: what holds, who is told, and that nothing of it can be altered."""

import datetime as dt

import pytest
from sqlalchemy import delete, event, update

from outreach.records import (
    Absence,
    Answer,
    Client,
    ClosedDay,
    Job,
    Message,
    Person,
    Place,
    Roster,
    RosterDuty,
    RosterStop,
    Service,
    Task,
    Week,
)
from outreach.records.frozen import FrozenRosterError
from outreach.refusals import Conflict, NotAllowed, NotThere
from outreach.usecases.weeks.answer_duty import accept_duty, decline_duty
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS
from tests.office import MONDAY, at


def publish(cast, roster_id=None, actor=None, **more):
    with cast.write("publish_roster") as records:
        given = {"roster_id": roster_id or cast.roster_id, "now": NOW}
        return publish_roster(records, actor or cast.coordinator, **given | more)


def revision(cast, number, *, base_id=None, later=None, without=None, client_of_last=False):
    """The first roster once more, as a later draft. `later`: whose stops come a quarter of an hour later; `without`:
    whose duties are left out.
    """
    with cast.write() as records:
        first = records.get(Roster, cast.roster_id)
        fields = first.model_dump(exclude={"id", "version", "status", "published_at"})
        roster = records.add(Roster(**fields | {"revision": number, "base_id": base_id, "level": "anything"}))
        records.session.flush()
        for duty in records.all(RosterDuty, RosterDuty.roster_id == first.id):
            if duty.person_id == cast.people.get(without):
                continue
            copy = records.add(RosterDuty(**duty.model_dump(exclude={"id", "version"}) | {"roster_id": roster.id}))
            records.session.flush()
            for stop in records.all(RosterStop, RosterStop.duty_id == duty.id):
                values = stop.model_dump(exclude={"id", "version"}) | {"roster_id": roster.id, "duty_id": copy.id}
                if duty.person_id == cast.people.get(later):
                    values["start"] += dt.timedelta(minutes=15)
                records.add(RosterStop(**values))
        return roster.id


def told(published):
    return {message.person_id for message in published.told}


def test_it_holds_from_now_on(cast):
    published = publish(cast)
    (roster,) = cast.all(Roster)
    (week,) = cast.all(Week)
    assert (roster.status, roster.published_at) == ("published", NOW)
    assert week.published_id == roster.id == published.roster.id


def test_the_first_time_everybody_with_a_duty_is_told(cast):
    published = publish(cast)
    assert told(published) == {cast.people["V001"], cast.people["S001"]}
    (job,) = cast.all(Job)
    assert (job.kind, job.id, job.status) == ("messages", published.job.id, "waiting")


def test_a_message_says_when_and_what_kind_and_nothing_of_clients(cast):
    with cast.write() as records:
        for number, client in enumerate(records.all(Client)):
            client.name, client.phone, client.note = f"CANARY{number}", f"CANARY{number}", "CANARY"
        for place in records.all(Place):
            place.address = place.village = "CANARY"
        for person in records.all(Person):
            person.phone = person.email = "CANARY"
        codes = [client.code for client in records.all(Client)]
    published = publish(cast)
    (lin,) = [message for message in published.told if message.person_id == cast.people["V001"]]
    assert "12/2（三） 08:30–17:10 服務台、訪視 4 處" in lin.text
    assert lin.text.endswith("詳細內容請登入外勤排班查看。")
    for message in published.told:
        said = message.text + message.subject
        assert "CANARY" not in said
        assert not any(code in said for code in (*codes, "P001", "22.99", "120.16"))


@pytest.mark.parametrize("kind", KINDS)
def test_later_only_those_whose_own_time_changed_are_told(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    published = publish(cast, second)
    assert told(published) == {cast.people["S001"]}
    assert "（更動）" in published.told[0].text
    statuses = {roster.revision: roster.status for roster in cast.all(Roster)}
    assert statuses == {1: "frozen", 2: "published"}
    assert cast.all(Week)[0].published_id == second


def test_whoever_has_no_duty_any_more_is_told_so(cast):
    publish(cast)
    published = publish(cast, revision(cast, 2, base_id=cast.roster_id, without="S001"))
    assert told(published) == {cast.people["S001"]}
    assert "12/2（三） 沒有勤務了" in published.told[0].text


def test_where_nothing_changed_nobody_is_told_and_no_job_is_made(cast):
    publish(cast)
    published = publish(cast, revision(cast, 2, base_id=cast.roster_id))
    assert (published.told, published.job) == ((), None)
    assert len(cast.all(Job)) == 1


def test_nobody_is_told_of_what_is_over(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    third = revision(cast, 3, base_id=second, later="V001")
    assert told(publish(cast, second, again=True, now=at(2, "15:39"))) == {cast.people["S001"]}
    assert told(publish(cast, third, again=True, now=at(2, "15:40"))) == {cast.people["V001"]}


@pytest.mark.parametrize("kind", KINDS)
def test_answers_to_duties_that_stay_are_kept(cast):
    publish(cast)
    with cast.write() as records:
        for duty in records.all(RosterDuty):
            accept_duty(records, cast.coordinator, duty_id=duty.id, now=NOW)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    publish(cast, second)
    (kept,) = cast.all(Answer, Answer.roster_id == second)
    assert (kept.person_id, kept.answer) == (cast.people["V001"], "accepted")
    (duty,) = cast.all(RosterDuty, RosterDuty.id == kept.duty_id)
    assert duty.roster_id == second


def altered(cast, roster_id, code, alter):
    """Change a draft's duty and stops of one person."""
    with cast.write() as records:
        (duty,) = records.all(RosterDuty, RosterDuty.roster_id == roster_id, RosterDuty.person_id == cast.people[code])
        alter(duty, records.all(RosterStop, RosterStop.duty_id == duty.id))


def other_place(cast):
    with cast.write() as records:
        return records.add(Place(office_id="", address="另一處", village="育平里", lat=22.98, lon=120.17)).id


@pytest.mark.parametrize("field", ["start_place_id", "place_id", "end_place_id"])
def test_whoever_is_to_go_somewhere_else_is_told_and_asked_again(cast, field):
    publish(cast)
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people["S001"])
    with cast.write() as records:
        accept_duty(records, cast.coordinator, duty_id=duty.id, now=NOW)
    place_id = other_place(cast)
    second = revision(cast, 2, base_id=cast.roster_id)

    def move(duty, stops):
        for row in stops if field != "start_place_id" else [duty]:
            setattr(row, field, place_id)

    altered(cast, second, "S001", move)
    assert told(publish(cast, second)) == {cast.people["S001"]}
    assert cast.all(Answer, Answer.roster_id == second) == []


def test_another_seat_of_the_same_work_at_the_same_time_is_no_change(cast):
    publish(cast)
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people["S001"])
    with cast.write() as records:
        accept_duty(records, cast.coordinator, duty_id=duty.id, now=NOW)
    second = revision(cast, 2, base_id=cast.roster_id)
    altered(cast, second, "S001", lambda _, stops: setattr(stops[0], "seat", 1))
    altered(cast, second, "V001", lambda _, stops: setattr(stops[-1], "seat", 2))
    assert told(publish(cast, second)) == set()
    assert len(cast.all(Answer, Answer.roster_id == second)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_answers_the_newer_one_holds_when_an_earlier_roster_does_again(cast):
    def say(verb, roster_id, hours, reason=""):
        who = cast.people["V001"]
        (duty,) = cast.all(RosterDuty, RosterDuty.roster_id == roster_id, RosterDuty.person_id == who)
        with cast.write() as records:
            verb(records, cast.coordinator, duty_id=duty.id, reason=reason, now=NOW + dt.timedelta(hours=hours))

    publish(cast)
    say(accept_duty, cast.roster_id, 1)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    publish(cast, second, now=NOW + dt.timedelta(hours=2))
    say(decline_duty, second, 3, "發燒")
    publish(cast, again=True, now=NOW + dt.timedelta(hours=4))
    (held,) = cast.all(Answer, Answer.roster_id == cast.roster_id)
    assert (held.answer, held.reason, held.at) == ("declined", "發燒", NOW + dt.timedelta(hours=3))


def refused(cast, roster_id=None, **more):
    """Why this is not published; nothing has changed, and whoever means it can have it all the same."""
    held = [(roster.id, roster.status) for roster in cast.all(Roster)]
    with pytest.raises(Conflict) as caught:
        publish(cast, roster_id, **more)
    assert held == [(roster.id, roster.status) for roster in cast.all(Roster)]
    assert publish(cast, roster_id, again=True, **more).roster.status == "published"
    return caught.value


def test_what_has_begun_is_not_changed_any_more(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    assert refused(cast, second, now=at(2, "15:01")).code == "past_changed"


def test_what_has_not_begun_may_change_while_the_week_goes_on(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    assert told(publish(cast, second, now=at(2, "15:00"))) == {cast.people["S001"]}


def test_who_served_is_not_changed_any_more(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, without="S001")
    assert refused(cast, second, now=at(2, "20:00")).code == "past_changed"


def with_request(cast):
    """A later draft that serves a request, and a published roster of the next week that does too."""
    second = revision(cast, 2)
    with cast.write() as records:
        client, service = records.all(Client)[0], records.all(Service)[0]
        task = records.add(Task(office_id="", code="T900", client_id=client.id, service_id=service.id))
        records.session.flush()
        first = records.get(Roster, cast.roster_id)
        stop = records.all(RosterStop, RosterStop.roster_id == second, RosterStop.kind == "visit")[0]
        stop.task_id, stop.care_plan_id, task_id = task.id, None, task.id
        fields = first.model_dump(exclude={"id", "version"}) | {"monday": MONDAY + dt.timedelta(days=7)}
        other = records.add(Roster(**fields))
        records.session.flush()
        duty = records.all(RosterDuty, RosterDuty.roster_id == second)[0]
        days = {name: getattr(duty, name) + dt.timedelta(days=7) for name in ("date", "departure", "arrival")}
        copy = records.add(RosterDuty(**duty.model_dump(exclude={"id", "version"}) | days | {"roster_id": other.id}))
        records.session.flush()
        values = {"roster_id": other.id, "duty_id": copy.id, "task_id": task_id}
        values |= {name: getattr(stop, name) + dt.timedelta(days=7) for name in ("arrival", "start", "end")}
        records.add(RosterStop(**stop.model_dump(exclude={"id", "version"}) | values))
        return second, other.id


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_that_another_week_serves_is_named(cast):
    second, other = with_request(cast)
    publish(cast, other)
    conflict = refused(cast, second)
    assert conflict.code == "served_elsewhere"
    assert "T900" in conflict.refusals[0].zh
    assert "T900" in conflict.refusals[0].en


def test_a_request_in_a_draft_of_another_week_is_no_reason(cast):
    second, _ = with_request(cast)
    publish(cast, second)


def away(cast, code, start, end):
    with cast.write() as records:
        records.add(Absence(office_id="", person_id=cast.people[code], start=start, end=end))


def test_whoever_is_away_by_now_is_named_by_their_code(cast):
    away(cast, "V001", at(2, "13:00"), at(2, "14:00"))
    conflict = refused(cast)
    assert conflict.code == "absent"
    assert "V001" in conflict.refusals[0].zh
    assert "S001" not in conflict.refusals[0].zh


def test_an_absence_at_another_time_between_two_stops_or_over_is_no_reason(cast):
    away(cast, "V001", at(2, "12:00"), at(2, "13:00"))
    away(cast, "V001", at(1, "00:00"), at(2, "00:00"))
    away(cast, "S001", at(2, "16:00"), at(3, "00:00"))
    away(cast, "S001", NOW - dt.timedelta(days=9), NOW - dt.timedelta(days=8))
    publish(cast)


def test_of_a_duty_that_is_under_way_only_what_is_ahead_counts(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id)
    away(cast, "V001", at(2, "08:00"), at(2, "12:00"))
    publish(cast, second, now=at(2, "13:00"))


def test_a_day_that_is_closed_by_now_is_named(cast):
    with cast.write() as records:
        records.add(ClosedDay(office_id="", date=MONDAY + dt.timedelta(days=2)))
    conflict = refused(cast)
    assert conflict.code == "day_closed"
    assert "12/2（三）" in conflict.refusals[0].zh


def test_another_closed_day_or_one_that_is_closed_in_some_places_is_no_reason(cast):
    with cast.write() as records:
        records.add(ClosedDay(office_id="", date=MONDAY + dt.timedelta(days=1)))
        records.add(ClosedDay(office_id="", date=MONDAY + dt.timedelta(days=2), villages=["育平里"]))
    publish(cast)


def test_publishing_asks_a_fixed_number_of_questions(cast):
    statements = []

    def asked(roster_id):
        statements.clear()
        publish(cast, roster_id)
        return len([one for one in statements if one.startswith("SELECT")])

    event.listen(cast.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    second = revision(cast, 2)
    few = asked(second)
    third = revision(cast, 3)
    for hour in range(9):
        away(cast, "V001", at(0, f"{hour:02}:00"), at(0, f"{hour + 1:02}:00"))
    with cast.write() as records:
        client, service = records.all(Client)[0], records.all(Service)[0]
        for number, stop in enumerate(records.all(RosterStop, RosterStop.roster_id == third)):
            task = records.add(Task(office_id="", code=f"T{number}", client_id=client.id, service_id=service.id))
            records.session.flush()
            stop.task_id = task.id
    assert asked(third) <= few + 2


def test_twice_is_a_conflict_and_tells_nobody_twice(cast):
    publish(cast)
    with pytest.raises(Conflict) as caught:
        publish(cast)
    assert caught.value.code == "already_published"
    assert len(cast.all(Message)) == 2


def test_an_older_draft_needs_to_be_meant(cast):
    second = revision(cast, 2)
    publish(cast, second)
    with pytest.raises(Conflict) as caught:
        publish(cast)
    assert caught.value.code == "older"
    publish(cast, again=True)
    assert {one.revision: one.status for one in cast.all(Roster)} == {1: "published", 2: "frozen"}


def test_what_held_before_can_hold_again(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    publish(cast, second)
    with pytest.raises(Conflict):
        publish(cast)
    published = publish(cast, again=True, now=NOW + dt.timedelta(hours=1))
    assert told(published) == {cast.people["S001"]}
    assert {one.revision: one.status for one in cast.all(Roster)} == {1: "published", 2: "frozen"}


def test_a_replan_of_what_no_longer_holds_is_a_conflict(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    third = revision(cast, 3, base_id=cast.roster_id, later="V001")
    publish(cast, second)
    with pytest.raises(Conflict) as caught:
        publish(cast, third)
    assert caught.value.code == "newer_published"
    assert "2" in caught.value.refusals[0].zh


def test_a_replan_of_a_replan_of_what_holds_is_published(cast):
    publish(cast)
    second = revision(cast, 2, base_id=cast.roster_id, later="S001")
    publish(cast, revision(cast, 3, base_id=second, later="V001"))
    assert {one.revision: one.status for one in cast.all(Roster)} == {1: "frozen", 2: "draft", 3: "published"}


def test_only_coordinators_publish(cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            publish(cast, actor=actor)
    with pytest.raises(NotThere):
        publish(cast, "f" * 32)
    assert cast.all(Roster)[0].status == "draft"


ALTERATIONS = {
    "a stop that moves": lambda records: setattr(records.all(RosterStop)[0], "position", 9),
    "a duty that moves": lambda records: setattr(records.all(RosterDuty)[0], "date", MONDAY),
    "a stop that goes": lambda records: records.remove(records.all(RosterStop)[0]),
    "a stop that comes": lambda records: records.add(
        RosterStop(**records.all(RosterStop)[0].model_dump(exclude={"id", "version"}))
    ),
    "the roster's figures": lambda records: setattr(records.all(Roster)[0], "missed", 0),
    "a draft again": lambda records: setattr(records.all(Roster)[0], "status", "draft"),
    "the roster itself": lambda records: records.remove(records.all(Roster)[0]),
    "all stops at once": lambda records: records.session.exec(delete(RosterStop)),
    "all duties at once": lambda records: records.session.exec(update(RosterDuty).values(worked_seconds=0)),
}


@pytest.mark.parametrize("status", ["published", "frozen"])
@pytest.mark.parametrize("alter", ALTERATIONS.values(), ids=ALTERATIONS)
def test_what_was_published_cannot_be_altered(cast, alter, status):
    publish(cast)
    if status == "frozen":
        with cast.write() as records:
            records.all(Roster)[0].status = "frozen"
    before = [row.model_dump() for kind in (Roster, RosterDuty, RosterStop) for row in cast.all(kind)]
    with pytest.raises(FrozenRosterError), cast.write() as records:
        alter(records)
    assert before == [row.model_dump() for kind in (Roster, RosterDuty, RosterStop) for row in cast.all(kind)]


def test_a_draft_can_still_be_altered(cast):
    with cast.write() as records:
        records.all(RosterStop)[0].position = 9
    assert 9 in {stop.position for stop in cast.all(RosterStop)}
