"""A coordinator's Monday, from an empty office to a printed week, at a desk and on a phone.

With `OUTREACH_SCREENSHOTS` set to a folder, each step leaves a picture there (docs/screens.md shows them).
"""

from __future__ import annotations

import datetime as dt
import re
import socket
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader
from sqlalchemy import Engine

from api.app import create_app
from api.cli import main
from api.clock import SystemClock
from api.serving import Server
from benchmarks.served import free_port
from outreach.calendar.dates import coming_monday
from outreach.calendar.holidays import closed_on
from outreach.records import Message, Person, PersonSkill, Pin, Roster, RosterDuty
from outreach.records.database import office_records, open_database
from tests.browser.looks import picture, serious, sticks_out
from tests.signed_in import CHEAP, PASSWORD, account_in

SOON = 120_000
WEEK = dt.timedelta(days=7)


def a_plain_week() -> dt.date:
    """The Monday of the next week without a public holiday: the same work whenever this is run."""
    monday = coming_monday(SystemClock().now().date())
    while any(closed_on(monday + dt.timedelta(days=day)) for day in range(5)):
        monday += WEEK
    return monday


class Mailbox:
    """Whom a mail server was handed mails for."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        self.told += envelope.rcpt_tos  # type: ignore[attr-defined]
        return "250 OK"


class Office:
    """An empty office that is served with its jobs, and a mail server beside it."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'office.db'}"
        self.engine: Engine = open_database(self.url)
        account_in(self.engine)
        self.monday = a_plain_week()
        self.workbook = folder / "sample.ods"
        assert main(["sample", "--to", str(self.workbook), "--week", self.monday.isoformat()]) == 0
        self.mailbox = Mailbox()
        self.mails = Controller(self.mailbox, hostname="127.0.0.1", port=free_port())

    def newest(self) -> Roster:
        with office_records(self.engine, write=False) as records:
            return max(records.all(Roster), key=lambda one: one.revision)

    def told_of(self, roster_id: str) -> set[str]:
        """Who was told of this roster, by name."""
        with office_records(self.engine, write=False) as records:
            names = {one.id: one.name for one in records.all(Person)}
            messages = records.all(Message)
        return {names[one.person_id] for one in messages if one.occasion.startswith(f"publish:{roster_id}")}

    def volunteer_ahead(self) -> tuple[str, str, dt.date]:
        """A volunteer with a duty on the last day of the week that has one: code, name, date."""
        roster = self.newest()
        with office_records(self.engine, write=False) as records:
            people = {one.id: one for one in records.all(Person, Person.role == "volunteer")}
            duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
            own = max((one for one in duties if one.person_id in people), key=lambda one: (one.date, one.departure))
        return people[own.person_id].code, people[own.person_id].name, own.date

    def give_mailboxes(self) -> None:
        """Volunteers can be reached by mail from now on; the others are phoned."""
        with office_records(self.engine) as records:
            for one in records.all(Person, Person.role == "volunteer"):
                one.email = f"{one.code.lower()}@example.test"

    def mailed(self, names: set[str]) -> bool:
        """Whether exactly those of these people who have an address have got a mail since the last time."""
        with office_records(self.engine, write=False) as records:
            wanted = {one.email for one in records.all(Person) if one.name in names and one.email}
        end = time.monotonic() + SOON / 1000
        while len(self.mailbox.told) < len(wanted) and time.monotonic() < end:
            time.sleep(0.1)
        got, self.mailbox.told = self.mailbox.told, []
        return sorted(got) == sorted(wanted)

    def untrained(self, skill: str) -> set[str]:
        """Who does not have this skill, by name."""
        with office_records(self.engine, write=False) as records:
            trained = {one.person_id for one in records.all(PersonSkill, PersonSkill.skill == skill)}
            return {one.name for one in records.all(Person) if one.id not in trained}

    def pins(self) -> int:
        with office_records(self.engine, write=False) as records:
            return len(records.all(Pin, Pin.by_hand == True))  # noqa: E712


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.mails.start()
    mails = f"mailto://127.0.0.1:{office.mails.port}/?from=office@example.test&mode=insecure"
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(create_app(office.url, passwords=CHEAP, jobs=True, messages=mails), log_level="error")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    office.origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield office
    server.should_exit = True
    thread.join()
    listening.close()
    office.mails.stop()
    office.engine.dispose()


