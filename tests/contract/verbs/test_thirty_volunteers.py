"""V6: the file's totals are those of a fixture that was added up by hand; training is in a ledger of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from outreach.exports.hours_sheets import hours_sheets
from outreach.records import Person, Training, VisitLog
from outreach.refusals import Invalid, NotAllowed
from outreach.usecases.hours.export_hours import export_hours
from outreach.usecases.hours.sign_off import sign_off
from tests.contract.verbs.conftest import NOW
from tests.service_hours import insure, log_row, train
from tests.signed_in import account_in

NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)

# How many people are alike, what they had in November and in December (arrived, left, date), what of it is signed
# off in each month, and how many rows are signed off. Added up by hand.
ALIKE = [
    # Ten with two visits in November: 45 + 50 minutes.
    (10, [("09:00", "09:45", 3), ("10:00", "10:50", 3)], [], 95, 0, 2, 0),
    # Eight with one in each month: 30, and 2 hours.
    (8, [("09:00", "09:30", 10)], [("14:00", "16:00", 1)], 30, 120, 1, 1),
    # Five whose two rows overlap by 20 minutes: 60 + 40.
    (5, [("09:00", "10:00", 12), ("09:40", "10:40", 12)], [], 100, 0, 2, 0),
    # Four who forgot to sign out in November, and have 15 minutes in December.
    (4, [("09:00", None, 20)], [("09:00", "09:15", 2)], 0, 15, 0, 1),
    # Two without training, one without insurance: nothing counts.
    (2, [("09:00", "11:00", 5)], [], 0, 0, 0, 0),
    (1, [("09:00", "11:00", 5)], [], 0, 0, 0, 0),
]
# 10 × 95 + 8 × 30 + 5 × 100 = 950 + 240 + 500; 8 × 120 + 4 × 15 = 960 + 60.
SIGNED = {NOVEMBER: 1690, DECEMBER: 1020}
ROWS = {NOVEMBER: 38, DECEMBER: 12}
# 28 trained people, 12 hours each.
TRAINING = 336


@pytest.fixture
def thirty(cast):
    """The cast with thirty volunteers more, whose hours are signed off where they count."""
    wanted = {}
    with cast.write() as records:
        pattern = records.get(Person, cast.people["V001"]).model_dump(exclude={"id", "version"})
        number = 0
        for alike, (many, november, december, *signed) in enumerate(ALIKE):
            for _ in range(many):
                number += 1
                person = records.add(Person(**pattern | {"code": f"W{number:02d}", "name": f"志工{number}"}))
                records.session.flush()
                if alike != 4:
                    train(records, person.id)
                if alike != 5:
                    insure(records, person.id)
                rows = [(*one[:2], NOVEMBER.replace(day=one[2])) for one in november]
                rows += [(*one[:2], DECEMBER.replace(day=one[2])) for one in december]
                for position, row in enumerate(rows):
                    log_row(records, person, *row, item_key=f"x{position}")
                wanted[person.code] = signed
    assert number == 30
    registrar = replace(cast.coordinator, account_id=account_in(cast.engine, "coordinator", login="registrar").id)
    with cast.write() as records:
        sign_off(records, registrar, rows=what_counts(records), now=NOW)
    cast.wanted = wanted
    return cast


def what_counts(records):
    """By row, the minutes that count, as the table above says: of two that overlap, the second one's rest."""
    minutes = {}
    for row in records.all(VisitLog):
        number = int(records.get(Person, row.person_id).code[1:])
        if row.left is None or number > 27:
            continue
        served = int((row.left - row.arrived).total_seconds()) // 60
        minutes[row.id] = 40 if 19 <= number <= 23 and row.item_key == "x1" else served
    return minutes


def exported(cast, first=NOVEMBER, last=DECEMBER, actor=None):
    with cast.write() as records:
        return export_hours(records, actor or cast.coordinator, first=first, last=last, now=NOW)


def test_totals_are_those_added_up_by_hand(thirty):
    book = exported(thirty)
    for month in (NOVEMBER, DECEMBER):
        lines = [one for one in book.months if one.month == month]
        assert sum(one.signed for one in lines) == SIGNED[month]
        assert sum(one.rows for one in lines) == ROWS[month]
    found = {(one.code, one.month): (one.signed, one.rows) for one in book.months}
    for code, (november, december, in_november, in_december) in thirty.wanted.items():
        assert found[code, NOVEMBER] == (november, in_november)
        assert found.get((code, DECEMBER), (0, 0)) == (december, in_december)
    assert sum(one.minutes for one in book.book) == sum(SIGNED.values()) == 2710
    assert sum(one.not_counted for one in book.months) == 4 + 2 + 1
    assert sum(one.waiting for one in book.months) == 0


def test_training_is_in_a_ledger_of_its_own(thirty):
    book = exported(thirty)
    assert sum(one.hours for one in book.trainings) == TRAINING
    with thirty.write() as records:
        for training in records.all(Training):
            training.hours = 100
    again = exported(thirty)
    assert (again.months, again.book) == (book.months, book.book)
    assert sum(one.hours for one in again.trainings) == 5600


def test_the_sheets_say_the_same(thirty):
    hours, book, training, insurance, _ = hours_sheets(exported(thirty), "zh")
    assert hours.rows[-1][2:6] == ("合計", 50, 2710, 45.17)
    assert len(book.rows) == 50
    assert len(training.rows) == 56
    assert len(insurance.rows) == 29
    english = hours_sheets(exported(thirty, DECEMBER), "en")
    assert english[0].rows[-1][2:6] == ("all", 12, 1020, 17.0)
    assert english[0].rows[0][0] == "2026-12"


def test_a_span_has_an_end_and_a_reader(thirty):
    with pytest.raises(Invalid):
        exported(thirty, DECEMBER, NOVEMBER)
    with pytest.raises(Invalid):
        exported(thirty, dt.date(2025, 1, 1), dt.date(2027, 1, 1))
    assert exported(thirty, dt.date(2025, 1, 1), dt.date(2026, 12, 31)).last == dt.date(2026, 12, 31)
    for role in ("field", "admin"):
        with pytest.raises(NotAllowed):
            exported(thirty, actor=thirty.actor(role))
