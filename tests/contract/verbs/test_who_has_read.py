"""Readings, and whom to phone."""

import datetime as dt

import pytest
from sqlalchemy import event

from outreach.records import Message, Reading, Roster, RosterDuty
from outreach.records.database import office_records
from outreach.refusals import NotAllowed, NotThere
from outreach.usecases.weeks.answer_duty import accept_duty, decline_duty
from outreach.usecases.weeks.note_reading import note_reading
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.who_has_read import who_has_read
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS


@pytest.fixture
def published(cast):
    with cast.write() as records:
        publish_roster(records, cast.coordinator, roster_id=cast.roster_id, now=NOW)


def note(cast, actor, now=NOW):
    with cast.write() as records:
        return note_reading(records, actor, roster_id=cast.roster_id, now=now)


# A day after they were told.
LATER = NOW + dt.timedelta(days=1)


def readers(cast, actor=None, now=LATER):
    with office_records(cast.engine, write=False) as records:
        return {one.code: one for one in who_has_read(records, actor or cast.coordinator, cast.roster_id, now=now)}


def answer(cast, verb, code):
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people[code])
    with cast.write() as records:
        verb(records, cast.coordinator, duty_id=duty.id, reason="發燒", now=NOW)


def test_whoever_was_told_and_says_nothing_is_phoned(cast, published):
    found = readers(cast)
    assert sorted(found) == ["S001", "V001"]
    assert all(one.phone and one.message == "waiting" for one in found.values())


def test_whoever_is_just_being_told_has_a_day_to_read_it(cast, published):
    assert not any(one.phone for one in readers(cast, now=LATER - dt.timedelta(seconds=1)).values())


def test_whoever_no_message_reaches_is_phoned_at_once(cast, published):
    with cast.write() as records:
        for message in records.all(Message):
            message.status = "kept" if message.person_id == cast.people["V001"] else "sent"
    found = readers(cast, now=NOW)
    assert (found["V001"].phone, found["S001"].phone) == (True, False)


def test_a_day_before_the_duty_nobody_waits_any_more(cast, published):
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people["V001"])
    with cast.write() as records:
        for message in records.all(Message):
            message.created = duty.departure - dt.timedelta(hours=25)
    assert readers(cast, now=duty.departure - dt.timedelta(hours=24))["V001"].phone
    assert not readers(cast, now=duty.departure - dt.timedelta(hours=24, seconds=1))["V001"].phone


@pytest.mark.parametrize("kind", KINDS)
def test_a_reading_is_noted_once(cast, published):
    assert note(cast, cast.lin).id == note(cast, cast.lin).id
    assert len(cast.all(Reading)) == 1
    found = readers(cast)
    assert (found["V001"].phone, found["V001"].read_at) == (False, NOW)
    assert found["S001"].phone


def test_a_reading_from_before_the_newest_message_is_none(cast, published):
    note(cast, cast.lin)
    with cast.write() as records:
        first = records.get(Roster, cast.roster_id)
        fields = first.model_dump(exclude={"id", "version"})
        empty = records.add(Roster(**fields | {"revision": 2, "status": "draft", "published_at": None}))
    hours = [NOW + dt.timedelta(hours=number) for number in range(4)]
    for number, (roster_id, again) in enumerate([(empty.id, False), (cast.roster_id, True)], 1):
        with cast.write() as records:
            publish_roster(records, cast.coordinator, roster_id=roster_id, again=again, now=hours[number])
    found = readers(cast, now=hours[3] + dt.timedelta(days=1))
    assert (found["V001"].phone, found["V001"].read_at) == (True, None)
    note(cast, cast.lin, now=hours[3])
    note(cast, cast.lin, now=hours[3] + dt.timedelta(hours=1))
    found = readers(cast)
    assert (found["V001"].phone, found["V001"].read_at) == (False, hours[3])


def test_whoever_answered_is_not_phoned(cast, published):
    answer(cast, accept_duty, "V001")
    assert not readers(cast)["V001"].phone


def test_a_no_stands_first_with_its_reason(cast, published):
    answer(cast, decline_duty, "V001")
    with office_records(cast.engine, write=False) as records:
        first = who_has_read(records, cast.auditor, cast.roster_id, now=LATER)
    assert [one.code for one in first if one.declined] == ["V001"]
    (said,) = readers(cast)["V001"].answers
    assert (said.answer, said.reason) == ("declined", "發燒")


def test_field_persons_do_not_see_who_has_read(cast, published):
    for actor in (cast.lin, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            readers(cast, actor)


def test_a_draft_is_not_read(cast):
    with pytest.raises(NotThere):
        note(cast, cast.lin)
    with pytest.raises(NotThere):
        readers(cast)


def test_a_frozen_roster_is_read_too(cast, published):
    with cast.write() as records:
        records.get(Roster, cast.roster_id).status = "frozen"
    note(cast, cast.lin)


def test_a_coordinator_who_is_nobody_in_it_has_read_nothing(cast, published):
    with pytest.raises(NotAllowed):
        note(cast, cast.coordinator)
    assert cast.all(Reading) == []


def test_the_list_asks_a_fixed_number_of_questions(cast, published):
    def asked():
        statements = []
        event.listen(cast.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        readers(cast)
        return len(statements)

    note(cast, cast.lin)
    assert asked() <= 10
