"""An unanswered door in a browser: from the entry to the closing, without a reload, at a desk and on a phone."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import Client, Officer, Person
from outreach.records.database import office_records, open_database
from outreach.usecases.ladders.move_on import move_on
from outreach.usecases.ladders.raise_alarms import raise_alarms
from tests.browser.looks import serious, sticks_out
from tests.browser.test_pages import Site, Visit
from tests.ladders import door_of, note
from tests.office import small_office
from tests.signed_in import CHEAP, account_in

DOOR = dt.datetime(2026, 12, 2, 13, 52, tzinfo=TAIPEI)
SIZES = {"desk": (1440, 900), "desk at 200 %": (720, 450), "phone": (390, 844)}


class MovedClock:
    """Goes on like a real one, and is moved."""

    def __init__(self) -> None:
        self.lead = DOOR - dt.datetime.now(TAIPEI)

    def now(self) -> dt.datetime:
        return dt.datetime.now(TAIPEI) + self.lead

    def move_to(self, minutes: float) -> dt.datetime:
        self.lead += DOOR + dt.timedelta(minutes=minutes) - self.now()
        return self.now()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("doors") / "office.db"
    engine = open_database(f"sqlite:///{path}")
    small_office(engine)
    with office_records(engine) as records:
        people = {one.code: one for one in records.all(Person)}
        people["V001"].phone = "0912-000-340"
        records.add(Officer(office_id="", person_id=people["K001"].id, rank=1))
        client = records.all(Client, Client.code == "C001")[0]
        client.need_grade, client.contact, client.contact_phone = 4, "女兒 許小姐", "0912-000-111"
    account_in(engine)
    engine.dispose()
    return path


@pytest.fixture
def site(template: Path, tmp_path: Path) -> Iterator[Site]:
    """An office of its own, served, with a clock that is moved."""
    shutil.copy(template, tmp_path / "office.db")
    url = f"sqlite:///{tmp_path}/office.db"
    engine, clock = open_database(url, newest=True), MovedClock()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(url, clock=clock, passwords=CHEAP), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    made = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", "", engine)
    made.clock = clock  # type: ignore[attr-defined]
    yield made
    server.should_exit = True
    thread.join()
    listening.close()
    engine.dispose()


@pytest.fixture(params=SIZES)
def visit(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[Visit]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-TW")
    yield Visit(context.new_page(), site).sign_in()
    context.close()


def shut(site: Site, code: str = "C001") -> None:
    with office_records(site.engine) as records:
        log = door_of(records, "V001", code)
        note(records, log, "no_answer", now=site.clock.now(), remarks="按鈴、喊名")  # type: ignore[attr-defined]


def assert_fits_and_is_accessible(page: Page) -> None:
    assert sticks_out(page) <= 0
    assert serious(page) == []


def look(page: Page) -> None:
    """What the page does every fifteen seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_from_the_entry_to_the_closing_without_a_reload(visit: Visit) -> None:
    page, site = visit.page, visit.site
    clock = site.clock  # type: ignore[attr-defined]
    visit.open("/")
    expect(page.get_by_text("沒有未遇待處理")).to_be_visible()
    page.evaluate("window.isTheSame = true")
    shut(site)
    look(page)
    card = page.locator(".ladder")
    expect(card.get_by_role("heading")).to_contain_text("測試甲")
    expect(card.locator(".clock b")).to_have_text(re.compile("1[45] 分"))
    expect(page.locator("#waiting-said")).to_have_text("有人沒應門：現在 1 件")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(page.locator("#ladder-count")).to_have_text("1")
    move_on(site.engine, now=clock.move_to(32))
    look(page)
    expect(card.locator("[aria-current=step]")).to_contain_text("聯絡人")
    expect(card.get_by_role("link", name="打給女兒 許小姐 0912-000-111")).to_be_visible()
    expect(card.locator(".clock")).to_contain_text("後請里長到場（14:42）")
    assert_fits_and_is_accessible(page)
    # A button that somebody presses twice does not lie where another one lay.
    seen = card.get_by_text("已見到本人")
    before = seen.bounding_box()
    seen.click()
    expect(page.get_by_text("誰剛才親眼見到？按了就關閉。")).to_be_visible()
    assert seen.bounding_box() == before
    assert_fits_and_is_accessible(page)
    # What somebody is about to say stays open when the page looks again.
    look(page)
    page.wait_for_timeout(300)
    expect(page.get_by_text("誰剛才親眼見到？按了就關閉。")).to_be_visible()
    assert page.evaluate("window.isTheSame") is True
    page.get_by_role("button", name="家屬").click()
    expect(page.get_by_text("沒有未遇待處理")).to_be_visible()
    expect(page.locator("#ladder-count")).to_have_text("0")
    visit.open("/ladders")
    expect(page.locator(".closed")).to_contain_text("家屬")
    assert_fits_and_is_accessible(page)
    visit.assert_quiet()


