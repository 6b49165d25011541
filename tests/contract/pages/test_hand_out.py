"""The page from which a roster is handed out, and the page of a calendar feed, over HTTP."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from outreach.records import Message, Office, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import changed_records, office_records
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.api_site import ApiSite
from tests.contract.handing_out.test_duty_sheets import more_duties
from tests.contract.handing_out.test_nothing_leaks import site_actor
from tests.contract.test_pages import HOSTILE
from tests.contract.verbs.conftest import NOW
from tests.pdfs import pages


class Desk(ApiSite):
    """The site, with its roster still a draft, and a coordinator's browser."""

    @property
    def browser(self):
        return self.coordinator.client

    @property
    def page(self):
        return f"/hand-out/{self.roster_id}"

    def publish(self):
        with changed_records(self.engine, self.office_id, "publish", account_id=None, now=NOW) as records:
            publish_roster(records, site_actor(records), roster_id=self.roster_id, now=NOW)

    def person(self, code):
        with office_records(self.engine, write=False) as records:
            (person,) = records.all(Person, Person.code == code)
        return person.id


@pytest.fixture
def desk(tmp_path):
    return Desk(f"sqlite:///{tmp_path / 'desk.db'}")


def text_in(page):
    """What stands in the page's text to be copied."""
    return re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]


def test_a_draft_says_that_it_is_one_and_where_to_publish(desk):
    text = desk.browser.get(desk.page).text
    assert "這一版還是草稿，還沒有通知任何人。先公布，再印、再貼。" in text
    assert f'href="/publish/{desk.roster_id}"' in text


def test_everything_to_print_is_one_click_away(desk):
    text = desk.browser.get(desk.page).text
    links = [link for link in re.findall(r'href="([^"]+)"', text) if ".pdf" in link]
    assert len(links) == 4
    for link in links:
        answer = desk.browser.get(link.replace("&amp;", "&"))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["cache-control"] == "no-store"
        assert pages(answer.content)
    assert "12/2（三），2 張" in text


def test_the_sheet_of_one_duty_comes_in_the_visitors_language(desk):
    with office_records(desk.engine, write=False) as records:
        duty = next(duty for duty in records.all(RosterDuty) if duty.departure.hour == 8)
    for language, said in (("zh", "勤務單"), ("en", "Dutysheet")):
        answer = desk.browser.get(f"/duty/{duty.id}/sheet.pdf?lang={language}")
        assert answer.headers["content-disposition"] == 'inline; filename="duty-sheet.pdf"'
        assert said in pages(answer.content)[0]
    assert f"/duty/{duty.id}/sheet.pdf" in desk.browser.get(f"/duty/{duty.id}/sheet").text


def test_the_text_names_people_times_and_kinds(desk):
    assert text_in(desk.browser.get(desk.page).text).splitlines() == [
        "外勤排班　115年11月30日（一）起一週",
        "12/2（三）",
        "周柏宇 14:50–15:40 訪視 1 處",
        "林秀琴 08:30–17:10 服務台、訪視 4 處",
        "詳細內容請登入外勤排班查看。",
    ]
    with office_records(desk.engine) as records:
        records.session.get_one(Office, records.office.id).address = "https://roster.example.gov.tw"
    assert text_in(desk.browser.get(desk.page).text).endswith("班表：https://roster.example.gov.tw/week/2026-11-30")


def test_a_day_a_unit_and_changes_only(desk):
    def asked(more):
        return text_in(desk.browser.get(desk.page + more).text)

    assert "林秀琴" not in asked("?date=2026-12-01")
    assert "沒有勤務。" in asked("?date=2026-12-01")
    assert "林秀琴" in asked("?date=2026-12-02")
    assert "林秀琴" not in asked(f"?unit={'0' * 32}")
    assert "林秀琴" in asked("?date=nonsense&unit=")
    # Nothing held before: all of it is new, and none of it is a change.
    assert "林秀琴" in asked("?changed=1")
    desk.publish()
    later = copy_of(desk, minutes=15)
    text = text_in(desk.browser.get(f"/hand-out/{later}?changed=1").text)
    assert "林秀琴 08:45–17:25 服務台、訪視 4 處（更動）" in text
    assert "周柏宇" not in text
    assert "（更動）" in text_in(desk.browser.get(f"/hand-out/{later}").text)
    gone = copy_of(desk, without="V001")
    assert "林秀琴 沒有勤務了（更動）" in text_in(desk.browser.get(f"/hand-out/{gone}?changed=1").text)
    same = copy_of(desk)
    assert "沒有更動。" in text_in(desk.browser.get(f"/hand-out/{same}?changed=1").text)


