"""The office's data in a browser: by keyboard, on a phone, without scripts, without a connection, by two at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from outreach.records import Client, Person, Service
from outreach.records.database import office_records
from tests.browser.looks import serious, sticks_out
from tests.browser.test_pages import Site, Visit, serve
from tests.signed_in import PASSWORD

SMALL = """[...document.querySelectorAll("main button, main .btn, main select, main input:not([type=hidden])")]
  .filter((one) => one.offsetParent && !one.matches(".first, [type=checkbox], [type=radio]"))
  .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""
"""What a finger would miss."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve(tmp_path_factory.mktemp("site"))


def id_of(site: Site, record: type, **what: str) -> str:
    with office_records(site.engine, write=False) as records:
        found = [one for one in records.all(record) if all(getattr(one, name) == what[name] for name in what)]
    return str(found[0].id)


def save(page: Page) -> None:
    page.get_by_role("button", name="儲存", exact=True).last.click()


def test_a_person_is_made_by_keyboard_alone_and_taken_back(desktop: BrowserContext, site: Site) -> None:
    visit = Visit(desktop.new_page(), site).sign_in()
    page = visit.page
    visit.open("/data/people")
    page.get_by_role("link", name="新增", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("新增人員")
    page.get_by_label("姓名").focus()
    page.keyboard.type("高美玲")
    for down in (0, 1, 1):
        page.keyboard.press("Tab")
        for _ in range(down):
            page.keyboard.press("ArrowDown")
    page.locator("#availability\\.0\\.weekday").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.locator("#availability\\.0\\.start").fill("09:00")
    page.locator("#availability\\.0\\.end").fill("08:00")
    page.get_by_label("姓名").focus()
    # Enter in a field saves; it does not add a row.
    page.keyboard.press("Enter")
    end = page.locator("#availability\\.0\\.end")
    expect(end).to_be_focused()
    expect(end).to_have_accessible_description("結束要晚於開始。")
    expect(page.get_by_label("姓名")).to_have_value("高美玲")
    end.fill("17:00")
    page.get_by_role("button", name="再加一列：資格").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#skills\\.1\\.skill")).to_be_focused()
    page.keyboard.type("急救")
    page.get_by_label("姓名").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已存：新增人員")
    expect(page.get_by_role("heading", level=1)).to_have_text("高美玲")
    expect(page.get_by_label("編號")).to_have_value("V002")
    page.get_by_role("button", name="復原").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/data/people\?saved=[0-9a-f]{32}$"))
    expect(page.get_by_role("status").first).to_contain_text("已存：復原")
    expect(page.get_by_role("link", name="高美玲")).to_have_count(0)
    assert [one for one in visit.complaints if "422" not in one] == []


def test_a_name_is_found_without_an_address_and_still_there_on_the_way_back(phone: BrowserContext, site: Site) -> None:
    visit = Visit(phone.new_page(), site).sign_in()
    page = visit.page
    visit.open("/data/clients")
    page.get_by_label("姓名、編號、電話或備註").fill("測試乙")
    page.get_by_role("button", name="找").tap()
    expect(page.get_by_text("找到 1 筆。")).to_be_visible()
    assert page.url == f"{site.origin}/data/clients"
    page.get_by_role("link", name="測試乙").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("測試乙")
    page.go_back()
    expect(page.get_by_text("找到 1 筆。")).to_be_visible()
    expect(page.get_by_label("姓名、編號、電話或備註")).to_have_value("測試乙")
    visit.open("/data/clients")
    expect(page.get_by_text("共 4 筆。")).to_be_visible()
    assert not [url for url in visit.requests if "%E6" in url]
    visit.assert_quiet()


@pytest.mark.parametrize("width", [390, 1440])
def test_two_who_change_one_field_choose_and_lose_nothing(browser: Browser, site: Site, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-TW")
    visit = Visit(context.new_page(), site).sign_in()
    one, other = visit.page, context.new_page()
    path = f"{site.origin}/data/clients/{id_of(site, Client, code='C001')}"
    for page in (one, other):
        page.goto(path)
    one.get_by_label(re.compile("^電話")).fill(f"06-000-1{width}")
    one.get_by_label("備註").fill(f"甲 {width}")
    save(one)
    expect(one.get_by_role("status")).to_contain_text("已存")
    other.get_by_label("備註").fill(f"乙 {width}")
    save(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("別人剛改過這筆資料")
    expect(other.get_by_role("alert")).to_contain_text("有 1 個欄位兩邊改得不一樣")
    expect(other.get_by_role("row", name="電話")).to_contain_text("對方改的")
    other.get_by_role("group", name="備註").get_by_label("保留我的").check()
    other.get_by_role("button", name="照選的儲存").click()
    expect(other.get_by_role("status")).to_contain_text("已存")
    expect(other.get_by_label("備註")).to_have_value(f"乙 {width}")
    expect(other.get_by_label(re.compile("^電話"))).to_have_value(f"06-000-1{width}")
    context.close()


def test_a_lost_connection_keeps_what_was_typed(desktop: BrowserContext, site: Site) -> None:
    visit = Visit(desktop.new_page(), site).sign_in()
    page = visit.page
    visit.open(f"/data/people/{id_of(site, Person, code='K001')}")
    page.get_by_label("職稱").fill("課長")
    desktop.set_offline(True)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("連線中斷了，填的內容都還在")
    expect(page.get_by_label("職稱")).to_have_value("課長")
    desktop.set_offline(False)
    save(page)
    expect(page.get_by_role("status")).to_contain_text("已存：修改人員")
    expect(page.get_by_label("職稱")).to_have_value("課長")


def test_all_of_it_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")
    page = context.new_page()
    page.goto(f"{site.origin}/sign-in?next=/data/people")
    page.get_by_label("帳號").fill("coordinator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    page.get_by_label("姓名、編號、電話或備註").fill("秀琴")
    page.get_by_role("button", name="找").click()
    page.get_by_role("link", name="林秀琴").click()
    rows = page.get_by_role("group", name="可服勤時段").get_by_role("group")
    expect(rows).to_have_count(5)
    page.get_by_role("button", name="再加一列：可服勤時段").click()
    expect(rows).to_have_count(6)
    page.get_by_role("button", name="移除：可服勤時段 2").click()
    expect(rows).to_have_count(5)
    page.locator("#availability\\.5\\.date").fill("2026-12-05")
    page.locator("#availability\\.5\\.start").fill("09:00")
    page.locator("#availability\\.5\\.end").fill("12:00")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("已存：修改人員")
    expect(rows).to_have_count(5)
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_what_has_no_address_of_its_own_fits_and_is_accessible_too(browser: Browser, site: Site, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-TW")
    visit = Visit(context.new_page(), site).sign_in()
    page, other = visit.page, context.new_page()
    path = f"/data/people/{id_of(site, Person, code='S001')}"
    visit.open(path)
    other.goto(site.origin + path)
    page.locator("#availability\\.0\\.end").fill("07:00")
    page.get_by_label("每週上限時數").fill("四十")
    save(page)
    expect(page.get_by_label("每週上限時數")).to_have_accessible_description("要填數字。")
    look_at(page)
    page.get_by_label("每週上限時數").fill("39")
    page.locator("#availability\\.0\\.end").fill("16:00")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("已存")
    other.get_by_label("每週上限時數").fill("38")
    other.get_by_label("職稱").fill("小隊長")
    save(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("別人剛改過這筆資料")
    look_at(other)
    other.goto(f"{site.origin}/data/services/{id_of(site, Service, name='居家打掃')}")
    look_at(other)
    page.goto(f"{site.origin}{path}")
    page.get_by_label("每週上限時數").fill("40")
    page.get_by_role("button", name="儲存", exact=True).last.click()
    expect(page.get_by_role("status")).to_contain_text("已存")
    context.close()


def look_at(page: Page) -> None:
    """Nothing sticks out, axe finds nothing serious, a finger hits everything."""
    assert sticks_out(page) <= 0
    assert serious(page) == []
    assert page.evaluate(SMALL) == []
