"""The visit log over HTTP: what is listed and found, what one line tells, what a coordinator adds, what is exported."""

import datetime as dt
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from outreach.calendar.dates import TAIPEI
from outreach.forms.entries import EntryForm
from outreach.records import Condition, Entry, Roster, RosterStop, VisitLog
from outreach.records.base import new_id
from outreach.records.database import office_records
from outreach.usecases.noting.note_entry import note_entry
from tests.api_site import ApiSite
from tests.office import at
from tests.signed_in import COORDINATOR

TODAY = "first=2026-12-02&last=2026-12-02"
STROKES = [[0, 0, 500, 1000, 1000, 0], [10, 10, 20, 20]]


class Log(ApiSite):
    """The site with its roster published; the clock stands in the morning of the day of all duties."""

    def __init__(self, url, **office):
        super().__init__(url, **office)
        with office_records(self.engine) as records:
            records.get(Roster, self.roster_id).status = "published"

    def stop(self, position=1):
        with office_records(self.engine, write=False) as records:
            stops = records.all(RosterStop, RosterStop.roster_id == self.roster_id)
        return next(one.id for one in stops if one.position == position and one.seat == 1)

    def note(self, position=1, action="arrive", moment="13:31", now=None, **result):
        """林秀琴's phone."""
        form = EntryForm.model_validate(
            {
                "key": new_id(),
                "stop_id": self.stop(position),
                "action": action,
                "at": at(2, moment) if isinstance(moment, str) else moment,
            }
            | ({"result": result} if result else {})
        )
        with office_records(self.engine) as records:
            actor = _field(records, self)
            return note_entry(records, actor, form=form, now=now or at(2, "13:32")).log.id

    def all(self, kind):
        with office_records(self.engine, write=False) as records:
            return records.all(kind)


def _field(records, site):
    from dataclasses import replace  # noqa: PLC0415

    from outreach.records import RosterDuty  # noqa: PLC0415

    stop = records.get(RosterStop, site.stop())
    person = records.get(RosterDuty, stop.duty_id).person_id
    return replace(COORDINATOR, office_id=records.office.id, role="field", person_id=person)


@pytest.fixture
def log(tmp_path):
    site = Log(f"sqlite:///{tmp_path / 'log.db'}")
    yield site
    site.engine.dispose()


