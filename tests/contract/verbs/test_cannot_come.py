"""Somebody cannot come, or cannot go on; and who could stand in for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.records import Absence, Answer, Deputy, Person, RosterDuty, VisitLog
from outreach.refusals import Conflict, NotAllowed, NotThere
from outreach.usecases.own_route.cannot_come import cannot_come
from outreach.usecases.replanning.stand_ins import stand_ins
from outreach.usecases.replanning.what_happened import what_happened
from outreach.usecases.trying.desks import Desks
from tests.contract.verbs.conftest import At, add_second_volunteer
from tests.contract.verbs.field import DAY, device_of, entry, note, publish, stop_id
from tests.office import at


@pytest.fixture
def out(cast):
    """The cast, its roster published, and V002 who is free whenever 林秀琴 works."""
    publish(cast)
    with cast.write() as records:
        add_second_volunteer(cast, records)
    return cast


def no(cast, actor=None, moment=None, **more):
    moment = moment or at(1, "18:00")
    with cast.write() as records:
        return cannot_come(records, actor or cast.lin, date=DAY, now=moment, **more)


def duty_of(cast, code="V001"):
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people[code], RosterDuty.roster_id == cast.roster_id)
    return duty


def found(cast, moment=None, actor=None, code="V001"):
    moment = moment or at(1, "18:00")
    desks = Desks(cast.engine, EstimatedTravel(), At(moment))
    with cast.write() as records:
        return stand_ins(records, actor or cast.coordinator, desks, duty_id=duty_of(cast, code).id, now=moment)


def happened(cast, moment):
    with cast.write() as records:
        return what_happened(records, cast.coordinator, roster_id=cast.roster_id, now=moment)


def test_before_it_begins_the_whole_duty_is_declined(out):
    no(out, reason="發燒")
    (answer,) = out.all(Answer)
    assert (answer.answer, answer.reason, answer.duty_id) == ("declined", "發燒", duty_of(out).id)
    assert [one.kind for one in happened(out, at(1, "18:01")).happenings if one.person_id == out.people["V001"]] == [
        "declined"
    ]


def test_once_begun_only_the_rest_is_given_away(out):
    note(out, entry(stop_id(out, position=1), "result", "13:40", outcome="seen"))
    no(out, moment=at(2, "13:50"))
    (away,) = out.all(Absence, Absence.person_id == out.people["V001"])
    assert (away.start, away.end, away.by_hand) == (at(2, "13:50"), at(2, "17:10"), True)
    what = happened(out, at(2, "13:51"))
    assert [stop.position for stop in what.lost] == [2, 3, 4] and what.missing == 3
    assert [line.outcome for line in out.all(VisitLog)] == ["seen"]
    assert [one.answer for one in out.all(Answer)] == ["declined"]


def test_at_the_first_and_at_the_last_minute(out):
    no(out, moment=at(2, "08:30"))
    (away,) = out.all(Absence, Absence.person_id == out.people["V001"])
    assert away.start == at(2, "08:30")
    with pytest.raises(Conflict) as refused:
        no(out, moment=at(2, "17:10"))
    assert refused.value.code == "past"


def test_saying_it_twice_on_the_way_is_told(out):
    no(out, moment=at(2, "13:50"))
    with pytest.raises(Conflict) as refused:
        no(out, moment=at(2, "14:00"))
    assert refused.value.code == "already_reported"
    assert len(out.all(Absence, Absence.person_id == out.people["V001"])) == 1


def test_a_personal_link_says_it_for_its_own_day_only(out):
    no(out, actor=device_of(out), moment=at(2, "13:50"))
    assert len(out.all(Absence, Absence.person_id == out.people["V001"])) == 1
    other = replace(device_of(out, "S001"), date=at(3, "00:00").date())
    with pytest.raises(NotThere):
        no(out, actor=other)


@pytest.mark.parametrize("who", ["noting", "coordinator", "auditor", "admin"])
def test_nobody_else_has_such_a_duty(out, who):
    actor = device_of(out, role="noting") if who == "noting" else out.actor(who)
    with pytest.raises(NotThere):
        no(out, actor=actor)


def test_named_deputies_stand_first_whatever_they_could_take(out):
    with out.write() as records:
        for rank, code in ((2, "K001"), (1, "S001")):
            records.add(Deputy(office_id="", person_id=out.people["V001"], deputy_id=out.people[code], rank=rank))
    view = found(out)
    assert [(one.person.code, one.rank) for one in view.people] == [("S001", 1), ("K001", 2), ("V002", 0)]
    deputy, second, other = view.people
    assert deputy.busy and not deputy.takes and not second.busy
    assert len(other.takes) == len(view.left) == 5
    assert {one.people for one in view.left} == {1}


def test_whoever_could_take_most_is_asked_first_and_who_is_away_is_told(out):
    with out.write() as records:
        records.add(Deputy(office_id="", person_id=out.people["V001"], deputy_id=out.people["V002"], rank=1))
        records.add(
            Absence(office_id="", person_id=out.people["V002"], start=at(2, "00:00"), end=at(3, "00:00"), by_hand=True)
        )
    (deputy,) = found(out).people
    assert deputy.away and deputy.takes == () and deputy.rank == 1


def test_what_has_begun_is_not_offered(out):
    view = found(out, at(2, "14:10"))
    assert [one.stop.position for one in view.left] == [3, 4]
    assert found(out, at(2, "16:59")).left == ()


def test_only_the_offices_readers_see_it(out):
    assert found(out, actor=out.auditor).people
    for actor in (out.lin, out.actor("admin")):
        with pytest.raises(NotAllowed):
            found(out, actor=actor)
    desks = Desks(out.engine, EstimatedTravel(), At())
    with out.write() as records, pytest.raises(NotThere):
        stand_ins(records, out.coordinator, desks, duty_id="0" * 32, now=at(1, "18:00"))
    assert out.all(Person)
