"""The day's map for the wall: every route with its letter, no client's name, one page, letters of 12 points or more."""

import datetime as dt
from itertools import combinations
from xml.etree import ElementTree

import pytest

from maps.render.day_drawing import PATTERNS
from outreach.actor import Actor
from outreach.exports.printed.day_map import day_map
from outreach.records import Client, Person, Place, RosterDuty
from outreach.records.database import office_records
from outreach.refusals import NotThere
from outreach.usecases.handing_out.gather_day_map import gather_day_map
from tests.contract.handing_out.test_duty_sheets import HOSTILE, LEAST, Sheets, more_duties
from tests.office import MONDAY
from tests.pdfs import pages, pieces, size_of_page
from tests.statements import statements_of
from tests.unit.maps.test_printed_map import SVG, TURN

WEDNESDAY = MONDAY + dt.timedelta(days=2)


def gathered(sheets, date=WEDNESDAY, language="zh", actor=None, **more):
    with office_records(sheets.engine, write=False) as records:
        who = actor or sheets.actor
        given = {"date": date, "language": language, **sheets.plugs, **more}
        return gather_day_map(records, who, sheets.roster_id, **given)


def test_each_route_has_a_letter_and_the_legend_says_whose_it_is(tmp_path):
    sheets = Sheets(tmp_path)
    sheet = gathered(sheets)
    assert [(one.letter, one.name, one.role) for one in sheet.routes] == [
        ("A", "林秀琴", "volunteer"),
        ("B", "周柏宇", "substitute"),
    ]
    assert sheet.routes[0].about == "志工　08:30–17:10　腳踏車　5 站"
    pdf = day_map(sheet, "zh")
    assert size_of_page(pdf) == pytest.approx((1190.55, 841.89), abs=0.1)
    (text,) = pages(pdf)
    for said in (
        "115年12月2日（三）全部路線",
        "A1",
        "A5",
        "B1",
        "據點",
        "北",
        "林秀琴",
        "第1頁，共1頁",
    ):
        assert said in text
    for said in ("直線為估計路程", "約略位置：A3。", "圓角：志工", "只貼在辦公室內", "示範資料"):
        assert said in text
    found = pieces(pdf)
    assert min(piece.size for piece in found) >= LEAST
    assert all(25 < piece.x < 1170 and piece.y > 15 for piece in found)


def test_no_client_is_named_and_no_address(tmp_path):
    sheets = Sheets(tmp_path)
    with office_records(sheets.engine, write=False) as records:
        private = [word for one in records.all(Client) for word in (one.name, one.phone, one.code)]
        private += [one.address for one in records.all(Place)]
    for language in ("zh", "en"):
        (text,) = pages(day_map(gathered(sheets, language=language), language))
        assert not [word for word in private if word and "".join(word.split()) in text]


def test_in_english_nothing_but_the_records_is_chinese(tmp_path):
    (text,) = pages(day_map(gathered(Sheets(tmp_path), language="en"), "en"))
    assert "Allroutesof2December2026" in text and "Rounded:volunteer" in text
    assert "全部路線" not in text and "據點" not in text and "公尺" not in text


def test_where_somebody_lives_is_not_on_the_wall(tmp_path):
    sheets = Sheets(tmp_path)
    hall = gathered(sheets).drawing.count(">據點<")
    with office_records(sheets.engine) as records:
        about = {"office_id": "", "address": "某路1號", "village": "億載里", "precision": "exact"}
        home = records.add(Place(**about, lat=22.9777, lon=120.1555))
        for duty in records.all(RosterDuty):
            duty.start_place_id = duty.end_place_id = home.id
    drawing = gathered(sheets).drawing
    assert (hall, drawing.count(">據點<")) == (1, 0)
    assert all(f">{mark}<" in drawing for mark in ("A1", "A5", "B1"))


def test_many_routes_reuse_the_patterns_and_the_legend_goes_on(tmp_path):
    sheets = Sheets(tmp_path, clients=12)
    more_duties(sheets.engine)
    sheet = gathered(sheets)
    assert [one.letter for one in sheet.routes] == list("ABCDEFGHIJKL")
    assert sheet.drawing.count(f'stroke-dasharray="{PATTERNS[1]}"') == 2
    (text,) = pages(day_map(sheet, "zh"))
    assert "K13" in text and "某9" in text
    # Twelve routes to the same doors: their marks stand side by side, none on another.
    boxes = marks(sheet.drawing)
    assert len(boxes) == 2 + 11 * 13
    assert all(
        abs(a - c) >= half + other - 0.2 or abs(b - d) >= 32 for (a, b, half), (c, d, other) in combinations(boxes, 2)
    )


def marks(drawing):
    """Middle and half width of every mark."""
    found = []
    for group in ElementTree.fromstring(drawing).findall(f"{SVG}g"):
        rect, place = group.find(f"{SVG}rect"), TURN.fullmatch(group.get("transform") or "")
        if rect is not None and place:
            found.append((float(place[1]), float(place[2]), float(rect.get("width") or 0) / 2))
    return found


def test_a_day_or_a_unit_on_which_nobody_goes_anywhere_is_not_there(tmp_path):
    sheets = Sheets(tmp_path)
    for asked in ({"date": MONDAY}, {"unit_id": "0" * 32}):
        with pytest.raises(NotThere):
            gathered(sheets, **asked)


def test_only_who_sees_everybody_gets_it(tmp_path):
    sheets = Sheets(tmp_path)
    with office_records(sheets.engine, write=False) as records:
        (lin,) = [one.id for one in records.all(Person) if one.code == "V001"]
    with pytest.raises(NotThere):
        gathered(sheets, actor=Actor(office_id="", role="field", person_id=lin))
    with pytest.raises(NotThere):
        gathered(sheets, actor=Actor(office_id="", role="admin"))


@pytest.mark.parametrize("hostile", HOSTILE[:3])
def test_what_a_record_holds_is_text(tmp_path, hostile):
    sheets = Sheets(tmp_path)
    with office_records(sheets.engine) as records:
        for person in records.all(Person):
            person.name = hostile
    found = pieces(day_map(gathered(sheets), "zh"))
    assert min(piece.size for piece in found) >= LEAST


def test_the_number_of_queries_does_not_grow_with_the_routes(tmp_path):
    counts = []
    for number in (1, 12):
        (folder := tmp_path / str(number)).mkdir()
        sheets = Sheets(folder, clients=number)
        if number > 1:
            more_duties(sheets.engine)
        with statements_of(sheets.engine) as asked:
            gathered(sheets)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    with office_records(sheets.engine, write=False) as records:
        assert len(records.all(RosterDuty)) == 12
