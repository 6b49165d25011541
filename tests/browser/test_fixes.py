"""A coordinator reads why something is unserved, has fixes looked for, watches, applies one and sees it served."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, expect

from api.app import create_app
from api.jobs.settings import Settings
from api.jobs.supervise import Supervisor
from maps.travel.estimate import EstimatedTravel
from outreach.records import Job, RosterUnserved
from outreach.records.database import office_records, open_database
from outreach.usecases.weeks.make_roster import make_roster
from tests.browser.looks import serious, sticks_out
from tests.browser.test_pages import Site, Visit
from tests.children.at import children_at
from tests.contract.pages.test_fixes import EVENING, FRIDAY, Friday
from tests.office import MONDAY, small_office
from tests.signed_in import CHEAP, account_in


class Worker:
    """Carries out the jobs that are asked for, as a worker elsewhere would."""

    def __init__(self, url: str) -> None:
        self.engine = open_database(url)
        self.supervisor = Supervisor(self.engine, Friday(), Settings(database=url, nice=0))
        self.leaving = threading.Event()
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def _work(self) -> None:
        while not self.leaving.wait(0.2):
            with office_records(self.engine, write=False) as records:
                waiting = records.all(Job, Job.status == "waiting")
            for job in waiting:
                with children_at(FRIDAY):
                    self.supervisor.run(job.office_id, job.id)

    def leave(self) -> None:
        self.leaving.set()
        self.thread.join()
        self.engine.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine = open_database(url)
    small_office(engine)
    roster = make_roster(engine, MONDAY, travel_times=EstimatedTravel(), clock=Friday(), seconds=0.3)
    account_in(engine)
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(url, passwords=CHEAP, clock=Friday())
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    worker = Worker(url)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", roster.id, engine)
    worker.leave()
    server.should_exit = True
    thread.join()
    listening.close()
    engine.dispose()


def walk(site: Site, context: BrowserContext) -> None:
    """From the list to the new draft."""
    visit = Visit(context.new_page(), site).sign_in()
    page = visit.page
    visit.open(f"/unserved/{site.roster_id}")
    page.get_by_role("link", name="夜間市民卡").click()
    expect(page.locator("h1")).to_contain_text("夜間市民卡")
    expect(page.locator(".answer")).to_contain_text("資格符合的 1 人，那個時段都不能服勤。")
    expect(page.locator(".funnel li.none .n")).to_contain_text("0")
    page.get_by_role("button", name="找補法").click()
    expect(page.locator("[data-looking]")).to_be_visible()
    # Enough after a while: what has been found is kept.
    expect(page.get_by_text("正在找，已經找到")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="夠了，看目前的結果").click()
    best = page.locator(".fix").first
    expect(best).to_be_visible(timeout=60_000)
    expect(best.get_by_role("heading")).to_contain_text("請郭育誠 12/4（五）")
    expect(best).to_contain_text("已試排，確認可行")
    assert sticks_out(page) <= 0
    assert serious(page) == []
    best.get_by_text("先看前後對照").click()
    expect(best.get_by_role("table")).to_contain_text("沒有勤務")
    best.get_by_role("button", name="打過電話了，套用").click()
    expect(page.get_by_role("status")).to_contain_text("已套用，這是第 3 版草稿", timeout=30_000)
    expect(page.get_by_role("link", name="夜間市民卡")).to_have_count(0)
    with office_records(site.engine, write=False) as records:
        left = {row.item_key for row in records.all(RosterUnserved, RosterUnserved.roster_id != site.roster_id)}
        draft_id = page.url.partition("/unserved/")[2].partition("?")[0]
        drafts = records.all(RosterUnserved, RosterUnserved.roster_id == draft_id)
    assert EVENING in left and EVENING not in {row.item_key for row in drafts}
    assert visit.complaints == []


def test_at_a_desk(site: Site, desktop: BrowserContext) -> None:
    walk(site, desktop)


def test_on_a_phone(site: Site, phone: BrowserContext) -> None:
    walk(site, phone)
