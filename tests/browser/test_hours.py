"""A month's hours in a browser: signed off at a desk and on a phone, with the keyboard, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from outreach.records import HoursLine, Person
from outreach.records.database import office_records
from tests.browser.looks import serious, sticks_out
from tests.browser.test_pages import Site, Visit, serve
from tests.service_hours import DAY, insure, log_row, train
from tests.signed_in import account_in

MONTH = "/hours?month=2026-12"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    for served in serve(tmp_path):
        with office_records(served.engine) as records:
            (lin,) = records.all(Person, Person.code == "V001")
            train(records, lin.id)
            insure(records, lin.id, end=DAY)
            log_row(records, lin, "09:00", "09:40")
            log_row(records, lin, "10:00", "10:35")
            log_row(records, lin, "11:00", "13:30")
            log_row(records, lin, "14:00", None)
            log_row(records, lin, "09:00", "10:00", DAY.replace(day=3))
        yield served


def minutes(site: Site) -> list[int]:
    with office_records(site.engine, write=False) as records:
        return sorted(line.minutes for line in records.all(HoursLine) if not line.withdrawn)


def check(page: Page) -> None:
    """Nothing sticks out, and axe finds nothing serious."""
    assert sticks_out(page) <= 0
    assert serious(page) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_signed_off_and_taken_back(site: Site, size: str, request: pytest.FixtureRequest) -> None:
    context: BrowserContext = request.getfixturevalue(size)
    visit = Visit(context.new_page(), site).sign_in()
    visit.open(MONTH)
    page = visit.page
    expect(page.locator(".answer")).to_contain_text("3 筆等核定，3 小時 45 分")
    expect(page.locator("li.none .why")).to_have_count(2)
    check(page)
    boxes = page.locator('input[name="row"][type="checkbox"]')
    expect(boxes).to_have_count(3)
    assert [box.is_checked() for box in boxes.all()] == [True, True, False]
    small = [box for box in page.locator("label.pick").all() if (box.bounding_box() or {"height": 0})["height"] < 44]
    assert small == []
    boxes.first.uncheck()
    page.get_by_role("button", name="核定 林秀琴 勾選的時數").click()
    expect(page.locator(".done")).to_have_text("已核定 1 筆，35 分。")
    assert minutes(site) == [35]
    page.get_by_role("button", name="核定沒有疑問的 1 筆").click()
    expect(page.locator(".done")).to_have_text("已核定 1 筆，40 分。")
    assert minutes(site) == [35, 40]
    back = page.locator("li.signed").first
    back.locator("summary").click()
    back.get_by_label("原因").fill("時間記錯")
    check(page)
    back.get_by_role("button", name="取消這筆核定").click()
    expect(page.locator(".done")).to_contain_text("已取消核定")
    expect(page.locator("li.signed")).to_have_count(1)
    visit.assert_quiet()


def test_with_the_keyboard_alone(site: Site, desktop: BrowserContext) -> None:
    visit = Visit(desktop.new_page(), site).sign_in()
    visit.open(MONTH)
    page = visit.page
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name")
        seen.append(here)
        if here.startswith("核定 林秀琴"):
            break
    assert "row" in seen
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_have_text("已核定 2 筆，1 小時 15 分。")


def test_without_javascript(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")
    visit = Visit(context.new_page(), site).sign_in()
    visit.open(MONTH)
    visit.page.get_by_label("姓名或編號").fill("秀琴")
    visit.page.get_by_role("button", name="找").click()
    assert "秀琴" not in visit.page.url and visit.page.url.endswith("/hours/search")
    visit.page.get_by_role("button", name="核定沒有疑問的 2 筆").click()
    expect(visit.page.locator(".done")).to_have_text("已核定 2 筆，1 小時 15 分。")
    context.close()


def test_a_volunteer_looks_at_their_own_on_a_phone(site: Site, phone: BrowserContext) -> None:
    account_in(site.engine, "field", person="V001", login="coordinator-not")
    page = phone.new_page()
    page.goto(site.origin + "/sign-in")
    page.get_by_label("帳號").fill("coordinator-not")
    page.get_by_label("密碼").fill("correct horse 42")
    page.get_by_role("button", name="登入").click()
    page.get_by_role("link", name="看我的服務時數").click()
    page.goto(site.origin + MONTH)
    expect(page.get_by_role("heading", level=1)).to_contain_text("我的服務時數 115年12月")
    expect(page.locator("input[type=checkbox]")).to_have_count(0)
    check(page)
