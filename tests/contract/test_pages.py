"""The pages over HTTP: what they answer, in which language, with which headers, and with how many queries."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import RosterDuty, RosterUnserved
from outreach.records.database import open_database
from tests.office import small_office
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

HOSTILE = "<script>alert(1)</script>${7*7}{{7*7}}\"'`"


class Wednesday:
    """A clock that stands still in the sample week."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 12, 2, 9, 0, tzinfo=TAIPEI)


class Site:
    """A small office on the web, and the addresses of its pages."""

    def __init__(self, folder: Path, **office: object) -> None:
        self.url = f"sqlite:///{folder / 'office.db'}"
        self.roster_id = small_office(open_database(self.url), **office)
        self.client = client_for(create_app(self.url, clock=Wednesday(), passwords=CHEAP))
        self.engine = self.client.app.state.parts.engine
        with Session(self.engine) as session:
            self.duties = {
                duty.departure.astimezone(TAIPEI).strftime("%H:%M"): duty.id
                for duty in session.exec(select(RosterDuty))
            }
            self.unserved = session.exec(select(RosterUnserved.id).order_by(col(RosterUnserved.label).desc())).all()
        self.duty = f"/duty/{self.duties['08:30']}"

    def pages(self) -> list[str]:
        maps = [f"{self.duty}/map", f"/unserved/{self.roster_id}/{self.unserved[0]}/map"]
        plain = ["/week/2026-11-30", self.duty, f"{self.duty}/sheet"]
        return [*plain, f"/unserved/{self.roster_id}", f"/log/{self.roster_id}", *maps]

    def queries(self) -> AbstractContextManager[list[str]]:
        return statements_of(self.engine)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


def test_the_way_to_the_newest_week(site: Site) -> None:
    answer = site.client.get("/week", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/week/2026-11-30")


def test_the_week_answers_its_question_first_and_links_every_chip_to_its_stop(site: Site) -> None:
    text = site.client.get("/week/2026-11-30").text
    assert "<h1>本週班表</h1>" in text
    assert "115年11月30日（一）–12月6日（日）" in text
    assert "5 項任務排入 4 項，班次名額 2 個排入 1 個；" in text
    assert "還缺 3 個必要名額。" in text
    assert "草稿" in text and "示範資料（人物均為虛構）" in text
    # The board and the phone's list each show them once: the shift, then the outing that begins at stop 2.
    assert text.count(f'href="{site.duty}#stop-1"') == 2
    assert text.count(f'href="{site.duty}#stop-2"') == 2
    assert "訪視問安 13:30–15:20，4 站" in text
    assert "單一窗口服務台 08:30–12:00，已鎖定" in text
    assert "公假" in text and "本週沒有勤務 1 人" in text
    assert "要 2 人同時到，只有 1 人空著。" in text


def test_any_day_leads_to_its_week(site: Site) -> None:
    assert "115年11月30日（一）" in site.client.get("/week/2026-12-03").text


def test_one_duty_lists_its_stops_with_crew_lunch_travel_and_estimates(site: Site) -> None:
    text = site.client.get(site.duty).text
    assert "林秀琴" in text and "08:30–17:10" in text
    assert [int(number) for number in re.findall(r'id="stop-(\d+)"', text)] == [1, 2, 3, 4, 5]
    assert "午休到 12:45" in text
    assert "從示範區公所出發" in text and "回到示範區公所" in text
    assert text.count("約略位置") == 1
    assert f'href="/duty/{site.duties["14:50"]}"' in text and "同行" in text
    assert "（估計）" in text and "900 公尺" in text
    assert f'data-src="{site.duty}/map"' in text and f'href="{site.duty}/sheet"' in text
    assert f'href="{site.duty}/map#stop-3" target="map"' in text


def test_the_sheet_has_all_that_paper_needs(site: Site) -> None:
    text = site.client.get(f"{site.duty}/sheet").text
    assert "勤務單　115年12月2日（三）" in text
    assert [text.count(words) for words in ("見到本人", "沒人應門</span>", "不願受訪", "已簽到")] == [4, 4, 4, 1]
    assert "打 示範區公所 06-000-0100" in text and "先打 119" in text
    assert "本單有個人資料，今天交回示範區公所銷毀。" in text
    assert "測試甲　86 歲" in text and "06-000-0181" in text and "門鈴壞了，請敲門" in text
    assert "<svg" in text.partition("<figure>")[2]


def test_unserved_work_says_why_and_what_next(site: Site) -> None:
    text = site.client.get(f"/unserved/{site.roster_id}").text
    assert "2 項必要的沒有人。" in text
    assert "要 2 人同時到，只有 1 人空著。" in text
    assert "資格符合的 1 人，那個時段都不能服勤。" in text
    assert "先打電話問郭育誠可不可以。" in text
    assert text.count("即使整週都空也沒有人能接</span>") == 2
    assert [text.count(f"/unserved/{site.roster_id}/{one}/map") for one in site.unserved] == [1, 1]


def test_every_row_of_the_log_leads_to_its_stop_on_the_map(site: Site) -> None:
    text = site.client.get(f"/log/{site.roster_id}").text
    assert [text.count(f'href="{site.duty}#stop-{number}"') for number in range(1, 6)] == [1] * 5
    assert "這週共 6 列" in text


def test_english_at_a_switch_and_remembered(site: Site) -> None:
    client = client_for(site.client.app)
    for path in site.pages():
        assert '<html lang="zh-Hant-TW">' in client.get(path).text
    english = client.get("/week/2026-11-30?lang=en")
    assert "httponly" in english.headers["set-cookie"].lower()
    assert "4 of 5 tasks are served" in english.text and "3 mandatory seats are empty." in english.text
    for path in site.pages():
        assert '<html lang="en">' in client.get(path).text
    assert "Needs 2 people together; free: only 1." in client.get(f"/unserved/{site.roster_id}").text
    assert '<html lang="zh-Hant-TW">' in client.get("/week/2026-11-30?lang=zh").text


def test_no_page_holds_a_name_in_an_address(site: Site) -> None:
    for path in site.pages()[:5]:
        for address in re.findall(r'(?:href|src|action)="([^"]*)"', site.client.get(path).text):
            assert re.fullmatch(r"[#/][\w/#?=.-]*", address, re.ASCII), address


def test_every_answer_carries_the_security_headers(site: Site) -> None:
    client = site.client
    for path in [*site.pages(), "/", "/healthz", "/nothing", "/duty/nobody", "/static/base.css", "/static/nothing"]:
        headers = client.get(path, follow_redirects=False).headers
        policy = headers["content-security-policy"]
        is_map = path.endswith("/map") and "nobody" not in path
        assert ("frame-ancestors 'self'" if is_map else "frame-ancestors 'none'") in policy
        assert headers["x-frame-options"] == ("SAMEORIGIN" if is_map else "DENY")
        assert is_map or "unsafe" not in policy
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_a_map_allows_only_its_own_scripts(site: Site) -> None:
    for path in site.pages()[-2:]:
        answer = site.client.get(path)
        policy = answer.headers["content-security-policy"]
        scripts = re.search(r"script-src 'self' '(nonce-[\w-]+)';", policy)
        assert scripts and "default-src 'none'" in policy and "unsafe" not in policy
        assert set(re.findall(r'<script[^>]* nonce="([^"]+)"', answer.text)) == {scripts[1].removeprefix("nonce-")}


def test_another_host_name_is_refused(site: Site) -> None:
    answer = site.client.get("/week/2026-11-30", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/week/tomorrow",
        "/week/9999-12-31",
        "/week/0001-01-01",
        "/duty/0",
        "/duty/0/map",
        "/duty/0/sheet",
        "/unserved/0",
        "/log/0",
    ],
)
def test_what_is_not_there_gets_a_page_of_its_own(site: Site, path: str) -> None:
    answer = site.client.get(path)
    assert answer.status_code == 404
    assert "找不到這一頁" in answer.text


