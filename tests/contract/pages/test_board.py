"""The board over HTTP: panels, choosing, pinning, and what is told of a week to who has it open."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages.board.events import as_text, said
from api.pages.board.watch import Watches
from outreach.records import Pin, Roster, RosterStop, RosterUnserved
from outreach.records.database import changed_records, office_records, open_database
from outreach.usecases.showing.week_news import News
from outreach.usecases.trying.cell_etag import read_cell
from tests.board_office import Friday, held_in, newest, people_of, planned_office
from tests.office import MONDAY
from tests.revisions import copy_of
from tests.signed_in import CHEAP, account_in, client_for
from tests.statements import statements_of

PART = {"X-Part": "1"}


class Site:
    """A planned week on the web, with a coordinator and an auditor."""

    def __init__(self, folder: Path, planned: Path) -> None:
        shutil.copy(planned, folder / "office.db")
        url = f"sqlite:///{folder / 'office.db'}"
        self.roster = newest(open_database(url)).id
        self.app = create_app(url, clock=Friday(), passwords=CHEAP)
        self.client: TestClient = client_for(self.app)
        self.auditor: TestClient = client_for(self.app, "auditor")
        self.engine = self.app.state.parts.engine
        self.office_id = account_in(self.engine).office_id
        self.people = people_of(self.engine)
        self.visits = held_in(self.engine, self.roster)
        self.shifts = held_in(self.engine, self.roster, "shift")

    def day(self, person_id: str, date: dt.date) -> str:
        return f"/rosters/{self.roster}/person/{person_id}/{date}"

    def pins(self) -> list[Pin]:
        with office_records(self.engine, write=False) as records:
            return list(records.all(Pin))


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planned") / "office.db"
    engine = open_database(f"sqlite:///{path}")
    planned_office(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, planned: Path) -> Site:
    """A week that no test changes for good."""
    return Site(tmp_path_factory.mktemp("board"), planned)


@pytest.fixture
def own(tmp_path: Path, planned: Path) -> Site:
    """A week of this test's own."""
    return Site(tmp_path, planned)


def test_the_panel_of_a_day_names_every_stop_and_what_can_be_done(site: Site) -> None:
    visit = site.visits[0]
    text = site.client.get(site.day(visit.person_id, visit.date)).text
    mine = [one for one in site.visits if (one.person_id, one.date) == (visit.person_id, visit.date)]
    assert text.count(">換人或改時間</a>") == text.count(">取下</button>") >= len(mine)
    for one in mine:
        assert f"{one.start:%H:%M}–" in text
    assert "<h1" in text and "回到班表" in text and "本週" in text


def test_a_panel_for_a_page_that_is_open_is_only_a_part_of_one(site: Site) -> None:
    visit = site.visits[0]
    text = site.client.get(site.day(visit.person_id, visit.date), headers=PART).text
    assert "<html" not in text and 'data-panel="day"' in text and "<h2" in text


def test_an_auditor_sees_the_day_and_has_no_buttons(site: Site) -> None:
    visit = site.visits[0]
    answer = site.auditor.get(site.day(visit.person_id, visit.date), headers=PART)
    assert answer.status_code == 200 and f"{visit.start:%H:%M}–" in answer.text
    assert "<button" not in answer.text and "<form" not in answer.text


def test_a_day_without_duty_says_when_its_person_is_free(site: Site) -> None:
    text = site.client.get(site.day(site.people["周柏宇"], MONDAY)).text
    assert "這天沒有勤務。" in text and "08:00–17:30" in text and "有什麼適合？" in text
    sunday = site.client.get(site.day(site.people["周柏宇"], MONDAY + dt.timedelta(days=6))).text
    assert "這天沒有可服勤的時段" in sunday


@pytest.mark.parametrize("date", ["2026-12-07", "2026-11-29", "yesterday"])
def test_a_date_of_another_week_is_not_there(site: Site, date: str) -> None:
    assert site.client.get(f"/rosters/{site.roster}/person/{site.people['周柏宇']}/{date}").status_code == 404


