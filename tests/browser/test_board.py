"""The week corrected by mouse, finger and keyboard, and by two coordinators at once."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import Engine

from api.app import create_app
from api.serving import Server
from outreach.records import Roster
from outreach.records.database import office_records, open_database
from tests.board_office import Friday, Held, held_in, newest, people_of, planned_office
from tests.browser.looks import sticks_out
from tests.office import MONDAY
from tests.signed_in import CHEAP, PASSWORD, account_in

WEEK = f"/week/{MONDAY}"


class Served:
    """The application on a free port; it can be stopped, and started again on the same one."""

    def __init__(self, url: str) -> None:
        self.url, self.port = url, 0
        self.start()

    def start(self) -> None:
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self.server = Server(create_app(self.url, clock=Friday(), passwords=CHEAP), log_level="error")
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@dataclass
class Board:
    """A planned week that is served, and where things are in it."""

    served: Served
    engine: Engine
    roster: str
    people: dict[str, str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    def name(self, person_id: str) -> str:
        return next(name for name, one in self.people.items() if one == person_id)

    def other(self, person_id: str) -> str:
        return next(self.people[name] for name in ("林秀琴", "方秀蘭") if self.people[name] != person_id)

    def shifts(self) -> dict[str, Held]:
        """By weekday: who has the desk."""
        return {f"{one.date:%a}": one for one in held_in(self.engine, newest(self.engine).id, "shift")}

    def open(self, context: BrowserContext, login: str = "coordinator") -> Page:
        """The week, for somebody who has come in."""
        page = context.new_page()
        page.goto(f"{self.origin}/sign-in?next={WEEK}")
        page.get_by_label("帳號").fill(login)
        page.get_by_label("密碼").fill(PASSWORD)
        page.get_by_role("button", name="登入").click()
        expect(page.locator("main[data-edit-on]")).to_be_attached()
        return page


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planned") / "office.db"
    engine = open_database(f"sqlite:///{path}")
    planned_office(engine)
    for login in ("coordinator", "su"):
        account_in(engine, login=login)
    engine.dispose()
    return path


@pytest.fixture
def board(tmp_path: Path, planned: Path) -> Iterator[Board]:
    shutil.copy(planned, tmp_path / "office.db")
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine = open_database(url)
    served = Served(url)
    yield Board(served, engine, newest(engine).id, people_of(engine))
    served.stop()
    engine.dispose()


def cell(page: Page, person_id: str, date: dt.date) -> Locator:
    return page.locator(f'td[data-person="{person_id}"][data-date="{date}"]')


def chip(page: Page, held: Held) -> Locator:
    return cell(page, held.person_id, held.date).locator(f'a.chip[href$="#stop-{held.number}"]')


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def said(page: Page) -> Locator:
    return page.locator(".boardbar .said")


def show_everybody(page: Page) -> None:
    page.get_by_label(re.compile("本週沒有勤務")).check()


def test_a_shift_dragged_against_a_rule_is_refused_in_a_sentence(desktop: BrowserContext, board: Board) -> None:
    page, shift = board.open(desktop), board.shifts()["Tue"]
    show_everybody(page)
    chip(page, shift).drag_to(cell(page, board.people["周柏宇"], shift.date))
    expect(dialog(page).get_by_role("heading")).to_have_text("不能這樣排")
    expect(dialog(page).get_by_role("alert")).to_contain_text("限志工，周柏宇是替代役；請改找志工。")
    expect(dialog(page).get_by_role("button", name="排入")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    assert board.shifts()["Tue"] == shift


def test_a_shift_dragged_where_it_fits_is_kept_and_can_be_taken_back(desktop: BrowserContext, board: Board) -> None:
    page, shift = board.open(desktop), board.shifts()["Tue"]
    taker = board.other(shift.person_id)
    chip(page, shift).drag_to(cell(page, taker, shift.date))
    expect(dialog(page).get_by_role("heading")).to_have_text("可以排入")
    expect(dialog(page)).to_contain_text("代價")
    dialog(page).get_by_role("button", name="排入").click()
    expect(cell(page, taker, shift.date).locator("a.chip.shift")).to_be_visible()
    expect(cell(page, shift.person_id, shift.date).locator("a.chip.shift")).to_have_count(0)
    expect(said(page)).to_contain_text("已存入第 2 版草稿")
    expect(cell(page, taker, shift.date)).to_have_class(re.compile("fresh"))
    page.keyboard.press("Control+z")
    expect(chip(page, shift)).to_be_visible()
    expect(said(page)).to_contain_text("已復原上一步")


def test_an_outing_asks_which_of_its_stops(desktop: BrowserContext, board: Board) -> None:
    page = board.open(desktop)
    visits = held_in(board.engine, board.roster)
    taker = board.other(visits[0].person_id)
    chip(page, visits[0]).drag_to(cell(page, taker, MONDAY + dt.timedelta(days=3)))
    expect(dialog(page).get_by_role("heading")).to_have_text("要移哪一站？")
    boxes = dialog(page).get_by_role("checkbox")
    expect(boxes).to_have_count(len(visits))
    for number in range(1, len(visits)):
        boxes.nth(number).uncheck()
    dialog(page).get_by_role("button", name="試排勾選的站").click()
    expect(dialog(page).get_by_role("heading")).to_have_text("可以排入")
    dialog(page).get_by_role("button", name="排入").click()
    expect(cell(page, taker, MONDAY + dt.timedelta(days=3)).locator("a.chip.outing")).to_be_visible()
    now = {one.item: one for one in held_in(board.engine, board.roster)}
    assert now[visits[0].item].person_id == taker


def test_the_whole_week_is_edited_by_keyboard_alone(desktop: BrowserContext, board: Board) -> None:
    page, shift = board.open(desktop), board.shifts()["Tue"]
    taker = board.other(shift.person_id)
    # One stop of the Tab key leads into the grid.
    page.locator(".board").focus()
    while page.evaluate("document.activeElement.closest('td[data-person]') === null"):
        page.keyboard.press("Tab")
    rows = page.locator("tr.one").filter(visible=True)
    order = [rows.nth(number).locator("td").first.get_attribute("data-person") for number in range(rows.count())]

    def walk_to(person_id: str, date: dt.date) -> None:
        for _ in range(40):
            at = page.evaluate("(({person, date}) => [person, date])(document.activeElement.closest('td').dataset)")
            if at == [person_id, str(date)]:
                return
            if at[0] != person_id:
                page.keyboard.press("ArrowDown" if order.index(at[0]) < order.index(person_id) else "ArrowUp")
            else:
                page.keyboard.press("ArrowRight" if at[1] < str(date) else "ArrowLeft")
        raise AssertionError("the arrow keys do not lead there")

    walk_to(shift.person_id, shift.date)
    expect(chip(page, shift)).to_be_focused()
    expect(page.locator(".boardbar .now")).to_contain_text(f"{board.name(shift.person_id)} 12/1（二）")
    page.keyboard.press("p")
    expect(said(page)).to_contain_text("已鎖定")
    expect(chip(page, shift).locator(".pin")).to_be_attached()
    expect(chip(page, shift)).to_be_focused()
    page.keyboard.press("p")
    expect(said(page)).to_contain_text("已解開鎖定")
    # Picked up and given up again.
    page.keyboard.press("m")
    expect(said(page)).to_contain_text("拿起了")
    page.keyboard.press("Escape")
    expect(said(page)).to_contain_text("班表沒有變")
    expect(chip(page, shift)).to_be_focused()
    # Picked up, carried, dropped, kept.
    page.keyboard.press("m")
    walk_to(taker, shift.date)
    expect(said(page)).to_contain_text(f"放到{board.name(taker)} 12/1（二）")
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("heading")).to_have_text("可以排入")
    page.keyboard.press("Tab")
    expect(dialog(page).get_by_role("button", name="排入")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_have_count(0)
    expect(cell(page, taker, shift.date).locator("a.chip.shift")).to_be_focused()
    assert board.shifts()["Tue"].person_id == taker
    # Opened, and closed: the focus is where it was.
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("heading").first).to_contain_text(board.name(taker))
    page.keyboard.press("Escape")
    expect(cell(page, taker, shift.date).locator("a.chip.shift")).to_be_focused()
    page.keyboard.press("w")
    expect(dialog(page).get_by_role("heading").first).to_contain_text("誰能接？")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(dialog(page).get_by_role("heading")).to_have_text("可以取下")
    dialog(page).get_by_role("button", name="取下").press("Enter")
    expect(cell(page, taker, shift.date).locator("a.chip.shift")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(cell(page, taker, shift.date).locator("a.chip.shift")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(chip(page, shift)).to_be_visible()


def test_a_key_pressed_while_a_panel_closes_is_not_lost(desktop: BrowserContext, board: Board) -> None:
    """The focus is back before the page is told that the panel has closed; what is pressed in between counts."""
    page, shift = board.open(desktop), board.shifts()["Tue"]
    chip(page, shift).focus()
    page.keyboard.press("Enter")
    expect(dialog(page).get_by_role("heading").first).to_be_visible()
    page.evaluate(
        """() => {
            document.getElementById("board-dialog").close();
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "w", bubbles: true }));
        }"""
    )
    expect(dialog(page).get_by_role("heading").first).to_contain_text("誰能接？")


def test_a_row_of_what_is_left_out_is_picked_up_too(desktop: BrowserContext, board: Board) -> None:
    page = board.open(desktop)
    show_everybody(page)
    row = page.locator(".tray li").first
    row.drag_to(cell(page, board.people["郭育誠"], MONDAY + dt.timedelta(days=4)))
    expect(dialog(page).get_by_role("heading")).to_have_text("不能這樣排")
    expect(dialog(page).get_by_role("alert")).to_contain_text("郭育誠")
    page.keyboard.press("Escape")
    row.get_by_role("link").focus()
    page.keyboard.press("w")
    expect(dialog(page).get_by_role("heading")).to_contain_text("誰能接？　夜間市民卡")


def test_two_coordinators_see_each_others_changes_and_both_sides(
    desktop: BrowserContext, browser: Browser, board: Board
) -> None:
    here = board.open(desktop)
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW") as elsewhere:
        there = board.open(elsewhere, "su")
        shifts = board.shifts()
        tuesday, thursday = shifts["Tue"], shifts["Thu"]
        for page in (here, there):
            page.wait_for_timeout(1200)
        # A panel is open here, with what was there before.
        chip(here, tuesday).focus()
        here.keyboard.press("Delete")
        expect(dialog(here).get_by_role("heading")).to_have_text("可以取下")
        # There, the same shift goes to somebody else.
        taker = board.other(tuesday.person_id)
        chip(there, tuesday).drag_to(cell(there, taker, tuesday.date))
        dialog(there).get_by_role("button", name="排入").click()
        expect(cell(there, taker, tuesday.date).locator("a.chip.shift")).to_be_visible()
        expect(cell(here, taker, tuesday.date).locator("a.chip.shift")).to_be_attached()
        expect(said(here)).to_contain_text("帳號su剛改了")
        # What is open here stays open; keeping it now shows both sides and overwrites nothing.
        dialog(here).get_by_role("button", name="取下").click()
        expect(dialog(here).get_by_role("heading", name="帳號su剛改過這格")).to_be_visible()
        expect(dialog(here)).to_contain_text("您要的")
        expect(dialog(here)).to_contain_text("這天沒有勤務。")
        dialog(here).get_by_role("link", name="保留現在的樣子").click()
        expect(dialog(here)).to_have_count(0)
        assert board.shifts()["Tue"].person_id == taker
        # And the other way round.
        chip(here, thursday).focus()
        here.keyboard.press("p")
        expect(chip(there, thursday).locator(".pin")).to_be_attached()
        expect(said(there)).to_contain_text(f"帳號coordinator剛改了{board.name(thursday.person_id)} 12/3（四）")


def test_a_lost_connection_keeps_what_was_wanted(desktop: BrowserContext, board: Board) -> None:
    page, shift = board.open(desktop), board.shifts()["Tue"]
    taker = board.other(shift.person_id)
    page.wait_for_timeout(500)
    chip(page, shift).drag_to(cell(page, taker, shift.date))
    expect(dialog(page).get_by_role("heading")).to_have_text("可以排入")
    board.served.stop()
    dialog(page).get_by_role("button", name="排入").click()
    expect(dialog(page).get_by_role("alert")).to_contain_text("連線中斷了，還沒有存。您要改的還在這裡。")
    expect(dialog(page)).to_contain_text("單一窗口服務台")
    dialog(page).get_by_role("button", name="再試一次").click()
    expect(dialog(page).get_by_role("button", name="再試一次")).to_be_focused()
    assert board.shifts()["Tue"] == shift
    board.served.start()
    dialog(page).get_by_role("button", name="再試一次").click()
    expect(cell(page, taker, shift.date).locator("a.chip.shift")).to_be_visible()
    assert board.shifts()["Tue"].person_id == taker


def test_a_published_week_says_first_that_a_draft_is_made(desktop: BrowserContext, board: Board) -> None:
    with office_records(board.engine) as records:
        made = records.get(Roster, board.roster)
        assert made is not None
        made.status = "published"
    page, shift = board.open(desktop), board.shifts()["Tue"]
    chip(page, shift).focus()
    page.keyboard.press("Delete")
    expect(dialog(page)).to_contain_text("這一版已公布。您的更動會存成第 3 版草稿，已公布的不會變。")
    dialog(page).get_by_role("button", name="取下").click()
    expect(said(page)).to_contain_text("已存入第 3 版草稿")
    expect(cell(page, shift.person_id, shift.date).locator("a.chip.shift")).to_have_count(0)
    assert f"roster={newest(board.engine).id}" in page.url
    assert held_in(board.engine, board.roster, "shift")


def test_a_finger_opens_a_sheet_with_the_same_actions(phone: BrowserContext, board: Board) -> None:
    page, shift = board.open(phone), board.shifts()["Tue"]
    day = page.locator(".days details").nth(1)
    if not day.evaluate("one => one.open"):
        day.locator("summary").tap()
    day.locator("a.chip.shift").first.tap()
    expect(dialog(page).get_by_role("heading").first).to_contain_text(board.name(shift.person_id))
    box = dialog(page).bounding_box()
    assert box and box["x"] == 0 and round(box["y"] + box["height"]) == 844
    for button in dialog(page).locator(".acts").first.locator(".btn").all():
        size = button.bounding_box()
        assert size and size["height"] >= 44
    dialog(page).get_by_role("link", name=re.compile("^換人或改時間")).first.tap()
    expect(dialog(page).get_by_role("heading", name=re.compile("誰能接？"))).to_be_visible()
    dialog(page).get_by_role("button", name=re.compile("^試排：")).first.tap()
    expect(dialog(page).get_by_role("heading")).to_have_text("可以排入")
    dialog(page).get_by_role("button", name="排入").tap()
    expect(dialog(page)).to_have_count(0)
    expect(said(page)).to_contain_text("已存入第 2 版草稿")
    assert board.shifts()["Tue"].person_id != shift.person_id
    assert sticks_out(page) <= 0


def test_the_panels_work_without_javascript(browser: Browser, board: Board) -> None:
    with browser.new_context(java_script_enabled=False, locale="zh-TW") as context:
        page = context.new_page()
        shift = board.shifts()["Tue"]
        address = f"/rosters/{board.roster}/person/{shift.person_id}/{shift.date}"
        page.goto(f"{board.origin}/sign-in?next={address}")
        page.get_by_label("帳號").fill("coordinator")
        page.get_by_label("密碼").fill(PASSWORD)
        page.get_by_role("button", name="登入").click()
        page.get_by_role("button", name=re.compile("^取下")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("可以取下")
        page.get_by_role("button", name="取下").click()
        expect(page).to_have_url(re.compile(f"/week/{MONDAY}"))
        assert "Tue" not in board.shifts()
