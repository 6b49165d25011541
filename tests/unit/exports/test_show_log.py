"""The visit log's rows, read from the records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from outreach.exports.log_row import LogRow
from outreach.records import Place, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.showing.draw_maps import map_file_name
from outreach.usecases.showing.show_log import log_rows
from tests.office import at, small_office


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


def log_of(records: OfficeRecords, roster_id: str) -> tuple[LogRow, ...]:
    roster = records.get(Roster, roster_id)
    assert roster is not None
    return log_rows(records, roster)


def test_one_row_a_stop_or_shift_by_date_person_and_time(engine: Engine) -> None:
    roster_id = small_office(engine, clients=2)
    with office_records(engine) as records:
        rows = log_of(records, roster_id)

    assert [(row.person, row.number, row.kind, row.letter, row.client) for row in rows] == [
        ("周柏宇", 1, "visit", "訪", "測試乙"),
        ("林秀琴", 1, "shift", "台", ""),
        ("林秀琴", 2, "visit", "訪", "測試甲"),
        ("林秀琴", 3, "visit", "訪", "測試乙"),
    ]
    assert [row.date for row in rows] == [at(2, "00:00").date()] * 4


def test_a_row_says_who_where_when_and_on_which_map(engine: Engine) -> None:
    roster_id = small_office(engine)
    with office_records(engine) as records:
        row = log_of(records, roster_id)[2]
        duty = records.get(RosterDuty, row.duty_id)
        assert duty is not None
        assert row.map_file == map_file_name(duty)

    assert (row.person_code, row.role, row.unit) == ("V001", "volunteer", "示範區公所")
    assert (row.planned_from, row.planned_to) == (at(2, "13:30"), at(2, "13:50"))
    assert (row.service, row.village, row.address, row.phone) == ("訪視問安", "平通里", "示範一路990號", "06-000-0181")
    assert (row.end_address, row.units, row.partners) == ("", 0, ())


def test_partners_are_those_who_are_there_at_the_same_time(engine: Engine) -> None:
    roster_id = small_office(engine)
    with office_records(engine) as records:
        assert [row.partners for row in log_of(records, roster_id)] == [("林秀琴",), (), (), (), (), ("周柏宇",)]
        second = next(stop for stop in records.all(RosterStop) if stop.seat == 2)
        second.start, second.end = at(2, "15:20"), at(2, "15:40")
        records.session.flush()

        assert [row.partners for row in log_of(records, roster_id)] == [()] * 6


def test_a_reload_has_no_row_but_keeps_its_number(engine: Engine) -> None:
    roster_id = small_office(engine)
    with office_records(engine) as records:
        reload = next(stop for stop in records.all(RosterStop, RosterStop.position == 1))
        reload.kind, reload.item_key, reload.client_id, reload.care_plan_id = "reload", "", None, None
        records.session.flush()

        assert [row.number for row in log_of(records, roster_id) if row.person == "林秀琴"] == [1, 3, 4, 5]


def test_a_visit_that_ends_elsewhere_says_where(engine: Engine) -> None:
    roster_id = small_office(engine)
    with office_records(engine) as records:
        clinic = records.add(Place(office_id="", address="健康路9號", village="國平里", lat=22.99, lon=120.17))
        records.session.flush()
        for stop in records.all(RosterStop, RosterStop.position == 2):
            stop.end_place_id = clinic.id
        records.session.flush()

        assert [row.end_address for row in log_of(records, roster_id)] == ["", "", "", "健康路9號", "", ""]


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    counts = []
    for clients in (1, 9):
        engine = open_database("sqlite://")
        roster_id = small_office(engine, clients=clients)
        asked: list[str] = []
        with office_records(engine) as records:
            roster = records.get(Roster, roster_id)
            assert roster is not None
            event.listen(engine, "before_cursor_execute", lambda *call, asked=asked: asked.append(call[2]))
            assert len(log_rows(records, roster)) == clients + 2
        counts.append(len(asked))
        engine.dispose()

    assert counts[0] == counts[1]