class Monday:
    """One coordinator at one screen, and what they do one after the other."""

    def __init__(self, page: Page, office: Office, size: str) -> None:
        self.page, self.office, self.size = page, office, size
        # What a script throws, and what our own policy forbids; answers that refuse are on the console too.
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: "Content Security" in message.text and self.faults.append(message.text))
        self.steps = 0

    def look(self, name: str) -> None:
        """The page fits, axe finds nothing serious, and a picture is taken where somebody wants them."""
        self.steps += 1
        assert sticks_out(self.page) <= 0, name
        assert serious(self.page) == [], name
        picture(self.page, f"monday-{self.steps:02}-{name}-{self.size}")

    def answer(self) -> Locator:
        return self.page.locator("main .answer").first

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def comes_in(self) -> None:
        page = self.page
        page.goto(self.office.origin + "/sign-in")
        page.get_by_label("帳號").fill("coordinator")
        page.get_by_label("密碼").fill(PASSWORD)
        self.press("登入")
        expect(self.answer()).to_contain_text("還沒有資料：先匯入一份活頁簿")

    def imports_with_a_preview(self) -> None:
        self.follow("匯入活頁簿")
        self.page.get_by_label("試算表檔案").set_input_files(self.office.workbook)
        self.press("上傳並預覽")
        expect(self.answer()).to_contain_text("存入後：新增", timeout=SOON)
        self.look("preview")
        with office_records(self.office.engine, write=False) as records:
            assert records.all(Person) == []
        self.press("存入")
        expect(self.answer()).to_contain_text("存好了：新增", timeout=SOON)
        self.office.give_mailboxes()

    def plans(self) -> None:
        page = self.page
        page.goto(f"{self.office.origin}/week/{self.office.monday}")
        expect(self.page.locator("main")).to_contain_text("這週還沒有班表")
        self.follow("開始排班")
        page.get_by_label("快速").check()
        self.press("開始排班")
        expect(page.locator("progress").first).to_be_visible()
        expect(page.locator("main")).to_contain_text("必要名額", timeout=SOON)
        self.look("planning")
        expect(self.answer()).to_contain_text("排好了：第 1 版草稿。", timeout=SOON)
        expect(self.answer()).to_contain_text("還缺")

    def reads_why(self) -> list[str]:
        """Three that are unserved, each with its reason; their names."""
        page = self.page
        self.follow("看未排入的原因")
        expect(self.answer()).to_contain_text("項必要的沒有人。")
        self.look("unserved")
        headings = page.locator(".card h3 a")
        assert headings.count() >= 3
        for number in range(3):
            headings.nth(number).click()
            expect(page.get_by_role("heading", name="為什麼排不進去")).to_be_visible()
            expect(self.answer()).to_contain_text(re.compile("人"))
            expect(page.locator(".funnel li").first).to_contain_text("全部人員")
            if number == 0:
                self.look("why")
            page.go_back()
        return [headings.nth(number).inner_text() for number in range(3)]

    def applies_a_fix(self) -> str:
        """The first that has a fix: found, verified, applied; its name."""
        page = self.page
        page.locator(".card h3 a", has_text="延時櫃台").first.click()
        name = page.locator("h1").inner_text()
        self.press(re.compile("^找補法"))
        best = page.locator(".fix").first
        expect(best).to_be_visible(timeout=SOON)
        expect(best).to_contain_text("已試排，確認可行")
        self.look("fixes")
        best.get_by_role("button", name=re.compile("套用")).click()
        expect(page.get_by_role("status").first).to_contain_text("已套用，這是第 2 版草稿", timeout=SOON)
        expect(page.locator(".card h3 a", has_text="延時櫃台")).to_have_count(0)
        return name

    def the_board(self) -> None:
        self.page.goto(f"{self.office.origin}/week/{self.office.monday}")
        expect(self.page.locator("main[data-edit-on]")).to_be_attached(timeout=SOON)

    def pins_two(self) -> None:
        before = self.office.pins()
        for number in range(2):
            self.the_board()
            page = self.page
            if self.size == "desk":
                chip = page.locator('.board tbody[data-role="substitute"] a.chip.shift:not(:has(.pin))').nth(number)
                chip.focus()
                page.keyboard.press("p")
                expect(page.locator(".boardbar .said")).to_contain_text("已鎖定", timeout=SOON)
            else:
                held = page.locator("a.chip.shift:visible:not(:has(.pin))").nth(number)
                held.click()
                page.get_by_role("button", name=re.compile("^鎖定")).first.click()
                expect(page.locator(".boardbar .said")).to_contain_text("已鎖定", timeout=SOON)
        assert self.office.pins() >= before + 2

    def is_refused(self) -> None:
        """Who is not trained, or not of the right role, cannot take it: dragged there at a desk, chosen on a phone."""
        page = self.page
        self.the_board()
        if self.size == "desk":
            chip = page.locator('.board tbody[data-role="substitute"] a.chip[aria-label*="陪伴就醫"]').first
            day = chip.locator("xpath=ancestor::td").get_attribute("data-date")
            rows = page.locator('.board tbody[data-role="substitute"] tr.one')
            names = [row.locator(".rowname .cut").inner_text() for row in rows.all()]
            untrained = next(number for number, name in enumerate(names) if name in self.office.untrained("陪伴就醫"))
            chip.drag_to(rows.nth(untrained).locator(f'td[data-date="{day}"]'))
            dialog = page.get_by_role("dialog")
            # A chip of several stops asks first which of them is meant.
            choice = dialog.get_by_role("button", name="試排勾選的站")
            refused = dialog.get_by_role("heading", name="不能這樣排")
            expect(choice.or_(refused)).to_be_visible(timeout=SOON)
            if choice.is_visible():
                choice.click()
        else:
            page.evaluate("document.querySelectorAll('.days details').forEach((day) => { day.open = true; })")
            page.locator('a.chip:visible[aria-label*="陪伴就醫"]').first.click()
            page.get_by_role("link", name=re.compile("^換人或改時間：陪伴就醫")).first.click()
            # The panel may be drawn anew when its candidates come: whoever has opened a part of it opens it again.
            for _ in range(5):
                page.get_by_text("指定人或時間").click()
                page.wait_for_timeout(500)
                if page.get_by_label("給誰").is_visible():
                    break
            someone = page.get_by_label("給誰").locator("option", has_text="（職員）").first.get_attribute("value")
            page.get_by_label("給誰").select_option(someone)
            page.locator("details.byhand").get_by_role("button", name="試排").click()
        expect(page.get_by_role("heading", name="不能這樣排")).to_be_visible(timeout=SOON)
        expect(page.locator("[data-panel=refused] [role=alert]").first).to_contain_text("請改找")
        self.look("refused")

    def publishes(self, revision: int) -> set[str]:
        """Publish the newest draft, and who is told of it."""
        self.the_board()
        roster = self.office.newest()
        self.follow(re.compile("^公布"))
        expect(self.page.locator("h1")).to_have_text("公布這一版？")
        self.look(f"publish-{revision}")
        names = {one.inner_text().strip() for one in self.page.locator(".told li .person span:last-child").all()}
        self.press(re.compile("^公布"))
        expect(self.page.get_by_role("status").first).to_contain_text(
            f"已公布，正在通知 {len(names)} 人。", timeout=SOON
        )
        assert self.office.told_of(roster.id) == names
        assert self.office.mailed(names)
        self.look(f"receipts-{revision}")
        return names

    def reports_a_sick_volunteer(self) -> tuple[str, set[str]]:
        """Report, replan at the gentlest level, look, keep; who is sick, and whose days change."""
        page = self.page
        code, name, date = self.office.volunteer_ahead()
        page.goto(f"{self.office.origin}/absences/new?date={date}")
        page.get_by_label("人員").select_option(label=f"{name}（{code}）")
        page.get_by_label("整天").check()
        page.get_by_label("事由").fill("病假")
        self.press("登記請假，找人補")
        expect(page.locator("h1")).to_have_text(f"{name}請假，要怎麼補？", timeout=SOON)
        expect(page.get_by_role("heading", name="前後對照")).to_be_visible(timeout=SOON)
        expect(page.locator(".level.on h3")).to_have_text("只補空缺")
        self.look("replan")
        rows = page.locator(".diff tbody" if self.size == "desk" else ".sides-list > li")
        changed = {one.inner_text() for one in rows.locator(".person span:last-child").all()}
        self.press(re.compile("^存成第 3 版草稿"))
        expect(page).to_have_url(re.compile("/week/.*roster="), timeout=SOON)
        return name, {one.strip() for one in changed}

    def prints(self) -> None:
        page = self.page
        page.goto(f"{self.office.origin}/hand-out/{self.office.newest().id}")
        self.look("hand-out")
        for label in (re.compile("張$"), re.compile("^每人一列")):
            address = page.get_by_role("link", name=label).first.get_attribute("href")
            paper = page.request.get(self.office.origin + str(address))
            assert paper.ok and paper.headers["content-type"] == "application/pdf"
            assert len(PdfReader(BytesIO(paper.body())).pages) >= 1
        text = page.locator("textarea").first.input_value()
        assert "外勤排班" in text and "服務台" in text


@pytest.fixture(params=["desk", "phone"])
def play(request: pytest.FixtureRequest, office: Office, browser: Browser) -> Iterator[Monday]:
    size = {"viewport": {"width": 1440, "height": 900}}
    if request.param == "phone":
        size = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    context: BrowserContext = browser.new_context(locale="zh-TW", **size)  # type: ignore[arg-type]
    yield Monday(context.new_page(), office, request.param)
    context.close()


def test_a_coordinators_monday(play: Monday) -> None:
    play.comes_in()
    play.imports_with_a_preview()
    play.plans()
    assert len(play.reads_why()) == 3
    play.applies_a_fix()
    play.pins_two()
    play.is_refused()
    everybody = play.publishes(1)
    name, changed = play.reports_a_sick_volunteer()
    told = play.publishes(2)
    assert name in told and told <= changed and len(told) < len(everybody)
    play.prints()
    assert play.faults == []
