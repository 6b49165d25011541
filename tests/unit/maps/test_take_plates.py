"""A door-plate file comes in whole, or the last good one stays and a report says why."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from maps.geocode.plates.report import FAULTS, NOTES, PlatesRefused, Report
from maps.geocode.plates.take_plates import FILE, take_plates
from maps.geocode.villages import DISTRICT, VillageGeocoder
from tests.door_plates import EAST, HEADINGS, NORTH, many, row, write


def taken(source: Path, area: Path) -> Report:
    return take_plates(source, area, outlines=VillageGeocoder().outlines(), town=DISTRICT, progress=lambda _share: None)


def plates(area: Path) -> list[tuple[str, str, float, float, int]]:
    query = (
        "SELECT ways.way, door, lat, lon, sure FROM plates JOIN ways ON id = plates.way ORDER BY ways.way, lat, door"
    )
    with closing(sqlite3.connect(area / FILE)) as book:
        return book.execute(query).fetchall()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950"])
def test_the_ministrys_layout_is_taken_in_both_encodings(tmp_path: Path, encoding: str) -> None:
    source = write(tmp_path / "門牌.csv", [row("316號"), row("5號之1", lane="12", north=NORTH + 50)], encoding=encoding)

    report = taken(source, tmp_path)

    assert (report.rows, report.plates, report.counts) == (2, 2, {})
    first, second = plates(tmp_path)
    assert first[:2] == ("育平路", "316號")
    assert second[:2] == ("育平路12巷", "5之1號")
    assert first[2] == pytest.approx(22.99073, abs=1e-4)
    assert first[3] == pytest.approx(120.16798, abs=1e-4)


def test_degrees_tabs_other_headings_and_whole_addresses_are_taken_too(tmp_path: Path) -> None:
    text = "臺南市安平區育平里3鄰中華西路2段16號\t120.168\t22.99\n"
    (tmp_path / "a.csv").write_text(f"門牌地址\tLongitude\tLatitude\n{text}", encoding="utf-8")

    assert taken(tmp_path / "a.csv", tmp_path).plates == 1
    assert plates(tmp_path) == [("中華西路二段", "16號", 22.99, 120.168, 1)]


def test_the_islands_have_a_meridian_of_their_own(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", [row("1號", code="10016010", east=307_806.253, north=2_607_639.237)])

    taken(source, tmp_path)

    assert plates(tmp_path)[0][2:4] == pytest.approx((23.5711, 119.5663), abs=1e-6)


def test_each_bad_row_is_counted_and_the_first_are_told(tmp_path: Path) -> None:
    good = [row(f"{number}號", east=EAST + number) for number in range(1, 13)]
    bad = [
        row("13號", code="99999990"),
        row("門前"),
        row("15號", road="路口／"),
        row("16號", east=0.0, north=0.0),
        row("17號", east=NORTH, north=EAST),
        row("18號", east=1.0),
        "67000,67000360,育平里",
    ]
    source = write(tmp_path / "a.csv", good + bad)

    report = taken(source, tmp_path)

    assert (report.rows, report.plates, report.faulty) == (19, 12, 7)
    assert report.counts == {
        "unknown_town": 1,
        "unreadable": 2,
        "no_coordinates": 1,
        "swapped": 1,
        "outside_taiwan": 1,
        "too_short": 1,
    }
    assert [line for line, _ in report.examples["unreadable"]] == [15, 16]
    assert report.examples["swapped"] == [(18, f"{EAST}, {NORTH}")]


def test_at_most_five_examples_are_kept(tmp_path: Path) -> None:
    rows = [row(f"{number}號") for number in range(1, 13)] + [row("x") for _ in range(9)]

    report = taken(write(tmp_path / "a.csv", rows), tmp_path)

    assert report.counts["unreadable"] == 9
    assert len(report.examples["unreadable"]) == 5


def test_a_door_twice_is_kept_once_and_not_believed_where_the_places_differ(tmp_path: Path) -> None:
    rows = [row("1號"), row("1號", east=EAST + 5), row("2號"), row("2號", east=EAST + 90)]

    report = taken(write(tmp_path / "a.csv", rows), tmp_path)

    assert report.plates == 2
    assert report.counts == {"repeated": 1, "contradicts": 1}
    assert [sure for *_, sure in plates(tmp_path)] == [1, 0]


def test_lines_of_another_encoding_are_read_and_told(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", [row("1號"), row("2號", north=NORTH + 9)])
    with source.open("ab") as file:
        file.write(row("3號", north=NORTH + 20).encode("cp950") + b"\r\n" + b"67000," + b"\xff\xff\xff,\r\n")

    report = taken(source, tmp_path)

    assert report.plates == 3
    assert report.counts == {"mixed_encoding": 1, "bad_encoding": 1}
    assert report.examples["mixed_encoding"] == [(4, "")]
    assert report.examples["bad_encoding"] == [(5, "")]
    assert {way for way, *_ in plates(tmp_path)} == {"育平路"}


BROKEN = {
    "empty": b"",
    "not_a_table": b"PK\x03\x04" + b"\0" * 40,
    "missing_columns": f"{HEADINGS.replace(',號', ',樓')}\n".encode(),
    "mostly_faulty": f"{HEADINGS}\n{row('1號')}\n{row('x')}\n{row('y')}\n".encode(),
}


@pytest.mark.parametrize(("code", "content"), BROKEN.items(), ids=BROKEN)
def test_a_broken_file_is_refused_and_the_last_good_one_stays(tmp_path: Path, code: str, content: bytes) -> None:
    taken(write(tmp_path / "good.csv", [row("1號")]), tmp_path)
    before = (tmp_path / FILE).read_bytes()
    (tmp_path / "broken.csv").write_bytes(content)

    with pytest.raises(PlatesRefused) as refused:
        taken(tmp_path / "broken.csv", tmp_path)

    assert refused.value.code == code
    assert refused.value.zh
    assert refused.value.en
    assert (tmp_path / FILE).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.csv", "good.csv", FILE]


def test_a_file_in_another_datum_is_refused(tmp_path: Path) -> None:
    # TWD67 lies some 830 m west and 200 m north of TWD97: whole blocks would slip into the next 里.
    source = write(tmp_path / "a.csv", [row(f"{number}號", east=EAST - 829) for number in range(1, 40)])

    with pytest.raises(PlatesRefused, match="misplaced"):
        taken(source, tmp_path)


def test_generated_plates_are_all_different(tmp_path: Path) -> None:
    assert taken(write(tmp_path / "a.csv", many(5_000)), tmp_path).plates == 5_000


def test_every_code_has_its_words() -> None:
    assert all(zh and en for zh, en in (FAULTS | NOTES).values())
