"""The pin of a place: looked at, moved without a script, saved, and held against the 里."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from maps.geocode.plates.take_plates import take_plates
from maps.geocode.villages import DISTRICT, VillageGeocoder
from outreach.ports import OutsideError, Point
from outreach.records import Client, Place
from outreach.records.database import office_records, open_database
from tests.contract.test_pages import Wednesday
from tests.door_plates import EAST, row, write
from tests.office import small_office
from tests.page_forms import PageForm, Pairs, Response, changed, opened, sent
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

PLATES = [row(f"{number}號", east=EAST + number * 9 - 3000) for number in (310, 312, 316, 318)]


class Office:
    """A small office with door plates, and its first client."""

    def __init__(self, folder: Path) -> None:
        take_plates(
            write(folder / "plates.csv", PLATES),
            folder,
            outlines=VillageGeocoder().outlines(),
            town=DISTRICT,
            progress=lambda _share: None,
        )
        url = f"sqlite:///{folder}/office.db"
        engine = open_database(url)
        small_office(engine)
        engine.dispose()
        self.app = create_app(url, clock=Wednesday(), passwords=CHEAP, area=str(folder))
        self.engine = self.app.state.parts.engine
        self.client: TestClient = client_for(self.app, "coordinator")
        with office_records(self.engine, write=False) as records:
            self.id = records.all(Client, Client.code == "C001")[0].id
        self.path = f"/data/clients/{self.id}/pin"

    def kept(self) -> tuple[Client, Place]:
        with office_records(self.engine, write=False) as records:
            client = records.get(Client, self.id)
            assert client is not None
            place = records.get(Place, client.place_id)
            assert place is not None
            records.session.expunge_all()
            return client, place

    def found_at(self, address: str, village: str = "育平里") -> None:
        """The client's form, saved with this address and no coordinates."""
        path = f"/data/clients/{self.id}"
        pairs = opened(self.client, path)
        pairs = changed(pairs, place__address=address, place__village=village, place__lat="", place__lon="")
        answer = sent(self.client, path, pairs)
        assert answer.status_code == 303, answer.text

    def form(self) -> Pairs:
        answer = self.client.get(self.path)
        assert answer.status_code == 200
        return PageForm(answer.text, "pin").pairs

    def sent(self, do: str, **values: str) -> Response:
        return sent(self.client, self.path, changed([*self.form(), ("do", do)], **values))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.engine.dispose()


def plain(answer: Response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)))


def point_of(answer: Response) -> Point:
    values = dict(PageForm(answer.text, "pin").pairs)
    return Point(lat=float(values["lat"]), lon=float(values["lon"]))


def test_the_form_says_how_a_place_was_found_and_leads_to_the_map(office: Office) -> None:
    office.found_at("育平路320號")

    page = office.client.get(f"/data/clients/{office.id}")

    assert "先用鄰近的 育平路318號。請核對。" in plain(page)
    assert f'href="{office.path}"' in page.text
    # What was found is not taken for what somebody typed: the next address is looked for again.
    assert dict(PageForm(page.text).pairs)["place.lat"] == ""
    office.found_at("育平路316號")
    assert office.kept()[1].precision == "exact"
    assert office.kept()[1].matched == "育平路316號"
    page = office.client.get(f"/data/clients/{office.id}")
    assert "位置精確" in plain(page)
    assert dict(PageForm(page.text).pairs)["place.lat"] == ""


def test_the_map_shows_the_doors_around_it(office: Office) -> None:
    office.found_at("育平路316號")

    page = office.client.get(office.path)

    assert all(f">{number}</text>" in page.text for number in (310, 316))
    assert "20 公尺" in plain(page)


def test_a_pin_is_moved_by_buttons_and_saved_as_exact(office: Office) -> None:
    office.found_at("育平路320號")
    before = office.kept()[1]

    north = office.sent("north")
    assert point_of(north).lat == pytest.approx(before.lat + 2 / 110_900, abs=1e-6)
    assert office.kept()[1].lat == before.lat

    answer = office.sent("save", lat=f"{before.lat + 0.0001:.6f}")
    assert answer.status_code == 303
    client, place = office.kept()
    assert (place.precision, place.matched, place.address) == ("exact", "", "育平路320號")
    assert place.lat == pytest.approx(before.lat + 0.0001, abs=1e-6)
    assert client.corrected == ["address"]


def test_zoom_goes_round_the_pin_and_stops_at_both_ends(office: Office) -> None:
    assert dict(PageForm(office.sent("out").text, "pin").pairs)["zoom"] == "2"
    assert dict(PageForm(office.sent("in", zoom="0").text, "pin").pairs)["zoom"] == "0"
    assert dict(PageForm(office.sent("out", zoom="99").text, "pin").pairs)["zoom"] == "6"
    far = office.sent("middle", lat="22.991")
    assert dict(PageForm(far.text, "pin").pairs)["middle_lat"] == "22.991"


