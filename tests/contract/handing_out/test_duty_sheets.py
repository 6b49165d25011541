"""The duty sheet on paper: large enough, whole stops, heads on every page, and nothing in a record can spoil it."""

import datetime as dt
import re
import time

import pytest
from sqlmodel import col

from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from outreach.actor import Actor
from outreach.exports.printed.duty_sheets import duty_sheets
from outreach.exports.printed.typeset import NotTypesetError, typeset
from outreach.records import CarePlan, Client, Person, Place, Roster, RosterDuty, RosterStop, Unit
from outreach.records.database import office_records, open_database
from outreach.refusals import NotThere
from outreach.usecases.handing_out.gather_sheets import gather_sheet, gather_sheets
from tests.office import MONDAY, small_office
from tests.pdfs import pages, pieces, size_of_page

LEAST, HEAD = 11.99, 14.99
HOSTILE = [
    '#let x = 1; #panic("no") $x^2$ *b* _i_ `c` @ref <label> \\ // /* */ [ ] { } ~ -- \'',
    '</svg><script>alert(1)</script>"&amp;',
    "{name} {} %(x)s ${7*7} {{7*7}}",
    "\u202eabc\u200b\u2066x\u0000y\n第二行\t三",
    "A" * 900,
    "字" * 900,
    "😀🏠👵🏽 العربية עברית नमस्ते \ud83d",
    "=1+1",
]


class Sheets:
    """A small office and the sheets of its duties."""

    def __init__(self, folder, **office):
        self.engine = open_database(f"sqlite:///{folder / 'office.db'}")
        self.roster_id = small_office(self.engine, **office)
        self.actor = Actor(office_id="", role="coordinator")
        self.plugs = {"geocoder": VillageGeocoder(), "maps": FoliumRouteMaps()}

    def of(self, code="V001", language="zh", actor=None, today=MONDAY):
        with office_records(self.engine, write=False) as records:
            (person,) = records.all(Person, Person.code == code)
            (duty,) = records.all(RosterDuty, RosterDuty.person_id == person.id)
            sheet = gather_sheet(records, actor or self.actor, duty.id, today=today, language=language, **self.plugs)
        return duty_sheets([sheet], language)

    def day(self, date=MONDAY + dt.timedelta(days=2), **more):
        with office_records(self.engine, write=False) as records:
            given = {"date": date, "language": "zh", **self.plugs, **more}
            return duty_sheets(gather_sheets(records, self.actor, self.roster_id, **given), "zh")


@pytest.fixture
def small(tmp_path):
    return Sheets(tmp_path)


def test_everything_of_the_duty_stands_on_one_page_and_can_be_searched(small):
    pdf = small.of()
    assert size_of_page(pdf) == pytest.approx((595.28, 841.89), abs=0.1)
    (text,) = pages(pdf)
    for said in (
        *("勤務單115年12月2日（三）", "志工林秀琴12/2（三）第1版（草稿）", "示範區公所06-000-0100"),
        *("08:30", "至12:00", "單一窗口服務台", "13:30", "約20分", "測試甲86歲", "平通里示範一路990號06-000-0181"),
        *("訪視問安；與周柏宇同行", "門鈴壞了，請敲門", "國平里示範一路991號（約略位置）", "午休12:00–12:45"),
        *("腳踏車，全程約4.5公里（路程為估計）", "見到本人", "沒人應門", "不願受訪", "已簽到"),
        *("沒人應門，請照這個順序", "先打119", "志工簽名", "承辦簽收", "虛線為估計路程，未依街道"),
        *("林秀琴本單有個人資料，今天交回示範區公所銷毀", "第1頁，共1頁", "據點", "北", "示範資料"),
    ):
        assert said in text, said


def test_no_letter_is_smaller_than_12_points_and_names_and_times_are_15(small):
    for language in ("zh", "en"):
        found = pieces(small.of(language=language))
        assert min(piece.size for piece in found) >= LEAST
        heads = [
            one for one in found if re.match(r"測試[甲乙丙丁]|\d\d:\d\d$", one.text) and one.x < 300 and one.y < 700
        ]
        assert len(heads) >= 9
        assert min(one.size for one in heads) >= HEAD


def test_in_english_nothing_but_the_records_is_chinese(small):
    (text,) = pages(small.of(language="en"))
    for said in ("Dutysheet:2December2026(Wed)", "Volunteer:林秀琴", "Page1of1", "noanswer", "(anestimate)"):
        assert said in text
    assert not re.search("勤務單|站|打勾|承辦|第1頁|據點", text)


