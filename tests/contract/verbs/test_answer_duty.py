"""Saying yes or no to a duty."""

import pytest

from outreach.records import Answer, Roster, RosterDuty
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.weeks.answer_duty import accept_duty, decline_duty
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS
from tests.office import at


@pytest.fixture
def published(cast):
    with cast.write() as records:
        publish_roster(records, cast.coordinator, roster_id=cast.roster_id, now=NOW)


def duty_of(cast, code):
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people[code])
    return duty.id


def say(cast, verb, actor, code="V001", now=NOW, **more):
    with cast.write() as records:
        return verb(records, actor, duty_id=duty_of(cast, code), now=now, **more)


@pytest.mark.parametrize(("verb", "answer"), [(accept_duty, "accepted"), (decline_duty, "declined")])
def test_somebody_answers_for_themselves(cast, published, verb, answer):
    say(cast, verb, cast.lin, reason="要看醫生")
    (kept,) = cast.all(Answer)
    assert (kept.answer, kept.reason, kept.person_id) == (answer, "要看醫生", cast.people["V001"])


def test_a_coordinator_writes_down_what_was_said_by_phone(cast, published):
    say(cast, accept_duty, cast.coordinator)
    assert len(cast.all(Answer)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_answer_holds(cast, published):
    first, second = say(cast, accept_duty, cast.lin), say(cast, decline_duty, cast.lin)
    assert first.id == second.id
    assert [kept.answer for kept in cast.all(Answer)] == ["declined"]


def test_somebody_elses_duty_is_not_there(cast, published):
    with pytest.raises(NotThere):
        say(cast, accept_duty, cast.zhou)
    for role in ("auditor", "admin"):
        with pytest.raises(NotAllowed):
            say(cast, accept_duty, cast.actor(role))
    assert cast.all(Answer) == []


def test_a_draft_is_not_there_for_those_in_it(cast):
    with pytest.raises(NotThere):
        say(cast, accept_duty, cast.lin)
    with pytest.raises(Conflict):
        say(cast, accept_duty, cast.coordinator)


def test_a_frozen_roster_takes_no_answers(cast, published):
    with cast.write() as records:
        records.get(Roster, cast.roster_id).status = "frozen"
    with pytest.raises(Conflict) as caught:
        say(cast, accept_duty, cast.lin)
    assert caught.value.code == "not_published"


def test_what_has_begun_takes_no_answers(cast, published):
    with pytest.raises(Conflict) as caught:
        say(cast, decline_duty, cast.lin, now=at(2, "08:30"))
    assert caught.value.code == "past"
    say(cast, decline_duty, cast.lin, now=at(2, "08:29"))


def test_a_reason_has_an_end(cast, published):
    with pytest.raises(Invalid):
        say(cast, decline_duty, cast.lin, reason="長" * 201)
