"""The week's ways of reading in a browser: filters and their sums, revisions, lists, a person's turns, paper."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import Session, select

from api.app import create_app
from outreach.records import Person
from outreach.records.database import open_database
from tests.browser.looks import serious, sticking_out
from tests.revised import revised_office
from tests.signed_in import CHEAP, PASSWORD, account_in

WEEK = "/week/2026-11-30"
VIEWS = ("people", "desks", "clients", "villages")


@dataclass
class Site:
    """A served office with a published revision and a draft after it."""

    origin: str
    published_id: str
    draft_id: str
    person_id: str

    def pages(self) -> list[str]:
        """Every way of reading, and one person's turns."""
        return [*(f"{WEEK}?view={view}" for view in VIEWS), f"{WEEK}?person={self.person_id}"]


@dataclass
class Visit:
    """A signed-in coordinator's page, and what it complained of."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open("/sign-in?next=/account")
        self.page.get_by_label("帳號").fill("coordinator")
        self.page.get_by_label("密碼").fill(PASSWORD)
        self.page.get_by_role("button", name="登入").click()
        expect(self.page).to_have_url(self.site.origin + "/account")

    def open(self, path: str) -> None:
        """Open one of the site's pages."""
        self.page.goto(self.site.origin + path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path_factory.mktemp('views') / 'office.db'}"
    engine = open_database(url)
    published_id, draft_id = revised_office(engine)
    account_in(engine)
    with Session(engine) as session:
        person_id = session.exec(select(Person.id).where(Person.code == "V001")).one()
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(url, passwords=CHEAP), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", published_id, draft_id, person_id)
    server.should_exit = True
    thread.join()
    listening.close()
    engine.dispose()


@pytest.fixture
def desk(desktop: BrowserContext, site: Site) -> Visit:
    return Visit(desktop.new_page(), site)


@pytest.fixture
def hand(phone: BrowserContext, site: Site) -> Visit:
    return Visit(phone.new_page(), site)


def test_what_differs_is_found_by_one_tick_and_counted(desk: Visit) -> None:
    desk.open(WEEK)
    names = desk.page.locator(".board tbody .one:visible .rowname .strong")
    sums = desk.page.locator("#sums")
    expect(names).to_have_text(["林秀琴", "郭育誠"])
    expect(sums).to_have_text("2 人有勤務")
    # 周柏宇 has nothing to do any more: that is a change too.
    desk.page.get_by_label("有異動 3").check()
    expect(names).to_have_text(["林秀琴", "郭育誠", "周柏宇"])
    expect(sums).to_have_text("3 人，4.7 小時")
    desk.page.get_by_label("超過時數 0").check()
    expect(desk.page.locator(".nothing")).to_contain_text("沒有符合的人。")
    desk.page.get_by_role("button", name="清除篩選").click()
    expect(names).to_have_text(["林秀琴", "郭育誠"])
    expect(sums).to_have_text("2 人有勤務")
    marked = desk.page.locator(".board td.changed:visible").first
    assert marked.evaluate("cell => getComputedStyle(cell, '::after').borderTopColor") == "rgb(194, 65, 12)"
    assert desk.complaints == []


def test_free_time_is_shown_with_those_who_have_it(desk: Visit) -> None:
    desk.open(WEEK)
    expect(desk.page.locator(".board .chip.free").first).to_be_hidden()
    desk.page.get_by_label("有空檔 3").check()
    expect(desk.page.locator(".board .chip.free").first).to_be_visible()


def test_from_the_draft_to_what_holds_and_back(desk: Visit) -> None:
    desk.open(WEEK)
    revisions = desk.page.get_by_role("navigation", name="版次")
    expect(revisions.locator("[aria-current]")).to_contain_text("第 2 版")
    revisions.get_by_role("link", name="第 1 版").click()
    expect(desk.page).to_have_url(f"{desk.site.origin}{WEEK}?roster={desk.site.published_id}")
    expect(desk.page.locator(".does .primary")).to_have_count(0)
    desk.page.get_by_role("link", name="服務台", exact=True).click()
    expect(desk.page.locator("main")).to_have_attribute("data-roster", desk.site.published_id)
    expect(desk.page.locator("tbody")).to_contain_text("08:30–12:00")


