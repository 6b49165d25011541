"""The door in a browser: coming in, going out, and what a field person's phone shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlmodel import select

from outreach.records import Person, Roster, RosterDuty, SignIn
from outreach.records.database import office_records
from tests.browser.field_site import serve_field
from tests.browser.looks import sticks_out
from tests.browser.test_pages import WEEK, Site, Visit, expect_in_focus, serve
from tests.signed_in import PASSWORD, account_in


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for served in serve(tmp_path_factory.mktemp("site")):
        account_in(served.engine, "field", person="V001", login="field")
        with office_records(served.engine) as records:
            records.session.exec(select(Roster)).one().status = "published"
        yield served


def test_a_tired_clerk_comes_in_by_keyboard_alone(desktop: BrowserContext, site: Site) -> None:
    visit = Visit(desktop.new_page(), site)
    visit.open(WEEK)
    page = visit.page
    expect(page).to_have_url(f"{site.origin}/sign-in?next={WEEK}")
    expect(page.get_by_label("帳號")).to_be_focused()
    page.keyboard.type("coordinator")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("帳號或密碼不對。")
    # What was right is still there, and the next thing to type is in focus.
    expect(page.get_by_label("帳號")).to_have_value("coordinator")
    expect(page.get_by_label("密碼")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(site.origin + WEEK)
    expect(page.get_by_role("link", name=re.compile("我的帳號.*帳號coordinator"))).to_be_visible()
    # The browser itself writes a refused sign-in to its console.
    assert [one for one in visit.complaints if "401" not in one] == [] and visit.dialogs == []


def test_caps_lock_is_said(desktop: BrowserContext, site: Site) -> None:
    visit = Visit(desktop.new_page(), site)
    visit.open("/sign-in")
    field, hint = visit.page.get_by_label("密碼"), visit.page.get_by_text("大寫鎖定（Caps Lock）開著。")
    press = "(field, on) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', modifierCapsLock: on}))"
    expect(hint).to_be_hidden()
    field.evaluate(press, True)
    expect(hint).to_be_visible()
    field.evaluate(press, False)
    expect(hint).to_be_hidden()
    visit.assert_quiet()


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_signing_out_is_one_press_away_on_every_page(desktop: BrowserContext, site: Site, width: int) -> None:
    visit = Visit(desktop.new_page(), site).sign_in()
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.open(WEEK)
    button = visit.page.get_by_role("banner").get_by_role("button", name="登出")
    box = button.bounding_box()
    assert box and box["height"] >= 44 and box["x"] + box["width"] <= width
    button.click()
    expect(visit.page).to_have_url(site.origin + "/sign-in?left=1")
    expect(visit.page.get_by_text("已登出。")).to_be_visible()
    visit.page.go_back()
    expect(visit.page).to_have_url(f"{site.origin}/sign-in?next={WEEK}")
    # The browser writes to its console that it has forgotten what it saw, when it gets round to it.
    for _ in range(50):
        if visit.complaints:
            break
        visit.page.wait_for_timeout(100)
    assert len(visit.complaints) == 1 and 'Cleared data types: "cache", "storage"' in visit.complaints[0]


def test_another_browser_is_signed_out_from_here(desktop: BrowserContext, browser: Browser, site: Site) -> None:
    with office_records(site.engine) as records:
        for one in records.all(SignIn):
            records.remove(one)
    lost = Visit(browser.new_context(locale="zh-TW").new_page(), site).sign_in()
    here = Visit(desktop.new_page(), site).sign_in()
    expect(here.page.get_by_text("目前在 2 個瀏覽器登入。")).to_be_visible()
    here.page.get_by_role("button", name="登出這個瀏覽器").click()
    expect(here.page.get_by_text("目前在 1 個瀏覽器登入。")).to_be_visible()
    lost.open("/account")
    expect(lost.page).to_have_url(f"{site.origin}/sign-in?next=/account")
    lost.page.context.close()
    here.assert_quiet()


def test_a_new_password_is_set_on_the_account_page(desktop: BrowserContext, site: Site) -> None:
    visit = Visit(desktop.new_page(), site).sign_in()
    page = visit.page

    def change(old: str, new: str, again: str) -> None:
        page.get_by_label("目前的密碼").fill(old)
        page.get_by_label("新密碼（至少 12 個字）").fill(new)
        page.get_by_label("再輸入一次新密碼").fill(again)
        page.get_by_role("button", name="變更密碼").click()

    change("wrong", "another good one", "another good one")
    expect(page.get_by_role("alert")).to_contain_text("目前的密碼不對。")
    change(PASSWORD, "another good one", "another good one")
    expect(page.get_by_role("status")).to_contain_text("密碼已變更")
    change("another good one", PASSWORD, PASSWORD)
    expect(page.get_by_role("status")).to_contain_text("密碼已變更")


def test_a_field_persons_phone_leads_to_their_own_duty(phone: BrowserContext, tmp_path: Path) -> None:
    """On the day itself: doors and map are shown from the day before until the day after."""
    with serve_field(tmp_path) as field:
        with office_records(field.engine, write=False) as records:
            (person,) = records.all(Person, Person.code == "V001")
            duties = records.all(RosterDuty, RosterDuty.person_id == person.id)
        duty = next(one for one in duties if one.date == field.clock.now().date())
        page = field.open(phone, "/")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        expect(page.get_by_role("heading", level=1)).to_have_text("我的勤務")
        page.goto(f"{field.origin}/duty/{duty.id}#stop-2")
        expect(page.get_by_role("heading", level=1)).to_contain_text("林秀琴")
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect_in_focus(page, "2")
        page.locator("#stop-3 .pick").tap()
        expect_in_focus(page, "3")
        assert sticks_out(page) <= 0
        page.goto(field.origin + WEEK)
        expect(page.get_by_role("heading", level=1)).to_have_text("我的勤務")
        assert [one for one in complaints if "404" not in one] == []
