"""The sample office: its sizes, its references, its homes, and what in it cannot be served."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from outreach.exports.ods import SheetData
from outreach.intake.cells import read_cell
from outreach.intake.sheets import SHEETS
from outreach.ports import Point
from outreach.sample import OFFICE, build_sample, write_sample
from outreach.sample.chance import chance
from outreach.sample.homes import Homes, holds
from tests.unit.sample.rows import GEOCODER, MONDAY, OUTLINES, SHEET, falls_due, next_visit, rows, sample, words

PLACES = {"units": "", "people": "base_", "clients": "", "care_plans": "end_", "desks": "", "drives": ""}


@pytest.fixture(scope="module")
def sheets() -> tuple[SheetData, ...]:
    return sample()


def test_the_office_is_marked_as_a_sample(sheets: tuple[SheetData, ...]) -> None:
    assert rows(sheets, "office") == [{"name": OFFICE, "sample": "是"}]


def test_there_are_as_many_people_as_the_seeds_say(sheets: tuple[SheetData, ...]) -> None:
    people = rows(sheets, "people")
    assert Counter((row["role"], row["unit"]) for row in people) == {
        ("職員", "示範區公所"): 50,
        ("職員", "示範戶政事務所"): 14,
        ("替代役", "示範區公所"): 10,
        ("替代役", "示範戶政事務所"): 2,
        ("志工", "示範區公所"): 24,
        ("志工", "示範戶政事務所"): 10,
    }
    assert sum("全功能服務台" in words(row["skills"]) for row in people) == 20
    assert sorted(village for row in people for village in words(row["villages"])) == sorted(
        outline.village for outline in OUTLINES
    )


def test_there_is_as_much_to_do_as_the_seeds_say(sheets: tuple[SheetData, ...]) -> None:
    clients = rows(sheets, "clients")
    assert Counter(row["groups"] for row in clients)["獨居"] == 69
    assert Counter(row["groups"] for row in clients)["新移民"] == 15
    assert all((row["need_grade"] in (1, 2, 3, 4)) == (row["groups"] == "獨居") for row in clients)
    assert Counter(row["service"] for row in rows(sheets, "care_plans")) == {
        "訪視問安": 69,
        "居家打掃": 8,
        "居家打掃（高處）": 1,
        "陪伴就醫": 11,
        "到府戶籍登記": 8,
        "新移民關懷訪視": 12,
        "新移民關懷訪視（越南語通譯）": 2,
        "新移民關懷訪視（印尼語通譯）": 1,
    }
    assert len(rows(sheets, "campaigns")) == 50
    assert Counter(row["letter"] for row in rows(sheets, "desks")) == {
        "台": 4,
        "午": 2,
        "夜": 2,
        "館": 2,
        "健": 1,
        "導": 2,
    }


def test_a_festival_reaches_every_door_of_the_seed_once() -> None:
    sheets = sample(festival=True)
    groups = {row["code"]: row["groups"] for row in rows(sheets, "clients")}
    doors = Counter(groups[row["client"]] for row in rows(sheets, "campaigns"))
    assert (doors["獨居"], doors["低收"] + doors["中低收"], doors["中低老人"]) == (69, 944, 350)
    assert len({row["client"] for row in rows(sheets, "campaigns")}) == 1363


def test_the_same_seed_gives_the_same_cells_and_another_seed_does_not() -> None:
    assert sample(7) == sample(7)
    assert sample(7) != sample(8)


def test_only_a_monday_begins_a_week() -> None:
    with pytest.raises(ValueError, match="not a Monday"):
        build_sample(MONDAY + dt.timedelta(days=1), outlines=OUTLINES)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("festival", [False, True])
def test_every_cell_is_one_that_intake_reads(seed: int, festival: bool) -> None:
    for data in sample(seed, festival=festival):
        sheet = next(sheet for sheet in SHEETS if sheet.zh == data.name)
        assert list(data.headings) == [column.zh for column in sheet.columns]
        for row in data.rows:
            for cell, column in zip(row, sheet.columns, strict=True):
                read_cell(cell, column)


@pytest.mark.parametrize("festival", [False, True])
def test_every_reference_resolves(festival: bool) -> None:
    sheets = sample(festival=festival)
    keys = {
        "unit": {row["name"] for row in rows(sheets, "units")},
        "person": {row["code"] for row in rows(sheets, "people")},
        "kit": {row["name"] for row in rows(sheets, "kits")},
        "service": {row["name"] for row in rows(sheets, "services")},
        "client": {row["code"] for row in rows(sheets, "clients")},
        "item": {row["code"] for name in ("care_plans", "desks", "drives", "clients") for row in rows(sheets, name)},
    }
    keys |= {"preferred": keys["person"], "refused": keys["person"]}
    for name in SHEET:
        for row in rows(sheets, name):
            for field in row.keys() & keys.keys():
                assert keys[field].issuperset(words(row[field])), (name, field)


def test_no_code_stands_for_two_things(sheets: tuple[SheetData, ...]) -> None:
    names = ("people", "clients", "care_plans", "desks", "drives")
    codes = Counter(row["code"] for name in names for row in rows(sheets, name))
    assert codes.most_common(1)[0][1] == 1


def test_nobody_is_without_time(sheets: tuple[SheetData, ...]) -> None:
    assert {row["code"] for row in rows(sheets, "people")} == {row["person"] for row in rows(sheets, "availability")}


def test_spans_of_one_day_do_not_touch(sheets: tuple[SheetData, ...]) -> None:
    spans: dict[tuple[str, str], list[tuple[dt.time, dt.time]]] = {}
    for row in rows(sheets, "availability"):
        for day in words(row["weekdays"]):
            spans.setdefault((row["person"], day), []).append((row["start"], row["end"]))
    for mine in spans.values():
        assert all(one[1] < other[0] for one, other in pairwise(sorted(mine)))


@pytest.mark.parametrize("festival", [False, True])
def test_every_place_lies_in_the_village_it_names(festival: bool) -> None:
    sheets = sample(festival=festival)
    approximate = 0
    for name, prefix in PLACES.items():
        for row in rows(sheets, name):
            village, lat, lon = (row[prefix + field] for field in ("village", "lat", "lon"))
            approximate += bool(village) and lat is None
            if village and lat is not None:
                assert GEOCODER.village_at(Point(lat=lat, lon=lon)) == village, (name, row)
    assert approximate >= 5


def test_homes_keep_away_from_the_border() -> None:
    homes = Homes(chance(3, "test"), OUTLINES)
    for village in homes.villages:
        point = homes.home(village).point
        assert point is not None
        ring = next(outline for outline in OUTLINES if outline.village == village).rings[0]
        # Thirty metres in any direction are still inside.
        for north, east in ((0.00027, 0), (-0.00027, 0), (0, 0.00029), (0, -0.00029)):
            assert holds(ring, Point(lat=point.lat + north, lon=point.lon + east))


@pytest.mark.parametrize("festival", [False, True])
def test_names_addresses_and_phones_are_invented_and_given_once(festival: bool) -> None:
    sheets = sample(festival=festival)
    everybody = rows(sheets, "people") + rows(sheets, "clients")
    assert max(Counter(row["name"] for row in everybody).values()) == 1
    phones = [str(row["phone"]) for row in everybody + rows(sheets, "units")]
    assert max(Counter(phones).values()) == 1
    assert all(re.fullmatch(r"06-000-\d{4}|0900-000-\d{3}", phone) for phone in phones)
    homes = [row["address"] for row in rows(sheets, "clients")] + [
        row["base_address"] for row in rows(sheets, "people")
    ]
    assert all(re.fullmatch(r"示範[一二三四五六七八九]路(\d+巷)?\d+號", str(address)) for address in homes if address)
    assert max(Counter(address for address in homes if address).values()) == 1


def test_elders_with_a_visit_this_week_get_no_other_service(sheets: tuple[SheetData, ...]) -> None:
    due = Counter(row["client"] for row in rows(sheets, "care_plans") if falls_due(row))
    assert max(due.values()) == 1


def test_what_falls_due_is_a_realistic_part(sheets: tuple[SheetData, ...]) -> None:
    plans = [row for row in rows(sheets, "care_plans") if falls_due(row)]
    due = Counter[str]()
    for row in plans:
        due[row["service"]] += int(row["times_per_week"] or 1)
    assert 50 <= due["訪視問安"] <= 75
    assert 150 <= sum(due.values()) + len(rows(sheets, "campaigns")) <= 190
    overdue = [row for row in plans if row["last_visit"] and next_visit(row) < MONDAY]
    assert 3 <= len(overdue) <= 8


def test_a_week_with_a_holiday_keeps_appointments_and_pins_to_working_days() -> None:
    new_year = dt.date(2026, 12, 28)  # Friday is the first of January
    sheets = build_sample(new_year, outlines=OUTLINES)
    dates = [row["date"] for name in ("drives", "pins") for row in rows(sheets, name)]
    dates += [row["date"] for row in rows(sheets, "care_plans") if row["service"] == "陪伴就醫"]
    dates += [row["deadline"] for row in rows(sheets, "care_plans") if row["deadline"]]
    assert dates and dt.date(2027, 1, 1) not in dates


def test_the_workbook_is_written_the_same_each_time_and_tells_its_progress(tmp_path: Path) -> None:
    heard: list[float] = []
    one, other = tmp_path / "one.ods", tmp_path / "other.ods"
    write_sample(one, MONDAY, outlines=OUTLINES, on_progress=heard.append)
    write_sample(other, MONDAY, outlines=OUTLINES)
    assert one.read_bytes() == other.read_bytes()
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