def shown(page):
    """The first cells of the rows."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', page, re.S)
    return [re.sub(r"<[^>]+>", " ", row).split() for row in rows]


def page(log, query=TODAY, who="coordinator"):
    answer = getattr(log, who).client.get(f"/visits?{query}")
    assert answer.status_code == 200
    return answer.text


def test_what_happened_and_what_is_expected_stand_in_one_list_the_newest_first(log):
    log.note(2, "result", outcome="seen")
    text = page(log)
    assert [row[-1] for row in shown(text)] == ["測試丁", "測試丁", "測試丙", "測試乙", "測試甲", "單一窗口服務台"]
    assert text.count("見到本人</span>") == 1
    assert "找到 6 筆。" in text


def test_todays_progress_stands_on_top(log):
    log.note(1, "arrive")
    log.note(2, "result", outcome="seen")
    log.note(3, "result", outcome="no_answer")
    log.note(0, "leave", "12:00")
    text = page(log, "")
    figures = re.findall(r"<b>(\d+)</b>(\w+)", text)
    assert figures == [("6", "預定"), ("4", "已到"), ("2", "已完成"), ("1", "未遇"), ("2", "還沒有紀錄")]
    assert "今天有 1 處無人應門，要追到有人見到本人。" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("outcome=no_answer", ["測試丙"]),
        ("outcome=none", ["測試甲"]),
        ("missing=1", ["測試丁", "測試丁", "測試乙", "單一窗口服務台"]),
        ("village=平通里", ["測試丙", "測試甲"]),
        ("service=單一窗口服務台", ["單一窗口服務台"]),
        ("village=平通里&missing=1", []),
        ("outcome=nonsense&person=x", ["測試丁", "測試丁", "測試丙", "測試乙", "測試甲", "單一窗口服務台"]),
    ],
)
def test_the_log_is_narrowed(log, query, expected):
    log.note(1, "arrive")
    log.note(3, "result", outcome="no_answer")
    assert [row[-1] for row in shown(page(log, f"{TODAY}&{query}"))] == expected


def test_the_log_of_one_person(log):
    person = log.all(VisitLog)[0].person_id if log.note() and log.all(VisitLog) else ""
    assert len(shown(page(log, f"{TODAY}&person={person}"))) == 5


def test_dates_that_make_no_sense_are_the_last_seven_days(log):
    for query in ("first=tomorrow&last=2026-99-01", "", "first=0001-01-01"):
        assert "11/26（四）到12/2（三）" in page(log, query)


def test_a_name_is_looked_for_in_a_body_and_comes_back_in_no_address(log):
    log.note(1, "result", outcome="seen", remarks="送了年菜")
    client = log.coordinator.client
    for word, found in (("測試乙", ["測試乙"]), ("年菜", ["測試甲"]), ("%", []), ("沒有人", [])):
        answer = client.post("/visits/search", data={"word": word, "first": "2026-12-02", "last": "2026-12-02"})
        assert (answer.status_code, [row[-1] for row in shown(answer.text)]) == (200, found)
        assert not any(word in link for link in re.findall(r'(?:href|action)="([^"]+)"', answer.text))
    led = client.post("/visits/search", data={"outcome": "seen"}, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/visits?outcome=seen")


def test_a_long_log_has_pages(tmp_path):
    log = Log(f"sqlite:///{tmp_path / 'long.db'}", clients=60)
    query = "first=2026-12-01&last=2026-12-05"
    text = page(log, query)
    assert (len(shown(text)), "第 1–50 筆，共 62 筆" in text) == (50, True)
    more = page(log, query + "&at=51")
    assert (len(shown(more)), "第 51–62 筆，共 62 筆" in more, "下一頁" in more) == (12, True, False)
    assert shown(text)[-1] != shown(more)[0]
    answer = log.coordinator.client.post("/visits/search", data={"word": "測試", "first": "2026-12-01", "at": "51"})
    assert "第 51–61 筆，共 61 筆" in answer.text


def test_the_number_of_questions_does_not_grow_with_the_lines(tmp_path):
    def asked(clients):
        log = Log(f"sqlite:///{tmp_path / f'{clients}.db'}", clients=clients)
        for position in range(1, clients, 2):
            log.note(position, "result", outcome="seen")
        assert page(log)
        with log.queries() as few:
            page(log)
        one = f"/visits/{log.all(VisitLog)[0].id}"
        with log.queries() as of_one:
            assert log.coordinator.client.get(one).status_code == 200
        return len(few), len(of_one)

    assert asked(2) == asked(40)


def test_one_line_tells_everything_with_both_clocks(log):
    visit = log.note(1, "arrive", at(3, "13:31"), now=at(2, "13:32"))
    log.note(1, "result", "13:40", outcome="no_answer")
    log.note(1, "result", "15:10", outcome="seen", strokes=STROKES, condition=["fell"], now=at(2, "15:11"))
    text = log.coordinator.client.get(f"/visits/{visit}").text
    for told in (
        "測試甲",
        "平通里 示範一路990號",
        "示範區公所",
        "手機時鐘快 24 小時",
        "12/3（四） 13:31",
        "12/2（三） 13:32",
    ):
        assert told in text, told
    assert "記錄的經過：3 則" in text
    assert "結果：未遇（無人應門）" in re.sub(r"\s*<[^>]+>\s*", "", text)
    assert text.count("後來有更新的紀錄") == 1
    assert '<polyline points="0 0 500 1000 1000 0"/><polyline points="10 10 20 20"/>' in text.replace("\n", "")
    assert "跌倒" in re.search(r"狀況（只有承辦人看得到）.*?</dd>", text, re.S)[0]


def test_how_somebody_was_is_shown_to_coordinators_only(log):
    visit = log.note(1, "result", outcome="seen", condition=["fell"])
    assert "跌倒" not in log.auditor.client.get(f"/visits/{visit}").text
    assert "補記" not in log.auditor.client.get(f"/visits/{visit}").text


def test_what_is_expected_is_noted_from_paper(log):
    stop, client = log.stop(1), log.coordinator.client
    text = client.get(f"/visits/{stop}").text
    assert "照紙本或電話補記" in text
    once = re.search(r'name="once" value="(\w+)"', text)[1]
    given = {"once": once, "arrived": "13:35", "left": "13:55", "outcome": "seen", "condition": ["well", "low"]}
    for _ in range(2):
        answer = client.post(f"/visits/{stop}/entries", data=given, follow_redirects=False)
        assert answer.status_code == 303
    (line,) = log.all(VisitLog)
    assert answer.headers["location"] == f"/visits/{line.id}?said=noted"
    assert (line.arrived, line.left, line.outcome, line.seen) == (at(2, "13:35"), at(2, "13:55"), "seen", True)
    assert len(log.all(Entry)) == 3
    assert log.all(Condition)[0].codes == ["well", "low"]
    told = client.get(f"/visits/{stop}").text
    assert "承辦人登錄：帳號coordinator" in re.sub(r"<[^>]+>", "", told)


def test_a_correction_adds_what_differs_and_keeps_the_rest(log):
    visit = log.note(1, "arrive", "08:31", now=at(2, "08:32"))
    log.note(1, "result", "08:50", outcome="no_answer", remarks="敲門三次", strokes=STROKES, now=at(2, "08:51"))
    form = log.coordinator.client.get(f"/visits/{visit}").text
    assert 'value="08:31"' in form and "敲門三次</textarea>" in form
    given = {"once": "a" * 32, "arrived": "08:31", "outcome": "seen", "remarks": "敲門三次"}
    log.coordinator.client.post(f"/visits/{visit}/entries", data=given)
    (line,) = log.all(VisitLog)
    assert (line.outcome, line.remarks, line.strokes) == ("seen", "敲門三次", STROKES)
    assert sorted(one.action for one in log.all(Entry)) == ["arrive", "result", "result"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "請選結果"),
        ({"arrived": "14:00", "left": "13:00"}, "離開時間要晚於到達時間。"),
        ({"remarks": "只有備註"}, "請選結果，其他內容才存得進去。"),
        ({"outcome": "seen", "seen": "no"}, "「見到本人」與結果互相矛盾"),
        ({"outcome": "nonsense"}, "只能是"),
        ({"outcome": "seen", "satisfaction": "9"}, "不能大於 5。"),
        ({"arrived": "25:00"}, "不是時間"),
        ({"once": "b" * 32, "outcome": "seen"}, "這一筆的識別碼已經用在另一筆"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_stays_typed(log, given, said):
    stop, client = log.stop(2), log.coordinator.client
    client.post(f"/visits/{log.stop(1)}/entries", data={"once": "b" * 32, "outcome": "refused"})
    answer = client.post(f"/visits/{stop}/entries", data={"once": "c" * 32, **given})
    assert answer.status_code in (409, 422) and said in answer.text
    assert given.get("remarks", "") in answer.text
    assert len(log.all(Entry)) == 1


def test_the_same_once_more_says_that_nothing_is_new(log):
    visit = log.note(1, "result", "08:31", outcome="seen", now=at(2, "08:32"))
    answer = log.coordinator.client.post(f"/visits/{visit}/entries", data={"once": "c" * 32, "outcome": "seen"})
    assert (answer.status_code, "沒有存入新的紀錄" in answer.text) == (422, True)


@pytest.mark.parametrize("suffix", ["ods", "xlsx", "csv"])
def test_the_log_is_exported_as_it_was_looked_for(log, suffix):
    log.note(1, "result", outcome="seen", remarks="=1+1", condition=["fell"], seen=True)
    log.note(1, "arrive", "13:30", now=at(2, "13:33"))
    answer = log.coordinator.client.get(f"/visits/export.{suffix}?{TODAY}&village=平通里")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="visits-2026-12-02-2026-12-02.{suffix}"'
    if suffix == "csv":
        text = answer.content.decode("utf-8-sig")
        assert '"\'=1+1"' in text and len(text.splitlines()) == 3
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        first = dict(zip(rows[0], rows[2], strict=True))
        assert first["日期"] == dt.date(2026, 12, 2)
        assert (first["服務對象"], first["結果"], first["見到本人"], first["備註"]) == (
            "測試甲",
            "見到本人",
            "是",
            "=1+1",
        )
        assert first["實際到達"] == dt.time(13, 30)
        assert dict(zip(rows[0], rows[1], strict=True))["結果"] == "還沒有紀錄"
        assert len(rows) == 3
    assert "跌倒".encode() not in answer.content and b"fell" not in answer.content


def test_what_was_found_with_a_word_is_exported_as_it_was_found(log):
    text = log.coordinator.client.post("/visits/search", data={"word": "測試乙", "first": "2026-12-02"}).text
    assert 'formaction="/visits/export.csv"' in text
    answer = log.coordinator.client.post("/visits/export.csv", data={"word": "測試乙", "first": "2026-12-02"})
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 2


def test_an_export_in_english(log):
    answer = log.coordinator.client.get(f"/visits/export.csv?{TODAY}&lang=en")
    assert any(row.startswith('"2026-12-02","Wed","周柏宇","substitute service"') for row in answer.text.splitlines())


def test_nothing_is_found_that_is_not_there_or_not_theirs(log):
    visit, stop = log.note(1), log.stop(2)
    for path in (f"/visits/{'f' * 32}", "/visits/x"):
        assert log.coordinator.client.get(path).status_code == 404
    for who in (log.field, log.admin):
        for path in ("/visits", f"/visits/{visit}", f"/visits/{stop}", "/visits/export.ods"):
            assert who.client.get(path).status_code == 404
    with office_records(log.engine) as records:
        records.session.connection().exec_driver_sql("UPDATE roster SET status = 'draft'")
    assert log.coordinator.client.get(f"/visits/{stop}").status_code == 404


def test_the_planned_sheet_is_one_click_away(log):
    assert f'href="/log/{log.roster_id}"' in page(log)
    assert 'href="/visits"' in log.coordinator.client.get("/week/2026-11-30").text


def test_a_moment_is_shown_in_taipei(log):
    log.note(1, "arrive", dt.datetime(2026, 12, 2, 5, 31, tzinfo=dt.UTC))
    assert "13:31–" in page(log)
    assert log.all(VisitLog)[0].arrived.tzinfo == TAIPEI
