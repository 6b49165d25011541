from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from outreach.records import Person, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from outreach.usecases.showing.draw_maps import draw_maps, map_file_name
from tests.office import small_office


def drawn(engine: Engine, folder: Path, shares: list[float] | None = None) -> tuple[Path, ...]:
    with office_records(engine) as records:
        (roster,) = records.all(Roster)
        return draw_maps(
            records,
            roster,
            geocoder=VillageGeocoder(),
            renderer=FoliumRouteMaps(),
            folder=folder,
            language="zh",
            on_progress=None if shares is None else shares.append,
        )


@pytest.fixture
def engine() -> Engine:
    return open_database("sqlite://")


def test_one_map_a_route_and_an_index_that_links_them_all(engine: Engine, tmp_path: Path) -> None:
    small_office(engine)
    shares: list[float] = []
    paths = drawn(engine, tmp_path / "maps", shares)
    index = (tmp_path / "maps" / "index.html").read_text(encoding="utf-8")
    assert len(paths) == 2
    assert {path.name for path in (tmp_path / "maps").iterdir()} == {*(path.name for path in paths), "index.html"}
    assert [f'href="{path.name}"' in index for path in paths] == [True, True]
    assert "115年12月2日（三）" in index and "林秀琴" in index and "示範資料" in index
    assert shares == [0.5, 1.0]


def test_the_file_name_tells_the_date_and_nothing_about_a_person(engine: Engine, tmp_path: Path) -> None:
    small_office(engine)
    with office_records(engine) as records:
        for duty in records.all(RosterDuty):
            assert map_file_name(duty) == f"2026-12-02-{duty.id[:8]}.html"


def test_a_duty_without_travel_still_gets_its_map_and_one_without_stops_none(engine: Engine, tmp_path: Path) -> None:
    small_office(engine)
    with office_records(engine) as records:
        (zhou,) = records.all(Person, Person.code == "S001")
        (duty,) = records.all(RosterDuty, RosterDuty.person_id == zhou.id)
        (stop,) = records.all(RosterStop, RosterStop.duty_id == duty.id)
        stop.place_id = stop.end_place_id = duty.start_place_id
    assert len(drawn(engine, tmp_path)) == 2
    with office_records(engine) as records:
        for stop in records.all(RosterStop, RosterStop.duty_id == duty.id):
            records.remove(stop)
    assert len(drawn(engine, tmp_path)) == 1


def test_maps_of_an_earlier_run_go_and_other_files_stay(engine: Engine, tmp_path: Path) -> None:
    small_office(engine)
    (tmp_path / "2026-11-25-0123abcd.html").write_text("old")
    (tmp_path / "2026-11-25 notes.html").write_text("mine")
    drawn(engine, tmp_path)
    assert not (tmp_path / "2026-11-25-0123abcd.html").exists()
    assert (tmp_path / "2026-11-25 notes.html").read_text() == "mine"


def test_hostile_names_are_text_in_the_index(engine: Engine, tmp_path: Path) -> None:
    small_office(engine, hostile="<script>alert(1)</script>\"'`${alert(1)}")
    drawn(engine, tmp_path)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<script" not in index
    assert "&lt;script&gt;" in index
    assert "script-src" not in index and "default-src 'none'" in index


def test_more_stops_ask_the_database_no_more_often(tmp_path: Path) -> None:
    counts = []
    for clients in (2, 9):
        engine = open_database("sqlite://")
        small_office(engine, clients=clients)
        asked: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *details, asked=asked: asked.append(details[2]))
        drawn(engine, tmp_path / str(clients))
        counts.append(len(asked))
    assert counts[0] == counts[1]
