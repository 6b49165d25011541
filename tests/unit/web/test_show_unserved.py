"""Unserved work as data: the funnel, the order, what the seats ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from outreach.records import CarePlan, Client, RosterUnserved, Service
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.refusals import NotThere
from outreach.usecases.showing.show_unserved import UnservedRow, show_unserved
from tests.office import small_office
from tests.signed_in import COORDINATOR


@pytest.fixture
def records(tmp_path: Path) -> Iterator[OfficeRecords]:
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    small_office(engine)
    with office_records(engine) as records:
        yield records


def kept(records: OfficeRecords, label: str) -> RosterUnserved:
    return records.session.exec(select(RosterUnserved).where(RosterUnserved.label == label)).one()


def row(records: OfficeRecords, label: str) -> UnservedRow:
    records.session.flush()
    view = show_unserved(records, COORDINATOR, kept(records, label).roster_id)
    return next(one for one in (*view.mandatory, *view.optional) if one.label == label)


def test_the_funnel_counts_people_and_leaves_out_rules_that_nobody_fails(records: OfficeRecords) -> None:
    cleaning = row(records, "居家打掃")
    assert cleaning.candidates == 3
    assert [(step.rule, step.before, step.left, step.lost) for step in cleaning.steps] == [
        ("role_fits", 3, 1, ("林秀琴", "郭育誠")),
        ("crew_together", 1, 0, ("周柏宇",)),
    ]
    assert cleaning.deciding == cleaning.steps[-1]


def test_no_rule_decides_while_somebody_is_left(records: OfficeRecords) -> None:
    cleaning = kept(records, "居家打掃")
    cleaning.steps = cleaning.steps[:1]
    assert (row(records, "居家打掃").left, row(records, "居家打掃").deciding) == (1, None)


def test_mandatory_work_is_apart_and_what_nobody_could_ever_take_comes_first(records: OfficeRecords) -> None:
    kept(records, "居家打掃").certain = False
    view = show_unserved(records, COORDINATOR, kept(records, "居家打掃").roster_id)
    assert [one.label for one in view.mandatory] == ["夜間市民卡", "居家打掃"]
    kept(records, "夜間市民卡").mandatory = False
    view = show_unserved(records, COORDINATOR, kept(records, "居家打掃").roster_id)
    assert [[one.label for one in rows] for rows in (view.mandatory, view.optional)] == [["居家打掃"], ["夜間市民卡"]]


def test_a_shift_asks_for_its_own_seat(records: OfficeRecords) -> None:
    ((seat, count),) = row(records, "夜間市民卡").asked
    assert (seat.roles, seat.skills, count) == (("staff",), (), 1)


def test_a_visit_asks_for_its_whole_crew(records: OfficeRecords) -> None:
    service = records.session.exec(select(Service).where(Service.name == "居家打掃")).one()
    client = records.session.exec(select(Client)).first()
    assert client is not None
    records.add(CarePlan(office_id="", code="P900", client_id=client.id, service_id=service.id))
    ((seat, count),) = row(records, "居家打掃").asked
    assert (seat.roles, seat.skills, count) == (("substitute",), ("居家打掃",), 2)


def test_what_is_no_longer_on_record_asks_for_nothing(records: OfficeRecords) -> None:
    assert row(records, "居家打掃").asked == ()


def test_no_roster_no_view(records: OfficeRecords) -> None:
    with pytest.raises(NotThere):
        show_unserved(records, COORDINATOR, "0" * 32)
