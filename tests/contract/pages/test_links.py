"""Personal links over HTTP: made and printed once, listed, revoked, PINs, and the page of the door."""

import re

import pytest
from fastapi.testclient import TestClient

from outreach.records import Change, DutyLink, FieldPin, Office, Roster
from outreach.records.database import changed_records, office_records
from outreach.usecases.links.who_holds import hash_of
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.api_site import ApiSite
from tests.contract.handing_out.test_nothing_leaks import site_actor
from tests.contract.test_pages import HOSTILE
from tests.contract.verbs.conftest import NOW

CODE = re.compile(r'<span class="letters">([a-z2-9 ]+)</span>')
ADDRESS = re.compile(r'id="address-\d+">([^<]+)</span>')
DIGITS = re.compile(r'<p class="digits">(\d{3} \d{3})</p>')


class Links(ApiSite):
    """The site with its roster published, a coordinator's browser, and phones."""

    def __init__(self, url, **office):
        super().__init__(url, **office)
        with changed_records(self.engine, self.office_id, "publish", account_id=None, now=NOW) as records:
            publish_roster(records, site_actor(records), roster_id=self.roster_id, now=NOW)

    @property
    def browser(self):
        return self.coordinator.client

    @property
    def page(self):
        return f"/links/{self.roster_id}"

    def make(self, **chosen):
        return self.browser.post(self.page, data=chosen, follow_redirects=False)

    def all(self, kind):
        with office_records(self.engine, write=False) as records:
            return records.all(kind)

    def office(self, **values):
        with office_records(self.engine) as records:
            office = records.session.get_one(Office, records.office.id)
            for name, value in values.items():
                setattr(office, name, value)

    def pins(self):
        """By the order of the page, the digits that are told for everybody."""
        answer = self.browser.post(f"{self.page}/pins")
        assert answer.status_code == 200
        return [digits.replace(" ", "") for digits in DIGITS.findall(answer.text)]


@pytest.fixture
def links(tmp_path):
    return Links(f"sqlite:///{tmp_path / 'links.db'}")


def opened(site, code, pin):
    phone = TestClient(site.app)
    return phone.post("/d/open", data={"code": code, "pin": pin}, follow_redirects=False)


def test_from_the_list_to_the_phone(links):
    page = links.browser.get(links.page).text
    assert "2 份勤務還沒有連結。" in page and "2 人還沒有 PIN" in page
    made = links.make()
    codes, addresses = CODE.findall(made.text), ADDRESS.findall(made.text)
    assert [address.partition("#")[2] for address in addresses] == [code.replace(" ", "") for code in codes]
    assert addresses[0].startswith("http://testserver/d#")
    assert made.text.count('class="qr"') == 2
    assert made.text.index("周柏宇") < made.text.index("林秀琴")
    digits = links.pins()
    assert len(digits) == 2
    page = links.browser.get(links.page).text
    assert "每份勤務都有連結，每個人都有 PIN。" in page and page.count("還沒打開") == 2
    for code, pin in zip(codes, digits, strict=True):
        assert opened(links, code, pin).headers["location"] == "/my"
    assert opened(links, codes[0], digits[1]).status_code == 404
    page = links.browser.get(links.page).text
    assert page.count("已綁定手機") == 2


def test_a_strip_names_no_client_and_no_pin_and_a_pin_no_link(links):
    digits = links.pins()
    made = links.make().text
    for word in ("測試", "示範一路", "06-000-0181", "訪視", *digits, *(f"{one[:3]} {one[3:]}" for one in digits)):
        assert word not in made, word
    told = links.browser.post(f"/people/{links.all(FieldPin)[0].person_id}/pin").text
    assert "/d#" not in told and 'class="qr"' not in told and "letters" not in told


def test_what_is_shown_once_is_found_nowhere_afterwards(links):
    made = links.make().text
    (pin,) = DIGITS.findall(links.browser.post(f"/people/{links.all(DutyLink)[0].person_id}/pin").text)
    later = "".join(
        links.browser.get(path).text for path in (links.page, f"/hand-out/{links.roster_id}", "/data/changes")
    )
    for code in CODE.findall(made):
        assert code not in later and code.replace(" ", "") not in later
    assert pin not in later


def test_once_more_makes_only_what_is_missing(links):
    links.make()
    again = links.make()
    assert (again.status_code, again.headers["location"]) == (303, links.page)
    assert links.browser.post(f"{links.page}/pins").status_code == 200
    again = links.browser.post(f"{links.page}/pins", follow_redirects=False)
    assert (again.status_code, again.headers["location"]) == (303, links.page)
    assert len(links.all(DutyLink)) == 2


def test_one_persons_link_is_replaced_and_the_older_one_is_dead(links):
    (first, other), pins = CODE.findall(links.make().text), links.pins()
    person = next(link.person_id for link in links.all(DutyLink) if link.token_hash == hash_of(first.replace(" ", "")))
    made = links.make(person=person, date="2026-12-02", again="1")
    (second,) = CODE.findall(made.text)
    assert opened(links, first, pins[0]).status_code == 404
    assert opened(links, second, pins[0]).status_code == 303
    assert opened(links, other, pins[1]).status_code == 303


