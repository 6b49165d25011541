"""Every page of the application, at every width: nothing sticks out, axe finds nothing serious, nobody else is asked.

`PAGES` names every page there is; a new one without a line here makes a test fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.clock import SystemClock
from api.doors.access import ACCESS
from outreach.actor import Actor
from outreach.calendar.dates import coming_monday
from outreach.forms.cases import CaseForm
from outreach.forms.entries import EntryForm
from outreach.records import (
    Absence,
    Account,
    Change,
    Client,
    Ladder,
    Person,
    Roster,
    RosterStop,
    RosterUnserved,
    Week,
)
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.cases.open_case import open_case
from outreach.usecases.noting.note_entry import note_entry
from tests.browser.looks import serious, sticking_out
from tests.browser.test_pages import Site, serve
from tests.ladders import door_of, note
from tests.revisions import copy_of
from tests.signed_in import PASSWORD

# What is answered to a GET and is no page of ours: files, streams, frames, ways that only lead on.
NO_PAGES = {
    "/week/{monday}/events": "a stream",
    "/healthz": "a word for machines",
    "/ladders/open": "a piece of a page",
    "/favicon.ico": "a file",
    "/static": "files",
    "/lib": "files",
    "/week": "leads on",
    "/imports/blank.ods": "a file",
    "/imports/{run_id}": "has many states, looked at in test_jobs.py",
    "/jobs/{job_id}": "has many states, looked at in test_jobs.py",
    "/jobs/{job_id}/events": "a stream",
    "/duty/{duty_id}/sheet.pdf": "paper",
    "/hand-out/{roster_id}/sheets.pdf": "paper",
    "/hand-out/{roster_id}/week.pdf": "paper",
    "/hours/export.{suffix}": "a file",
    "/feeds/{secret}.ics": "a calendar",
    "/my": "a phone's, looked at in test_my_route.py",
    "/my/cannot": "a phone's, looked at in test_my_route.py",
    "/my/route.json": "data",
    "/my/map": "a frame with rules of its own, tested in test_route_map.py",
    "/my/worker.js": "a script",
    "/duty/{duty_id}/map": "a frame with rules of its own, tested in test_route_map.py",
    "/unserved/{roster_id}/{unserved_id}/map": "a frame with rules of its own, tested in test_route_map.py",
    "/visits/export.{suffix}": "a file",
    "/overdue/export.{suffix}": "a file",
}
PAGES = {
    "/": ("/",),
    "/sign-in": ("/sign-in",),
    "/account": ("/account",),
    "/week/{monday}": (
        "/week/2026-11-30",
        "/week/2026-12-07",
        *(f"/week/2026-11-30?view={view}" for view in ("desks", "clients", "villages")),
    ),
    "/duty/{duty_id}": ("{duty}",),
    "/duty/{duty_id}/sheet": ("{duty}/sheet",),
    "/unreached/{roster_id}": ("/unreached/{roster}",),
    "/unserved/{roster_id}": ("/unserved/{roster}",),
    "/unserved/{roster_id}/{unserved_id}": ("/unserved/{roster}/{unserved}",),
    "/hours": ("/hours?month=2026-12",),
    "/log/{roster_id}": ("/log/{roster}",),
    "/visits": ("/visits?first=2026-12-02&last=2026-12-02",),
    "/visits/{log_id}": ("/visits/{visit}", "/visits/{expected}"),
    "/cases": ("/cases", "/cases?which=mine"),
    "/cases/new": ("/cases/new", "/cases/new?log={visit}"),
    "/cases/{case_id}": ("/cases/{case}",),
    "/overdue": ("/overdue", "/overdue?grade=2"),
    "/publish/{roster_id}": ("/publish/{roster}",),
    "/readers/{roster_id}": ("/readers/{published}",),
    "/data": ("/data",),
    "/data/changes": ("/data/changes",),
    "/data/changes/{change_id}": ("/data/changes/{change}",),
    "/data/places": ("/data/places",),
    "/data/{kind_name}": ("/data/people", "/data/clients", "/data/absences", "/data/kits", "/data/trainings"),
    "/data/{kind_name}/new": ("/data/services/new", "/data/campaigns/new", "/data/insurances/new"),
    "/data/{kind_name}/{record_id}": ("/data/people/{person}", "/data/clients/{client}", "/data/absences/{absence}"),
    "/data/{kind_name}/{record_id}/pin": ("/data/clients/{client}/pin",),
    "/data/{kind_name}/{record_id}/remove": ("/data/clients/{client}/remove",),
    "/accounts": ("/accounts",),
    "/accounts/new": ("/accounts/new",),
    "/accounts/{account_id}": ("/accounts/{account}",),
    "/office": ("/office",),
    "/imports": ("/imports",),
    "/jobs": ("/jobs",),
    "/week/{monday}/plan": ("/week/{ahead}/plan",),
    "/absences/new": ("/absences/new?date=2026-12-02",),
    "/closed-days/new": ("/closed-days/new?date=2026-12-02",),
    "/requests/new": ("/requests/new?date=2026-12-02",),
    "/happenings": ("/happenings",),
    "/ladders": ("/ladders",),
    "/ladders/{ladder_id}": ("/ladders/{ladder}",),
    "/ladder-settings": ("/ladder-settings",),
    "/replan/{roster_id}": ("/replan/{roster}",),
    "/compare/{one_id}/{other_id}": ("/compare/{published}/{roster}",),
    "/rosters/{roster_id}/person/{person_id}/{date}": ("{day}", "{day}?suits=1"),
    "/rosters/{roster_id}/seat": ("/rosters/{roster}/seat?item=desk:D01:2026-12-02",),
    "/hand-out/{roster_id}": ("/hand-out/{roster}", "/hand-out/{published}"),
    "/d": ("/d", "/d#abcdefghjkmnpqrstuvwxyz23456"),
    "/links/{roster_id}": ("/links/{roster}", "/links/{published}"),
    "/my/away": ("/my/away",),
    "/stand-ins/{duty_id}": ("/stand-ins/{duty_id}",),
    "/feed": ("/feed", "/feed?person={person}"),
}
# Each page is drawn twice; a desk's window is then made smaller: a small desk, a desk at 200 %.
SIZES = {"desk": (1440, 1024, 720), "phone": (390,)}
CHANGED = {"kind": "Kit", "id": "0" * 32, "before": {"name": "舊的", "count": 1}, "after": {"name": "新的", "count": 2}}


def templates() -> set[str]:
    return {path for method, path in ACCESS if method == "GET" and not path.startswith("/api/")}


def test_every_page_is_visited() -> None:
    assert templates() == {*PAGES, *NO_PAGES}


@dataclass
class Tour:
    """A served office, and what its addresses are made of."""

    site: Site
    places: dict[str, str]
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def address(self, template: str) -> str:
        return self.site.origin + template.format(**self.places)


def kept_places(records: OfficeRecords) -> dict[str, str]:
    """Records of the office whose own pages are visited."""
    kinds = {"person": Person, "client": Client, "absence": Absence, "account": Account}
    change = records.add(Change(office_id="", at=SystemClock().now(), verb="correct kits", steps=[CHANGED]))
    return {"change": change.id, **{name: records.all(kind)[0].id for name, kind in kinds.items()}}


def noted_places(records: OfficeRecords, roster_id: str) -> dict[str, str]:
    """A visit that was noted, with a signature, and one that nobody has noted anything about."""
    visits = records.all(RosterStop, RosterStop.roster_id == roster_id, RosterStop.kind == "visit")
    noted, expected = visits[0], next(one for one in visits if one.item_key != visits[0].item_key)
    result = {"outcome": "no_answer", "condition": ["unwell"], "strokes": [[0, 0, 1000, 1000]], "remarks": "敲門三次"}
    given = {"key": "a" * 32, "stop_id": noted.id, "action": "result", "at": noted.start, "result": result}
    actor = Actor(office_id=records.office.id, role="coordinator")
    log = note_entry(records, actor, form=EntryForm.model_validate(given), now=noted.end).log
    about = CaseForm(title="連續兩次未遇", due=noted.end.date(), log_id=log.id, note="先打電話")
    case = open_case(records, actor, form=about, now=noted.end)
    return {"visit": log.id, "expected": expected.id, "case": case.id}


@dataclass(frozen=True)
class Window:
    """A page in a browser's window, and the widths that the window takes."""

    page: Page
    widths: tuple[int, ...]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Tour]:
    for site in serve(tmp_path_factory.mktemp("tour")):
        duty = site.duty()
        with office_records(site.engine) as records:
            draft = copy_of(records, site.roster_id, revision=2, base_id=site.roster_id)
            draft.unreached = [
                {"place_id": client.place_id, "mode": "walk", "why": why, "metres": metres}
                for client, (why, metres) in zip(records.all(Client), (("far", None), ("off", 180)), strict=False)
            ]
            unserved = records.all(RosterUnserved, RosterUnserved.roster_id == draft.id)[0].id
            held = records.get(Roster, site.roster_id)
            assert held is not None
            held.status, held.published_at = "published", held.created
            records.add(Week(office_id="", monday=held.monday, published_id=held.id))
            ahead = str(coming_monday(SystemClock().now().date()))
            places = {
                "ahead": ahead,
                "roster": draft.id,
                "published": site.roster_id,
                "duty": duty,
                "duty_id": duty.removeprefix("/duty/"),
                "unserved": unserved,
            }
            places |= kept_places(records) | noted_places(records, site.roster_id)
            note(records, door_of(records, "V001", "C001"), "no_answer", now=SystemClock().now())
            places["ladder"] = records.all(Ladder)[0].id
            (holder,) = records.all(Person, Person.code == "V001")
            places["day"] = f"/rosters/{draft.id}/person/{holder.id}/2026-12-02"
        made = Tour(site, places)
        yield made
        for context in made.contexts.values():
            context.close()


