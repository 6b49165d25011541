"""Hours are signed off by somebody else, by name; what is signed off stays, and the ledger keeps every line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from outreach.records import Account, Change, HoursLine, Person, TrainingRule, VisitLog
from outreach.refusals import Conflict, NotAllowed, NotThere
from outreach.usecases.hours.show_hours import show_hours
from outreach.usecases.hours.sign_off import sign_off
from outreach.usecases.hours.withdraw_hours import withdraw_hours
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS
from tests.service_hours import DAY, at, insure, log_row, train
from tests.signed_in import account_in


@pytest.fixture
def office(cast):
    """The cast with two rows of V001's, who is trained and insured, and somebody who may sign off."""
    with cast.write() as records:
        lin = records.get(Person, cast.people["V001"])
        train(records, lin.id)
        insure(records, lin.id)
        cast.first = log_row(records, lin, "09:00", "10:00").id
        cast.second = log_row(records, lin, "10:10", "10:40").id
    registrar = account_in(cast.engine, "coordinator", login="registrar")
    cast.registrar = replace(cast.coordinator, account_id=registrar.id)
    cast.account_id = registrar.id
    return cast


def sign(cast, rows, actor=None):
    with cast.write("sign off hours") as records:
        return sign_off(records, actor or cast.registrar, rows=rows, now=NOW)


def row(cast, log_id):
    (found,) = cast.all(VisitLog, VisitLog.id == log_id)
    return found


def state(cast, log_id, actor=None):
    with cast.write() as records:
        found = show_hours(records, actor or cast.registrar, month=DAY)
    return next((one.state for person in found.people for one in person.rows if one.log.id == log_id), None)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_signed_off_by_name_and_kept_in_the_ledger(office):
    assert state(office, office.first) == "open"
    done = sign(office, {office.first: 60, office.second: 30})
    assert (done.rows, done.minutes) == (2, 90)
    kept = row(office, office.first)
    assert (kept.credited, kept.registered, kept.registrar_id) == (60, NOW, office.account_id)
    lines = sorted(office.all(HoursLine), key=lambda line: line.minutes)
    assert [(line.minutes, line.withdrawn, line.account_id) for line in lines] == [
        (30, False, office.account_id),
        (60, False, office.account_id),
    ]
    assert (lines[1].arrived, lines[1].left, lines[1].date) == (at("09:00"), at("10:00"), DAY)
    assert state(office, office.first) == "signed"
    assert [one.verb for one in office.all(Change) if one.verb == "sign off hours"] == ["sign off hours"]


def test_the_same_once_more_adds_nothing(office):
    sign(office, {office.first: 60})
    assert sign(office, {office.first: 60}).rows == 0
    assert len(office.all(HoursLine)) == 1


def test_nobody_signs_off_their_own(office):
    own = replace(office.registrar, person_id=office.people["V001"])
    with pytest.raises(NotAllowed) as refused:
        sign(office, {office.first: 60}, own)
    assert refused.value.code == "own_hours"
    assert "自己的" in refused.value.refusals[0].zh
    other = replace(office.registrar, person_id=office.people["S001"])
    assert sign(office, {office.first: 60}, other).rows == 1
    with pytest.raises(NotAllowed) as refused, office.write() as records:
        withdraw_hours(records, own, log_id=office.first, now=NOW)
    assert refused.value.code == "own_hours"
    assert row(office, office.first).credited == 60


@pytest.mark.parametrize("role", ["field", "auditor", "admin"])
def test_only_coordinators_sign_off(office, role):
    actor = replace(office.registrar, role=role)
    for work in (
        lambda: sign(office, {office.first: 60}, actor),
        lambda: withdraw(office, office.first, actor),
    ):
        with pytest.raises(NotAllowed):
            work()
    assert office.all(HoursLine) == []


def withdraw(cast, log_id, actor=None, reason="記錯了"):
    with cast.write("withdraw hours") as records:
        return withdraw_hours(records, actor or cast.registrar, log_id=log_id, reason=reason, now=NOW)


def test_nobody_in_person_signs_nothing_off(office):
    with pytest.raises(NotAllowed) as refused:
        sign(office, {office.first: 60}, replace(office.registrar, account_id=None))
    assert refused.value.code == "no_registrar"


