"""The week in its four ways of reading, its revisions and one person's turns, over HTTP."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records, open_database
from outreach.usecases.showing.roster_rows import read_rows
from outreach.usecases.showing.week_changes import told_count
from outreach.usecases.trying.cell_etag import read_cell
from outreach.usecases.weeks.compare_rosters import compare_rosters
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.office import MONDAY, at, small_office
from tests.revised import revised_office
from tests.signed_in import CHEAP, COORDINATOR, client_for
from tests.statements import statements_of

WEEK = f"/week/{MONDAY}"
VIEWS = ("people", "desks", "clients", "villages")


class Friday:
    """The Friday before the week."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 27, 9, 0, tzinfo=TAIPEI)


class Site:
    """An office on the web: one draft, or (`revised`) a published revision and a draft after it."""

    def __init__(self, folder: Path, *, revised: bool = True, **office: object) -> None:
        url = f"sqlite:///{folder / 'office.db'}"
        engine = open_database(url)
        if revised:
            self.published_id, self.draft_id = revised_office(engine, **office)
        else:
            self.published_id, self.draft_id = "", small_office(engine, **office)
        self.app = create_app(url, clock=Friday(), passwords=CHEAP)
        self.client = client_for(self.app)
        self.engine = self.app.state.parts.engine

    def text(self, query: str = "", client: TestClient | None = None) -> str:
        answer = (client or self.client).get(WEEK + query)
        assert answer.status_code == 200
        return answer.text

    def person(self, code: str) -> Person:
        with Session(self.engine) as session:
            return session.exec(select(Person).where(Person.code == code)).one()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


def answer_of(text: str) -> str:
    """The first line of the page, which answers its question."""
    return " ".join(re.sub(r"<[^>]*>", "", re.search(r'<p class="answer">(.*?)</p>', text, re.S)[1]).split())


def test_each_way_of_reading_answers_in_its_first_line(site: Site) -> None:
    assert answer_of(site.text()) == (
        "5 項任務排入 4 項，班次名額 2 個排入 1 個；還缺 3 個必要名額。 與第 1 版相差 3 格"
    )
    assert answer_of(site.text("?view=desks")) == (
        "2 個服務台與駐點，名額 2 個排入 1 個；1 個班次還缺人：12/4（五） 18:00 夜間市民卡。"
    )
    assert answer_of(site.text("?view=clients")) == "這週要服務 4 位，有 1 位還有沒排到的：測試甲。"
    assert answer_of(site.text("?view=villages")) == "這週到 2 個里，5 項任務排入 4 項；1 個里有沒排到的：平通里。"


def test_the_ways_of_reading_are_links_and_the_one_that_is_open_says_so(site: Site) -> None:
    for view in VIEWS:
        text = site.text(f"?view={view}")
        for other in VIEWS:
            address = WEEK if other == "people" else f"{WEEK}?view={other}"
            assert f'href="{address}"' in text
        assert len(re.findall(r'aria-current="page">(人員|服務台|服務對象|里)<', text)) == 1


def test_another_way_of_reading_is_not_there(site: Site) -> None:
    assert site.client.get(f"{WEEK}?view=planets").status_code == 404


def test_a_revision_stays_chosen_from_one_way_of_reading_to_the_next(site: Site) -> None:
    text = site.text(f"?roster={site.published_id}&view=desks")
    assert f'href="{WEEK}?roster={site.published_id}&amp;view=clients"' in text
    assert f'data-roster="{site.published_id}"' in text and 'data-status="published"' in text


def test_a_seat_of_a_desk_says_who_has_it_and_an_empty_one_is_missed(site: Site) -> None:
    rows = re.findall(r'<tr class="one".*?</tr>', site.text("?view=desks"), re.S)
    by_name = {re.search(r"單一窗口服務台|夜間市民卡", row)[0]: row for row in rows}
    with Session(site.engine) as session:
        stop = session.exec(
            select(RosterStop).where(RosterStop.kind == "shift", RosterStop.roster_id == site.draft_id)
        ).one()
    assert f'href="/duty/{stop.duty_id}#stop-1"' in by_name["單一窗口服務台"]
    assert "林秀琴" in by_name["單一窗口服務台"] and "09:00–12:00" in by_name["單一窗口服務台"]
    assert f'href="/data/desks/{stop.desk_id}"' in by_name["單一窗口服務台"]
    assert "18:00–21:00" in by_name["夜間市民卡"] and "0／1 缺 1" in by_name["夜間市民卡"]


def test_a_client_comes_with_time_and_faces_and_who_waits_comes_first(site: Site) -> None:
    rows = re.findall(r'<tr class="one.*?</tr>', site.text("?view=clients"), re.S)
    names = [re.search(r"測試.", row)[0] for row in rows]
    assert names == ["測試甲", "測試乙", "測試丙", "測試丁"]
    assert "居家打掃 沒排到" in rows[0] and "必要" in rows[0]
    assert "林秀琴" in rows[3] and "郭育誠" in rows[3] and "12/2（三） 15:00–15:20" in rows[3]
    assert "沒有紀錄" in rows[3]