def test_a_day_takes_as_many_queries_with_many_stops_as_with_one(site: Site) -> None:
    counts = []
    for held in (site.visits[0], site.shifts[-1]):
        with statements_of(site.engine) as asked:
            site.client.get(site.day(held.person_id, held.date))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_chip_of_several_stops_asks_which_of_them(site: Site) -> None:
    first = site.visits[0]
    fields = {"duty": first.duty_id, "number": first.number, "person": site.people["周柏宇"], "date": str(first.date)}
    text = site.client.post(f"/rosters/{site.roster}/judge", data=fields, headers=PART).text
    assert "要移哪一站？" in text and text.count('type="checkbox"') == len(site.visits)
    assert "周柏宇" in text


def test_nothing_is_judged_without_somebody_to_take_it(site: Site) -> None:
    visit = site.visits[0]
    fields = {"item": visit.item, "seat": visit.seat, "date": "nonsense", "person": site.people["周柏宇"]}
    judged = f"/rosters/{site.roster}/judge"
    wrong = site.client.post(judged, data=fields, headers=PART)
    assert wrong.status_code == 422 and "請選這一週的日期。" in wrong.text
    wrong = site.client.post(judged, data=fields | {"date": "", "start": "noon"}, headers=PART)
    assert wrong.status_code == 422 and "時間請寫成 14:00 這樣。" in wrong.text
    gone = site.client.post(judged, data=fields | {"item": "plan:P999:1"}, headers=PART)
    assert gone.status_code == 404 and "這個名額已經不在這一版班表裡" in gone.text


def test_a_stop_is_pinned_and_let_go(site: Site) -> None:
    shift = site.shifts[2]
    fields, address = {"item": shift.item, "seat": shift.seat}, f"/rosters/{site.roster}/pin"
    pinned = site.client.post(address, data=fields, headers=PART)
    assert pinned.status_code == 200 and "已鎖定。" in pinned.text
    assert f'data-cell="{shift.person_id}|{shift.date}"' in pinned.text
    assert [(pin.item, pin.date, pin.person_id) for pin in site.pins()] == [("D01", shift.date, shift.person_id)]
    assert "解開鎖定" in site.client.get(site.day(shift.person_id, shift.date)).text
    away = site.client.post(address, data=fields, follow_redirects=False)
    assert away.status_code == 303 and away.headers["location"] == f"/week/{MONDAY}?roster={site.roster}"
    assert site.pins() == []


def test_all_stops_of_a_chip_are_pinned_at_once(site: Site) -> None:
    fields = {"duty": site.visits[0].duty_id, "number": site.visits[0].number}
    address = f"/rosters/{site.roster}/pin"
    assert site.client.post(address, data=fields, headers=PART).status_code == 200
    assert len(site.pins()) == len(site.visits)
    assert site.client.post(address, data=fields, headers=PART).status_code == 200
    assert site.pins() == []


def test_a_stop_of_a_published_roster_is_pinned_for_the_next_one(own: Site) -> None:
    site = own
    with office_records(site.engine) as records:
        made = records.get(Roster, site.roster)
        assert made is not None
        made.status = "published"
    shift = site.shifts[0]
    told = site.client.post(
        f"/rosters/{site.roster}/pin", data={"item": shift.item, "seat": shift.seat}, headers=PART
    ).text
    assert "下一版會照這樣排" in told and len(site.pins()) == 1
    day = site.client.get(site.day(shift.person_id, shift.date)).text
    assert "解開鎖定" in day and "您的更動會存成第 3 版草稿" in day


def news(site: Site, watches: Watches) -> list[News]:
    watch = watches.of(site.office_id, MONDAY)
    watch._looked = 0.0  # as if some time had gone by
    return [one for _, one in watch.hear().items]


