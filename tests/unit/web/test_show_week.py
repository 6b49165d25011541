"""The week's board as data: cells, hours, turns and sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from outreach.records import Absence, Person, Roster, RosterUnserved
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.showing.person_rows import PersonRow
from outreach.usecases.showing.show_week import Board, WeekHead, board_of, newest_roster, show_week
from tests.office import MONDAY, at, small_office
from tests.signed_in import COORDINATOR


@pytest.fixture
def records(tmp_path: Path) -> Iterator[OfficeRecords]:
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    small_office(engine)
    with office_records(engine) as records:
        yield records


def the_week(records: OfficeRecords, monday: dt.date = MONDAY) -> Board:
    view = show_week(records, COORDINATOR, monday)
    assert view is not None
    return board_of(view.rows)


def the_head(records: OfficeRecords, monday: dt.date = MONDAY) -> WeekHead:
    view = show_week(records, COORDINATOR, monday)
    assert view is not None
    return view.head


def row(view: Board, name: str) -> PersonRow:
    return next(one for group in view.groups for one in (*group.busy, *group.idle) if one.name == name)


def person(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def test_groups_come_in_the_order_of_roles_busy_people_first(records: OfficeRecords) -> None:
    view = the_week(records)
    assert [group.role for group in view.groups] == ["substitute", "volunteer", "staff"]
    assert [[one.name for one in group.busy] for group in view.groups] == [["周柏宇"], ["林秀琴"], []]
    assert [[one.name for one in group.idle] for group in view.groups] == [[], [], ["郭育誠"]]
    assert (view.busy, view.idle) == (2, 1)


def test_a_cell_is_open_absent_or_without_availability(records: OfficeRecords) -> None:
    view = the_week(records)
    assert [cell.state for cell in row(view, "林秀琴").cells] == ["open"] * 5 + ["none"] * 2
    assert [cell.state for cell in row(view, "郭育誠").cells] == ["open", "absent", *["open"] * 3, "none", "none"]
    assert row(view, "郭育誠").cells[1].away[0][2] == "公假"


def test_free_time_is_what_the_duty_leaves(records: OfficeRecords) -> None:
    monday, _, wednesday, *_ = row(the_week(records), "周柏宇").cells
    assert [(free.start, free.end) for free in monday.free] == [(at(0, "08:00"), at(0, "17:30"))]
    assert [(free.start, free.end) for free in wednesday.free] == [
        (at(2, "08:00"), at(2, "14:50")),
        (at(2, "15:40"), at(2, "17:30")),
    ]
    assert [piece.kind for piece in wednesday.pieces] == ["free", "outing", "free"]


def test_less_than_an_hour_is_not_shown_as_free(records: OfficeRecords) -> None:
    # 林秀琴 may work from 08:00 to 17:30 and is out from 08:30 to 17:10.
    assert row(the_week(records), "林秀琴").cells[2].free == ()


def test_an_absence_in_the_afternoon_leaves_the_morning(records: OfficeRecords) -> None:
    absent = person(records.session, "郭育誠")
    records.add(Absence(office_id="", person_id=absent.id, start=at(0, "13:00"), end=at(0, "17:30"), reason="會議"))
    records.session.flush()
    monday = row(the_week(records), "郭育誠").cells[0]
    assert monday.state == "open"
    assert [(free.start, free.end) for free in monday.free] == [(at(0, "08:00"), at(0, "13:00"))]
    assert [reason for _, _, reason in monday.away] == ["會議"]


def test_hours_count_service_and_leave_travel_apart(records: OfficeRecords) -> None:
    lin = row(the_week(records), "林秀琴")
    assert lin.served == pytest.approx(3.5 + 4 * 20 / 60)
    assert lin.worked == pytest.approx(8 + 40 / 60 - 0.75)
    assert lin.target == 8


def test_turns_of_before_are_counted_and_compared(records: OfficeRecords) -> None:
    assert [(turn.kind, turn.count) for turn in row(the_week(records), "林秀琴").turns] == [("noon", 1), ("evening", 0)]
    assert not any(turn.above for turn in row(the_week(records), "林秀琴").turns)


def test_the_days_sum_up_what_is_asked_and_served(records: OfficeRecords) -> None:
    view = the_head(records)
    _, tuesday, wednesday, _, friday, *_ = view.days
    assert (tuesday.visits_served, tuesday.visits_asked, tuesday.short_visits) == (0, 1, 1)
    assert (wednesday.seats_filled, wednesday.seats_asked, wednesday.visits_served) == (1, 1, 4)
    assert (friday.seats_filled, friday.seats_asked, friday.short_seats) == (0, 1, 1)
    assert (view.tasks_served, view.tasks_asked, view.seats_filled, view.seats_asked, view.missed) == (4, 5, 1, 2, 3)


def test_work_with_a_choice_of_days_counts_on_none_of_them(records: OfficeRecords) -> None:
    cleaning = records.session.exec(select(RosterUnserved).where(RosterUnserved.kind == "visit")).one()
    cleaning.windows = [*cleaning.windows, {"date": "2026-12-03", "from": "08:30", "until": "11:30"}]
    records.session.flush()
    view = the_head(records)
    assert [day.visits_asked for day in view.days] == [0, 0, 4, 0, 0, 0, 0]
    assert view.tasks_asked == 5


def test_a_public_holiday_has_its_name(records: OfficeRecords) -> None:
    monday = dt.date(2026, 9, 21)
    records.session.exec(select(Roster)).one().monday = monday
    records.session.flush()
    days = the_head(records, monday).days
    assert [day.closed for day in days][:4] == [None] * 4
    assert "中秋" in (days[4].closed or "")
    assert row(the_week(records, monday), "林秀琴").cells[4].state == "none"


def test_the_newest_revision_is_shown_and_the_weeks_beside_are_known(records: OfficeRecords) -> None:
    first = records.session.exec(select(Roster)).one()
    for monday, revision in ((MONDAY, 2), (MONDAY - dt.timedelta(14), 1), (MONDAY + dt.timedelta(7), 1)):
        again = first.model_dump(exclude={"id", "monday", "revision", "created"})
        records.add(Roster(**again, monday=monday, revision=revision, created=at(0, "12:00") + dt.timedelta(revision)))
    records.session.flush()
    view = the_head(records)
    assert view.roster.revision == 2
    assert (view.previous, view.following) == (MONDAY - dt.timedelta(14), MONDAY + dt.timedelta(7))
    newest = newest_roster(records)
    assert newest is not None and (newest.monday, newest.revision) == (MONDAY, 2)


def test_a_week_without_a_roster_is_none(records: OfficeRecords) -> None:
    assert show_week(records, COORDINATOR, MONDAY + dt.timedelta(7)) is None
