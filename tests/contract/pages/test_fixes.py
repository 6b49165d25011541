"""Why something is unserved and what would serve it, on pages and in the API; the job that looks, whatever ends it."""

import re
import threading

import pytest

from api.app import create_app
from api.jobs.settings import Settings
from api.jobs.supervise import Supervisor
from maps.travel.estimate import EstimatedTravel
from outreach.records import Absence, FoundFixes, Job, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import office_records, open_database
from outreach.usecases.fixing.look_for_fixes import look_for_fixes
from outreach.usecases.jobs.ask_for_job import ask_for_fixes
from outreach.usecases.jobs.end_job import end_job
from outreach.usecases.weeks.make_roster import make_roster
from tests.children.at import children_at
from tests.jobs import coordinator
from tests.jobs import look as job_now
from tests.office import MONDAY, at, small_office
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of

FRIDAY = at(-3, "16:20")
EVENING = "desk:D02:2026-12-04"
API = "/api/v1"


class Friday:
    """A clock that stands still before the week."""

    def now(self):
        return FRIDAY


class Site:
    """The small office with its week planned: the evening desk on Friday has nobody."""

    def __init__(self, url):
        self.url, self.engine = url, open_database(url)
        small_office(self.engine)
        with office_records(self.engine) as records:
            self.office_id = records.office.id
        self.roster = make_roster(self.engine, MONDAY, travel_times=EstimatedTravel(), clock=Friday(), seconds=0.3)
        with office_records(self.engine) as records:
            rows = records.all(RosterUnserved, RosterUnserved.roster_id == self.roster.id)
            self.row = next(row for row in rows if row.item_key == EVENING)
        self.app = create_app(url, clock=Friday(), passwords=CHEAP)
        self.client = client_for(self.app)
        self.list, self.page = f"/unserved/{self.roster.id}", f"/unserved/{self.roster.id}/{self.row.id}"
        self.api = f"{API}/rosters/{self.roster.id}/unserved/{self.row.id}/fixes"

    def look(self, seconds=1.5):
        look_for_fixes(
            self.engine,
            self.office_id,
            roster_id=self.roster.id,
            unserved_id=self.row.id,
            travel_times=EstimatedTravel(),
            clock=Friday(),
            seconds=seconds,
        )

    def ask(self, unserved_id="", seconds=1.0):
        with office_records(self.engine) as records:
            return ask_for_fixes(
                records,
                coordinator(self.office_id),
                roster_id=self.roster.id,
                unserved_id=self.row.id if unserved_id == "" else unserved_id,
                seconds=seconds,
                seed=1,
                now=FRIDAY,
            )

    def run(self, job, **more):
        settings = Settings(database=self.url, nice=0, **more)
        with children_at(FRIDAY):
            return Supervisor(self.engine, Friday(), settings).run(self.office_id, job.id)

    def all(self, kind, *where):
        with office_records(self.engine, write=False) as records:
            return records.all(kind, *where)


@pytest.fixture
def site(tmp_path):
    made = Site(f"sqlite:///{tmp_path}/office.db")
    yield made
    made.engine.dispose()


def numbers(text):
    """What the funnel counts, from all people to those who are left."""
    return [int(number) for number in re.findall(r'<span class="n">(\d+)<small>', text)]


def test_the_page_says_who_fell_at_which_rule(site):
    text = site.client.get(site.page).text
    assert "資格符合的 1 人，那個時段都不能服勤。" in text
    assert numbers(text) == [3, 1, 0]
    assert "郭育誠" in text and "身分符合" in text and "那天可服勤" in text
    assert f"/rosters/{site.roster.id}/seat?item=desk%3AD02%3A2026-12-04&amp;seat=1" in text
    assert re.search(r'href="/data/desks/[0-9a-f]{32}"', text)
    assert "還沒有找過" in text and "找補法（20 秒）" in text
    assert "再怎麼排也一樣" in text


def test_the_list_leads_there_and_the_page_to_its_neighbours(site):
    text = site.client.get(site.list).text
    assert f'href="{site.page}"' in text and "找所有必要項目的補法" in text
    rows = site.all(RosterUnserved, RosterUnserved.roster_id == site.roster.id)
    pages = [site.client.get(f"{site.list}/{row.id}").text for row in rows]
    assert sum('rel="next"' in text for text in pages) == sum('rel="prev"' in text for text in pages) == len(rows) - 1


