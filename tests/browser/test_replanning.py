"""A sick volunteer, from the report to the draft, in a browser; at a desk and on a phone."""

from __future__ import annotations

import datetime as dt
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, expect

from api.app import create_app
from api.clock import SystemClock
from outreach.calendar.dates import coming_monday
from outreach.records import Absence, Availability, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from outreach.usecases.replanning.forget_tries import tries_of
from tests.browser.looks import serious, sticks_out
from tests.office import MONDAY, small_office
from tests.signed_in import CHEAP, PASSWORD, account_in

SOON = 90_000


class Site:
    """A small office whose week lies ahead, with a second volunteer who is free; it carries out its jobs itself."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/office.db"
        self.engine = open_database(self.url)
        self.roster_id = small_office(self.engine)
        self.monday = coming_monday(SystemClock().now().date())
        later = self.monday - MONDAY
        with office_records(self.engine) as records:
            for kind in (Roster, RosterDuty, RosterStop, Absence):
                for row in records.all(kind):
                    for name, value in row.model_dump().items():
                        if isinstance(value, dt.date) and name != "created":
                            setattr(row, name, value + later)
            lin = records.all(Person, Person.code == "V001")[0]
            second = records.add(
                Person(**lin.model_dump(exclude={"id", "version"}) | {"code": "V002", "name": "吳志明"})
            )
            records.session.flush()
            for row in records.all(Availability, Availability.person_id == lin.id):
                records.add(Availability(**row.model_dump(exclude={"id", "version"}) | {"person_id": second.id}))
        account_in(self.engine)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    listening = socket.create_server(("127.0.0.1", 0))
    application = create_app(site.url, passwords=CHEAP, jobs=True)
    server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    site.origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield site
    server.should_exit = True
    thread.join()
    listening.close()
    site.engine.dispose()


def signed_in(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.origin + "/sign-in?next=/account")
    page.get_by_label("帳號").fill("coordinator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    expect(page).to_have_url(site.origin + "/account")
    return page


def well_made(page: Page) -> None:
    """Nothing runs over the edge, and axe finds nothing serious."""
    assert sticks_out(page) <= 0
    assert serious(page) == []


@pytest.mark.parametrize("context", ["desktop", "phone"])
def test_from_a_sick_volunteer_to_a_draft(context: str, request: pytest.FixtureRequest, site: Site) -> None:
    page = signed_in(request.getfixturevalue(context), site)
    wednesday = site.monday + dt.timedelta(days=2)
    page.goto(f"{site.origin}/absences/new?date={wednesday}")
    well_made(page)
    page.get_by_label("人員").select_option(label="林秀琴（V001）")
    page.get_by_label("自己填時間").check()
    page.get_by_label("從幾點").fill("13:00")
    page.get_by_label("到幾點").fill("12:00")
    page.get_by_role("button", name="登記請假，找人補").click()
    expect(page.get_by_text("結束時間要晚於開始時間 13:00。")).to_be_visible(timeout=SOON)
    page.get_by_label("整天").check()
    page.get_by_label("事由").fill("病假")
    page.get_by_role("button", name="登記請假，找人補").click()
    expect(page.locator("h1")).to_have_text("林秀琴請假，要怎麼補？", timeout=SOON)
    expect(page.locator(".answer")).to_contain_text("缺 5 項")
    # The page shows the try by itself once there is one.
    expect(page.get_by_role("heading", name="前後對照")).to_be_visible(timeout=SOON)
    gentle = page.locator(".level").first
    expect(gentle).to_contain_text("補上")
    shown = page.locator(".diff tbody" if context == "desktop" else ".sides-list > li")
    expect(shown.filter(has_text="林秀琴")).to_contain_text("病假")
    expect(shown.filter(has_text="林秀琴").locator(".chip.gone").first).to_be_visible()
    expect(shown.filter(has_text="吳志明").locator(".chip.plus").first).to_be_visible()
    well_made(page)
    page.get_by_role("button", name="存成第 2 版草稿").click()
    expect(page).to_have_url(re.compile("/week/.*roster="), timeout=SOON)
    assert page.url == f"{site.origin}/week/{site.monday}?roster={newest(site)}"
    page.goto(f"{site.origin}/compare/{site.roster_id}/{newest(site)}")
    expect(page.locator("h1")).to_have_text("第 1 版和第 2 版差在哪裡")
    well_made(page)


def newest(site: Site) -> str:
    with office_records(site.engine, write=False) as records:
        assert tries_of(records) == []
        return max(records.all(Roster), key=lambda one: one.revision).id


@pytest.mark.parametrize("context", ["desktop", "phone"])
def test_the_other_forms_are_well_made(context: str, request: pytest.FixtureRequest, site: Site) -> None:
    page = signed_in(request.getfixturevalue(context), site)
    wednesday = site.monday + dt.timedelta(days=2)
    for path in (f"/closed-days/new?date={wednesday}", f"/requests/new?date={wednesday}", "/happenings"):
        page.goto(site.origin + path)
        well_made(page)


def test_without_script_it_is_all_there(browser: object, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")  # type: ignore[attr-defined]
    page = signed_in(context, site)
    wednesday = site.monday + dt.timedelta(days=2)
    page.goto(f"{site.origin}/closed-days/new?date={wednesday}")
    expect(page.locator(".answer")).to_contain_text("影響 2 人")
    page.get_by_label("事由").fill("颱風停班")
    page.get_by_role("button", name="登記停班，調整班表").click()
    expect(page.get_by_text("已登記停班。")).to_be_visible(timeout=SOON)
    # It looks again by itself, without script.
    expect(page.get_by_role("heading", name="前後對照")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="不改").click()
    with office_records(site.engine, write=False) as records:
        assert tries_of(records) == [] and len(records.all(Roster)) == 1
    context.close()