def test_revoking_leads_back_and_says_so(links):
    codes, pins = CODE.findall(links.make().text), links.pins()
    for link in links.all(DutyLink):
        answer = links.browser.post(f"/links/{link.id}/revoke", data={"back": links.roster_id})
        assert answer.url.path == links.page and "已停用，那支手機馬上看不到勤務" in answer.text
    assert links.browser.get(links.page).text.count(">已停用<") == 2
    assert [opened(links, code, pin).status_code for code, pin in zip(codes, pins, strict=True)] == [404, 404]


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "x" * 32, "../sign-out", "0" * 33])
def test_after_revoking_it_leads_nowhere_else(links, back):
    links.make()
    link = links.all(DutyLink)[0]
    answer = links.browser.post(f"/links/{link.id}/revoke", data={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("day", ["2026-13-40", "soon", "2026-12-03", "0000-00-00"])
def test_what_is_no_day_of_theirs_is_not_there(links, day):
    assert links.make(person=links.all(Roster)[0].id, date=day).status_code == 404
    assert links.all(DutyLink) == []


def test_a_draft_is_published_first(tmp_path):
    draft = ApiSite(f"sqlite:///{tmp_path / 'draft.db'}")
    page = f"/links/{draft.roster_id}"
    assert "這一版還是草稿" in draft.coordinator.client.get(page).text
    answer = draft.coordinator.client.post(page)
    assert answer.status_code == 409 and "沒有公布" in answer.text


def test_auditors_see_the_list_and_make_nothing(links):
    links.make()
    page = links.auditor.client.get(links.page)
    assert page.status_code == 200 and "還沒打開" in page.text
    assert "/revoke" not in page.text and "/pin" not in page.text
    assert links.auditor.client.post(links.page).status_code == 404


def test_every_write_wants_the_token_of_the_page(links):
    links.make()
    link = links.all(DutyLink)[0]
    bare = TestClient(links.app)
    bare.cookies.update(links.browser.cookies)
    paths = (links.page, f"{links.page}/pins", f"/links/{link.id}/revoke", f"/people/{link.person_id}/pin")
    assert [bare.post(path).status_code for path in paths] == [403] * 4
    page = links.browser.get(links.page).text
    assert page.count('<form method="post"') == page.count('name="csrf"')


def test_the_address_is_the_offices_where_it_has_one(links):
    assert "機關還沒設定網址" in links.browser.get(links.page).text
    links.office(address="https://roster.example.gov.tw", contact="06-000-0100 分機 12")
    assert "機關還沒設定網址" not in links.browser.get(links.page).text
    made = links.make().text
    assert all(address.startswith("https://roster.example.gov.tw/d#") for address in ADDRESS.findall(made))
    assert "打開 https://roster.example.gov.tw/d，輸入代碼" in made and "testserver" not in made
    assert "06-000-0100 分機 12" in made


def test_it_is_found_from_the_page_that_hands_out_and_from_who_has_read(links):
    for page in ("hand-out", "readers"):
        assert f'href="{links.page}"' in links.browser.get(f"/{page}/{links.roster_id}").text


def test_what_was_done_stands_among_the_changes_without_secrets(links):
    links.make()
    links.pins()
    links.browser.post(f"/links/{links.all(DutyLink)[0].id}/revoke")
    page = links.browser.get("/data/changes").text
    for words in ("製作個人連結", "製作 PIN", "停用個人連結"):
        assert words in page
    assert {change.verb: change.steps for change in links.all(Change) if "link" in change.verb} == {
        "make links": [],
        "revoke link": [],
    }


def test_the_door_says_whom_to_phone_where_there_is_one_office(links):
    page = TestClient(links.app).get("/d").text
    assert "tel:" not in page
    links.office(contact="06-000-0100 分機 12")
    assert '<a class="call" href="tel:060000100">06-000-0100 分機 12</a>' in TestClient(links.app).get("/d").text


def test_the_door_in_english_and_inside_line(links):
    phone = TestClient(links.app)
    assert "Open my duty" in phone.get("/d?lang=en").text
    inside = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Safari Line/14.3.0"
    assert "open in default browser" in phone.get("/d", headers={"User-Agent": inside}).text.lower()
    assert "default browser" not in phone.get("/d").text


def test_hostile_names_stay_text(tmp_path):
    hostile = Links(f"sqlite:///{tmp_path / 'hostile.db'}", hostile=HOSTILE)
    pages = [hostile.browser.get(hostile.page).text, hostile.make().text]
    pages.append(hostile.browser.post(f"{hostile.page}/pins").text)
    for page in pages:
        assert "alert(1)" in page and "<script>alert(1)" not in page
    dead = TestClient(hostile.app).post("/d/open", data={"code": HOSTILE, "pin": HOSTILE})
    assert "<script>alert(1)" not in dead.text and dead.status_code == 404


def test_the_list_asks_as_often_however_many_links_there_are(links):
    counted = []
    for _ in range(3):
        links.make(again="1")
        with links.queries() as asked:
            links.browser.get(links.page)
        counted.append(len(asked))
    assert len(links.all(DutyLink)) == 6 and len(set(counted[1:])) == 1
