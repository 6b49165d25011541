"""A personal link in a browser: over HTTPS under the office's own name, from the strip of paper to the phone."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from api.app import create_app
from api.serving import Server
from outreach.records import Office, Roster
from outreach.records.database import office_records, open_database
from tests.browser.conftest import QUIET
from tests.browser.looks import serious, sticks_out
from tests.office import at, small_office
from tests.signed_in import CHEAP, PASSWORD, account_in
from tests.tls import NAME, certificate

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "zh-TW"}


class Tuesday:
    """A clock that stands on the day before the duty."""

    def now(self):
        return at(1, "17:25")


@dataclass
class Served:
    """The office over HTTPS, under a name that is not this machine's."""

    origin: str
    roster_id: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("tls")
    made, key = certificate(folder)
    url = f"sqlite:///{folder / 'office.db'}"
    engine = open_database(url)
    roster_id = small_office(engine)
    account_in(engine)
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"https://{NAME}:{listening.getsockname()[1]}"
    with office_records(engine) as records:
        records.all(Roster)[0].status = "published"
        records.session.get_one(Office, records.office.id).address = origin
    app = create_app(url, clock=Tuesday(), passwords=CHEAP, hosts=[NAME])
    server = Server(app, ssl_certfile=made, ssl_keyfile=key, log_level="error")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Served(origin, roster_id)
    server.should_exit = True
    thread.join()
    listening.close()
    engine.dispose()


@pytest.fixture(scope="module")
def far(browser: Browser, chinese_fonts: Path) -> Iterator[Browser]:
    """A browser for which the office's name leads to this machine."""
    kind = browser.browser_type
    args = [*QUIET, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    shown = {**os.environ, "FONTCONFIG_FILE": str(chinese_fonts)}
    started = kind.launch(executable_path=_installed(), args=args, env=shown)
    yield started
    started.close()


def _installed() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def desk(far: Browser, served: Served) -> Iterator[Page]:
    context = far.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW", ignore_https_errors=True)
    page = context.new_page()
    page.goto(f"{served.origin}/sign-in?next=/links/{served.roster_id}")
    page.get_by_label("帳號").fill("coordinator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    expect(page.get_by_role("heading", name="個人連結", exact=True)).to_be_visible()
    yield page
    context.close()


@pytest.fixture
def phone(far: Browser) -> Iterator[BrowserContext]:
    context = far.new_context(**PHONE, ignore_https_errors=True)
    yield context
    context.close()


def one_link(desk: Page, served: Served) -> tuple[str, str]:
    """A new link for 林秀琴, and a new PIN, as the coordinator reads them."""
    row = desk.get_by_role("row", name="林秀琴").first
    row.get_by_role("button", name="做連結").or_(row.get_by_role("button", name="換新的")).click()
    address = desk.locator("#address-1").inner_text()
    desk.get_by_role("link", name="回個人連結").click()
    desk.get_by_role("row", name="林秀琴").last.get_by_role("button").click()
    digits = desk.locator(".digits").inner_text()
    desk.get_by_role("link", name="回個人連結").click()
    return address, digits


def fits(page: Page) -> None:
    """Nothing sticks out, and axe finds nothing serious."""
    assert sticks_out(page) <= 0
    assert serious(page) == []


def test_from_the_strip_to_the_phone_without_the_secret_in_any_request(
    desk: Page, phone: BrowserContext, served: Served
) -> None:
    address, pin = one_link(desk, served)
    secret = address.partition("#")[2]
    assert address == f"{served.origin}/d#{secret}"
    asked: list[Request] = []
    page = phone.new_page()
    page.on("request", lambda request: asked.append(request))
    page.goto(address)
    # Out of the address and of the history, and the code is not shown to whoever looks over a shoulder.
    expect(page).to_have_url(f"{served.origin}/d")
    expect(page.get_by_label("連結的代碼")).to_be_hidden()
    expect(page.get_by_label("PIN")).to_be_focused()
    assert page.evaluate("isSecureContext")
    fits(page)
    page.get_by_label("PIN").fill("000000")
    page.get_by_role("button", name="開啟").click()
    expect(page.get_by_role("heading", name="這個連結打不開")).to_be_visible()
    fits(page)
    page.get_by_label("PIN").fill(pin)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.origin}/my")
    cookies = {cookie["name"]: cookie for cookie in phone.cookies()}
    assert cookies["__Host-device"]["secure"] and cookies["__Host-device"]["httpOnly"]
    assert [one.url for one in asked if secret in one.url or secret in one.headers.get("referer", "")] == []


def test_the_same_phone_comes_again_without_a_pin_and_another_does_not(
    desk: Page, phone: BrowserContext, far: Browser, served: Served
) -> None:
    address, pin = one_link(desk, served)
    page = phone.new_page()
    page.goto(address)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="開啟").click()
    expect(page).to_have_url(f"{served.origin}/my")
    page.goto(address)
    expect(page.get_by_text("這支手機開過的連結，不必再輸入 PIN。")).to_be_visible()
    page.get_by_role("button", name="開啟").click()
    expect(page).to_have_url(f"{served.origin}/my")
    other = far.new_context(**PHONE, ignore_https_errors=True)
    second = other.new_page()
    second.goto(address)
    second.get_by_label("PIN").fill(pin)
    second.get_by_role("button", name="開啟").click()
    expect(second.get_by_role("heading", name="這個連結打不開")).to_be_visible()
    assert other.cookies() == []
    other.close()


