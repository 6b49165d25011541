"""Planning and importing in a browser, on a server that carries out jobs: watched live, stopped early, interrupted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.clock import SystemClock
from benchmarks.served import Server, served
from outreach.calendar.dates import coming_monday
from outreach.records import Client, Roster
from outreach.records.database import office_records, open_database
from outreach.usecases.importing.import_workbook import import_workbook
from tests.browser.looks import sticks_out
from tests.imports import GEOCODER, StoppedClock
from tests.office import small_office
from tests.signed_in import PASSWORD, account_in
from tests.small_workbook import headings_of, small_workbook, write

SOON = 60_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("jobs")
    url = f"sqlite:///{folder / 'office.db'}"
    engine = open_database(url)
    small_office(engine)
    account_in(engine)
    engine.dispose()
    with served(url, folder) as server:
        yield server


def come_in(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(f"{server.address}/sign-in?next=/jobs")
    page.get_by_label("帳號").fill("coordinator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    expect(page).to_have_url(f"{server.address}/jobs")
    return page


def week(number: int) -> dt.date:
    return coming_monday(SystemClock().now().date()) + dt.timedelta(days=7 * number)


def start(page: Page, server: Server, monday: dt.date, seconds: int) -> None:
    page.goto(f"{server.address}/week/{monday}/plan")
    page.get_by_label("自己填").check()
    page.get_by_role("spinbutton", name="秒數").fill(str(seconds))
    page.get_by_role("button", name="開始排班").click()
    expect(page).to_have_url(re.compile("/jobs/[0-9a-f]{32}$"))


def no_overflow(page: Page) -> bool:
    return sticks_out(page) <= 0


def test_a_plan_is_watched_and_stopped_early(desktop: BrowserContext, server: Server) -> None:
    page = come_in(desktop, server)
    reloads: list[str] = []
    start(page, server, week(0), 600)
    expect(page.get_by_role("heading", name="目前最好的一份")).to_be_visible(timeout=SOON)
    page.on("framenavigated", lambda frame: reloads.append(frame.url))
    bar = page.get_by_role("progressbar")
    before = page.locator(".stage").inner_text()
    expect(page.locator(".stage")).not_to_have_text(before, timeout=SOON)
    expect(bar).to_be_visible()
    expect(page.locator(".figures")).to_contain_text("必要名額未排")
    expect(page.locator("#said")).to_contain_text("找更好的排法", timeout=SOON)
    # All of that came without loading the page anew.
    assert reloads == [] and no_overflow(page)
    page.get_by_role("button", name="停止並保留最好的").click()
    expect(page.get_by_role("link", name="看這份班表")).to_be_visible(timeout=SOON)
    expect(page.locator(".answer")).to_contain_text("草稿")
    page.get_by_role("link", name="看這份班表").click()
    expect(page).to_have_url(re.compile(rf"/week/{week(0)}\?roster=[0-9a-f]{{32}}"))


def test_a_server_that_falls_is_told_and_comes_back(desktop: BrowserContext, server: Server) -> None:
    page = come_in(desktop, server)
    start(page, server, week(1), 600)
    expect(page.get_by_role("heading", name="目前最好的一份")).to_be_visible(timeout=SOON)
    server.kill()
    lost = page.get_by_text("連線中斷了，正在重新連線。")
    expect(lost).to_be_visible(timeout=SOON)
    # Pressed meanwhile, nothing is lost either.
    page.get_by_role("button", name="取消，什麼都不留").click()
    expect(page.get_by_text("連線中斷了，還沒有停止；恢復後再按一次。")).to_be_visible()
    server.start()
    expect(lost).to_be_hidden(timeout=SOON)
    page.get_by_role("button", name="取消，什麼都不留").click()
    expect(page.locator(".answer")).to_contain_text("已取消", timeout=SOON)


def test_a_phone_follows_without_script_too(phone: BrowserContext, server: Server) -> None:
    page = come_in(phone, server)
    start(page, server, week(2), 600)
    expect(page.get_by_role("heading", name="目前最好的一份")).to_be_visible(timeout=SOON)
    assert no_overflow(page)
    quiet = phone.browser.new_context(java_script_enabled=False, storage_state=phone.storage_state())  # type: ignore[union-attr]
    plain = quiet.new_page()
    plain.goto(page.url)
    before = plain.locator(".stage").inner_text()
    expect(plain.locator(".stage")).not_to_have_text(before, timeout=SOON)
    plain.get_by_role("button", name="停止並保留最好的").click()
    expect(plain.get_by_role("link", name="看這份班表")).to_be_visible(timeout=SOON)
    quiet.close()
    expect(page.get_by_role("link", name="看這份班表")).to_be_visible(timeout=SOON)


def test_a_workbook_is_previewed_and_kept(desktop: BrowserContext, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    engine = open_database(url)
    first = write(tmp_path / "first.ods", headings_of(small_workbook()))
    import_workbook(engine, first, geocoder=GEOCODER, clock=StoppedClock())
    account_in(engine)
    rows = small_workbook()
    rows["clients"][0]["need_grade"] = 4
    rows["clients"].append({"code": "C09", "name": "陳示範", "address": "示範街2號", "village": "國平里"})
    rows["people"][1]["role"] = "義工"
    file = write(tmp_path / "十二月.ods", headings_of(rows))
    with served(url, tmp_path) as server:
        page = come_in(desktop, server)
        page.goto(f"{server.address}/imports")
        page.get_by_label("試算表檔案").set_input_files({"name": "a.csv", "mimeType": "", "buffer": b"x" * 10_500_000})
        page.get_by_role("button", name="上傳並預覽").click()
        expect(page.get_by_text("這個檔案超過 10 MB")).to_be_visible()
        page.get_by_label("試算表檔案").set_input_files(file)
        page.get_by_role("button", name="上傳並預覽").click()
        expect(page.locator(".answer")).to_contain_text("存入後：新增 1 筆，改變 1 筆", timeout=SOON)
        expect(page.get_by_text("「身分」看不懂：請填志工、替代役或職員。")).to_be_visible()
        page.get_by_label("和 C02 陳示範 是同一人，合併").check()
        # Pressed twice, kept once.
        page.get_by_role("button", name="存入", exact=True).dblclick()
        expect(page.locator(".answer")).to_contain_text("存好了", timeout=SOON)
        assert no_overflow(page)
        with office_records(engine, write=False) as records:
            clients = {client.code: client for client in records.all(Client)}
            assert records.all(Roster) == []
        assert clients["C02"].other_codes == ["C09"] and clients["C01"].need_grade == 4 and "C09" not in clients
        page.get_by_role("link", name="開始排班").click()
        expect(page.get_by_role("button", name="開始排班")).to_be_visible()
    engine.dispose()
