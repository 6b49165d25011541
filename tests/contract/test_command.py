"""The `outreach` command: the whole way, and what a user reads when something is not as it should be."""

import csv
import datetime as dt
import re
import socket

import pytest
from python_calamine import CalamineWorkbook

from api.cli import main
from outreach.exports.ods import SheetData, write_ods
from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import office_records, open_database
from tests.office import small_office

WEEK = "2026-11-30"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to run the command in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A folder in which `outreach demo` has run once, and its database."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["demo", "--no-serve", "--week", WEEK, "--seconds", "12"]) == 0
    engine = open_database(f"sqlite:///{folder}/out/outreach.db")
    with office_records(engine, write=False) as records:
        yield folder, records
    engine.dispose()


def test_the_demo_plans_work_of_every_kind(walked):
    _, records = walked
    stops = records.all(RosterStop)
    assert {"visit", "delivery", "shift"} <= {stop.kind for stop in stops}
    served = {stop.label for stop in stops}
    assert {"訪視問安", "居家打掃", "陪伴就醫", "新移民關懷訪視", "到府戶籍登記", "送禮到府"} <= served
    assert any(stop.drive_id for stop in stops)


def test_pairs_meet_at_the_same_minute(walked):
    _, records = walked
    starts = {}
    people = {duty.id: duty.person_id for duty in records.all(RosterDuty)}
    for stop in records.all(RosterStop, RosterStop.kind == "visit"):
        starts.setdefault(stop.item_key, []).append((stop.start, people[stop.duty_id]))
    pairs = [found for found in starts.values() if len(found) == 2]
    assert len(pairs) >= 8
    for (start, person), (other_start, other) in pairs:
        assert start == other_start
        assert person != other


def test_some_duty_mixes_a_shift_and_visits(walked):
    _, records = walked
    kinds = {}
    for stop in records.all(RosterStop):
        kinds.setdefault(stop.duty_id, set()).add(stop.kind)
    assert any("shift" in found and found & {"visit", "delivery"} for found in kinds.values())


def test_what_stays_unserved_has_reasons(walked):
    _, records = walked
    unserved = records.all(RosterUnserved)
    assert 5 <= len(unserved) <= 12
    assert all(row.steps for row in unserved)
    assert sum(row.certain for row in unserved) >= 5


def test_maps_and_exports_are_there_and_open(walked):
    folder, records = walked
    duties = records.all(RosterDuty)
    maps = {path.name for path in (folder / "out" / "maps").iterdir()}
    assert len(maps) == len(duties) + 1
    for name in (f"visit-log-{WEEK}-r1.ods", f"roster-{WEEK}-r1.ods"):
        book = CalamineWorkbook.from_path(folder / "out" / name)
        assert all(len(book.get_sheet_by_name(sheet).to_python()) > 1 for sheet in book.sheet_names)
    with (folder / "out" / f"visit-log-{WEEK}-r1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(records.all(RosterStop, RosterStop.kind != "reload"))
    for row in rows:
        path, _, stop = row["地圖"].partition("#")
        assert path.removeprefix("maps/") in maps
        assert re.fullmatch(r"stop-\d+", stop)


def test_running_twice_makes_the_next_revision_of_the_same_records(walked, monkeypatch):
    folder, records = walked
    monkeypatch.chdir(folder)
    with office_records(records.session.get_bind()) as before:
        revisions = len(before.all(Roster))
    assert main(["plan", "--week", WEEK, "--seconds", "0.1"]) == 0
    with office_records(records.session.get_bind()) as after:
        assert sorted(roster.revision for roster in after.all(Roster)) == list(range(1, revisions + 2))


def test_the_same_seed_writes_the_same_sample(folder, capsys):
    assert main(["sample", "--week", WEEK, "--to", "a.ods"]) == 0
    assert main(["sample", "--week", WEEK, "--to", "b.ods"]) == 0
    assert (folder / "a.ods").read_bytes() == (folder / "b.ods").read_bytes()
    assert "虛構" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["plan"], "請先匯入活頁簿"),
        (["maps"], "請先匯入活頁簿"),
        (["export"], "請先匯入活頁簿"),
        (["import", "nowhere.ods"], "找不到 nowhere.ods"),
        (["plan", "--lang", "en"], "Import a workbook first"),
    ],
)
def test_the_wrong_order_is_answered_with_the_next_step(folder, capsys, arguments, sentence):
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().out


def test_a_week_without_a_roster_says_how_to_make_one(folder, capsys):
    engine = open_database("sqlite:///out/outreach.db")
    small_office(engine)
    engine.dispose()
    assert main(["maps", "--week", "2026-12-07"]) == 2
    assert "還沒有班表" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"no spreadsheet at all", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_spreadsheet_is_refused(folder, capsys, content):
    (folder / "book.ods").write_bytes(content)
    assert main(["import", "book.ods"]) == 2
    printed = capsys.readouterr().out
    assert "Traceback" not in printed
    assert "✗" in printed


def test_contradictory_pins_are_named_and_nothing_is_kept(folder, capsys):
    engine = open_database("sqlite:///out/outreach.db")
    small_office(engine)
    pins = SheetData(
        "鎖定",
        ["項目編號", "日期", "名額序號", "人員編號"],
        [["D01", dt.date(2026, 12, 3), 1, "V001"], ["P001", dt.date(2026, 12, 3), 1, "K001"]],
    )
    write_ods(folder / "pins.ods", [pins])
    assert main(["import", "pins.ods"]) == 0
    assert main(["plan", "--week", WEEK, "--seconds", "1"]) == 2
    printed = capsys.readouterr().out
    assert "P001" in printed
    assert "K001" in printed
    with office_records(engine) as records:
        assert len(records.all(Roster)) == 1
    engine.dispose()


def test_a_port_in_use_is_said_before_anything_is_served(folder, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "--port" in capsys.readouterr().out


def test_a_damaged_database_is_an_error_without_a_traceback(folder, capsys):
    (folder / "out").mkdir()
    (folder / "out" / "outreach.db").write_bytes(b"this is no database" * 100)
    assert main(["plan"]) == 2
    printed = capsys.readouterr().out
    assert "Traceback" not in printed
    assert "error.log" in printed


@pytest.mark.parametrize("arguments", [["--week", "someday"], ["--seconds", "-1"], ["--seconds", "soon"]])
def test_options_that_cannot_be_are_refused(folder, arguments):
    with pytest.raises(SystemExit) as caught:
        main(["plan", *arguments])
    assert caught.value.code == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_lists_every_step(folder, capsys, language):
    with pytest.raises(SystemExit):
        main(["--lang", language, "--help"] if language == "zh" else ["--help", "--lang=en"])
    printed = capsys.readouterr().out
    for step in ("sample", "import", "plan", "maps", "export", "serve", "demo"):
        assert step in printed