def test_the_menu_of_what_happened_opens_by_keyboard_and_closes_with_escape(desk: Visit) -> None:
    desk.open(WEEK)
    menu = desk.page.locator(".does summary")
    menu.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("link", name="有人請假")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("link", name="有人請假")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_list_is_searched_too(desk: Visit) -> None:
    desk.open(f"{WEEK}?view=clients")
    rows = desk.page.locator("tbody .one:visible")
    expect(rows).to_have_count(4)
    desk.page.get_by_role("searchbox").fill("郭育誠")
    expect(rows).to_have_count(1)
    desk.page.get_by_role("searchbox").fill("沒有這個人")
    expect(desk.page.locator(".nothing")).to_contain_text("沒有符合的項目。")
    desk.page.get_by_role("button", name="清除篩選").click()
    expect(rows).to_have_count(4)
    assert desk.complaints == []


def test_from_a_name_to_that_persons_turns(desk: Visit) -> None:
    desk.open(WEEK)
    # The whole cell of the name is the link, its figures too.
    cell = desk.page.locator(".board th[scope=row]", has_text="林秀琴")
    box = cell.bounding_box()
    assert box is not None
    desk.page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] - 8)
    expect(desk.page).to_have_url(f"{desk.site.origin}{WEEK}?person={desk.site.person_id}")
    expect(desk.page.locator("h1")).to_contain_text("林秀琴")
    expect(desk.page.get_by_role("img", name="午班：每週次數，數字在下面的表")).to_be_visible()
    desk.page.get_by_role("link", name="回到班表").click()
    expect(desk.page).to_have_url(desk.site.origin + WEEK)


def test_a_phone_reads_every_view_with_the_answer_before_the_buttons(hand: Visit) -> None:
    for path in hand.site.pages()[:4]:
        hand.open(path)
        answer, buttons = hand.page.locator(".answer").bounding_box(), hand.page.locator(".does").bounding_box()
        assert answer is not None and buttons is not None
        assert answer["y"] < buttons["y"] < 844
    hand.open(WEEK)
    hand.page.locator("summary", has_text="12/2（三）").tap()
    expect(hand.page.locator(".days").get_by_text("與第 1 版不同").first).to_be_visible()
    assert hand.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_view_scrolls_sideways(desk: Visit, language: str) -> None:
    for path in desk.site.pages():
        desk.open(f"{path}&lang={language}")
        assert sticking_out(desk.page) == {}, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: Site, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-TW", color_scheme=scheme, bypass_csp=True
    )
    visit = Visit(context.new_page(), site)
    for path in site.pages():
        visit.open(path)
        assert serious(visit.page) == []
    context.close()


def test_text_is_never_smaller_than_thirteen_pixels(desk: Visit) -> None:
    for path in desk.site.pages():
        desk.open(path)
        smallest = desk.page.evaluate(
            """() => Math.min(...[...document.querySelectorAll("main *")]
                .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
                .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
        )
        assert smallest >= 13, path


def test_paper_has_no_menu_no_buttons_and_no_tray(desk: Visit) -> None:
    for path in desk.site.pages()[:4]:
        desk.open(path)
        desk.page.emulate_media(media="print")
        for part in (".topbar", ".does", ".filters"):
            expect(desk.page.locator(part)).to_be_hidden()
        expect(desk.page.locator(".answer")).to_be_visible()
        desk.page.emulate_media(media="screen")


def test_without_script_the_ticks_work_and_every_view_is_a_link_away(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW", java_script_enabled=False)
    visit = Visit(context.new_page(), site)
    visit.open(WEEK)
    visit.page.get_by_label("有異動 3").check()
    expect(visit.page.locator(".board tbody .one:visible")).to_have_count(3)
    visit.page.get_by_role("link", name="里", exact=True).click()
    expect(visit.page.locator(".answer")).to_contain_text("這週到 2 個里")
    context.close()
