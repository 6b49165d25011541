"""The pages in a browser, as a coordinator and a visitor with a phone use them."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Dialog, FrameLocator, Page, expect
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.app import create_app
from outreach.records import RosterDuty
from outreach.records.database import open_database
from tests.browser.looks import sticking_out
from tests.office import small_office
from tests.signed_in import CHEAP, PASSWORD, account_in

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>${alert(3)}"
WEEK = "/week/2026-11-30"


@dataclass
class Site:
    """A served office, and the addresses that tests need."""

    origin: str
    roster_id: str
    engine: Engine

    def duty(self) -> str:
        """The address of the duty with the most stops."""
        with Session(self.engine) as session:
            duties = session.exec(select(RosterDuty)).all()
        return f"/duty/{min(duties, key=lambda duty: duty.departure).id}"

    def pages(self) -> list[str]:
        """The address of every page."""
        own = ["/sign-in", "/account", WEEK, self.duty(), f"{self.duty()}/sheet", f"{self.duty()}/map"]
        return [*own, f"/unserved/{self.roster_id}", f"/log/{self.roster_id}"]


@dataclass
class Visit:
    """A page, and all that it asked for, complained of or popped up."""

    page: Page
    site: Site
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def sign_in(self) -> Visit:
        """Come in as the coordinator, through the page."""
        self.open("/sign-in?next=/account")
        self.page.get_by_label("帳號").fill("coordinator")
        self.page.get_by_label("密碼").fill(PASSWORD)
        self.page.get_by_role("button", name="登入").click()
        expect(self.page).to_have_url(self.site.origin + "/account")
        return self

    def open(self, path: str) -> None:
        """Open one of the site's pages."""
        self.page.goto(self.site.origin + path)

    def assert_quiet(self) -> None:
        """Nothing asked of another host, nothing on the console, no dialog."""
        assert [url for url in self.requests if not url.startswith(self.site.origin + "/")] == []
        # Whoever types before the page is there has the focus already; a browser says so.
        assert [one for one in self.complaints if not one.startswith("Autofocus processing")] == []
        assert self.dialogs == []


def serve(folder: Path, hostile: str = "") -> Iterator[Site]:
    """The pages of a small office on a free port, until the test is over."""
    url = f"sqlite:///{folder / 'office.db'}"
    engine = open_database(url)
    roster_id = small_office(engine, hostile=hostile)
    listening = socket.create_server(("127.0.0.1", 0))
    account_in(engine)
    server = uvicorn.Server(uvicorn.Config(create_app(url, passwords=CHEAP), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", roster_id, engine)
    server.should_exit = True
    thread.join()
    listening.close()
    engine.dispose()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("site"))


@pytest.fixture
def desk(desktop: BrowserContext, site: Site) -> Visit:
    return Visit(desktop.new_page(), site).sign_in()


@pytest.fixture
def hand(phone: BrowserContext, site: Site) -> Visit:
    return Visit(phone.new_page(), site).sign_in()


def the_map(page: Page) -> FrameLocator:
    """The map inside the duty's page."""
    return page.frame_locator("iframe[name=map]").first


def expect_in_focus(page: Page, number: str) -> None:
    """Exactly this stop's mark is lit on the map."""
    expect(the_map(page).locator(".stop.lit .seal text")).to_have_text([number])


def test_from_a_chip_of_the_week_to_its_stop_on_the_map(desk: Visit) -> None:
    desk.open("/week")
    expect(desk.page).to_have_url(desk.site.origin + WEEK)
    expect(desk.page.locator("h1")).to_contain_text("班表")
    desk.page.locator(".board").get_by_role("link", name="訪視問安 13:30–15:20，4 站").click()
    desk.page.get_by_role("dialog").locator('a[href$="#stop-2"]').click()
    expect(desk.page).to_have_url(desk.site.origin + desk.site.duty() + "#stop-2")
    expect(desk.page.locator("#stop-2")).to_be_in_viewport()
    expect_in_focus(desk.page, "2")
    desk.assert_quiet()


def test_a_stop_of_the_list_moves_the_map(desk: Visit) -> None:
    desk.open(desk.site.duty())
    expect(the_map(desk.page).locator(".stop")).not_to_have_count(0)
    expect(the_map(desk.page).locator(".stop.lit")).to_have_count(0)
    for number in ("3", "5"):
        desk.page.locator(f"#stop-{number} .pick").click()
        expect_in_focus(desk.page, number)
        expect(desk.page.locator(".stop.is-chosen")).to_have_attribute("id", f"stop-{number}")
    assert len([url for url in desk.requests if "/map" in url]) == 1
    desk.assert_quiet()


def test_from_unserved_work_to_its_map(desk: Visit) -> None:
    desk.open(WEEK)
    desk.page.get_by_role("link", name="居家打掃 測試甲").click()
    card = desk.page.locator(".card:target")
    expect(card).to_contain_text("要 2 人同時到，只有 1 人空著。")
    card.get_by_role("link", name="看地圖").click()
    expect(desk.page.locator("h1")).to_contain_text("未排入：居家打掃")
    expect(desk.page.locator(".stop.unserved, .stop[class*=unserved]").first).to_be_visible()
    desk.assert_quiet()


def test_from_the_log_to_the_stop_on_the_map(desk: Visit) -> None:
    desk.open(f"/log/{desk.site.roster_id}")
    desk.page.get_by_role("link", name="地圖：測試丙").click()
    expect_in_focus(desk.page, "4")
    desk.assert_quiet()


def test_search_and_filters_of_the_week(desk: Visit) -> None:
    desk.open(WEEK)
    names = desk.page.locator(".board tbody .one:visible .rowname .strong")
    expect(names).to_have_text(["周柏宇", "林秀琴"])
    desk.page.get_by_role("searchbox").fill("林秀")
    expect(names).to_have_text(["林秀琴"])
    desk.page.get_by_role("searchbox").fill("郭育誠")
    expect(names).to_have_text(["郭育誠"])
    desk.page.get_by_role("searchbox").fill("沒有這個人")
    expect(desk.page.locator(".nothing")).to_contain_text("沒有符合的人。")
    desk.page.get_by_role("button", name="清除篩選").click()
    expect(names).to_have_text(["周柏宇", "林秀琴"])
    desk.page.get_by_label("志工 1").uncheck()
    expect(names).to_have_text(["周柏宇"])
    desk.page.get_by_label("志工 1").check()
    desk.page.get_by_label("本週沒有勤務 1 人").check()
    expect(names).to_have_text(["周柏宇", "林秀琴", "郭育誠"])
    expect(desk.page.locator(".chip.free").first).to_be_hidden()
    desk.page.get_by_label("顯示空檔").check()
    expect(desk.page.locator(".chip.free").first).to_be_visible()
    desk.assert_quiet()


def test_the_board_scrolls_by_keyboard(desk: Visit) -> None:
    desk.page.set_viewport_size({"width": 900, "height": 700})
    desk.open(WEEK)
    board = desk.page.get_by_role("region", name="班表，可捲動")
    board.focus()
    scrolled = 0
    for _ in range(50):
        desk.page.keyboard.press("ArrowRight")
        desk.page.wait_for_timeout(50)
        scrolled = board.evaluate("board => board.scrollLeft")
        if scrolled:
            break
    assert scrolled > 0


def test_the_first_tab_leads_past_the_menu(desk: Visit) -> None:
    desk.open(WEEK)
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator(":focus")).to_have_text("跳到主要內容")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("main")).to_be_focused()