def test_a_client_is_told_a_face_that_has_been_there_from_a_new_one(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with office_records(site.engine) as records:
        earlier = records.add(
            Roster(
                **records.all(Roster)[0].model_dump(exclude={"id", "monday", "status", "revision", "base_id"}),
                monday=MONDAY - dt.timedelta(days=7),
                status="published",
                revision=1,
            )
        )
        records.session.flush()
        week = dt.timedelta(days=7)
        for duty in records.all(RosterDuty, RosterDuty.roster_id == site.published_id):
            values = duty.model_dump(exclude={"id", "version"})
            dates = {name: values[name] - week for name in ("date", "departure", "arrival")}
            copy = records.add(RosterDuty(**values | dates | {"roster_id": earlier.id}))
            records.session.flush()
            for stop in records.all(RosterStop, col(RosterStop.duty_id) == duty.id):
                more = {"roster_id": earlier.id, "duty_id": copy.id}
                moved = {name: getattr(stop, name) - week for name in ("arrival", "start", "end")}
                records.add(RosterStop(**stop.model_dump(exclude={"id", "version"}) | more | moved))
    rows = re.findall(r'<tr class="one.*?</tr>', site.text("?view=clients"), re.S)
    # 林秀琴 was there a week ago, with 周柏宇; 郭育誠 is new.
    last = next(row for row in rows if "測試丁" in row)
    assert "11/25（三） 周柏宇、林秀琴" in last
    assert [
        re.sub(r"<[^>]*>", "", found) for found in re.findall(r"林秀琴</a>.*?</span>|郭育誠</a>.*?</span>", last)
    ] == [
        "林秀琴 來過",
        "郭育誠 換人",
    ]


def test_a_village_sums_up_visits_people_and_hours(site: Site) -> None:
    rows = re.findall(r'<tr class="one.*?</tr>', site.text("?view=villages"), re.S)
    plain = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]
    assert plain == [
        "平通里 2／3 缺 1 0.7 時 志 林秀琴 2 居家打掃",
        "國平里 2／2 1 時 志 林秀琴 2 職 郭育誠 1 —",
    ]


def test_days_that_differ_from_the_published_revision_are_marked_and_counted(site: Site) -> None:
    text = site.text()
    with office_records(site.engine, write=False) as records:
        compared = compare_rosters(records, COORDINATOR, one_id=site.published_id, other_id=site.draft_id)
    marked = set(re.findall(r'<td class=" changed" data-person="(\w+)" data-date="([\d-]+)"', text))
    assert marked == {(day.person_id, day.date.isoformat()) for day in compared.people}
    assert len(marked) == 3
    assert f'<a href="/compare/{site.published_id}/{site.draft_id}">與第 1 版相差 3 格</a>' in text
    assert text.count("與第 1 版不同</span>") == 3 * 2
    # The published one differs from itself in nothing.
    assert "不同" not in site.text(f"?roster={site.published_id}")


def test_every_cell_says_what_was_seen_of_it(site: Site) -> None:
    text = site.text()
    with office_records(site.engine, write=False) as records:
        duties = records.all(RosterDuty, RosterDuty.roster_id == site.draft_id)
        cells_with_work = {(duty.person_id, duty.date) for duty in duties}
        seen = {cell: read_cell(records, site.draft_id, *cell) for cell in cells_with_work}
    cells = re.findall(r'data-person="(\w+)" data-date="([\d-]+)" data-seen="(\w+)"', text)
    assert len(cells) == 3 * 7
    told = {(person, dt.date.fromisoformat(date)): etag for person, date, etag in cells}
    assert {cell: told[cell] for cell in seen} == seen
    assert len({etag for cell, etag in told.items() if cell not in seen}) == 1