def copy_of(desk, *, minutes=0, without=""):
    """The roster once more as a later draft: 林秀琴's duty so many minutes later, somebody's duties left out."""
    by = dt.timedelta(minutes=minutes)
    with office_records(desk.engine) as records:
        first = records.get(Roster, desk.roster_id)
        people = {person.id: person.code for person in records.all(Person)}
        number = len(records.all(Roster)) + 1
        fields = first.model_dump(exclude={"id", "version"}) | {"status": "draft", "published_at": None}
        made = records.add(Roster(**fields | {"revision": number, "base_id": first.id}))
        records.session.flush()
        for duty in records.all(RosterDuty, RosterDuty.roster_id == first.id):
            if people[duty.person_id] == without:
                continue
            moved = by if people[duty.person_id] == "V001" else dt.timedelta()
            values = duty.model_dump(exclude={"id", "version"}) | {
                "roster_id": made.id,
                "departure": duty.departure + moved,
                "arrival": duty.arrival + moved,
            }
            copied = records.add(RosterDuty(**values))
            records.session.flush()
            for stop in records.all(RosterStop, RosterStop.duty_id == duty.id):
                values = stop.model_dump(exclude={"id", "version"}) | {"roster_id": made.id, "duty_id": copied.id}
                records.add(RosterStop(**values))
        return made.id


def test_it_says_who_was_told_and_whom_to_phone(desk):
    desk.publish()
    with office_records(desk.engine) as records:
        for message in records.all(Message):
            message.status, message.fault = "kept", "no_address"
    text = desk.browser.get(desk.page).text
    assert "2 人的通知送不到，要打電話。" in text
    assert text.count("沒有電子信箱") == 2
    assert text.count("還沒看，請打電話") == 2
    for status, said in (
        ("sent", "已寄出"),
        ("waiting", "寄送中"),
        ("failed", "寄不出去"),
        ("unsure", "可能沒寄到"),
    ):
        with office_records(desk.engine) as records:
            for message in records.all(Message):
                message.status, message.fault = status, ""
        assert said in desk.browser.get(desk.page).text


def test_it_is_there_in_english(desk):
    desk.publish()
    text = desk.browser.get(f"{desk.page}?lang=en").text
    desk.browser.get(f"{desk.page}?lang=zh")
    said = re.sub(r"<textarea.*?</textarea>|<tbody>.*?</tbody>|<option.*?</option>", "", text, flags=re.S)
    said = re.sub(r"<header.*?</header>|<title>.*?</title>", "", said, flags=re.S)
    assert re.findall("[\u4e00-\u9fff]+", said) == []
    assert "Text for a group chat" in said


def test_hostile_names_are_text(tmp_path):
    desk = Desk(f"sqlite:///{tmp_path / 'hostile.db'}", hostile=HOSTILE)
    desk.publish()
    for page in (desk.page, "/feed", f"/feed?person={desk.person('V001')}"):
        text = desk.browser.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
    assert desk.browser.get(f"{desk.page}/sheets.pdf?date=2026-12-02").status_code == 200


def test_the_queries_of_the_page_do_not_grow(desk):
    desk.browser.get(desk.page)
    with desk.queries() as few:
        desk.browser.get(desk.page)
    more_duties(desk.engine)
    with desk.queries() as many:
        assert "某9" in desk.browser.get(desk.page).text
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "more", ["/sheets.pdf", "/sheets.pdf?date=x", "/week.pdf?view=x", "/week.pdf?unit=" + "x" * 99]
)
def test_what_makes_no_sense_is_not_there(desk, more):
    assert desk.browser.get(desk.page + more).status_code == 404


def test_a_feed_is_made_shown_once_replaced_and_ended(desk):
    person = desk.person("V001")
    where = f"/feed?person={person}"
    assert "還沒有行事曆網址" in desk.browser.get(where).text
    made = desk.browser.post("/feed", data={"person": person})
    assert made.status_code == 200 and made.headers["cache-control"] == "no-store"
    address = text_in(made.text)
    assert re.fullmatch(r"http://testserver/feeds/[\w-]{32}\.ics", address)
    assert "webcal://testserver/feeds/" in made.text
    assert 'class="qr"' in made.text and "style=" not in made.text
    reader = TestClient(desk.app)
    path = urlsplit(address).path
    assert reader.get(path).status_code == 200
    # Shown once: no page has it any more.
    again = desk.browser.get(where).text
    assert "使用中，最近讀取" in again and "/feeds/" not in again
    assert desk.browser.post("/feed", data={"person": person}).status_code == 200
    assert reader.get(path).status_code == 404
    ended = desk.browser.post("/feed/end", data={"person": person}, follow_redirects=False)
    assert ended.status_code == 303
    assert parse_qs(urlsplit(ended.headers["location"]).query) == {"person": [person], "ended": ["1"]}
    assert "已停用，舊網址馬上失效。" in desk.browser.get(ended.headers["location"]).text


def test_a_field_person_has_one_page_for_their_own(desk):
    field = desk.field.client
    assert "林秀琴 的行事曆" in field.get("/feed").text
    assert field.get(f"/feed?person={desk.person('S001')}").status_code == 404
    assert field.post("/feed", data={"person": desk.person("S001")}).status_code == 404
    assert field.post("/feed/end", data={"person": desk.person("S001")}).status_code == 404
    assert 'href="/feed"' in field.get("/").text


def test_a_coordinator_sees_everybodys(desk):
    text = desk.browser.get("/feed").text
    assert "0 人有行事曆網址。" in text
    link = f'href="/feed?person={desk.person("V001")}"'
    assert link in text
    assert link in desk.browser.get(f"/data/people/{desk.person('V001')}").text