def test_what_somebody_changes_is_told_with_their_name_and_the_cell(own: Site) -> None:
    site = own
    # Another process has its own watch on the same database.
    here, there = Watches(site.engine, Friday()), Watches(open_database(str(site.engine.url)), Friday())
    assert news(site, here) == news(site, there) == []
    shift = site.shifts[0]
    site.client.post(f"/rosters/{site.roster}/pin", data={"item": shift.item, "seat": shift.seat}, headers=PART)
    for watches in (here, there):
        (told,) = news(site, watches)
        assert (told.kind, told.who, told.cells) == ("cells", ("帳號coordinator",), ((shift.person_id, shift.date),))
        name = {one: name for name, one in site.people.items()}[shift.person_id]
        assert said(told, "zh") == f"帳號coordinator剛改了{name} 11/30（一）"
        assert said(told, "en") == f"帳號coordinator has just changed {name} Mon 30 Nov"


def test_a_new_revision_and_a_publication_are_told(own: Site) -> None:
    site = own
    watches = Watches(site.engine, Friday())
    assert news(site, watches) == []
    with office_records(site.engine) as records:
        copy_of(records, site.roster, revision=3)
    assert [said(one, "zh") for one in news(site, watches)] == ["第 3 版草稿做好了"]
    with office_records(site.engine) as records:
        records.get(Roster, newest(site.engine).id).status = "published"
    assert [said(one, "zh") for one in news(site, watches)][-1] == "第 3 版剛公布了"


def test_looking_while_nothing_happens_reads_no_cells(own: Site) -> None:
    site = own
    watches = Watches(site.engine, Friday())
    news(site, watches)
    with statements_of(site.engine) as asked:
        news(site, watches)
    assert len(asked) <= 8 and not any("rosterduty" in one for one in asked)


def test_somebody_elses_change_of_a_client_is_no_news_of_the_week(own: Site) -> None:
    site = own
    watches = Watches(site.engine, Friday())
    news(site, watches)
    account = account_in(site.engine)
    with changed_records(
        site.engine, account.office_id, "correct_record", account_id=account.id, now=Friday().now()
    ) as records:
        records.is_noted = True
    assert news(site, watches) == []


def test_the_stream_begins_with_how_far_the_news_are(site: Site) -> None:
    site.app.state.watching.leaving.set()
    try:
        answer = site.client.get(f"/week/{MONDAY}/events")
    finally:
        site.app.state.watching.leaving.clear()
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/event-stream")


def test_the_news_as_they_are_sent_have_no_names_of_clients(own: Site) -> None:
    site = own
    watch = site.app.state.watches.of(account_in(site.engine).office_id, MONDAY)
    watch.hear()
    visit = site.visits[0]
    site.client.post(f"/rosters/{site.roster}/pin", data={"item": visit.item, "seat": visit.seat}, headers=PART)
    watch._looked = 0.0
    heard = watch.hear()
    told = json.loads(as_text(heard, "zh"))
    assert told["number"] == 1 and told["items"][0]["cells"] == [f"{visit.person_id}|{visit.date}"]
    assert "測試" not in json.dumps(told, ensure_ascii=False)


def test_the_rows_of_a_draft_say_what_is_pinned(site: Site) -> None:
    shift = site.shifts[1]
    fields, address = {"item": shift.item, "seat": shift.seat}, f"/rosters/{site.roster}/pin"
    for expected in (True, False):
        site.client.post(address, data=fields, headers=PART)
        with office_records(site.engine, write=False) as records:
            rows = records.all(RosterStop, RosterStop.roster_id == site.roster)
        (row,) = [one for one in rows if one.item_key == shift.item]
        assert row.pinned is expected


def judged(site: Site, client: TestClient | None = None, verb: str = "judge", **fields: object) -> Any:
    return (client or site.client).post(f"/rosters/{site.roster}/{verb}", data=fields, headers=PART)


def seen(site: Site, person_id: str, date: dt.date) -> str:
    with office_records(site.engine, write=False) as records:
        return f"{person_id}|{date}|{read_cell(records, site.roster, person_id, date)}"


def other_volunteer(site: Site, person_id: str) -> str:
    return next(site.people[name] for name in ("林秀琴", "方秀蘭") if site.people[name] != person_id)


