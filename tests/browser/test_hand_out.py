"""Handing out in a browser: the text is copied, an address is made and shown once, at a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from outreach.records import Person
from outreach.records.database import office_records
from tests.browser.looks import serious, sticks_out
from tests.browser.test_pages import HOSTILE, Site, Visit, serve

SIZES = {"desk": (1440, 900), "desk at 200 %": (720, 450), "phone": (390, 844)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("hand-out"), HOSTILE)


@pytest.fixture(params=SIZES)
def visit(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[Visit]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-TW")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.origin)
    yield Visit(context.new_page(), site).sign_in()
    context.close()


def assert_fits_and_is_accessible(visit: Visit) -> None:
    assert sticks_out(visit.page) <= 0
    assert serious(visit.page) == []
    visit.assert_quiet()


def test_the_text_is_copied_and_a_choice_changes_it(visit: Visit) -> None:
    page = visit.page
    visit.open(f"/hand-out/{visit.site.roster_id}")
    assert_fits_and_is_accessible(visit)
    text = page.get_by_role("textbox", name="貼到群組的文字")
    expect(text).to_have_value(re.compile("林秀琴.* 08:30–17:10 服務台、訪視 4 處"))
    page.get_by_role("button", name="複製文字").click()
    expect(page.get_by_text("已複製，可以貼上了。")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text.input_value()
    page.get_by_label("哪一天").select_option("2026-12-02")
    page.get_by_label("文字只列有更動的").check()
    page.get_by_role("button", name="套用").click()
    expect(page).to_have_url(re.compile("date=2026-12-02.*changed=1"))
    expect(page.get_by_label("文字只列有更動的")).to_be_checked()


def test_a_calendars_address_is_made_copied_and_ended(visit: Visit) -> None:
    page = visit.page
    with office_records(visit.site.engine, write=False) as records:
        (person,) = records.all(Person, Person.code == "V001")
    visit.open(f"/feed?person={person.id}")
    page.get_by_role("button", name=re.compile("做一個行事曆網址|換一個新網址")).click()
    address = page.get_by_role("textbox", name="行事曆網址")
    expect(address).to_have_value(re.compile(rf"^{visit.site.origin}/feeds/[\w-]{{32}}\.ics$"))
    assert_fits_and_is_accessible(visit)
    code = page.get_by_role("img", name="網址的 QR 碼，內容同下面的網址").bounding_box()
    assert code is not None and min(code["width"], code["height"]) > 200
    page.get_by_role("button", name="複製網址").click()
    expect(page.get_by_text("已複製，可以貼上了。")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.request.get(copied).status == 200
    page.get_by_role("button", name="停用這個網址").click()
    expect(page.get_by_role("status").first).to_have_text("已停用，舊網址馬上失效。")
    assert page.request.get(copied).status == 404


def test_without_scripts_everything_is_there(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-TW", java_script_enabled=False)
    visit = Visit(context.new_page(), site).sign_in()
    visit.open(f"/hand-out/{site.roster_id}")
    expect(visit.page.get_by_role("textbox", name="貼到群組的文字")).to_have_value(re.compile("服務台"))
    expect(visit.page.get_by_role("button", name="複製文字")).to_be_hidden()
    link = visit.page.get_by_role("link", name=re.compile("每人一列")).get_attribute("href")
    assert visit.page.request.get(f"{site.origin}{link}").body()[:5] == b"%PDF-"
    context.close()