def test_a_phone_gets_a_list_for_each_day(hand: Visit) -> None:
    hand.open(WEEK)
    expect(hand.page.locator(".board")).to_be_hidden()
    hand.page.locator("summary", has_text="12/2（三）").tap()
    hand.page.locator(".days").get_by_role("link", name="訪視問安 13:30–15:20，4 站").tap()
    hand.page.get_by_role("dialog").locator('a[href$="#stop-2"]').tap()
    expect_in_focus(hand.page, "2")
    hand.page.locator("#stop-4 .pick").tap()
    expect_in_focus(hand.page, "4")
    expect(hand.page.locator("iframe[data-src]")).to_be_in_viewport(ratio=0.9)
    hand.assert_quiet()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_scrolls_sideways(desk: Visit, language: str) -> None:
    for path in desk.site.pages():
        desk.open(f"{path}?lang={language}")
        assert sticking_out(desk.page) == {}, path
    desk.assert_quiet()


def test_every_page_has_a_title_landmarks_and_named_controls(desk: Visit) -> None:
    for path in desk.site.pages():
        desk.open(path)
        assert desk.page.title()
        expect(desk.page.locator("h1")).to_have_count(1)
        expect(desk.page.get_by_role("main")).to_have_count(1)
        unnamed = desk.page.evaluate(
            """() => [...document.querySelectorAll("main a, main button, main input, header a, iframe")]
                .filter((one) => !one.closest("[hidden], noscript, [type=hidden]"))
                .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.title || one.labels?.length))
                .map((one) => one.outerHTML)"""
        )
        assert unnamed == [], path


def test_the_sheet_prints_on_paper_of_the_right_size(desk: Visit, tmp_path: Path) -> None:
    desk.open(f"{desk.site.duty()}/sheet")
    paper = desk.page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", paper)  # A4 in points
    desk.page.emulate_media(media="print")
    expect(desk.page.locator(".topbar")).to_be_hidden()
    expect(desk.page.get_by_role("button", name="列印")).to_be_hidden()
    smallest = desk.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".a4 *")]
            .filter((one) => !one.closest("svg") && one.textContent.trim())
            .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
    )
    assert smallest >= 16  # 12 pt


def test_hostile_names_run_nothing(desktop: BrowserContext, tmp_path: Path) -> None:
    for site in serve(tmp_path, HOSTILE):
        visit = Visit(desktop.new_page(), site).sign_in()
        for path in site.pages():
            visit.open(path)
            visit.page.wait_for_load_state("networkidle")
            assert visit.page.locator("img[src=x]").count() == 0, path
        expect(visit.page.locator("main")).to_contain_text("<script>alert(1)</script>")
        visit.open(site.duty() + "#stop-3")
        expect_in_focus(visit.page, "3")
        visit.assert_quiet()