def test_an_absence_entered_meanwhile_is_seen_at_once(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert "突然請假" not in site.text()
    who = site.person("S001").id
    with office_records(site.engine) as records:
        records.add(Absence(office_id="", person_id=who, start=at(0, "00:00"), end=at(1, "00:00"), reason="突然請假"))
    assert "突然請假" in site.text()


def test_the_button_says_how_many_publishing_tells(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert "公布，通知 3 人" in site.text()
    with office_records(site.engine) as records:
        rows = [read_rows(records, records.get(Roster, one)) for one in (site.published_id, site.draft_id)]
        for now in (Friday().now(), at(2, "15:30"), at(2, "18:00")):
            counted = told_count(rows[0], rows[1], now)
            with records.session.begin_nested() as undone:
                told = publish_roster(records, COORDINATOR, roster_id=site.draft_id, again=True, now=now).told
                undone.rollback()
            assert counted == len(told), now
        assert told_count(None, rows[1], Friday().now()) == 2


def test_a_coordinator_finds_the_next_steps_and_an_auditor_none(site: Site) -> None:
    text = site.text()
    steps = [f"/replan/{site.draft_id}", f"/hand-out/{site.draft_id}", f"/publish/{site.draft_id}", f"{WEEK}/plan"]
    steps += [f"/absences/new?date={MONDAY}", f"/closed-days/new?date={MONDAY}", "/requests/new"]
    assert [step for step in steps if f'href="{step}"' not in text] == []
    # What is published is not published again.
    assert "/publish/" not in site.text(f"?roster={site.published_id}")
    auditor = client_for(site.app, "auditor")
    for view in VIEWS:
        seen = site.text(f"?view={view}", auditor)
        assert [step for step in steps if f'href="{step}"' in seen] == []


def test_all_revisions_can_be_chosen(tmp_path: Path) -> None:
    site = Site(tmp_path)
    text = site.text()
    chosen = re.findall(r'href="/week/2026-11-30\?roster=(\w+)"( aria-current="true")?', text)
    assert chosen == [(site.published_id, ""), (site.draft_id, ' aria-current="true"')]
    with office_records(site.engine) as records:
        draft = records.get(Roster, site.draft_id)
        for revision in (3, 4):
            values = draft.model_dump(exclude={"id", "revision", "version"})
            records.add(Roster(**values | {"office_id": ""}, revision=revision))
    text = site.text()
    assert "全部 4 版" in text
    assert {one for one, _ in re.findall(r'href="/week/2026-11-30\?roster=(\w+)"( a)?', text)} >= {site.draft_id}


@pytest.mark.parametrize("query", ["", "&view=desks", "&view=clients", "&view=villages"])
def test_a_roster_of_another_week_or_office_is_not_there(site: Site, tmp_path: Path, query: str) -> None:
    elsewhere = Site(tmp_path, revised=False).draft_id
    for path in (f"/week/2026-12-07?roster={site.draft_id}", f"{WEEK}?roster={elsewhere}", f"{WEEK}?roster=x"):
        assert site.client.get(path + query).status_code == 404


def test_a_persons_turns_week_by_week(site: Site) -> None:
    lin = site.person("V001")
    assert f'href="{WEEK}?person={lin.id}"' in site.text()
    text = site.text(f"?person={lin.id}")
    assert answer_of(text).startswith(
        "本週服務 4.3 小時，目標 8 小時。輪值連本週：午班 1 次（平均 1）、夜班 0 次（平均 0）。"
    )
    # Twelve weeks, this one, the workbook, the start and the sum: nothing was published in the weeks before.
    noon = re.search(r'<th scope="row">午班</th>(.*?)</tr>', text, re.S)[1]
    assert re.sub(r"<[^>]*>", " ", noon).split() == ["—"] * 12 + ["0", "1", "0", "1"]
    assert site.client.get(f"{WEEK}?person=nobody").status_code == 404


def test_queries_do_not_grow_with_rows(tmp_path: Path) -> None:
    counts = []
    for clients in (1, 12):
        (tmp_path / str(clients)).mkdir()
        site = Site(tmp_path / str(clients), clients=clients)
        queries = [f"?view={view}" for view in VIEWS] + [f"?person={site.person('V001').id}"]
        counted = []
        for query in queries:
            site.text(query)
            with statements_of(site.engine) as asked:
                site.text(query)
            counted.append(len(asked))
        counts.append(counted)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 30


def test_the_other_language_shows_the_same(site: Site) -> None:
    for query in ("view=desks", f"roster={site.published_id}&amp;view=villages", f"person={site.person('V001').id}"):
        text = site.text("?" + query.replace("&amp;", "&"))
        assert f'<a href="{WEEK}?lang=en&amp;{query}"' in text


def test_every_view_speaks_english(site: Site) -> None:
    client = client_for(site.app)
    for view in VIEWS:
        text = site.text(f"?view={view}&lang=en", client)
        main = re.search(r"<main.*</main>", text, re.S)[0]
        # What is left in Chinese is the office's own: names, labels, villages; letters of roles and services.
        plain = re.sub(r"<[^>]*>", " ", main)
        assert "排入" not in plain and "沒排到" not in plain and "人員" not in plain, view
    assert "3 cells differ from revision 1" in site.text("?lang=en", client)


def test_hostile_names_are_text_in_every_view(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>${7*7}{{7*7}}\"'`"
    site = Site(tmp_path, hostile=hostile)
    for query in (*(f"?view={view}" for view in VIEWS), f"?person={site.person('V001').id}"):
        text = site.text(query)
        assert "<script>alert" not in text, query
        assert "&lt;script&gt;" in text and "{{7*7}}" in text, query
