"""A duty by a personal link: over HTTPS on a name that is not this machine's, without signal, revoked and ended."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from outreach.actor import Actor
from outreach.records import DutyLink, Person
from outreach.records.database import office_records
from outreach.usecases.links.make_links import make_links
from outreach.usecases.links.make_pins import NewPin, set_pins
from tests.browser.conftest import QUIET
from tests.browser.field_site import FieldSite, serve_field
from tests.browser.test_my_route import DUMP, arrives, button, stop
from tests.proofs.field_phone import kept_offline, unsent
from tests.signed_in import CHEAP
from tests.tls import NAME

PIN = "135790"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FieldSite]:
    with serve_field(tmp_path, tls=True) as served:
        yield served


@pytest.fixture(scope="module")
def far(browser: Browser, chinese_fonts: Path) -> Iterator[Browser]:
    """A browser for which the office's name leads to this machine, and which trusts its certificate."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    started = browser.browser_type.launch(
        executable_path=found,
        args=[*QUIET, f"--host-resolver-rules=MAP {NAME} 127.0.0.1", "--ignore-certificate-errors"],
        env={**os.environ, "FONTCONFIG_FILE": str(chinese_fonts)},
    )
    yield started
    started.close()


@pytest.fixture
def mobile(far: Browser) -> Iterator[BrowserContext]:
    context = far.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="zh-TW", ignore_https_errors=True
    )
    yield context
    context.close()


def opened(site: FieldSite, mobile: BrowserContext) -> Page:
    """林秀琴's duty, opened by a new link with her PIN."""
    with office_records(site.engine) as records:
        actor = Actor(office_id=records.office.id, role="coordinator")
        (lin,) = records.all(Person, Person.code == "V001")
        now = site.clock.now()
        made = make_links(records, actor, roster_id=site.roster_id, person_id=lin.id, now=now)
        set_pins(records, actor, pins={lin.id: NewPin(PIN, CHEAP.hashed(PIN))}, again=True, now=now)
    page = mobile.new_page()
    page.goto(f"{site.origin}/d#{made.made[0].secret}")
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="開啟").click()
    expect(page).to_have_url(f"{site.origin}/my")
    return page


def noted_offline(page: Page, mobile: BrowserContext) -> None:
    """One door, without signal."""
    kept_offline(page)
    mobile.set_offline(True)
    stop(page, 2)
    button(page, "見到本人").tap()
    expect(page.locator("#bar-unsent")).to_have_text("2 筆未送出")


def test_it_opens_without_signal_and_what_was_noted_arrives(site: FieldSite, mobile: BrowserContext) -> None:
    page = opened(site, mobile)
    noted_offline(page, mobile)
    page.close()
    page = mobile.new_page()
    page.goto(f"{site.origin}/my")
    expect(page.locator("#stop-2")).to_be_visible()
    expect(page.get_by_text("離線功能未開啟")).to_be_hidden()
    mobile.set_offline(False)
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出")
    arrives(page, site, {"plan:P001:1": "seen"})
    assert {entry.link_id is not None for entry in site.entries()} == {True}


@pytest.mark.parametrize("how", ["revoked", "ended", "ten days later"])
def test_what_is_shown_no_more_goes_and_what_was_noted_is_still_taken(
    site: FieldSite, mobile: BrowserContext, how: str
) -> None:
    page = opened(site, mobile)
    noted_offline(page, mobile)
    if how == "revoked":
        with office_records(site.engine) as records:
            for link in records.all(DutyLink):
                link.revoked = site.clock.now()
    else:
        site.clock.set(site.clock.now() + dt.timedelta(hours=7 if how == "ended" else 240))
    mobile.set_offline(False)
    expect(page.get_by_role("heading", name="這個連結已經結束")).to_be_visible()
    assert "測試" not in page.content() and "示範一路" not in page.content()
    arrives(page, site, {"plan:P001:1": "seen"})
    # What has been acknowledged is wiped a moment later.
    for _ in range(50):
        left = [one for one in page.evaluate(DUMP) if one["store"] in ("kept", "outbox")]
        if not left and unsent(page) == 0:
            break
        page.wait_for_timeout(100)
    assert left == [] and unsent(page) == 0
    expect(page.locator("#bar")).to_be_hidden()
    # Nothing is left to be opened without signal.
    mobile.set_offline(True)
    page.goto(f"{site.origin}/my")
    expect(page.get_by_role("heading", name="現在沒有訊號")).to_be_visible()