def test_what_was_found_in_words_and_in_english(site):
    site.look()
    text = site.client.get(site.page).text
    assert "請郭育誠 12/4（五）" in text and "已試排，確認可行" in text
    assert "請先打電話問郭育誠願不願意。" in text and "打過電話了，套用" in text
    assert re.search(r"共試了 \d+ 種改法，花 \d+ 秒：\d+ 種可行，\d+ 種不可行。", text)
    assert "找到 1 種補法。" in text
    english = site.client.get(f"{site.page}?lang=en").text
    assert "Phone first: is 郭育誠 willing?" in english and "I have phoned: apply" in english
    assert not re.search(
        r"[一-鿿]", re.sub(r"<[^>]*>|郭育誠|林秀琴|周柏宇|夜間市民卡|夜|示範\S*|中文|育平里", "", english)[2000:2200]
    )
    assert "1 種補法已驗證" in site.client.get(f"{site.list}?lang=zh").text


def test_a_fix_is_applied_and_the_new_draft_shown(site):
    site.look()
    without = site.client.post(f"{site.page}/fixes/1", data={})
    assert without.status_code == 422 and "請先和對方或主管確認，再套用。" in without.text
    answer = site.client.post(f"{site.page}/fixes/1", data={"agreed": "1"}, follow_redirects=False)
    assert answer.status_code == 303
    (draft,) = site.all(Roster, Roster.base_id == site.roster.id)
    assert answer.headers["location"] == f"/unserved/{draft.id}?applied={site.roster.id}"
    assert f"已套用，這是第 {draft.revision} 版草稿" in site.client.get(answer.headers["location"]).text
    assert EVENING in {stop.item_key for stop in site.all(RosterStop, RosterStop.roster_id == draft.id)}
    again = site.client.post(f"{site.page}/fixes/1", data={"agreed": "1"})
    assert again.status_code == 409 and "請到那一版再找補法" in again.text
    undone = site.client.post(f"{API}/changes/undo", json={}, headers={"Idempotency-Key": "undo"})
    assert undone.status_code == 200, undone.text


def test_what_is_stale_says_so(site):
    site.look()
    with office_records(site.engine) as records:
        person = next(iter(records.all(Absence))).person_id
    report = {"person_id": person, "start": at(4, "08:00").isoformat(), "end": at(4, "12:00").isoformat()}
    made = site.client.post(f"{API}/absences", json=report, headers={"Idempotency-Key": "away"})
    assert made.status_code == 201, made.text
    text = site.client.get(site.page).text
    assert "先前找過，但班表或資料後來有變動" in text and "打過電話了" not in text
    assert "已驗證" not in site.client.get(site.list).text


def test_the_api_says_and_does_the_same(site):
    headers = {"Idempotency-Key": "look"}
    asked = site.client.post(site.api, json={"seconds": 1}, headers=headers)
    assert asked.status_code == 202 and asked.json()["kind"] == "fixes"
    assert site.client.post(site.api, json={"seconds": 1}, headers={"Idempotency-Key": "b"}).status_code == 409
    assert site.client.get(site.api).json()["state"] == "looking"
    (job,) = site.all(Job)
    assert site.run(job) == "settled"
    found = site.client.get(site.api).json()
    assert found["state"] == "found" and found["ways"][0]["agreed"][0]["what"] == "there"
    path = f"{site.api}/{found['ways'][0]['number']}"
    refused = site.client.post(path, json={}, headers={"Idempotency-Key": "c"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_agreed")
    made = [site.client.post(path, json={"agreed": True}, headers={"Idempotency-Key": "apply"}) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201] and made[0].json() == made[1].json()
    assert len(site.all(Roster, Roster.base_id == site.roster.id)) == 1


def test_an_auditor_reads_and_applies_nothing(site):
    site.look()
    auditor = client_for(site.app, "auditor")
    text = auditor.get(site.page).text
    assert "請郭育誠 12/4（五）" in text
    assert f'action="{site.page}' not in text and f'action="{site.list}' not in auditor.get(site.list).text
    assert auditor.get(site.api).status_code == 200
    for path in (f"{site.page}/fixes", f"{site.page}/fixes/1", f"{site.list}/fixes"):
        assert auditor.post(path, data={"agreed": "1"}).status_code == 404
    assert site.all(Job) == [] and site.all(Roster, Roster.base_id == site.roster.id) == []


def test_two_ask_at_once_and_watch_one_search(site):
    answers = []

    def press():
        client = client_for(site.app)
        answers.append(client.post(f"{site.page}/fixes", follow_redirects=False))

    client_for(site.app)
    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, f"{site.page}#fixes")] * 3
    assert len(site.all(Job)) == 1
    text = site.client.get(site.page).text
    assert "data-looking" in text and "排隊中" in text and 'http-equiv="refresh"' in text


