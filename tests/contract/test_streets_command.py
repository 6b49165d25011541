"""`outreach streets FILE` and what is planned on it afterwards."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from api.cli import main
from api.clock import SystemClock
from api.places import places_at
from maps.travel.streets.kept import FILE
from outreach.ports import Point
from outreach.records import Client, Place, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from outreach.refusals import NotAllowed, NotThere
from outreach.usecases.showing.show_unreached import show_unreached, told_places
from outreach.usecases.showing.sketch_route import sketch_duties
from outreach.usecases.showing.ways import Ways
from outreach.usecases.weeks.make_roster import make_roster
from tests.office import MONDAY, small_office
from tests.signed_in import COORDINATOR
from tests.street_grid import BRIDGES, CANAL, LON_STEP, Drawing, lat_of, lon_of, write_street_grid

AUDITOR, FIELD = (replace(COORDINATOR, role=role) for role in ("auditor", "field"))
SOMEWHERE = (Point(lat=lat_of(3), lon=lon_of(3)), Point(lat=lat_of(9), lon=lon_of(9)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run the command in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("OUTREACH_AREA", raising=False)
    return tmp_path


def source_of(area: Path) -> str:
    return places_at(str(area)).travel.matrix(SOMEWHERE, "scooter").source


def test_an_extract_is_taken_in_with_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_street_grid(folder / "town.osm.pbf")
    assert main(["streets", "town.osm.pbf"]) == 0
    said = capsys.readouterr().out
    assert "1,727 個點、868 個路口、1 個號誌" in said
    assert "略過 1 條：construction 1" in said
    assert source_of(folder / "out" / "area") == "street"


def test_the_folder_may_be_another_one_and_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_street_grid(folder / "town.osm.pbf")
    assert main(["streets", "town.osm.pbf", "--area", "elsewhere/maps", "--lang", "en"]) == 0
    assert "Streets kept in" in capsys.readouterr().out
    assert (folder / "elsewhere" / "maps" / FILE).is_file()
    assert main(["plan", "--area", "nowhere"]) == 2
    assert "找不到地圖資料夾" in capsys.readouterr().out


def wrong_extracts(folder: Path) -> dict[str, str]:
    """By file, a part of what is said of it."""
    whole = write_street_grid(folder / "town.osm.pbf").read_bytes()
    (folder / "cut.osm.pbf").write_bytes(whole[:-300])
    (folder / "letter.osm.pbf").write_text("親愛的同仁", encoding="utf-8")
    for name, lat, lon in (("abroad", 48.1, 11.5), ("taipei", 25.03, 121.5)):
        drawing = Drawing()
        corners = [(0, 0), (0, 0.01), (0.01, 0.01), (0.01, 0), (0, 0)]
        ring = [drawing.node(round(lat + a, 7), round(lon + b, 7)) for a, b in corners]
        drawing.way(ring, highway="residential")
        drawing.write(folder / f"{name}.osm.pbf")
    bare = Drawing()
    bare.way([bare.node(23.0, 120.2), bare.node(23.1, 120.2)], waterway="canal")
    bare.write(folder / "water.osm.pbf")
    return {
        "cut.osm.pbf": "讀不懂",
        "letter.osm.pbf": "讀不懂",
        "abroad.osm.pbf": "都不在臺灣，或經緯度寫反了（5 個點，前幾個：48.1000, 11.5000",
        "taipei.osm.pbf": "都不在本區附近",
        "water.osm.pbf": "沒有可以走的街道",
        "missing.osm.pbf": "找不到",
    }


def test_what_cannot_be_used_is_told_and_the_last_streets_stay(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = wrong_extracts(folder)
    assert main(["streets", "town.osm.pbf"]) == 0
    area = folder / "out" / "area"
    before = (area / FILE).read_bytes()
    for name, words in expected.items():
        assert main(["streets", name]) == 2
        said = capsys.readouterr().out
        assert words in said, said
        assert name == "missing.osm.pbf" or "原來的街道沒有更動" in said
        assert (area / FILE).read_bytes() == before
        assert sorted(path.name for path in area.iterdir()) == [FILE]
    assert source_of(area) == "street"


def test_another_town_is_taken_in_when_it_is_meant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong_extracts(folder)
    assert main(["streets", "taipei.osm.pbf", "--anywhere"]) == 0
    assert "沒有街道的里：" in capsys.readouterr().out


def test_a_server_notices_new_streets_while_it_runs(folder: Path) -> None:
    area = folder / "maps"
    area.mkdir()
    travel = places_at(str(area)).travel
    assert travel.matrix(SOMEWHERE, "walk").source == "estimate"
    write_street_grid(folder / "town.osm.pbf")
    assert main(["streets", "town.osm.pbf", "--area", str(area)]) == 0
    assert travel.matrix(SOMEWHERE, "walk").source == "street"


@pytest.fixture
def planned(folder: Path):  # type: ignore[no-untyped-def]
    """A small office planned on streets; one client lives where no street is, another on an island."""
    write_street_grid(folder / "town.osm.pbf")
    assert main(["streets", "town.osm.pbf", "--area", "maps"]) == 0
    engine = open_database(f"sqlite:///{folder}/office.db")
    small_office(engine)
    with office_records(engine) as records:
        clients = records.all(Client, Client.code == "C001") + records.all(Client, Client.code == "C002")
        for client, (lat, lon) in zip(clients, ((22.90, 120.05), (22.9586, 120.1420)), strict=True):
            place = records.get(Place, client.place_id)
            assert place is not None
            place.lat, place.lon = lat, lon
    roster = make_roster(
        engine, MONDAY, travel_times=places_at(str(folder / "maps")).travel, clock=SystemClock(), seconds=2, seed=1
    )
    with office_records(engine) as records:
        yield records, roster.id
    engine.dispose()


def test_places_that_streets_do_not_lead_to_are_told_by_their_record(planned) -> None:  # type: ignore[no-untyped-def]
    records, roster_id = planned
    view = show_unreached(records, COORDINATOR, roster_id)
    found = {holder.code: one for one in view.places for holder in one.holders if holder.kind == "clients"}
    assert {code: one.why for code, one in found.items() if one.estimated} == {"C001": "far", "C002": "cut_off"}
    assert found["C001"].holders[0].name == records.all(Client, Client.code == "C001")[0].name
    told = told_places(show_unreached(records, AUDITOR, roster_id))
    assert (told.travel_source, len(told.items)) == ("street", len(view.places))
    with pytest.raises((NotThere, NotAllowed)):
        show_unreached(records, FIELD, roster_id)
    with pytest.raises(NotThere):
        show_unreached(records, COORDINATOR, "nothing")


def test_legs_to_them_are_marked_as_estimates_and_no_others(planned) -> None:  # type: ignore[no-untyped-def]
    records, roster_id = planned
    roster = records.get(Roster, roster_id)
    assert roster.travel_source == "street"
    astray = {one["place_id"] for one in roster.unreached if one["why"] != "off"}
    duties = {duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster_id)}
    legs = 0
    for duty in duties.values():
        here = duty.start_place_id
        stops = records.all(RosterStop, RosterStop.duty_id == duty.id)
        for stop in sorted(stops, key=lambda one: one.position):
            if stop.leg_metres:
                legs += 1
                assert stop.leg_guessed == bool({here, stop.place_id} & astray)
            here = stop.end_place_id
        if duty.last_leg_metres:
            assert duty.last_leg_guessed == bool({here, duty.end_place_id} & astray)
    assert legs > 3
    assert isinstance(roster.created, dt.datetime)


def crossings(line: tuple[Point, ...]) -> list[float]:
    """The columns in which a line crosses the canal."""
    middle = lat_of(CANAL + 0.5)
    pairs = ((a, b) for a, b in pairwise(line) if (a.lat - middle) * (b.lat - middle) < 0)
    return [((a.lon + b.lon) / 2 - lon_of(0)) / LON_STEP for a, b in pairs]


def test_the_demo_runs_on_an_extract_and_its_routes_keep_to_the_bridges(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = write_street_grid(folder / "town.osm.pbf")
    command = ["demo", "--no-serve", "--week", str(MONDAY), "--seconds", "3", "--streets", str(town)]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "（部分為估計）" in said and "街道到不了的地點" in said
    assert not any(kind in said for kind in ("公里（估計）", "公里（依街道）"))
    places = places_at(str(folder / "out" / "area"))
    ways, engine = Ways(places.travel, places.streets), open_database(f"sqlite:///{folder}/out/outreach.db")
    with office_records(engine, write=False) as records:
        (roster,) = records.all(Roster)
        astray = {one["place_id"] for one in roster.unreached if one["why"] != "off"}
        spots = {(place.lat, place.lon) for place in records.all(Place) if place.id in astray}
        sketches = sketch_duties(records, records.all(RosterDuty), places.geocoder, "zh", ways)
    engine.dispose()
    over = []
    for sketch in sketches.values():
        for leg in sketch.legs:
            ends = {(point.lat, point.lon) for point in (leg.line[0], leg.line[-1])}
            if leg.source == "street":
                over += crossings(leg.line)
                assert not ends & spots
            else:
                stops = (sketch.stops[leg.origin], sketch.stops[leg.destination])
                assert ends & spots or (stops[0].number == stops[1].number > 0)
    assert len(over) > 10
    assert {round(column, 3) for column in over} == set(BRIDGES)
