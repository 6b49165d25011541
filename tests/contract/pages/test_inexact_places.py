"""Places that somebody should look at: listed, found again after door plates came in, and taken back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.records import Client, Place
from outreach.records.database import office_records
from tests.contract.pages.test_pin import Office
from tests.page_forms import Response, sent
from tests.statements import statements_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    # As they were kept before there were any door plates.
    known_by_village(office, "育平路316號", "育平里")
    yield office
    office.engine.dispose()


def known_by_village(office: Office, address: str, village: str) -> None:
    with office_records(office.engine) as records:
        place = Place(office_id="", address=address, village=village, lat=22.9886, lon=120.1664, precision="village")
        records.add(place)
        records.session.flush()
        client = records.get(Client, office.id)
        assert client is not None
        client.place_id = place.id


def plain(answer: Response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)))


def look_again(office: Office) -> Response:
    answer = sent(office.client, "/data/places", [("csrf", "")])
    assert answer.status_code == 303
    return office.client.get(answer.headers["location"])


def test_the_list_says_where_each_stands_and_leads_to_its_pin(office: Office) -> None:
    page = office.client.get("/data/places")

    assert "2 個位置不精確" in plain(page)
    assert "只知道在育平里" in plain(page)
    assert f'href="{office.path}"' in page.text


def test_what_the_plates_know_better_is_found_again_and_can_be_taken_back(office: Office) -> None:
    before = office.kept()[1]

    page = look_again(office)

    assert "1 個位置更精確了" in plain(page)
    client, place = office.kept()
    assert (place.precision, place.matched) == ("exact", "育平路316號")
    assert client.corrected == []
    # The place of older rosters is still there.
    with office_records(office.engine, write=False) as records:
        kept = records.get(Place, before.id)
        assert kept is not None
        assert kept.precision == "village"
    assert "0 個位置更精確了" in plain(look_again(office))

    undo = re.search(r'action="(/data/changes/[0-9a-f]{32}/undo)"', office.client.get("/data/changes").text)
    assert undo
    assert sent(office.client, undo[1], [("csrf", "")]).status_code == 303
    assert office.kept()[1].precision == "village"


def test_a_plate_in_another_village_moves_nothing(office: Office) -> None:
    known_by_village(office, "育平路316號", "國平里")

    page = look_again(office)

    assert "1 個沒有動，因為門牌檔說它在別的里" in plain(page)
    assert office.kept()[1].village == "國平里"


def test_what_was_set_by_hand_stays(office: Office) -> None:
    assert office.sent("save", lat="22.9899").status_code == 303
    before = office.kept()[1]

    look_again(office)

    assert office.kept()[1] == before


def test_the_list_asks_as_often_however_long_it_is(office: Office) -> None:
    office.client.get("/data/places")
    with statements_of(office.engine) as few:
        office.client.get("/data/places")
    with office_records(office.engine) as records:
        for number, client in enumerate(records.all(Client)):
            place = records.add(
                Place(office_id="", address=f"路{number}號", village="育平里", lat=22.98, lon=120.16, precision="road")
            )
            records.session.flush()
            client.place_id = place.id
    with statements_of(office.engine) as many:
        page = office.client.get("/data/places")
    assert "4 個位置不精確" in plain(page)
    assert len(many) == len(few)