def test_what_is_corrected_afterwards_stays_signed_off_and_is_asked_about_again(office):
    sign(office, {office.first: 60})
    with office.write() as records:
        records.get(VisitLog, office.first).left = at("10:05")
    assert state(office, office.first) == "changed"
    assert row(office, office.first).credited == 60
    with pytest.raises(Conflict) as refused:
        sign(office, {office.first: 60})
    assert refused.value.code == "changed_since_seen"
    assert sign(office, {office.first: 65}).minutes == 65
    assert state(office, office.first) == "signed"
    assert sorted(line.minutes for line in office.all(HoursLine)) == [60, 65]


def test_other_times_of_the_same_length_are_asked_about_too(office):
    sign(office, {office.first: 60})
    with office.write() as records:
        kept = records.get(VisitLog, office.first)
        kept.arrived, kept.left = at("08:00"), at("09:00")
    assert state(office, office.first) == "changed"


def test_taken_back_and_both_stay_in_the_ledger(office):
    sign(office, {office.first: 60})
    withdraw(office, office.first)
    kept = row(office, office.first)
    assert (kept.credited, kept.registered, kept.registrar_id) == (None, None, None)
    lines = sorted(office.all(HoursLine), key=lambda line: line.withdrawn)
    assert [(line.minutes, line.withdrawn, line.reason) for line in lines] == [(60, False, ""), (60, True, "記錯了")]
    assert state(office, office.first) == "open"
    with pytest.raises(Conflict) as refused:
        withdraw(office, office.first)
    assert refused.value.code == "not_signed_off"
    assert sign(office, {office.first: 60}).rows == 1


def test_all_or_none(office):
    with pytest.raises(Conflict):
        sign(office, {office.first: 60, office.second: 29})
    with pytest.raises(NotThere):
        sign(office, {office.first: 60, "0" * 32: 60})
    with pytest.raises(NotThere):
        sign(office, {})
    assert office.all(HoursLine) == []
    assert row(office, office.first).registered is None


def test_what_comes_to_nothing_is_not_signed_off(office):
    with office.write() as records:
        zhou = records.get(Person, office.people["S001"])
        lin = records.get(Person, office.people["V001"])
        untimed = log_row(records, lin, "13:00", None).id
        substitute = log_row(records, zhou, "09:00", "10:00").id
    for log_id in (untimed, substitute):
        with pytest.raises(Conflict) as refused:
            sign(office, {log_id: 60})
        assert refused.value.code == "nothing_counts"
    assert state(office, untimed) == "none"
    assert state(office, substitute) is None


def test_what_is_signed_off_keeps_its_minutes_when_an_overlapping_row_comes_late(office):
    sign(office, {office.first: 60})
    with office.write() as records:
        lin = records.get(Person, office.people["V001"])
        late = log_row(records, lin, "08:30", "09:30").id
    assert state(office, office.first) == "signed"
    with pytest.raises(Conflict):
        sign(office, {late: 60})
    assert sign(office, {late: 30}).minutes == 30


def test_a_rule_from_a_date_on_leaves_earlier_months_alone(office):
    """V3: after the change the same rows come to the same."""
    with office.write() as records:
        records.add(TrainingRule(office_id="", kind="basic", hours=12, start=DAY + dt.timedelta(days=1)))
    assert state(office, office.first) == "open"
    assert sign(office, {office.first: 60}).minutes == 60


def test_whose_hours_are_whose(office):
    with office.write() as records:
        own = show_hours(records, office.lin, month=DAY)
        assert [one.code for one in own.people] == ["V001"]
        assert show_hours(records, office.zhou, month=DAY).people == ()
        with pytest.raises(NotThere):
            show_hours(records, office.zhou, month=DAY, person_id=office.people["V001"])
        with pytest.raises(NotAllowed):
            show_hours(records, office.actor("admin"), month=DAY)
        assert show_hours(records, office.auditor, month=DAY).waiting == 90
        assert show_hours(records, office.auditor, month=dt.date(2026, 11, 1)).people == ()


def test_a_month_is_narrowed(office):
    sign(office, {office.first: 60})
    with office.write() as records:
        assert show_hours(records, office.auditor, month=DAY, word="秀琴").signed == 60
        assert show_hours(records, office.auditor, month=DAY, word="沒有").people == ()
        (one,) = show_hours(records, office.auditor, month=DAY, states=("open",)).people
        assert [each.log.id for each in one.rows] == [office.second]
        assert show_hours(records, office.auditor, month=DAY, person_id=office.people["S001"]).people == ()


def test_the_account_is_told(office):
    sign(office, {office.first: 60})
    with office.write() as records:
        (person,) = show_hours(records, office.auditor, month=DAY, states=("signed",)).people
    (account,) = office.all(Account)
    assert person.rows[0].by == account.name
