"""A week is planned from a page, and its job is watched, ended and found again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import CarePlan, ClosedDay, Desk, Job, Person
from outreach.records.database import office_records
from tests.contract.test_pages import HOSTILE, Site
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

NEXT = "/week/2026-12-07/plan"
NOW = dt.datetime(2026, 12, 2, 9, 0, tzinfo=TAIPEI)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def plan(site: Site, address: str = NEXT, **given: str) -> Any:
    return site.client.post(address, data={"how": "quick", **given}, follow_redirects=False)


def job_of(site: Site, answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix("/jobs/")


def change(site: Site, job_id: str, **values: Any) -> None:
    with office_records(site.engine) as records:
        job = records.get(Job, job_id)
        assert job is not None
        for name, value in values.items():
            setattr(job, name, value)


def test_the_form_leads_to_the_jobs_page(site: Site) -> None:
    form = site.client.get(NEXT).text
    assert 'action="/week/2026-12-07/plan"' in form and "開始排班" in form
    job_id = job_of(site, plan(site))
    with office_records(site.engine, write=False) as records:
        job = records.get(Job, job_id)
    assert job is not None and job.given == {"monday": "2026-12-07", "seconds": 10.0, "seed": 1}
    page = site.client.get(f"/jobs/{job_id}").text
    assert "馬上開始" in page and f'data-events="/jobs/{job_id}/events"' in page
    assert '<meta http-equiv="refresh" content="4">' in page


@pytest.mark.parametrize(("how", "seconds"), [("quick", 10), ("normal", 30), ("careful", 120), ("own", 45)])
def test_how_thoroughly(site: Site, how: str, seconds: int) -> None:
    job_id = job_of(site, plan(site, how=how, seconds="45"))
    with office_records(site.engine, write=False) as records:
        job = records.get(Job, job_id)
    assert job is not None and job.given["seconds"] == seconds


@pytest.mark.parametrize("seconds", ["", "x", "0", "601", "nan", "inf", "-5", "1e99", "<b>"])
def test_wrong_seconds_get_a_sentence_at_their_field(site: Site, seconds: str) -> None:
    answer = plan(site, how="own", seconds=seconds)
    assert answer.status_code == 422
    assert 'id="seconds-problem"' in answer.text and "600" in answer.text
    assert 'value="own" checked' in answer.text and "<b>&" not in answer.text and 'value="<b>' not in answer.text
    with office_records(site.engine, write=False) as records:
        assert records.all(Job) == []


def test_a_second_press_leads_to_the_same_job(site: Site) -> None:
    assert job_of(site, plan(site)) == job_of(site, plan(site))
    with office_records(site.engine, write=False) as records:
        assert len(records.all(Job)) == 1
    assert "看進度" in site.client.get(NEXT).text


def test_a_week_that_is_over_is_not_planned(site: Site) -> None:
    over = "/week/2026-11-23/plan"
    assert "這一週已經結束" in site.client.get(over).text and 'action="/week' not in site.client.get(over).text
    answer = plan(site, over)
    assert answer.status_code == 422 and "這一週已經結束" in answer.text
    assert plan(site, "/week/2026-11-30/plan").status_code == 303


def test_any_date_means_its_week(site: Site) -> None:
    assert 'action="/week/2026-12-07/plan"' in site.client.get("/week/2026-12-10/plan").text
    assert site.client.get("/week/0001-01-01/plan").status_code == 404
    assert site.client.get("/week/9999-12-31/plan").status_code == 404
    assert site.client.get("/week/soon/plan").status_code == 404


def test_what_is_missing_is_told_before_there_is_a_job(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    with office_records(site.engine) as records:
        for day in range(7):
            records.add(ClosedDay(office_id="", date=dt.date(2026, 12, 7) + dt.timedelta(days=day)))
    assert "這一週沒有任務，也沒有班次" in site.client.get(NEXT).text
    answer = plan(site)
    assert answer.status_code == 422 and "這一週沒有任務，也沒有班次" in answer.text
    url = f"sqlite:///{tmp_path_factory.mktemp('empty') / 'empty.db'}"
    empty = client_for(create_app(url, passwords=CHEAP))
    answer = empty.get("/week/2100-01-04/plan")
    assert "還沒有人員" in answer.text and 'href="/imports"' in answer.text
    assert empty.post("/week/2100-01-04/plan").status_code == 422


def running(site: Site, **told: Any) -> str:
    job_id = job_of(site, plan(site))
    change(site, job_id, status="running", started=NOW, stage="search", share=0.5, told=told)
    return job_id


def test_the_page_tells_of_the_best_plan_so_far(site: Site) -> None:
    with office_records(site.engine, write=False) as records:
        visit, desk = records.all(CarePlan)[0].code, records.all(Desk, col(Desk.code) == "D02")[0]
    job_id = running(
        site,
        missed=2,
        left=4,
        minutes=77.7,
        curve=[[0.2, 5, 9, 100.0], [3.0, 2, 4, 77.7]],
        unserved={
            "items": [["desk:D02:2026-12-11", True], [f"plan:{visit}:1", False], ["plan:gone:1", False]],
            "more": 3,
        },
    )
    page = site.client.get(f"/jobs/{job_id}").text
    assert "找更好的排法" in page and 'value="50"' in page and "最多再 5 秒" in page
    assert "從 5 到 2" in page and "<polyline" in page and "一開始 100" in page
    assert desk.name in page and "12/11（五）" in page and "還有 3 項沒列出" in page
    assert page.count('<li><b class="letter') == 2
    assert "停止並保留最好的" in page and "取消，什麼都不留" in page


def test_somebody_who_only_looks_has_no_buttons_and_an_administrator_sees_no_work(site: Site) -> None:
    job_id = running(
        site, missed=2, left=0, minutes=1.0, unserved={"items": [["desk:D02:2026-12-11", True]], "more": 0}
    )
    auditor = client_for(site.client.app, "auditor").get(f"/jobs/{job_id}").text
    assert "夜間市民卡" in auditor and "停止並保留最好的" not in auditor
    admin = client_for(site.client.app, "admin").get(f"/jobs/{job_id}").text
    assert "找更好的排法" in admin and "夜間市民卡" not in admin and "必要名額未排" not in admin


def test_stop_and_cancel(site: Site) -> None:
    job_id = running(site)
    answer = site.client.post(f"/jobs/{job_id}/stop", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/jobs/{job_id}")
    page = site.client.get(f"/jobs/{job_id}").text
    assert "正在停止，保留目前最好的一份" in page and "取消，什麼都不留" not in page
    change(site, job_id, status="waiting", cancel="")
    assert site.client.post(f"/jobs/{job_id}/cancel", follow_redirects=False).status_code == 303
    assert "已取消，什麼都沒有留下" in site.client.get(f"/jobs/{job_id}").text
    # It has ended meanwhile: no error, its page says so.
    assert site.client.post(f"/jobs/{job_id}/stop", follow_redirects=False).status_code == 303


def test_the_end_leads_to_the_roster(site: Site) -> None:
    job_id = running(site)
    result = {"roster_id": site.roster_id, "revision": 3, "missed": 1, "left": 0, "ended": "stop"}
    change(site, job_id, status="done", ended=NOW, result=result)
    page = site.client.get(f"/jobs/{job_id}").text
    assert f'href="/week/2026-12-07?roster={site.roster_id}"' in page and f'href="/unserved/{site.roster_id}"' in page
    assert "第 3 版草稿" in page and "還缺 1 個必要名額" in page and "提早停止" in page
    assert "http-equiv" not in page


def test_a_failure_says_why_and_what_to_do(site: Site) -> None:
    job_id = running(site)
    fault = {"code": "memory", "zh": "記憶體不足，沒有完成。", "en": "It ran out of memory."}
    change(site, job_id, status="failed", ended=NOW, fault=fault)
    page = site.client.get(f"/jobs/{job_id}").text
    assert "記憶體不足，沒有完成。" in page and f'href="{NEXT}"' in page
    assert "It ran out of memory." in site.client.get(f"/jobs/{job_id}?lang=en").text


def test_events_of_a_job_that_is_over_are_its_last_word(site: Site) -> None:
    job_id = running(site)
    change(site, job_id, status="cancelled", ended=NOW)
    answer = site.client.get(f"/jobs/{job_id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store" and "content-security-policy" in answer.headers
    assert answer.text.startswith("retry: 2000\n\nevent: progress\ndata: ") and answer.text.endswith("\n\n")
    assert 'data-job="cancelled"' in answer.text
    assert all(line.startswith("data: ") for line in answer.text.split("\n\n")[1].splitlines()[1:])
    assert site.client.get(f"/jobs/{'0' * 32}/events").status_code == 404


def test_the_list_is_paged_and_newest_first(site: Site) -> None:
    assert "還沒有排過班" in site.client.get("/jobs").text
    with office_records(site.engine) as records:
        for number in range(60):
            when = NOW + dt.timedelta(minutes=number)
            given = {"monday": "2026-12-07", "seconds": 1, "seed": 1}
            done = {"status": "done", "result": {"revision": number}}
            records.add(Job(office_id="", kind="plan", created=when, deadline=when, given=given, **done))
    first, last = site.client.get("/jobs").text, site.client.get("/jobs?page=3").text
    assert first.count('<th scope="row">') == 25 and last.count('<th scope="row">') == 10
    assert first.index("09:59") < first.index("09:58") and 'href="/jobs?page=2"' in first
    assert 'href="/jobs?page=4"' not in last
    assert "沒有更舊的了" in site.client.get("/jobs?page=9").text
    assert site.client.get("/jobs?page=0").status_code == 404


def test_queries_do_not_grow_with_jobs_or_work(site: Site) -> None:
    counts = []
    for number in (1, 12):
        items = [[f"plan:P{one}:1", False] for one in range(number)]
        job_id = job_of(site, plan(site))
        change(
            site, job_id, status="running", told={"missed": 1, "left": 1, "minutes": 1, "unserved": {"items": items}}
        )
        with statements_of(site.engine) as asked:
            assert site.client.get(f"/jobs/{job_id}").status_code == site.client.get("/jobs").status_code == 200
        counts.append(len(asked))
        change(site, job_id, status="done")
        with office_records(site.engine) as records:
            for _ in range(5):
                records.add(Job(office_id="", kind="messages", created=NOW, deadline=NOW, status="done", result={}))
    assert counts[0] == counts[1]


def test_hostile_names_are_text(tmp_path: Path) -> None:
    site = Site(tmp_path, hostile=HOSTILE)
    with office_records(site.engine) as records:
        code = records.all(CarePlan)[0].code
        records.all(Person)[0].name = HOSTILE
    job_id = running(site, missed=1, left=1, minutes=1, unserved={"items": [[f"plan:{code}:1", False]], "more": 0})
    page = site.client.get(f"/jobs/{job_id}").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_without_a_roster_a_button_leads_on(site: Site) -> None:
    page = site.client.get("/week/2026-12-09").text
    assert 'href="/week/2026-12-07/plan"' in page and "outreach plan" not in page
    assert "已經結束" in site.client.get("/week/2026-11-16").text
    auditor: TestClient = client_for(site.client.app, "auditor")
    assert "/plan" not in auditor.get("/week/2026-12-09").text
