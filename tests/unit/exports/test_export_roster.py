"""The files that `export_roster` writes, and what their sheets say."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, event

from outreach.records import Office, Roster
from outreach.records.database import office_records, open_database
from outreach.usecases.showing.export_roster import export_roster
from tests.office import small_office


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


def export(engine: Engine, folder: Path, roster_id: str, language: str = "zh") -> tuple[Path, ...]:
    with office_records(engine) as records:
        roster = records.get(Roster, roster_id)
        assert roster is not None
        return export_roster(records, roster, folder, language=language)


def sheet(path: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def test_four_files_are_written_under_names_that_say_week_and_revision(engine: Engine, tmp_path: Path) -> None:
    folder, shares = tmp_path / "out", []
    roster_id = small_office(engine)
    with office_records(engine) as records:
        roster = records.get(Roster, roster_id)
        assert roster is not None
        paths = export_roster(records, roster, folder, on_progress=shares.append)

    names = ["visit-log-2026-11-30-r1.ods", "visit-log-2026-11-30-r1.csv", "roster-2026-11-30-r1.ods"]
    assert [path.name for path in paths] == [*names, "roster-2026-11-30-r1.csv"]
    assert sorted(folder.iterdir()) == sorted(paths)
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_exporting_twice_gives_the_same_bytes(engine: Engine, tmp_path: Path) -> None:
    roster_id = small_office(engine)
    first, second = (export(engine, tmp_path / name, roster_id) for name in ("first", "second"))

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_board_has_a_line_for_everybody_and_names_no_client(engine: Engine, tmp_path: Path) -> None:
    board = sheet(export(engine, tmp_path, small_office(engine))[2], "班表")

    assert board[0][:6] == ["單位", "身分", "人員", "11/30（一）", "12/1（二）", "12/2（三）"]
    days = {row[2]: row[3:] for row in board[1:]}
    assert days["林秀琴"][2] == "08:30–12:00 單一窗口服務台\n13:30–15:20 訪視問安 4 站"
    assert days["周柏宇"][2] == "15:00–15:20 訪視問安 1 站"
    assert days["郭育誠"] == ["", "請假", "", "", "", "", ""]
    assert "測試" not in str(board)


def test_the_csv_is_the_duties_sheet(engine: Engine, tmp_path: Path) -> None:
    paths = export(engine, tmp_path, small_office(engine))
    with paths[3].open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    duties = sheet(paths[2], "勤務明細")

    assert lines[0] == duties[0]
    assert [line[9] for line in lines] == [row[9] for row in duties]
    assert [line[12] for line in lines[1:]] == ["06-000-0184", "", *(f"06-000-0{181 + door}" for door in range(4))]


def test_what_is_left_out_says_when_and_why(engine: Engine, tmp_path: Path) -> None:
    rows = sheet(export(engine, tmp_path, small_office(engine))[2], "未排入")
    left_out = {row[1]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}

    assert set(left_out) == {"掃 居家打掃", "夜 夜間市民卡"}
    assert left_out["掃 居家打掃"]["可開始時段"] == "12/1（二） 08:30–11:30"
    assert left_out["掃 居家打掃"]["必排"] == "是"
    assert "湊不齊共同服務人員 1 人" in str(left_out["掃 居家打掃"]["原因"])
    assert left_out["夜 夜間市民卡"]["可開始時段"] == "12/4（五） 18:00"


def test_served_hours_leave_out_travel_and_worked_hours_leave_out_lunch(engine: Engine, tmp_path: Path) -> None:
    rows = sheet(export(engine, tmp_path, small_office(engine))[2], "時數統計")
    hours = {(row[0], row[2]): row[3:6] for row in rows[1:]}

    # 林秀琴: 3 h 30 at the desk and four visits of 20 minutes; away from 08:30 to 17:10 with 45 minutes of lunch.
    assert hours["志工", "林秀琴"] == [1, 4.83, 7.92]
    assert hours["志工", "合計"] == hours["志工", "林秀琴"]
    assert hours["替代役", "周柏宇"] == [1, 0.33, 0.83]
    assert not any(name == "郭育誠" for _, name in hours)


@pytest.mark.parametrize(("language", "about", "mark"), [("zh", "說明", "示範資料"), ("en", "about", "Sample data")])
def test_only_sample_data_is_marked(engine: Engine, tmp_path: Path, language: str, about: str, mark: str) -> None:
    roster_id = small_office(engine)
    for sample in (True, False):
        with office_records(engine) as records:
            office = records.session.get(Office, records.office.id)
            assert office is not None
            office.sample = sample
        log, _, roster, _ = export(engine, tmp_path, roster_id, language)
        assert [mark in str(sheet(path, about)) for path in (log, roster)] == [sample, sample]


def test_the_log_keeps_dates_and_times_as_such(engine: Engine, tmp_path: Path) -> None:
    first = sheet(export(engine, tmp_path, small_office(engine))[0], "訪視紀錄")[1]

    assert (first[0], first[6], first[7]) == (dt.date(2026, 12, 2), dt.time(15, 0), dt.time(15, 20))


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    counts = []
    for clients in (1, 9):
        engine = open_database("sqlite://")
        roster_id = small_office(engine, clients=clients)
        asked: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *call, asked=asked: asked.append(call[2]))
        export(engine, tmp_path, roster_id)
        counts.append(len(asked))
        engine.dispose()

    assert counts[0] == counts[1]