def test_what_breaks_a_rule_is_told_in_a_sentence_and_cannot_be_kept(site: Site) -> None:
    shift = site.shifts[0]
    fields = {"item": shift.item, "seat": shift.seat, "person": site.people["周柏宇"], "date": str(shift.date)}
    answer = judged(site, **fields)
    assert answer.status_code == 200
    assert "不能這樣排" in answer.text and "限志工，周柏宇是替代役；請改找志工。" in answer.text
    assert ">排入</button>" not in answer.text and "看誰能接" in answer.text
    kept = judged(site, verb="keep", **fields)
    assert kept.status_code == 409 and "限志工，周柏宇是替代役；請改找志工。" in kept.text
    assert held_in(site.engine, site.roster, "shift") == site.shifts


def test_what_fits_tells_whose_days_change_and_what_it_costs_before_it_is_kept(own: Site) -> None:
    shift = own.shifts[1]
    taker = other_volunteer(own, shift.person_id)
    fields = {"item": shift.item, "seat": shift.seat, "person": taker, "date": str(shift.date)}
    fields["seen"] = [seen(own, shift.person_id, shift.date), seen(own, taker, shift.date)]
    text = judged(own, **fields).text
    assert "可以排入" in text and "林秀琴" in text and "方秀蘭" in text
    assert 'class="came">多 單一窗口服務台' in text and 'class="went">少 單一窗口服務台' in text
    assert "代價" in text and ">排入</button>" in text
    assert held_in(own.engine, own.roster, "shift") == own.shifts
    kept = judged(own, verb="keep", **fields)
    assert kept.status_code == 200 and "已存入第 2 版草稿。" in kept.text
    assert f'data-cell="{taker}|{shift.date}"' in kept.text
    now = {one.item: one.person_id for one in held_in(own.engine, own.roster, "shift")}
    assert now[shift.item] == taker
    undone = judged(own, verb="undo")
    assert undone.status_code == 200 and "已復原上一步。" in undone.text
    assert {one.item: one.person_id for one in held_in(own.engine, own.roster, "shift")}[shift.item] != taker
    again = judged(own, verb="undo")
    assert again.status_code == 409 and "沒有可以復原的變更。" in again.text


def test_a_cell_that_somebody_changed_meanwhile_shows_both_sides(own: Site) -> None:
    shift = own.shifts[1]
    taker = other_volunteer(own, shift.person_id)
    fields = {"item": shift.item, "seat": shift.seat, "person": taker, "date": str(shift.date)}
    fields["seen"] = [seen(own, shift.person_id, shift.date)]
    colleague = client_for(own.app, login="su")
    removed = {"kind": "remove", "item": shift.item, "seat": shift.seat}
    assert judged(own, colleague, verb="keep", **removed).status_code == 200
    answer = judged(own, verb="keep", **fields)
    assert answer.status_code == 409
    assert "帳號su剛改過這格" in answer.text and "您要的" in answer.text and "現在的樣子" in answer.text
    assert "這天沒有勤務。" in answer.text and "照我的再試排一次" in answer.text
    assert all(one.item != shift.item for one in held_in(own.engine, own.roster, "shift"))
    # Whoever insists judges what there is now, and may keep that.
    del fields["seen"]
    assert "可以排入" in judged(own, **fields).text
    assert judged(own, verb="keep", **fields).status_code == 200


def test_somebody_elses_last_step_is_not_taken_back_by_mistake(own: Site) -> None:
    shift = own.shifts[1]
    colleague = client_for(own.app, login="su")
    assert judged(own, colleague, verb="keep", kind="remove", item=shift.item, seat=shift.seat).status_code == 200
    asked = judged(own, verb="undo")
    assert "上一步是帳號su做的" in asked.text and "12/1（二）。要復原這一步嗎？" in asked.text
    assert all(one.item != shift.item for one in held_in(own.engine, own.roster, "shift"))
    sure = re.search(r'name="sure" value="(\w+)"', asked.text)
    assert sure and "已復原上一步。" in judged(own, verb="undo", sure=sure[1]).text
    assert any(one.item == shift.item for one in held_in(own.engine, own.roster, "shift"))


