"""What happens in a week, reported on a page, and its replan: looked at, kept, dropped; over HTTP."""

import datetime as dt
import re

import pytest
from sqlmodel import col

from api.app import create_app
from api.jobs.settings import Settings
from api.jobs.supervise import Supervisor
from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Absence,
    Answer,
    Client,
    ClosedDay,
    Job,
    Person,
    Roster,
    RosterDuty,
    RosterUnserved,
    Service,
    Task,
)
from outreach.records.database import office_records, open_database
from tests.children.at import children_at
from tests.office import MONDAY, small_office
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

HOSTILE = "<script>alert(1)</script>${7*7}{{7*7}}\"'`"


class Friday:
    """A clock that stands still before the week."""

    def now(self):
        return dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


class MidWeek:
    """Wednesday of that week, at twenty past ten."""

    def now(self):
        return dt.datetime(2026, 12, 2, 10, 20, tzinfo=TAIPEI)


class Site:
    def __init__(self, folder, clock=None, **office):
        self.url = f"sqlite:///{folder}/office.db"
        engine = open_database(self.url)
        self.roster_id = small_office(engine, **office)
        engine.dispose()
        self.clock = clock or Friday()
        self.app = create_app(self.url, clock=self.clock, passwords=CHEAP)
        self.engine = self.app.state.parts.engine
        self.client = client_for(self.app)
        self.people = {one.code: one.id for one in self.all(Person)}

    def all(self, kind, *where):
        with office_records(self.engine, write=False) as records:
            return records.all(kind, *where)

    def post(self, path, **typed):
        return self.client.post(path, data=typed, follow_redirects=False)

    def get(self, path):
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def away(self, **typed):
        given = {"person_id": self.people["V001"], "start": "2026-12-02", "part": "day", "reason": "病假"}
        return self.post("/absences/new", **given | typed)

    def carry_out(self, **settings):
        """Do what waits, each job in its own child."""
        supervisor = Supervisor(self.engine, self.clock, Settings(database=self.url, nice=0, **settings))
        waiting = self.all(Job, col(Job.status) == "waiting")
        for job in waiting:
            with children_at(self.clock.now()):
                supervisor.run(job.office_id, job.id)
        return [self.all(Job, Job.id == job.id)[0] for job in waiting]


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    yield site
    site.engine.dispose()


def test_from_a_report_to_a_draft(site):
    answer = site.away()
    assert answer.status_code == 303
    way = answer.headers["location"]
    assert way == f"/replan/{site.roster_id}?said=absence&level=keep_routes"
    page = site.get(way)
    assert "林秀琴請假，要怎麼補？" in page and "data-job=" in page and "data-shown" not in page
    assert '<meta http-equiv="refresh"' in page
    assert "缺 5 項</strong>：訪視問安 4 站、單一窗口服務台 1 席" in page
    (job,) = site.carry_out()
    assert job.status == "done" and set(job.result) == {"try_id", "missed", "left", "ended"}
    page = site.get(way)
    assert 'data-shown="keep_routes"' in page and "存成第 2 版草稿" in page and "data-job=" not in page
    try_id = re.search(r'name="try_id" value="(\w+)"', page)[1]
    for nowhere in (f"/week/2026-11-30?roster={try_id}", f"/unserved/{try_id}", f"/publish/{try_id}"):
        assert site.client.get(nowhere).status_code == 404
    (row, *_) = site.all(RosterUnserved, RosterUnserved.roster_id == try_id)
    assert site.client.get(f"/unserved/{try_id}/{row.id}/map").status_code == 404
    kept = site.post(f"/replan/{site.roster_id}/keep", try_id=try_id)
    assert (kept.status_code, kept.headers["location"]) == (303, f"/week/2026-11-30?roster={try_id}")
    assert sorted((one.revision, one.status) for one in site.all(Roster)) == [(1, "draft"), (2, "draft")]
    again = site.post(f"/replan/{site.roster_id}/keep", try_id=try_id)
    assert again.status_code == 409 and "這份試排已經不在了" in again.text
    compared = site.get(f"/compare/{site.roster_id}/{try_id}")
    assert "第 1 版和第 2 版差在哪裡" in compared and "病假" in compared
    english = site.get(f"/compare/{site.roster_id}/{try_id}?lang=en")
    assert "Revision 1 beside revision 2" in english