def test_one_job_looks_for_all_mandatory_things(site):
    answer = site.client.post(f"{site.list}/fixes", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, site.list)
    assert "排隊中" in site.client.get(site.list).text
    (job,) = site.all(Job)
    with office_records(site.engine) as records:
        kept = records.get(Job, job.id)
        kept.given = {**kept.given, "seconds": 2.0}
    site.run(job)
    ended = job_now(site.engine, job.id)
    assert (ended.status, ended.result["looked"]) == ("done", len(site.all(FoundFixes)))
    assert "種補法已驗證" in site.client.get(site.list).text
    told = site.client.get(f"/jobs/{job.id}").text
    assert "找完了：" in told and f'href="{site.list}"' in told
    # An administrator sees how many, and not of what.
    assert client_for(site.app, "admin").get(f"/jobs/{job.id}").status_code == 200


def test_a_search_that_breaks_off_says_so_and_can_be_asked_for_again(site):
    job = site.ask()
    site.run(job, child="tests.children.falling")
    ended = job_now(site.engine, job.id)
    assert (ended.status, ended.fault["code"]) == ("failed", "crashed")
    text = site.client.get(site.page).text
    assert ended.fault["zh"] in text and "找補法（20 秒）" in text
    site.run(site.ask())
    assert "已試排，確認可行" in site.client.get(site.page).text


def test_what_an_attempt_has_found_outlives_it(site):
    """The child dies after the first thing: what it kept is told as the job's end."""
    job = site.ask(unserved_id=None)
    with office_records(site.engine) as records:
        stamp = {"rows": "", "change": "", "at": ""}
        records.add(
            FoundFixes(
                office_id="", roster_id=site.roster.id, item_key=EVENING, seat=1, job_id=job.id, at=FRIDAY, stamp=stamp
            )
        )
    site.run(job, child="tests.children.falling")
    ended = job_now(site.engine, job.id)
    assert (ended.status, ended.result["looked"]) == ("done", 1)


def test_a_search_is_stopped_and_keeps_what_it_has(site):
    job = site.ask(seconds=60)
    running = threading.Thread(target=lambda: site.run(job))
    running.start()
    while job_now(site.engine, job.id).stage != "fixes":
        pass
    assert "正在" in site.client.get(site.page).text
    stopped = site.client.post(f"{site.page}/stop", follow_redirects=False)
    assert stopped.status_code == 303
    running.join(30)
    assert not running.is_alive()
    ended = job_now(site.engine, job.id)
    assert ended.status == "done" and [row.seconds < 40 for row in site.all(FoundFixes)] == [True]


def test_a_cancelled_search_keeps_nothing(site):
    job = site.ask()
    with office_records(site.engine) as records:
        end_job(records, coordinator(site.office_id), job_id=job.id, how="cancel", now=FRIDAY)
    site.run(job)
    assert job_now(site.engine, job.id).status == "cancelled" and site.all(FoundFixes) == []


def test_a_roster_that_does_not_fit_any_more_is_the_jobs_fault(site):
    job = site.ask()
    with office_records(site.engine) as records:
        duty = records.all(RosterDuty, RosterDuty.roster_id == site.roster.id)[0]
        records.add(Absence(office_id="", person_id=duty.person_id, start=at(0, "00:00"), end=at(6, "00:00")))
    site.run(job)
    ended = job_now(site.engine, job.id)
    assert (ended.status, ended.fault["code"]) == ("failed", "roster_outdated")
    assert "請先重新排班，再找補法" in site.client.get(site.page).text


def test_queries_do_not_grow_with_what_was_found(site):
    with statements_of(site.engine) as without:
        site.client.get(site.page)
    site.look()
    with statements_of(site.engine) as found:
        site.client.get(site.page)
    assert len(found) <= len(without) + 8
    with office_records(site.engine) as records:
        row = records.all(FoundFixes)[0]
        row.ways = row.ways * 5
    with statements_of(site.engine) as many:
        site.client.get(site.page)
    assert len(many) == len(found)
