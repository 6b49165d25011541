"""Publishing, receipts and the first page over HTTP."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from sqlmodel import select

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, Message, Person, Reading, Roster, RosterDuty
from outreach.records.database import office_records
from outreach.usecases.showing.duties_hit import duties_hit
from tests.contract.test_pages import HOSTILE, Site
from tests.signed_in import CHEAP, client_for
from tests.statements import statements_of


class Tuesday:
    """A clock on the eve of the sample's duties."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 12, 1, 16, 0, tzinfo=TAIPEI)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.client = client_for(create_app(made.url, clock=Tuesday(), passwords=CHEAP))
    made.engine = made.client.app.state.parts.engine
    return made


def publish(site: Site, **fields: str):
    return site.client.post(f"/publish/{site.roster_id}", data=fields, follow_redirects=False)


def whose(site: Site) -> dict[str, str]:
    """By duty, the code of its person."""
    with office_records(site.engine) as records:
        codes = {one.id: one.code for one in records.all(Person)}
        return {one.id: codes[one.person_id] for one in records.all(RosterDuty)}


def test_before_publishing_one_reads_who_will_be_told_of_what(site: Site) -> None:
    text = site.client.get(f"/publish/{site.roster_id}").text
    people = len(set(whose(site).values()))
    assert f"公布後會通知 {people} 人，只通知自己時間有變的人。" in text
    assert f"公布，通知 {people} 人" in text
    assert "這一週還沒有公布過。" in text and "還有必要的工作沒有人。" in text
    assert "服務台" in text and "訪視" in text


def test_publishing_leads_to_the_receipts_and_cannot_be_done_twice(site: Site) -> None:
    answer = publish(site)
    people = len(set(whose(site).values()))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/readers/{site.roster_id}?published={people}")
    text = site.client.get(answer.headers["location"]).text
    assert f"已公布，正在通知 {people} 人。" in text and f"0／{people} 人看過。" in text
    assert f"要打電話的有 {people} 人。" in text and "還沒看，請打電話" in text
    again = publish(site)
    assert again.status_code == 409 and "第 1 版已經公布過了。" in again.text
    with office_records(site.engine) as records:
        assert len(records.all(Message)) == people


def test_what_stands_in_the_way_is_said_first_and_wants_a_tick(site: Site) -> None:
    with office_records(site.engine) as records:
        duty = records.get(RosterDuty, site.duties["08:30"])
        assert duty is not None
        later = {"start": duty.departure - dt.timedelta(hours=1), "end": duty.arrival + dt.timedelta(hours=1)}
        records.add(Absence(office_id="", person_id=duty.person_id, **later))
    text = site.client.get(f"/publish/{site.roster_id}").text
    assert "在排定的勤務時間請假" in text and "我看過上面的問題，仍要公布" in text
    assert publish(site).status_code == 409
    assert publish(site, again="1").status_code == 303


def test_opening_ones_duties_is_the_receipt_and_a_no_comes_with_its_reason(site: Site) -> None:
    publish(site)
    field = client_for(site.client.app, "field", person="S001")
    own = next(duty for duty, code in whose(site).items() if code == "S001")
    with office_records(site.engine) as records:
        assert records.session.exec(select(Reading)).all() == []
    assert field.get("/").status_code == 200
    with office_records(site.engine) as records:
        assert len(records.all(Reading)) == 1
    page = field.get(f"/duty/{own}").text
    answer = field.post(f"/duty/{own}/answer", data={"said": "declined", "reason": HOSTILE}, follow_redirects=False)
    assert "我不能來" in page
    assert (answer.status_code, answer.headers["location"]) == (303, f"/duty/{own}")
    readers = site.client.get(f"/readers/{site.roster_id}").text
    assert "1 人說不能來。" in readers and "&lt;script&gt;" in readers and "<script>alert" not in readers
    assert f'href="/replan/{site.roster_id}"' in readers
    home = site.client.get("/").text
    assert "說不能來" in home and "個勤務不能照原來的班" in home


def test_an_auditor_reads_and_has_no_buttons(site: Site) -> None:
    auditor = client_for(site.client.app, "auditor")
    text = auditor.get(f"/publish/{site.roster_id}").text
    assert "公布後會通知" in text and '<form class="buttons go"' not in text
    assert auditor.post(f"/publish/{site.roster_id}").status_code == 404
    with office_records(site.engine) as records:
        assert records.get(Roster, site.roster_id).status == "draft"


def test_the_first_page_says_what_waits(site: Site) -> None:
    text = site.client.get("/").text
    assert "本週還缺 3 個必要名額。" in text
    assert "115年12月1日（二）" in text and "本週人力" in text and "這三週" in text
    assert f'href="/publish/{site.roster_id}"' in text
    # The weeks after this one have no roster yet.
    assert "/week/2026-12-07/plan" in text


def test_the_first_page_asks_no_more_for_more_people(site: Site) -> None:
    publish(site)
    with statements_of(site.engine) as before:
        site.client.get("/")
    with office_records(site.engine) as records:
        person = records.all(Person)[0]
        for number in range(30):
            fields = person.model_dump(exclude={"id", "version"}) | {"code": f"N{number:03}", "name": f"新人{number}"}
            records.add(Person(**fields))
    with statements_of(site.engine) as after:
        site.client.get("/")
    assert len(after) <= len(before)


def test_what_was_changed_after_somebody_looked_is_not_published_unseen(site: Site) -> None:
    seen = re.search(r'name="seen" value="([^"]+)"', site.client.get(f"/publish/{site.roster_id}").text)
    assert seen
    with office_records(site.engine) as records:
        roster = records.get(Roster, site.roster_id)
        assert roster is not None
        roster.left += 1
    late = publish(site, seen=seen[1])
    assert late.status_code == 409 and "您看過之後，班表又有變動，所以還沒有公布。" in late.text
    now = re.search(r'name="seen" value="([^"]+)"', late.text)
    assert now and publish(site, seen=now[1]).status_code == 303


def test_only_duties_that_are_still_ahead_wait_for_somebody(site: Site) -> None:
    with office_records(site.engine) as records:
        duties = records.all(RosterDuty)
        for duty in duties:
            records.add(Absence(office_id="", person_id=duty.person_id, start=duty.departure, end=duty.arrival))
        last = max(duty.arrival for duty in duties)
        assert duties_hit(records, [site.roster_id], last) == {}
        before = min(duty.departure for duty in duties)
        assert duties_hit(records, [site.roster_id], before) == {site.roster_id: len(duties)}