def test_an_unserved_map_belongs_to_its_roster(site: Site) -> None:
    assert site.client.get(f"/unserved/{'0' * 32}/{site.unserved[0]}/map").status_code == 404


def test_a_week_without_a_roster_says_how_to_make_one(site: Site) -> None:
    answer = site.client.get("/week/2026-12-09")
    assert answer.status_code == 404
    assert "這週還沒有班表" in answer.text and "示範資料（人物均為虛構）" in answer.text
    assert 'href="/week/2026-12-07/plan"' in answer.text


def test_before_the_first_import_every_page_says_what_to_do(tmp_path: Path) -> None:
    client = client_for(create_app(f"sqlite:///{tmp_path / 'empty.db'}", passwords=CHEAP))
    answer = client.get("/week/2026-11-30")
    assert answer.status_code == 404
    assert 'href="/imports"' in answer.text
    home = client.get("/")
    assert home.status_code == 200
    assert "還沒有資料：先匯入一份活頁簿" in home.text and 'href="/imports"' in home.text
    assert client.get("/healthz").json() == {"status": "ok"}


def test_other_methods_are_refused_politely(site: Site) -> None:
    answer = site.client.post("/week/2026-11-30")
    assert answer.status_code == 405
    assert "這裡不能這樣用" in answer.text and answer.headers["allow"] == "GET"


def test_a_fault_of_ours_shows_no_details(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with site.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE rosterstop")
    faulty = TestClient(site.client.app, raise_server_exceptions=False, cookies=site.client.cookies)
    answer = faulty.get("/week/2026-11-30")
    assert answer.status_code == 500
    assert "系統出了問題" in answer.text
    assert "rosterstop" not in answer.text and "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_hostile_names_are_text_everywhere(tmp_path: Path) -> None:
    site = Site(tmp_path, hostile=HOSTILE)
    for path in site.pages():
        text = site.client.get(path).text
        assert "<script>alert" not in text, path
        assert "&lt;script&gt;" in text or "\\u003cscript\\u003e" in text, path
        assert "${7*7}" in text and "{{7*7}}" in text, path


def test_queries_do_not_grow_with_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    counts = []
    for clients in (1, 12):
        site = Site(tmp_path_factory.mktemp(f"with-{clients}"), clients=clients)
        counted = []
        for path in site.pages():
            with site.queries() as asked:
                assert site.client.get(path).status_code == 200
            counted.append(len(asked))
        counts.append(counted)
    assert counts[0] == counts[1]
