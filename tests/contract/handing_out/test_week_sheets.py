"""The week on the wall: people or desks by days, large enough, heads on every page, and no client in it."""

import datetime as dt

import pytest

from outreach.actor import Actor
from outreach.exports.printed.week_sheet import WeekRow, rows_of, week_sheets
from outreach.records import Client, Person, Place, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from outreach.refusals import NotThere
from outreach.usecases.handing_out.gather_week import gather_week
from tests.office import small_office
from tests.pdfs import pages, pieces, size_of_page

COORDINATOR = Actor(office_id="", role="coordinator")


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    small_office(engine)
    yield engine
    engine.dispose()


def sheet(engine, actor=COORDINATOR, **more):
    with office_records(engine, write=False) as records:
        (roster_id,) = {duty.roster_id for duty in records.all(RosterDuty)}
        given = {"view": "people", "language": "zh"} | more
        gathered = gather_week(records, actor, roster_id, **given)
    return week_sheets(gathered, given["language"])


def test_people_by_days(engine):
    pdf = sheet(engine)
    assert size_of_page(pdf) == pytest.approx((841.89, 595.28), abs=0.1)
    (text,) = pages(pdf)
    for said in (
        *("每人一週115年11月30日（一）起一週", "示範區聯合外勤排班", "第1版（草稿）", "示範資料"),
        *("11/30（一）", "12/4（五）", "林秀琴志工", "08:30–12:00單一窗口服務台", "13:30–15:20訪4站", "第1頁，共1頁"),
    ):
        assert said in text, said
    assert "12/5（六）" not in text
    assert "郭育誠" not in text
    assert min(piece.size for piece in pieces(pdf)) >= 11.99


def test_desks_by_days(engine):
    (text,) = pages(sheet(engine, view="desks"))
    assert "各服務台一週" in text
    assert "單一窗口服務台08:30–12:00林秀琴" in text
    assert "訪視" not in text


def test_it_holds_nothing_of_clients(engine):
    with office_records(engine) as records:
        for client in records.all(Client):
            client.name = client.phone = client.note = "CANARY"
        for place in records.all(Place):
            place.address = place.village = "CANARY"
    for view in ("people", "desks"):
        assert not any("CANARY" in text for text in pages(sheet(engine, view=view)))


def test_120_people_over_several_pages_with_their_heads(engine):
    with office_records(engine) as records:
        (lin,) = records.all(Person, Person.code == "V001")
        (duty,) = records.all(RosterDuty, RosterDuty.person_id == lin.id)
        stops = records.all(RosterStop, RosterStop.duty_id == duty.id)
        for number in range(118):
            values = lin.model_dump(exclude={"id", "version"}) | {
                "code": f"X{number:03}",
                "name": f"志工第{number:03}號",
            }
            person = records.add(Person(**values))
            records.session.flush()
            for day in range(-2, 5):
                copied = records.add(moved(duty, dt.timedelta(days=day), person_id=person.id))
                records.session.flush()
                for stop in stops:
                    records.add(moved(stop, dt.timedelta(days=day), duty_id=copied.id))
    pdf = sheet(engine)
    texts = pages(pdf)
    assert len(texts) > 10
    for number, text in enumerate(texts, start=1):
        assert "人員11/30（一）12/1（二）" in text
        assert "12/6（日）" in text
        assert f"第{number}頁，共{len(texts)}頁" in text
    for number in range(118):
        (text,) = [text for text in texts if f"志工第{number:03}號" in text]
        row = text.partition(f"志工第{number:03}號")[2].partition("志工第")[0]
        # Nobody's row goes on on the next page.
        assert row.count("訪4站") == 7
    assert min(piece.size for piece in pieces(pdf)) >= 11.99


def moved(record, by, **changed):
    """A copy of a duty or a stop, some days later."""
    values = record.model_dump(exclude={"id", "version"}) | changed
    for name, value in values.items():
        if isinstance(value, dt.date):
            values[name] = value + by
    return type(record)(**values)


def test_a_day_with_very_many_pieces_goes_on_in_another_row(engine):
    many = WeekRow(name="某", note="", days=(tuple((f"{hour:02}:00", ("x",)) for hour in range(20)), ()))
    split = rows_of([many], 8)
    assert [len(row.days[0]) for row in split] == [8, 8, 4]
    assert {row.name for row in split} == {"某"}


def test_hostile_names_are_text(engine):
    hostile = '#panic("x") *b* $x$ <l> \\ ' + "A" * 300 + "字" * 80
    with office_records(engine) as records:
        for person in records.all(Person):
            person.name = hostile
        for stop in records.all(RosterStop):
            stop.label = hostile
    for view in ("people", "desks"):
        found = pieces(sheet(engine, view=view))
        assert "#panic" in "".join(piece.text for piece in found)
        assert all(20 < piece.x < 825 for piece in found)


def test_only_who_sees_everybody_gets_it(engine):
    for role in ("field", "admin"):
        with pytest.raises(NotThere):
            sheet(engine, actor=Actor(office_id="", role=role, person_id="1" * 32))
