"""Addresses of a workbook meet the door plates: what is found how exactly, and what a clerk is told to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maps.geocode.plate_geocoder import PlateGeocoder
from maps.geocode.plates.take_plates import take_plates
from maps.geocode.villages import DISTRICT, VillageGeocoder
from outreach.intake.sentences import NOTES
from outreach.records import Client, Place
from outreach.records.database import office_records
from outreach.usecases.keeping.correct import note_corrections
from tests.door_plates import EAST, row, write
from tests.imports import OfficeOfImports, office_of_imports
from tests.small_workbook import Rows, small_workbook

PLATES = [row(f"{number}號", east=EAST + number) for number in (310, 312, 316, 318)]
PLATES += [row("9號", lane="12"), row("77號", village="平通里", east=EAST + 320)]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficeOfImports]:
    take_plates(
        write(tmp_path / "plates.csv", PLATES),
        tmp_path,
        outlines=VillageGeocoder().outlines(),
        town=DISTRICT,
        progress=lambda _share: None,
    )
    with office_of_imports(tmp_path) as office:
        monkeypatch.setattr("tests.imports.GEOCODER", PlateGeocoder(tmp_path))
        yield office


def workbook(address: str, **more: object) -> Rows:
    rows = small_workbook()
    rows["clients"].append({"code": "C09", "name": "吳新", "village": "育平里", "address": address, **more})
    return rows


def told(run: object) -> list[str]:
    faults: list[dict[str, str]] = getattr(run, "faults")  # noqa: B009
    return [fault["code"] for fault in faults if fault["sheet"] == "服務對象" and fault["row"] == 4]


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("育平路316號", []),
        ("育平路320號", ["found_neighbour"]),
        ("育平路12巷51號", ["found_lane"]),
        ("育平路500號", ["found_road"]),
        ("安平古堡", ["address_unreadable"]),
        ("沒有路1號", ["address_no_plate"]),
        # Not taken: the plate lies in another 里 than the row says.
        ("育平路77號", ["village_differs"]),
    ],
)
def test_the_preview_says_of_each_row_what_to_look_at(office: OfficeOfImports, address: str, codes: list[str]) -> None:
    run = office.previewed(workbook(address))

    assert [code for code in told(run) if code not in ("no_availability",)] == codes
    assert run.findings["new"].get("clients", {}).get("count", 0) == (0 if "village_differs" in codes else 1)


def test_every_doubt_has_its_sentence() -> None:
    assert {f"address_{doubt}" for doubt in ("unreadable", "no_plate", "plate_far", "other_village")} <= NOTES


def test_a_pin_that_was_set_by_hand_survives_the_next_import(office: OfficeOfImports) -> None:
    office.keep(office.previewed(workbook("育平路320號")).id)
    with office_records(office.engine) as records:
        (client,) = records.all(Client, Client.code == "C09")
        found = records.get(Place, client.place_id)
        assert found is not None
        assert (found.precision, found.matched) == ("neighbour", "育平路318號")
        pin = records.add(
            Place(office_id="", address=found.address, village="育平里", lat=found.lat + 0.0002, lon=found.lon)
        )
        records.session.flush()
        client.place_id, pinned = pin.id, pin.lat
        note_corrections(client, ["place_id"])

    office.keep(office.previewed(workbook("育平路316號")).id)

    with office_records(office.engine) as records:
        (client,) = records.all(Client, Client.code == "C09")
        place = records.get(Place, client.place_id)
        assert place is not None
        assert (place.lat, place.precision) == (pinned, "exact")
