"""Personal links from outside: whoever knocks learns nothing, whatever the reason, and looking uses nothing up."""

from __future__ import annotations

import datetime as dt
import logging
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Client, DutyLink, FieldPin, Office, Person, Place
from outreach.records.database import office_records
from outreach.usecases.links.make_links import make_links
from outreach.usecases.links.make_pins import NewPin, set_pins
from outreach.usecases.links.open_link import BLOCKED, MOST_TRIES, TRIES
from outreach.usecases.links.revoke_link import revoke_link
from outreach.usecases.links.secrets_of_links import new_secret
from outreach.usecases.links.who_holds import SHOWN_AFTER, TAKEN_AFTER, who_holds
from tests.office import at
from tests.page_forms import Response
from tests.security.cast import Cast, cast_in
from tests.signed_in import CHEAP

# What previews of messengers, mail programs, scanners and search engines call themselves.
PREVIEWS = (
    "facebookexternalhit/1.1;line-poker/1.0",
    "Line/14.3.0 (iPhone; iOS 17_2) LIFF",
    "WhatsApp/2.23.20.0",
    "TelegramBot (like TwitterBot)",
    "Twitterbot/1.0",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0)",
    "SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Microsoft Teams LinkPreview",
    "Viber/19.0",
    "Mozilla/5.0 (Macintosh) AppleWebKit/605 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "Signal-Android/6.0",
    "Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0) Safelinks",
    "Mozilla/5.0 (compatible; proofpoint-urldefense)",
    "curl/8.4.0",
)
PIN = "135790"
END = at(2, "17:10") + SHOWN_AFTER