@pytest.mark.parametrize("value", ["", "here", "nan", "120.16", "1e400"])
def test_a_point_that_is_none_is_told_and_nothing_is_saved(office: Office, value: str) -> None:
    before = office.kept()[1]

    answer = office.sent("save", lat=value)

    assert answer.status_code == 422
    assert "是不是填反了？" in plain(answer)
    assert office.kept()[1] == before


def test_a_pin_in_another_village_needs_a_word_about_it(office: Office) -> None:
    office.found_at("育平路316號")
    other = next(one for one in VillageGeocoder().outlines() if one.village == "平通里")
    middle = VillageGeocoder().locate(address="", village=other.village, point=None)
    assert middle is not None
    where = {"lat": f"{middle.point.lat:.6f}", "lon": f"{middle.point.lon:.6f}"}

    refused = office.sent("save", **where)
    assert refused.status_code == 422
    assert "位置在平通里，和填寫的里不同。" in plain(refused)
    assert "也從育平里改成平通里" in plain(refused)
    assert office.kept()[1].village == "育平里"

    assert office.sent("save", **where, change_village="1").status_code == 303
    assert office.kept()[1].village == "平通里"


def test_a_home_outside_the_district_is_refused(office: Office) -> None:
    answer = office.sent("save", lat="23.1", lon="120.3")

    assert answer.status_code == 422
    assert "位置不在本區" in plain(answer)


def test_whoever_had_an_older_record_in_front_of_them_is_told(office: Office) -> None:
    pairs = [*office.form(), ("do", "save")]
    office.found_at("育平路316號")

    answer = sent(office.client, office.path, changed(pairs, lat="22.9899"))

    assert answer.status_code == 409
    assert sent(office.client, office.path, [*PageForm(answer.text, "pin").pairs, ("do", "save")]).status_code == 303


def test_what_has_no_place_has_no_map(office: Office) -> None:
    assert office.client.get("/data/clients/0123456789abcdef0123456789abcdef/pin").status_code == 404
    assert office.client.get("/data/nothing/0123456789abcdef0123456789abcdef/pin").status_code == 404


def test_the_page_asks_the_database_as_often_whatever_is_around(office: Office) -> None:
    office.client.get(office.path)
    with statements_of(office.engine) as few:
        office.client.get(office.path)
    office.found_at("育平路316號")
    with statements_of(office.engine) as many:
        office.client.get(office.path)
    assert len(many) == len(few)


class Outside:
    """A geocoder of somebody else's, as the port has it."""

    name = "geocoder.example"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Point | OutsideError | None = Point(lat=22.99, lon=120.165)

    def find(self, *, address: str) -> Point | None:
        self.asked.append(address)
        if isinstance(self.answer, OutsideError):
            raise self.answer
        return self.answer


@pytest.fixture
def outside(office: Office) -> Outside:
    """The service has one; whether the office wants it is for the office to say."""
    outside = Outside()
    office.app.state.parts = replace(office.app.state.parts, outside=outside)
    return outside


def switch_on(office: Office) -> None:
    pairs = PageForm(office.client.get("/office").text, "sheet").pairs
    assert sent(office.client, "/office", changed(pairs, asks_outside="1")).status_code == 303


def test_nobody_outside_is_asked_until_the_office_switches_it_on(office: Office, outside: Outside) -> None:
    assert "查外面" not in office.client.get(office.path).text
    assert office.sent("ask").status_code == 404
    assert outside.asked == []


def test_an_answer_from_outside_moves_the_pin_and_saves_nothing(office: Office, outside: Outside) -> None:
    office.found_at("育平路320號")
    switch_on(office)
    before = office.kept()[1]

    answer = office.sent("ask")

    assert answer.status_code == 200
    assert "標記移到 geocoder.example 說的位置了。請核對後再儲存。" in plain(answer)
    assert point_of(answer) == Point(lat=22.99, lon=120.165)
    assert outside.asked == ["育平路320號"]
    assert office.kept()[1] == before


@pytest.mark.parametrize(
    ("answer", "status", "sentence"),
    [
        (None, 422, "外面也找不到這個地址。"),
        (OutsideError("unreadable"), 422, "沒有送出去"),
        (OutsideError("no_answer"), 503, "外面的服務沒有回答。"),
    ],
)
def test_what_comes_to_nothing_outside_is_told(
    office: Office, outside: Outside, answer: OutsideError | None, status: int, sentence: str
) -> None:
    switch_on(office)
    outside.answer = answer

    said = office.sent("ask")

    assert said.status_code == status
    assert sentence in plain(said)