@pytest.fixture(params=SIZES)
def window(request: pytest.FixtureRequest, tour: Tour, browser: Browser) -> Iterator[Window]:
    """A page in a window of this size, signed in once for all."""
    size = request.param
    if size not in tour.contexts:
        context = browser.new_context(viewport={"width": SIZES[size][0], "height": 844}, locale="zh-TW")
        tour.contexts[size] = context
        door = context.new_page()
        door.goto(tour.site.origin + "/sign-in?next=/account")
        door.get_by_label("帳號").fill("coordinator")
        door.get_by_label("密碼").fill(PASSWORD)
        door.get_by_role("button", name="登入").click()
        expect(door).to_have_url(tour.site.origin + "/account")
        door.close()
    shown = tour.contexts[size].new_page()
    yield Window(shown, SIZES[size])
    shown.close()


@pytest.mark.parametrize("template", sorted({one for paths in PAGES.values() for one in paths}))
def test_a_page_fits_is_accessible_and_asks_nobody_else(tour: Tour, window: Window, template: str) -> None:
    page = window.page
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(tour.address(template))
    assert answer is not None and (answer.status == 200 or "2026-12-07" in template)
    assert sticking_out(page, window.widths) == {}
    assert [url for url in asked if not url.startswith(tour.site.origin + "/")] == []
    assert [one for one in complaints if "404" not in one] == []
    assert serious(page) == []