def test_without_javascript_the_code_is_typed_from_the_paper(desk: Page, far: Browser, served: Served) -> None:
    address, pin = one_link(desk, served)
    secret = address.partition("#")[2]
    plain = far.new_context(**PHONE, ignore_https_errors=True, java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{served.origin}/d")
    grouped = " ".join(secret[first : first + 4] for first in range(0, 28, 4)).upper()
    page.get_by_label("連結的代碼").fill(grouped)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="開啟").click()
    expect(page).to_have_url(f"{served.origin}/my")
    plain.close()


def test_the_other_language_knows_the_code_too(desk: Page, phone: BrowserContext, served: Served) -> None:
    address, pin = one_link(desk, served)
    page = phone.new_page()
    page.goto(address)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Open my duty")).to_be_visible()
    expect(page).to_have_url(f"{served.origin}/d?lang=en")
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Open").click()
    expect(page).to_have_url(f"{served.origin}/my")


def test_inside_line_the_address_stays_so_that_another_browser_can_take_it(far: Browser, served: Served) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari Line/14.3.0"
    inside = far.new_context(**PHONE, ignore_https_errors=True, user_agent=agent)
    page = inside.new_page()
    page.goto(f"{served.origin}/d#abcdefghjkmnpqrstuvwxyz23456")
    expect(page.get_by_text("使用預設瀏覽器開啟")).to_be_visible()
    expect(page.get_by_label("連結的代碼")).to_be_hidden()
    assert page.url.endswith("#abcdefghjkmnpqrstuvwxyz23456")
    fits(page)
    inside.close()


def test_a_code_that_was_read_wrong_can_be_changed(phone: BrowserContext, served: Served) -> None:
    page = phone.new_page()
    page.goto(f"{served.origin}/d#abcdefghjkmnpqrstuvwxyz23456")
    page.get_by_role("button", name="改代碼").click()
    expect(page.get_by_label("連結的代碼")).to_be_focused()
    expect(page.get_by_label("連結的代碼")).to_have_value("abcdefghjkmnpqrstuvwxyz23456")


def test_the_strips_print_black_on_white_without_the_rest_of_the_page(desk: Page, served: Served) -> None:
    one_link(desk, served)
    desk.get_by_role("row", name="林秀琴").first.get_by_role("button", name="換新的").click()
    expect(desk.get_by_role("button", name="列印紙條")).to_be_visible()
    fits(desk)
    desk.emulate_media(media="print", color_scheme="dark")
    for hidden in (".topbar", ".noprint", ".hand"):
        expect(desk.locator(hidden).first).to_be_hidden()
    strip = desk.locator(".strip").first
    expect(strip).to_contain_text("林秀琴")
    assert strip.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]
    smallest = strip.evaluate(
        "one => Math.min(...[...one.querySelectorAll('h2, li, p, .letters')]"
        ".filter(part => part.checkVisibility()).map(part => parseFloat(getComputedStyle(part).fontSize)))"
    )
    assert smallest >= 16


def test_copying_an_address_says_so(desk: Page, served: Served) -> None:
    one_link(desk, served)
    desk.get_by_role("row", name="林秀琴").first.get_by_role("button", name="換新的").click()
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.get_by_role("button", name="複製網址").click()
    expect(desk.get_by_text("已複製，請只傳給本人。")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == desk.locator("#address-1").inner_text()


def test_revoking_is_one_press(desk: Page, phone: BrowserContext, served: Served) -> None:
    address, pin = one_link(desk, served)
    desk.get_by_role("row", name="林秀琴").first.get_by_role("button", name="停用").click()
    expect(desk.get_by_role("status")).to_contain_text("已停用")
    page = phone.new_page()
    page.goto(address)
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="開啟").click()
    expect(page.get_by_role("heading", name="這個連結打不開")).to_be_visible()
