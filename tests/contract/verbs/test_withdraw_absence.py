"""Withdrawing an absence."""

import datetime as dt

import pytest

from outreach.records import Absence, Person
from outreach.refusals import Invalid, NotAllowed, NotThere
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.withdraw_absence import withdraw_absence
from tests.contract.verbs.conftest import NOW
from tests.office import at


@pytest.fixture
def absence_id(cast):
    with cast.write() as records:
        span = {"start": at(2, "00:00"), "end": at(3, "00:00")}
        return records.add(Absence(office_id="", person_id=cast.people["V001"], by_hand=True, **span)).id


def withdraw(cast, absence_id, actor=None, now=NOW):
    with cast.write("withdraw_absence") as records:
        withdraw_absence(records, actor or cast.coordinator, absence_id=absence_id, now=now)


def known(cast, absence_id):
    return bool(cast.all(Absence, Absence.id == absence_id))


def test_coordinators_and_whose_it_is_withdraw_it(cast, absence_id):
    withdraw(cast, absence_id, cast.lin)
    assert not known(cast, absence_id)


def test_twice_is_not_there(cast, absence_id):
    withdraw(cast, absence_id)
    with pytest.raises(NotThere):
        withdraw(cast, absence_id)


def test_somebody_elses_is_not_there(cast, absence_id):
    with pytest.raises(NotThere):
        withdraw(cast, absence_id, cast.zhou)
    with pytest.raises(NotAllowed):
        withdraw(cast, absence_id, cast.auditor)
    assert known(cast, absence_id)


def test_what_is_over_stays(cast, absence_id):
    with pytest.raises(Invalid):
        withdraw(cast, absence_id, now=at(3, "00:00"))
    withdraw(cast, absence_id, now=at(3, "00:00") - dt.timedelta(seconds=1))


def test_it_is_undone(cast, absence_id):
    withdraw(cast, absence_id)
    with cast.write("undo") as records:
        undo_change(records)
    (back,) = cast.all(Absence, Absence.id == absence_id)
    assert (back.start, back.end) == (at(2, "00:00"), at(3, "00:00"))


def test_one_of_the_workbook_does_not_come_back_by_itself(cast):
    with cast.write() as records:
        span = {"start": at(2, "00:00"), "end": at(3, "00:00")}
        imported = records.add(Absence(office_id="", person_id=cast.people["V001"], **span)).id
    withdraw(cast, imported)
    (person,) = cast.all(Person, Person.code == "V001")
    assert person.corrected == ["absences"]
