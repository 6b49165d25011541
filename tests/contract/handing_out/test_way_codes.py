"""The codes on a duty sheet that open the way in the phone's navigation app: only where the office allows that."""

from urllib.parse import parse_qs, urlsplit

import pytest

from outreach.exports.printed.duty_sheets import duty_sheets
from outreach.exports.printed.qr_code import qr_code
from outreach.records import Client, Office, Person, Place, RosterDuty
from outreach.records.database import office_records
from outreach.usecases.handing_out.gather_sheets import gather_sheet
from tests.contract.handing_out.test_duty_sheets import LEAST, Sheets
from tests.office import MONDAY
from tests.pdfs import pages, pieces


def gathered(sheets, language="zh"):
    with office_records(sheets.engine, write=False) as records:
        (person,) = records.all(Person, Person.code == "V001")
        (duty,) = records.all(RosterDuty, RosterDuty.person_id == person.id)
        return gather_sheet(records, sheets.actor, duty.id, today=MONDAY, language=language, **sheets.plugs)


def allow(sheets):
    with office_records(sheets.engine) as records:
        records.session.get_one(Office, records.office.id).navigation = True


def points(address):
    asked = parse_qs(urlsplit(address).query)
    return [*asked.get("waypoints", [""])[0].split("|"), *asked["destination"]]


def test_there_is_none_unless_the_office_allows_it(tmp_path):
    sheets = Sheets(tmp_path)
    assert gathered(sheets).codes == ()
    assert "掃碼" not in pages(sheets.of())[0]


def test_one_code_leads_through_all_stops_in_order_and_holds_nothing_else(tmp_path):
    sheets = Sheets(tmp_path)
    allow(sheets)
    ((words, address),) = gathered(sheets).codes
    assert words == "第 1–5 站"
    assert address.startswith("https://www.google.com/maps/dir/?api=1&destination=")
    assert set(parse_qs(urlsplit(address).query)) == {"api", "destination", "travelmode", "waypoints"}
    assert points(address)[0] == "22.98900,120.16400" and len(points(address)) == 5
    with office_records(sheets.engine, write=False) as records:
        private = [one.name for one in records.all(Client)] + [one.address for one in records.all(Place)]
    assert not [word for word in private if word in address]
    (text,) = pages(sheets.of())
    assert "手機掃碼，用Google地圖帶路" in text and "第1–5站" in text


def test_no_part_has_more_stops_than_the_map_service_takes(tmp_path):
    sheets = Sheets(tmp_path, clients=30)
    allow(sheets)
    codes = gathered(sheets).codes
    assert [words for words, _ in codes] == ["第 1–7 站", "第 8–15 站", "第 16–23 站", "第 24–31 站"]
    assert [len(points(address)) for _, address in codes] == [7, 8, 8, 8]
    pdf = duty_sheets([gathered(sheets, "en")], "en")
    assert "Stops24–31" in pages(pdf)[-1]
    assert min(piece.size for piece in pieces(pdf)) >= LEAST


def test_a_home_that_the_duty_begins_at_is_in_no_code(tmp_path):
    sheets = Sheets(tmp_path)
    allow(sheets)
    with office_records(sheets.engine) as records:
        home = records.add(
            Place(office_id="", address="某路1號", village="億載里", lat=22.9777, lon=120.1555, precision="exact")
        )
        for duty in records.all(RosterDuty):
            duty.start_place_id = duty.end_place_id = home.id
    ((_, address),) = gathered(sheets).codes
    assert "22.977" not in address and "120.155" not in address


@pytest.mark.parametrize("text", ["https://example.test/?a=1&b=<svg>", "字" * 100])
def test_a_code_is_black_on_white_and_holds_no_markup_of_the_text(text):
    drawn = qr_code(text)
    assert drawn.startswith("<svg xmlns=") and "example" not in drawn and "字" not in drawn
    assert 'fill="#fff"' in drawn and 'stroke="#000"' in drawn