class Links:
    """The cast, with a PIN for 林秀琴, who has a duty on the Wednesday that it is."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.coordinator = Actor(office_id=cast.office_id, role="coordinator")
        with office_records(cast.engine, office_id=cast.office_id) as records:
            pins = {cast.people["V001"]: NewPin(PIN, CHEAP.hashed(PIN))}
            set_pins(records, self.coordinator, pins=pins, again=True, now=cast.clock.now())
            people = [name for person in records.all(Person) for name in (person.name, person.code, person.id)]
            clients = [said for client in records.all(Client) for said in (client.name, client.phone, client.id)]
            self.words = [*people, *clients, *(place.address for place in records.all(Place)), "示範區", "12/2", "訪視"]

    def secret(self) -> str:
        with office_records(self.cast.engine, office_id=self.cast.office_id) as records:
            made = make_links(
                records,
                self.coordinator,
                roster_id=self.cast.roster,
                person_id=self.cast.people["V001"],
                again=True,
                now=at(2, "09:00"),
            )
        return made.made[0].secret

    def rows(self) -> list[dict[str, object]]:
        with office_records(self.cast.engine, office_id=self.cast.office_id, write=False) as records:
            return [link.model_dump() for link in records.all(DutyLink)]

    def phone(self) -> TestClient:
        return TestClient(self.cast.app)

    def knock(self, phone: TestClient, code: str, pin: str = PIN, **headers: str) -> Response:
        return phone.post("/d/open", data={"code": code, "pin": pin}, headers=headers, follow_redirects=False)

    def revoke_all(self) -> None:
        with office_records(self.cast.engine, office_id=self.cast.office_id) as records:
            for link in records.all(DutyLink):
                revoke_link(records, self.coordinator, link_id=link.id, now=self.cast.clock.now())

    def role(self, phone: TestClient) -> str:
        """What the device may do now: `link`, `noting` or nothing."""
        found = who_holds(self.cast.engine, phone.cookies.get("device", ""), now=self.cast.clock.now())
        return found.actor.role if found else ""


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Links:
    return Links(cast_in(tmp_path_factory.mktemp("links")))


@pytest.fixture(autouse=True)
def wednesday(links: Links) -> None:
    links.cast.clock.time = at(2, "09:00")


def told(answer: Response, code: str = "") -> tuple[int, str, dict[str, str]]:
    """All that an answer says, but for what is another one each time and for what was typed."""
    nonces = re.sub(r"nonce=\"[^\"]*\"|'nonce-[^']*'", "", answer.text)
    headers = {name: re.sub(r"'nonce-[^']*'", "", value) for name, value in answer.headers.items() if name != "date"}
    text = nonces.replace(f'value="{code}"', 'value=""') if code else nonces
    headers.pop("content-length")
    return answer.status_code, text, headers


@pytest.mark.parametrize("agent", PREVIEWS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_uses_nothing_up_whoever_looks(links: Links, agent: str, method: str) -> None:
    secret = links.secret()
    before = links.rows()
    bot = links.phone()
    # Even one that sends what no browser sends: the part behind the `#`.
    for path in ("/d", f"/d?code={secret}&pin={PIN}", f"/d?{secret}"):
        answer = bot.request(method, path, headers={"User-Agent": agent})
        assert answer.status_code == 200
        assert [word for word in links.words if word in answer.text] == []
    assert bot.request(method, "/d/open", headers={"User-Agent": agent}).status_code in (404, 405)
    assert links.rows() == before
    assert len(bot.cookies) == 0
    assert links.knock(links.phone(), secret).status_code == 303


def test_a_bot_that_posts_what_it_sees_does_not_come_in(links: Links) -> None:
    secret = links.secret()
    for pin in ("", "000000", secret):
        assert links.knock(links.phone(), secret, pin).status_code == 404
    assert links.knock(links.phone(), secret).status_code == 303


def test_whatever_is_wrong_is_told_in_the_same_words(links: Links) -> None:
    def dead(secret: str, pin: str = PIN) -> tuple[int, str, dict[str, str]]:
        return told(links.knock(links.phone(), secret, pin), secret)

    answers = {"never made": dead(new_secret()), "no code": dead(""), "odd": dead("x" * 28)}
    revoked = links.secret()
    current = links.secret()
    answers["revoked"] = dead(revoked)
    answers["wrong pin"] = dead(current, "000000")
    for _ in range(TRIES - 1):
        dead(current, "000000")
    answers["blocked"] = dead(current)
    bound = links.secret()
    links.knock(links.phone(), bound)
    answers["another device's"] = dead(bound)
    over = links.secret()
    links.cast.clock.time = END
    answers["over"] = dead(over)
    assert {answer[0] for answer in answers.values()} == {404}
    assert {name for name, answer in answers.items() if answer != answers["never made"]} == set()
    assert [word for word in links.words if word in answers["another device's"][1]] == []


def test_another_offices_link_opens_for_its_own_person_and_says_nothing_of_an_office(links: Links) -> None:
    page = links.knock(links.phone(), new_secret())
    with office_records(links.cast.engine, office_id=links.cast.office_id, write=False) as records:
        assert records.session.get_one(Office, links.cast.office_id).name not in page.text
    # Two offices are in this database: nobody is told the phone of one of them.
    assert "tel:" not in page.text


def test_a_second_device_gets_no_personal_field_and_no_cookie(links: Links) -> None:
    secret, first, second = links.secret(), links.phone(), links.phone()
    assert links.knock(first, secret).headers["location"] == "/my"
    answer = links.knock(second, secret)
    assert answer.status_code == 404 and "set-cookie" not in answer.headers
    assert [word for word in links.words if word in answer.text] == []
    assert links.role(first) == "link" and links.role(second) == ""
    assert links.knock(first, secret, "").status_code == 303


def test_the_cookie_is_the_hosts_own_over_https_and_no_script_reads_it(links: Links) -> None:
    over = TestClient(links.cast.app, base_url="https://localhost")
    answer = links.knock(over, links.secret())
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-device=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    lasts = int(re.search(r"Max-Age=(\d+)", cookie)[1])  # type: ignore[index]
    assert dt.timedelta(seconds=lasts) == END + TAKEN_AFTER - at(2, "09:00")
    plain = links.knock(links.phone(), links.secret()).headers["set-cookie"]
    assert plain.startswith("device=") and "Secure" not in plain and "HttpOnly" in plain


def test_another_sites_page_cannot_knock(links: Links) -> None:
    secret = links.secret()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert links.knock(links.phone(), secret, **headers).status_code == 403
    assert links.knock(links.phone(), secret, Origin="http://testserver").status_code == 303


def test_revoking_works_at_once(links: Links) -> None:
    phone = links.phone()
    links.knock(phone, links.secret())
    assert links.role(phone) == "link"
    links.revoke_all()
    assert links.role(phone) == "noting"


def test_after_its_end_a_link_opens_at_none_of_a_thousand_moments(links: Links) -> None:
    secret = links.secret()
    opened = 0
    for number in range(1000):
        links.cast.clock.time = END + dt.timedelta(minutes=number**2 / 10)
        opened += links.knock(links.phone(), secret).status_code != 404
    assert opened == 0
    links.cast.clock.time = END - dt.timedelta(seconds=1)
    assert links.knock(links.phone(), secret).status_code == 303


def test_after_its_end_its_device_reads_nothing_and_still_notes_for_fourteen_days(links: Links) -> None:
    phone = links.phone()
    links.knock(phone, links.secret())
    for minutes in range(0, 14 * 24 * 60, 61):
        links.cast.clock.time = END + dt.timedelta(minutes=minutes)
        assert links.role(phone) == "noting"
        assert phone.get(f"/duty/{links.cast.own}", follow_redirects=False).status_code == 303
    links.cast.clock.time = END + TAKEN_AFTER
    assert links.role(phone) == ""


def test_a_bound_device_opens_no_page_but_its_own(links: Links) -> None:
    phone = links.phone()
    links.knock(phone, links.secret())
    for path in ("/", "/week/2026-11-30", f"/duty/{links.cast.own}", f"/duty/{links.cast.others}", "/data/clients"):
        answer = phone.get(path, follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"), path
    for path in (f"/api/v1/duties/{links.cast.own}", "/api/v1/clients", "/api/v1/me"):
        assert phone.get(path).status_code == 401


def test_guessing_comes_to_fifteen_tries_and_then_the_link_is_over(links: Links) -> None:
    secret, came_in = links.secret(), 0
    right = [f"{number:06}" for number in range(400)]
    for number, pin in enumerate(right):
        links.cast.clock.time = at(2, "09:00") + dt.timedelta(seconds=70 * number)
        came_in += links.knock(links.phone(), secret, pin).status_code == 303
    assert came_in == 0
    newest = max(links.rows(), key=lambda row: str(row["tries"]).zfill(3))
    assert newest["tries"] == MOST_TRIES
    links.cast.clock.time += BLOCKED
    assert links.knock(links.phone(), secret).status_code == 404


def test_guessing_keeps_nobody_from_signing_in(links: Links, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def acquire(self, *, blocking: bool) -> bool:
            return blocking

    monkeypatch.setattr("api.doors.come_in._places", Full())
    crowded = links.knock(links.phone(), links.secret())
    assert crowded.status_code == 503 and "retry-after" in crowded.headers and "請過幾秒" in crowded.text
    wrong = links.phone().post("/sign-in", data={"login": "coordinator", "password": "not this one"})
    assert wrong.status_code == 401


@pytest.mark.parametrize("typed", ["\x00", "é" * 400, "💥" * 28, "a" * 60_000, "%00", "' OR 1=1 --", "\ud83d"])
def test_odd_codes_and_pins_are_dead_links(links: Links, typed: str) -> None:
    phone = links.phone()
    raw = typed.encode("utf-8", "surrogatepass")
    for form in ({"code": raw, "pin": PIN}, {"code": new_secret(), "pin": raw}):
        answer = phone.post("/d/open", data=form, follow_redirects=False)
        assert answer.status_code == 404


def test_a_form_that_is_too_large_is_not_read(links: Links) -> None:
    assert links.phone().post("/d/open", data={"code": "a" * 200_000, "pin": PIN}).status_code == 413


def test_no_log_and_no_address_holds_a_secret_or_a_pin(links: Links, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret, phone = links.secret(), links.phone()
    answers = [links.knock(phone, secret, "000000"), links.knock(phone, secret), links.knock(phone, "x" * 28)]
    for answer in answers:
        assert secret not in str(answer.url) + answer.headers.get("location", "") + str(answer.request.url)
    written = "\n".join(f"{one.getMessage()} {one.exc_text or ''}" for one in caplog.records if "httpx" not in one.name)
    assert secret not in written and PIN not in written


def test_neither_secret_nor_pin_stand_in_the_database(links: Links, tmp_path: Path) -> None:
    secret, phone = links.secret(), links.phone()
    links.knock(phone, secret)
    token = phone.cookies["device"]
    with office_records(links.cast.engine, office_id=links.cast.office_id, write=False) as records:
        kept = repr([row.model_dump() for kind in (DutyLink, FieldPin) for row in records.all(kind)])
    assert secret not in kept and PIN not in kept and token not in kept


def test_a_wrong_clock_of_the_phone_changes_nothing(links: Links) -> None:
    answer = links.knock(links.phone(), links.secret(), Date="Tue, 02 Dec 2036 01:00:00 GMT")
    assert answer.status_code == 303


def test_the_moments_are_taipeis(links: Links) -> None:
    secret = links.secret()
    links.cast.clock.time = (END - dt.timedelta(seconds=1)).astimezone(dt.UTC)
    phone = links.phone()
    assert links.knock(phone, secret).status_code == 303
    links.cast.clock.time = END.astimezone(TAIPEI)
    assert links.role(phone) == "noting"