def test_sent_twice_it_is_kept_once(site):
    assert [site.away().status_code for _ in range(2)] == [303, 303]
    assert len(site.all(Absence, Absence.person_id == site.people["V001"])) == 1
    assert len(site.all(Job)) == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"person_id": ""}, "person_id", "必填。"),
        ({"start": ""}, "start", "必填。"),
        ({"start": "tomorrow"}, "start", "不是日期：請寫成 2026-12-02。"),
        ({"end": "2026-12-01"}, "end", "最後一天不能早於第一天。"),
        (
            {"part": "hours", "from_time": "13:30", "until_time": "13:00"},
            "until_time",
            "結束時間要晚於開始時間 13:30。",
        ),
        ({"part": "hours", "until_time": "13:00"}, "from_time", "請填從幾點開始。"),
        ({"start": "2026-11-02", "end": "2026-11-03"}, "end", "這段時間已經過了。"),
        ({"reason": "長" * 201}, "reason", "事由最多 200 字。"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(site, typed, field, sentence):
    answer = site.away(**typed)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-problem">([^<]*)<', answer.text)[1] == sentence
    assert f'value="{typed.get("reason", "病假")}"' in answer.text
    assert site.all(Absence, Absence.person_id == site.people["V001"]) == []


@pytest.mark.parametrize(
    ("part", "start", "end"),
    [("morning", "2026-12-02 00:00", "2026-12-02 12:00"), ("afternoon", "2026-12-02 12:00", "2026-12-03 00:00")],
)
def test_half_a_day_is_one_button(site, part, start, end):
    site.away(part=part)
    (kept,) = site.all(Absence, Absence.person_id == site.people["V001"])
    assert (f"{kept.start:%Y-%m-%d %H:%M}", f"{kept.end:%Y-%m-%d %H:%M}") == (start, end)


def test_a_hostile_reason_is_text(site):
    site.away(reason=HOSTILE)
    site.carry_out()
    for path in (f"/replan/{site.roster_id}", f"/replan/{site.roster_id}?lang=en"):
        page = site.get(path)
        assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page and "${49}" not in page


def test_an_absence_is_withdrawn_where_it_is_listed(site):
    site.away()
    page = site.get(f"/replan/{site.roster_id}")
    (way,) = re.findall(r'action="(/absences/\w+/withdraw)"', page)
    assert site.post(way).status_code == 303
    assert site.all(Absence, Absence.person_id == site.people["V001"]) == []
    assert site.post(way).status_code == 404
    assert "沒有要補人的事" in site.get(f"/replan/{site.roster_id}")


def test_closing_a_day_says_beforehand_what_it_stops(site):
    page = site.get("/closed-days/new?date=2026-12-02")
    assert "2 份勤務、4 項訪視、1 席班次，影響 2 人。" in page
    assert "沒有還沒開始的勤務" in site.get("/closed-days/new?date=2026-12-03")
    looked = site.post("/closed-days/new", date="2026-12-02", where="everywhere", reason="颱風", look="1")
    assert "停班會停下：" in looked.text and 'value="颱風"' in looked.text and site.all(ClosedDay) == []
    # A form that asks by an address would write its token there.
    assert 'formmethod="get"' not in looked.text
    assert site.post("/closed-days/new", date="2026-12-02", where="villages").status_code == 422
    for _ in range(2):
        answer = site.post("/closed-days/new", date="2026-12-02", where="everywhere", reason="颱風停班")
        assert answer.status_code == 303
    assert [(day.villages, day.reason) for day in site.all(ClosedDay)] == [([], "颱風停班")]
    page = site.get(answer.headers["location"])
    assert "12/2（三） 停班，怎麼調整？" in page or "12/2（三）停班" in page.replace(" ", "")
    (way,) = re.findall(r'action="(/closed-days/\w+/reopen)"', page)
    assert site.post(way).status_code == 303 and site.all(ClosedDay) == []


def test_a_client_is_looked_for_without_a_name_in_an_address(site):
    client = site.all(Client)[0]
    page = site.get("/requests/new?date=2026-12-03")
    once = re.search(r'name="once" value="(\w+)"', page)[1]
    found = site.post("/requests/find", once=once, word=client.name[:2], date="2026-12-03", note="記著")
    assert found.status_code == 200 and client.name in found.text and "記著" in found.text
    typed = {"once": once, "client_id": client.id, "service_id": site.all(Service)[0].id, "date": "2026-12-03"}
    answers = [site.post("/requests/new", **typed, urgent="1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    (task,) = site.all(Task)
    assert task.urgent and task.date == dt.date(2026, 12, 3)
    page = site.get(answers[0].headers["location"])
    assert "臨時請求，誰能去？" in page and client.name in page
    refused = site.post("/requests/new", once=once, date="2026-12-03", note="記著")
    assert refused.status_code == 422 and "記著" in refused.text


def test_a_job_that_breaks_off_says_so_and_can_be_asked_for_again(site):
    site.away()
    (job,) = site.carry_out(child="tests.children.falling")
    assert job.status == "failed"
    page = site.get(f"/replan/{site.roster_id}")
    assert "處理中斷" in page and "再試一次" in page
    assert site.post(f"/replan/{site.roster_id}/tries", level="keep_routes").status_code == 303
    assert [one.status for one in site.carry_out()] == ["done"]


def test_a_declined_duty_is_one_click_from_an_absence(site):
    with office_records(site.engine) as records:
        duty = next(one for one in records.all(RosterDuty) if one.person_id == site.people["V001"])
        said = {"roster_id": duty.roster_id, "duty_id": duty.id, "person_id": duty.person_id, "reason": HOSTILE}
        records.add(Answer(office_id="", answer="declined", at=Friday().now(), **said))
    page = site.get(f"/replan/{site.roster_id}")
    assert "12/2（三） 回覆不能來" in page or "12/2（三）回覆不能來" in page
    (way,) = re.findall(r'action="(/replan/\w+/declined/\w+)"', page)
    answers = [site.post(way) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert len(site.all(Absence, Absence.person_id == site.people["V001"])) == 1


def test_a_try_is_no_plan_of_the_week_and_nobodys_news(site):
    watch = site.app.state.watches.of(site.all(Person)[0].office_id, MONDAY)
    watch.hear()
    site.away()
    assert "看進度" not in site.get(f"/week/{MONDAY}/plan") and "正在重新排班" not in site.get("/")
    assert [job.status for job in site.carry_out()] == ["done"]
    watch._looked = 0.0
    assert watch.hear().items == ()
    (job,) = site.all(Job)
    assert "試排" in site.get("/jobs")
    assert f'href="/replan/{site.roster_id}?level=keep_routes"' in site.get(f"/jobs/{job.id}")


def test_dropping_goes_back_to_the_week(site):
    site.away()
    answer = site.post(f"/replan/{site.roster_id}/drop")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/week/2026-11-30?roster={site.roster_id}")
    assert [job.status for job in site.all(Job)] == ["cancelled"]


def test_queries_do_not_grow_with_what_happened(site):
    def queries():
        with statements_of(site.engine) as asked:
            site.get(f"/replan/{site.roster_id}")
        return len(asked)

    site.away()
    few = queries()
    for day in (1, 3, 4):
        site.away(start=f"2026-12-0{day}", person_id=site.people["S001"])
        site.away(start=f"2026-12-0{day}")
    assert queries() == few


def test_an_auditor_reads_and_changes_nothing(site):
    site.away()
    page = client_for(site.app, "auditor").get(f"/replan/{site.roster_id}").text
    assert "林秀琴" in page and "<form" not in page.partition("<main")[2]


def test_what_has_begun_is_shown_as_frozen_and_is_not_missing(tmp_path):
    site = Site(tmp_path, clock=MidWeek())
    site.away()
    site.carry_out()
    page = site.get(f"/replan/{site.roster_id}")
    # The desk has begun at half past eight: the four visits of the afternoon are left.
    assert "缺 4 項</strong>：訪視問安 4 站。" in page
    assert "12/2（三） 10:20 以前已凍結" in page and "已執行" in page
    site.engine.dispose()


def test_the_api_does_the_same(site):
    site.away()
    client, api = site.client, f"/api/v1/rosters/{site.roster_id}/tries"
    told = client.get(api).json()
    assert (told["missing"], told["happenings"][0]["kind"]) == (5, "absence")
    assert [one["state"] for one in told["tries"]] == ["waiting", "untried", "untried"]
    asked = client.post(api, json={"level": "keep_routes"}, headers={"Idempotency-Key": "one"})
    assert asked.status_code == 202 and asked.json()["id"] == told["tries"][0]["job_id"]
    site.carry_out()
    try_id = client.get(api).json()["tries"][0]["try_id"]
    kept = client.post(f"{api}/{try_id}/keep", headers={"Idempotency-Key": "two"})
    assert (kept.json()["id"], kept.json()["revision"], kept.json()["status"]) == (try_id, 2, "draft")
    assert client.delete(api).status_code == 204
    assert client.post(f"{api}/{try_id}/keep", headers={"Idempotency-Key": "three"}).status_code == 409