def test_several_stops_are_kept_together_or_not_at_all(own: Site) -> None:
    visits = own.visits[-2:]
    taker = other_volunteer(own, visits[0].person_id)
    fields = {"picks": [f"{one.seat}|{one.item}" for one in visits], "person": taker, "date": str(MONDAY)}
    if "可以排入" not in judged(own, **fields).text:
        fields["date"] = str(MONDAY + dt.timedelta(days=1))
    text = judged(own, **fields).text
    assert "可以排入" in text and text.count('name="picks"') == 2
    assert judged(own, verb="keep", **fields).status_code == 200
    moved = [one for one in held_in(own.engine, own.roster) if one.item in {two.item for two in visits}]
    assert {one.person_id for one in moved} == {taker}
    before = held_in(own.engine, own.roster)
    wrong = fields | {"picks": [f"{before[0].seat}|{before[0].item}", f"{own.shifts[0].seat}|{own.shifts[0].item}"]}
    wrong |= {"person": own.people["郭育誠"], "date": str(MONDAY)}
    assert judged(own, verb="keep", **wrong).status_code == 409
    assert held_in(own.engine, own.roster) == before


def test_a_published_roster_is_left_alone_and_says_so_before(own: Site) -> None:
    with office_records(own.engine) as records:
        made = records.get(Roster, own.roster)
        assert made is not None
        made.status = "published"
    shift = own.shifts[1]
    fields = {"kind": "remove", "item": shift.item, "seat": shift.seat}
    assert "您的更動會存成第 3 版草稿，已公布的不會變。" in judged(own, **fields).text
    kept = judged(own, verb="keep", **fields)
    draft = newest(own.engine)
    assert f'data-roster="{draft.id}"' in kept.text and (draft.revision, draft.status) == (3, "draft")
    assert held_in(own.engine, own.roster, "shift") == own.shifts
    assert all(one.item != shift.item for one in held_in(own.engine, draft.id, "shift"))


def test_the_panel_of_a_seat_ranks_who_could_take_it_with_the_cost_in_words(site: Site) -> None:
    shift = site.shifts[1]
    address = f"/rosters/{site.roster}/seat?item={shift.item}&seat={shift.seat}"
    text = site.client.get(address, headers=PART).text
    other = other_volunteer(site, shift.person_id)
    name = {one: name for name, one in site.people.items()}
    assert f"現在是{name[shift.person_id]}" in text
    assert name[other] in text and "不動別人" in text and "本週" in text and "試排" in text
    assert f'value="{other}"' in text
    auditor = site.auditor.get(address, headers=PART).text
    assert name[other] in auditor and "<button" not in auditor


def test_a_seat_that_nobody_has_says_so_and_leads_to_the_reasons(site: Site) -> None:
    with office_records(site.engine, write=False) as records:
        (row,) = records.all(RosterUnserved, RosterUnserved.roster_id == site.roster)
    text = site.client.get(f"/rosters/{site.roster}/seat?unserved={row.id}", headers=PART).text
    assert "還沒有人。" in text and "12/4（五）" in text and "18:00" in text
    assert f"/unserved/{site.roster}#u-{row.id}" in text


def test_what_would_suit_somebody_free_can_be_tried_at_once(own: Site) -> None:
    visit = own.visits[0]
    removed = {"kind": "remove", "item": visit.item, "seat": visit.seat}
    assert judged(own, verb="keep", **removed).status_code == 200
    taker = other_volunteer(own, visit.person_id)
    day = MONDAY + dt.timedelta(days=3)
    text = own.client.get(own.day(taker, day) + "?suits=1", headers=PART).text
    assert "有什麼適合？" in text and "訪視問安" in text and "試排" in text


def test_a_change_without_javascript_leads_back_to_the_week(own: Site) -> None:
    shift = own.shifts[1]
    fields = {"kind": "remove", "item": shift.item, "seat": shift.seat}
    page = own.client.post(f"/rosters/{own.roster}/judge", data=fields).text
    assert "<html" in page and "<h1" in page and "可以取下" in page and f'action="/rosters/{own.roster}/keep"' in page
    kept = own.client.post(f"/rosters/{own.roster}/keep", data=fields, follow_redirects=False)
    assert kept.status_code == 303 and kept.headers["location"] == f"/week/{MONDAY}?roster={own.roster}"