def test_one_door_with_all_its_steps_is_followed_to_the_last(visit: Visit) -> None:
    page, site = visit.page, visit.site
    clock = site.clock  # type: ignore[attr-defined]
    shut(site)
    visit.open("/ladders")
    page.get_by_role("link", name="測試甲").click()
    expect(page.locator(".answer")).to_contain_text("現在第 1 步：再訪")
    page.get_by_role("button", name="又去了，沒人應門").click()
    expect(page.locator(".answer")).to_contain_text("現在第 2 步：打給本人")
    page.get_by_role("button", name="我來接手").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("處理中")
    move_on(site.engine, now=clock.move_to(90))
    # The step that it showed is over: nothing is ticked off, and it says so.
    page.get_by_role("button", name="本人沒接").click()
    expect(page.get_by_role("alert")).to_contain_text("已經到下一步了")
    expect(page.locator(".answer")).to_contain_text("現在第 5 步：110／119")
    expect(page.get_by_role("link", name="打 119")).to_be_visible()
    page.get_by_role("button", name="已通報 110／119").click()
    expect(page.locator(".rungs")).to_contain_text("已通報")
    expect(page.locator(".clock")).to_contain_text("還沒有人見到本人")
    assert_fits_and_is_accessible(page)
    # Somebody else closes it: this page hears of it.
    with office_records(site.engine) as records:
        note(records, door_of(records, "S001", "C001", key="meal"), "seen", seen=True, now=clock.now())
    look(page)
    expect(page.locator(".answer")).to_contain_text("關閉了")
    assert [one for one in visit.complaints if "409" not in one] == []


def test_straight_to_the_last_step_asks_once(visit: Visit) -> None:
    page = visit.page
    shut(visit.site)
    visit.open("/")
    page.get_by_text("直接報 119").click()
    expect(page.get_by_text("本系統不會替您打電話。")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("本系統不會替您打電話。")).to_be_hidden()
    page.get_by_text("直接報 119").click()
    page.get_by_role("button", name="到最後一步").click()
    expect(page.get_by_role("link", name="打 110")).to_be_visible()
    expect(page.locator(".rungs")).to_contain_text("略過")


def test_a_crew_that_is_late(visit: Visit) -> None:
    page, site = visit.page, visit.site
    with office_records(site.engine) as records:
        log = door_of(records, "V001", "C004", planned_to=DOOR, crew=["周柏宇"], service="居家打掃")
        log.arrived = DOOR
    raise_alarms(site.engine, now=site.clock.move_to(31))  # type: ignore[attr-defined]
    visit.open("/")
    expect(page.get_by_role("link", name="打給林秀琴 0912-000-340")).to_be_visible()
    assert_fits_and_is_accessible(page)
    page.get_by_role("button", name="已聯絡上").click()
    expect(page.get_by_text("同行人員還沒回報")).to_be_hidden()
    visit.assert_quiet()


def test_the_settings_fit_and_say_what_is_wrong_at_the_field(visit: Visit) -> None:
    page = visit.page
    visit.open("/ladder-settings")
    assert_fits_and_is_accessible(page)
    page.get_by_label("第 4 級 再訪").fill("0")
    page.get_by_role("button", name="儲存").click()
    expect(page.get_by_text("不能小於 1。")).to_be_visible()
    expect(page.get_by_label("第 4 級 再訪")).to_be_focused()
    assert_fits_and_is_accessible(page)
    page.get_by_label("第 4 級 再訪").fill("10")
    page.get_by_role("button", name="儲存").click()
    expect(page.get_by_role("status")).to_have_text("設定已儲存。")


def test_when_the_connection_is_lost_it_says_that_it_may_be_old(visit: Visit) -> None:
    page = visit.page
    shut(visit.site)
    visit.open("/ladders")
    page.route(re.compile("/ladders/open"), lambda route: route.abort())
    for _ in range(2):
        look(page)
        page.wait_for_timeout(200)
    expect(page.get_by_role("alert")).to_contain_text("連線中斷了，下面可能不是最新的狀況。")
    page.unroute(re.compile("/ladders/open"))
    look(page)
    expect(page.locator("#waiting-lost")).to_have_count(0)


def test_without_scripts_it_is_all_there_and_looks_again_by_itself(site: Site, browser: Browser) -> None:
    shut(site)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-TW", java_script_enabled=False)
    visit = Visit(context.new_page(), site).sign_in()
    visit.open("/ladders")
    expect(visit.page.locator("meta[http-equiv=refresh]")).to_have_count(1)
    visit.page.get_by_text("已見到本人").click()
    visit.page.get_by_role("button", name="里長").click()
    expect(visit.page.locator(".closed")).to_contain_text("里長")
    context.close()
