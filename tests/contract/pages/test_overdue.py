"""Who has not been seen for long: only who was really seen counts, and the page, its search and its files."""

import datetime as dt
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from outreach.calendar.dates import TAIPEI
from outreach.records import CarePlan, Client
from outreach.records.database import office_records
from outreach.usecases.showing.long_unseen import long_unseen
from tests.contract.pages.test_visits import Log
from tests.office import at
from tests.signed_in import COORDINATOR

LATER = at(2, "09:00") + dt.timedelta(days=40)


@pytest.fixture
def log(tmp_path):
    site = Log(f"sqlite:///{tmp_path / 'overdue.db'}")
    yield site
    site.engine.dispose()


def unseen(log, now=LATER):
    with office_records(log.engine, write=False) as records:
        return {one.name: one for one in long_unseen(records, COORDINATOR, now=now)}


def test_a_week_without_any_log_counts_as_it_was_published(log):
    found = unseen(log)
    assert {one.last for one in found.values()} == {dt.date(2026, 12, 2)}
    assert {one.days_over for one in found.values()} == {9}
    assert unseen(log, at(2, "23:00")) == {}


def test_in_a_week_with_a_log_only_who_was_seen_counts(log):
    log.note(1, "result", outcome="seen")
    log.note(2, "result", outcome="no_answer")
    log.note(3, "result", outcome="refused", seen=True)
    found = unseen(log)
    assert [found[name].last for name in ("測試甲", "測試乙", "測試丙", "測試丁")] == [
        dt.date(2026, 12, 2),
        None,
        dt.date(2026, 12, 2),
        None,
    ]
    assert (found["測試乙"].tried, found["測試丁"].tried) == (dt.date(2026, 12, 2), None)
    assert found["測試乙"].days_over is None
    assert set(unseen(log, at(2, "23:00"))) == {"測試乙", "測試丁"}


def test_a_correction_counts(log):
    log.note(2, "result", "13:31", outcome="no_answer")
    assert unseen(log)["測試乙"].last is None
    log.note(2, "result", "15:00", outcome="seen", now=at(2, "15:01"))
    assert (unseen(log)["測試乙"].last, unseen(log)["測試乙"].tried) == (dt.date(2026, 12, 2), None)


def test_what_a_care_plan_says_counts_too(log):
    log.note(2, "result", outcome="no_answer")
    with office_records(log.engine) as records:
        (client,) = records.all(Client, Client.code == "C002")
        records.all(CarePlan, CarePlan.client_id == client.id)[0].last_visit = dt.date(2026, 11, 1)
    one = unseen(log)["測試乙"]
    assert (one.last, one.tried) == (dt.date(2026, 11, 1), dt.date(2026, 12, 2))


def test_the_interval_follows_the_need_grade(log):
    with office_records(log.engine) as records:
        for grade, client in enumerate(sorted(records.all(Client), key=lambda one: one.code), 1):
            client.need_grade = grade
    # Grade 1: 365 days, 2: 31, 3: 15, 4: 7.
    last = dt.datetime(2026, 12, 2, 9, tzinfo=TAIPEI)
    found = [set(unseen(log, last + dt.timedelta(days=days))) for days in (7, 8, 16, 32, 366)]
    fourth, third, second, first = {"測試丁"}, {"測試丙"}, {"測試乙"}, {"測試甲"}
    expected = [set(), fourth, fourth | third, fourth | third | second, fourth | third | second | first]
    assert found == expected


class Later(Log):
    """The same, weeks later."""

    def __init__(self, url, **office):
        super().__init__(url, **office)
        self.app.state.parts.clock._seconds = iter(range(40 * 86400, 41 * 86400))


@pytest.fixture
def later(tmp_path):
    site = Later(f"sqlite:///{tmp_path / 'later.db'}")
    yield site
    site.engine.dispose()


def names(page):
    return re.findall(r'href="/data/clients/\w+">([^<]+)<', page)


def test_the_list_is_narrowed_and_searched_without_a_name_in_an_address(later):
    later.note(2, "result", outcome="no_answer")
    client = later.coordinator.client
    text = client.get("/overdue").text
    assert sorted(names(text)) == ["測試丁", "測試丙", "測試乙", "測試甲"]
    assert "去過沒見到" in text and "還沒見過" in text
    assert names(client.get("/overdue?grade=4").text) == []
    found = client.post("/overdue/search", data={"word": "測試乙"})
    assert names(found.text) == ["測試乙"] and "測試乙" not in str(found.url)
    led = client.post("/overdue/search", data={"grade": "2"}, follow_redirects=False)
    assert led.headers["location"] == "/overdue?grade=2"
    home = client.get("/").text
    assert "太久沒見到的人" in home


@pytest.mark.parametrize("suffix", ["ods", "xlsx", "csv"])
def test_the_list_is_exported_as_it_was_found(later, suffix):
    later.note(2, "result", outcome="no_answer")
    answer = later.coordinator.client.post(f"/overdue/export.{suffix}", data={"word": "測試乙"})
    assert (answer.status_code, "attachment" in answer.headers["content-disposition"]) == (200, True)
    if suffix == "csv":
        assert answer.content.decode("utf-8-sig").splitlines()[1].startswith('"測試乙","國平里",2,31,"","2026-12-02"')
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert len(rows) == 2 and rows[1][:2] == ["測試乙", "國平里"]
    whole = later.coordinator.client.get("/overdue/export.csv").content.decode("utf-8-sig").splitlines()
    assert len(whole) == 5


def test_field_people_and_administrators_find_nothing(later):
    for who in (later.field, later.admin):
        assert who.client.get("/overdue").status_code == 404