def test_60_stops_and_none_is_split(tmp_path):
    pdf = Sheets(tmp_path, clients=60).of()
    texts, found = pages(pdf), pieces(pdf)
    assert 6 <= len(texts) <= 9
    assert min(piece.size for piece in found) >= LEAST
    listed = []
    for number in range(60):
        phone, address = f"06-000-{181 + number:04}", f"示範一路{990 + number}號"
        (page,) = [page for page, text in enumerate(texts) if phone in text]
        listed.append(page)
        assert address in texts[page]
        # From one stop's name to the next one's there is a whole set of boxes, on the same page.
        part = texts[page].partition(phone)[2].partition("06-000-")[0]
        for said in ("訪視問安", "門鈴壞了，請敲門", "見到本人", "其他", "離"):
            assert said in part, (number, said)
    assert listed == sorted(listed)
    for page in sorted(set(listed)):
        assert "對象、地址、要做的事" in texts[page]
        assert "志工林秀琴" in texts[page]
    for page, text in enumerate(texts, start=1):
        assert f"第{page}頁，共{len(texts)}頁" in text
        # Nothing runs into the foot or over the edge of the page.
        inside = [
            piece for piece in found if piece.page == page and "頁" not in piece.text and "銷毀" not in piece.text
        ]
        assert all(piece.y > 50 and 30 < piece.x < 560 for piece in inside)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_record_holds_is_text(tmp_path, hostile):
    sheets = Sheets(tmp_path)
    kept = hostile.replace("\x00", "").encode("utf-8", "ignore").decode()
    with office_records(sheets.engine) as records:
        for unit in records.all(Unit):
            unit.name, unit.phone = kept, kept
        for person in records.all(Person):
            person.name = kept
        for client in records.all(Client):
            client.name = client.phone = client.note = kept
        for plan in records.all(CarePlan):
            plan.note = "又" + kept
        for place in records.all(Place):
            place.address = place.village = kept
        for stop in records.all(RosterStop):
            stop.label, stop.letter = kept, kept[:1]
    found = pieces(sheets.of())
    assert min(piece.size for piece in found) >= LEAST
    assert all(30 < piece.x < 575 and piece.y > 20 for piece in found)
    text = "".join("".join(piece.text.split()) for piece in found)
    assert "".join(kept.split())[:6].replace("\u202e", "") in text or not kept[:6].isascii()
    assert "alert" not in text or "<script>" in text


def test_a_days_sheets_have_their_own_page_numbers_and_the_order_of_codes(small):
    first, second = pages(small.day())
    assert "替代役周柏宇" in first and "志工林秀琴" in second
    assert all("第1頁，共1頁" in text for text in (first, second))


def test_a_day_or_a_unit_without_duties_is_not_there(small):
    with pytest.raises(NotThere):
        small.day(date=MONDAY)
    with pytest.raises(NotThere):
        small.day(unit_id="0" * 32)


def test_the_number_of_queries_does_not_grow_with_the_sheets(tmp_path):
    from tests.statements import statements_of  # noqa: PLC0415

    counts = []
    for number in (1, 12):
        (folder := tmp_path / str(number)).mkdir()
        sheets = Sheets(folder, clients=number)
        if number > 1:
            more_duties(sheets.engine)
        with statements_of(sheets.engine) as asked:
            sheets.day()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def more_duties(engine):
    """Ten more people with a duty on the same day."""
    with office_records(engine) as records:
        (person,) = records.all(Person, Person.code == "V001")
        (duty,) = records.all(RosterDuty, RosterDuty.person_id == person.id)
        stops = records.all(RosterStop, RosterStop.duty_id == duty.id)
        for number in range(10):
            values = person.model_dump(exclude={"id", "version"}) | {"code": f"X{number}", "name": f"某{number}"}
            another = records.add(Person(**values))
            records.session.flush()
            values = duty.model_dump(exclude={"id", "version"}) | {"person_id": another.id}
            copied = records.add(RosterDuty(**values))
            records.session.flush()
            for stop in stops:
                records.add(RosterStop(**stop.model_dump(exclude={"id", "version"}) | {"duty_id": copied.id}))


def test_who_may_not_see_a_duty_gets_no_sheet(small):
    with office_records(small.engine) as records:
        people = {person.code: person.id for person in records.all(Person)}
    lin = Actor(office_id="", role="field", person_id=people["V001"])
    its_day = MONDAY + dt.timedelta(days=2)
    with pytest.raises(NotThere):
        small.of(actor=lin, today=its_day)
    with office_records(small.engine) as records:
        records.all(Roster)[0].status = "published"
    assert b"%PDF" in small.of(actor=lin, today=its_day)[:8]
    # Where people live is shown from the day before.
    with pytest.raises(NotThere):
        small.of(actor=lin, today=MONDAY)
    with pytest.raises(NotThere):
        small.of(code="S001", actor=lin, today=its_day)


def test_a_frozen_and_a_published_sheet_say_so(small):
    for status, said in (("published", "第1版"), ("frozen", "第1版（已被新版取代）")):
        with office_records(small.engine) as records:
            (roster,) = records.all(Roster)
            roster.status = status
        (text,) = pages(small.of())
        assert said in text
        assert "草稿" not in text


def test_the_typesetter_is_ended_when_it_takes_too_long(small):
    endless = ["python3", "-c", "import time; time.sleep(60)"]
    started = time.monotonic()
    with pytest.raises(NotTypesetError) as told:
        typeset("duty_sheets", {}, seconds=0.5, command=endless)
    assert told.value.code == "too_long"
    assert time.monotonic() - started < 50  # long before it would have ended by itself


def test_the_typesetter_reads_no_file_and_a_fault_is_told(small):
    with pytest.raises(NotTypesetError) as told:
        typeset("duty_sheets", {"duties": [{"heading": "no more"}]})
    assert told.value.code == "failed"


def test_an_escort_and_a_reload_are_printed(small):
    with office_records(small.engine) as records:
        (person,) = records.all(Person, Person.code == "V001")
        stops = records.all(RosterStop, col(RosterStop.kind) == "visit")
        hall = next(place for place in records.all(Place) if place.address == "育平路316號")
        mine = [stop for stop in stops if records.get(RosterDuty, stop.duty_id).person_id == person.id]
        mine[0].end_place_id, mine[1].kind, mine[1].client_id, mine[1].label = hall.id, "reload", None, ""
        mine[2].units = 3
    text = "".join(pages(small.of()))
    assert "結束於育平里育平路316號" in text
    assert "回據點補貨" in text
    assert "慰問品3份" in text and "簽收" in text
    assert "要帶慰問品3份" in text
