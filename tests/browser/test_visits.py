"""The visit log and cases in a browser, at a desk and on a phone: found, noted from paper, followed up, closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from outreach.records import Roster
from outreach.records.database import office_records
from tests.browser.looks import serious, sticks_out
from tests.browser.test_pages import HOSTILE, Site, Visit, serve

SIZES = {"desk": (1440, 900), "desk at 200 %": (720, 450), "phone": (390, 844)}
DAY = "/visits?first=2026-12-02&last=2026-12-02"


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, size: str) -> Iterator[Site]:
    for site in serve(tmp_path_factory.mktemp("visits"), HOSTILE):
        with office_records(site.engine) as records:
            roster = records.get(Roster, site.roster_id)
            assert roster is not None
            roster.status = "published"
        yield site


@pytest.fixture
def visit(site: Site, size: str, browser: Browser) -> Iterator[Visit]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-TW")
    yield Visit(context.new_page(), site).sign_in()
    context.close()


def assert_fits_and_is_accessible(visit: Visit) -> None:
    assert sticks_out(visit.page) <= 0
    assert serious(visit.page) == []
    visit.assert_quiet()


def test_a_visit_is_found_by_name_noted_from_paper_and_put_right(visit: Visit) -> None:
    page = visit.page
    visit.open(DAY)
    page.get_by_label("姓名、地址、服務或備註").fill("測試乙")
    page.get_by_label("第一天").fill("2026-12-02")
    page.get_by_role("button", name="找", exact=True).click()
    expect(page.get_by_text("找到 1 筆。")).to_be_visible()
    assert "測試乙" not in page.url
    assert_fits_and_is_accessible(visit)
    page.get_by_role("link", name=re.compile("測試乙")).click()
    page.get_by_label("到達（簽到）").fill("14:02")
    page.locator("#outcome").select_option("no_answer")
    page.get_by_label("備註").fill("敲門三次" + HOSTILE)
    page.get_by_role("button", name="存成新的一則").click()
    expect(page.get_by_text("已經記下來了；先前的紀錄都還在下面。")).to_be_visible()
    expect(page.get_by_text("無人應門，還沒見到本人。")).to_be_visible()
    page.get_by_label("離開（簽退）").fill("13:00")
    page.get_by_role("button", name="存成新的一則").click()
    expect(page.get_by_text("離開時間要晚於到達時間。")).to_be_visible()
    expect(page.get_by_label("離開（簽退）")).to_be_focused()
    assert "422" in visit.complaints.pop()
    page.get_by_label("離開（簽退）").fill("14:20")
    page.locator("#outcome").select_option("seen")
    page.get_by_label("身體不適").check()
    page.get_by_role("button", name="存成新的一則").click()
    expect(page.get_by_text("後來有更新的紀錄")).to_be_visible()
    expect(page.get_by_text("狀況（只有承辦人看得到）").locator("+ dd")).to_have_text("身體不適")
    assert_fits_and_is_accessible(visit)


def test_a_case_is_opened_from_a_line_noted_and_closed(visit: Visit) -> None:
    page = visit.page
    visit.open(DAY)
    page.get_by_role("link", name=re.compile("測試丙")).first.click()
    page.locator("#outcome").select_option("no_answer")
    page.get_by_role("button", name="存成新的一則").click()
    page.get_by_role("link", name="開追蹤案件").click()
    page.get_by_label("要追蹤什麼").fill("聯絡家屬")
    page.get_by_label("期限").fill("2030-01-04")
    page.get_by_role("button", name="開案").click()
    expect(page.get_by_text(re.compile(r"開案了，案號 \d+-0001。"))).to_be_visible()
    page.get_by_label("做了什麼、說了什麼").fill("女兒說她週五回來")
    page.get_by_role("button", name="記下來").click()
    expect(page.get_by_text("女兒說她週五回來")).to_be_visible()
    page.get_by_label("結果是什麼").fill("已見到本人，安好")
    assert_fits_and_is_accessible(visit)
    page.get_by_role("button", name="結案").click()
    expect(page.get_by_text("已結案：已見到本人，安好")).to_be_visible()
    page.get_by_role("button", name="重新開啟").click()
    expect(page.get_by_text("重新開啟了。")).to_be_visible()
    visit.open("/cases")
    expect(page.get_by_role("link", name=re.compile(r"\d+-0001"))).to_be_visible()
    assert_fits_and_is_accessible(visit)


def test_a_file_is_taken_along(visit: Visit) -> None:
    page = visit.page
    visit.open(DAY)
    for suffix in ("ODS", "XLSX", "CSV"):
        with page.expect_download() as told:
            page.get_by_role("link", name=suffix, exact=True).click()
        assert told.value.suggested_filename == f"visits-2026-12-02-2026-12-02.{suffix.lower()}"
