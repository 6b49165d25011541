"""Signing in: who gets in, who waits, who cannot be kept out by others, and when it ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import Session, select

from api.app import create_app
from api.doors import enter
from outreach.records import Account, SignIn, SignInFailure
from outreach.records.database import open_database
from outreach.usecases.doors.passwords import Passwords
from tests.security.cast import MovingClock
from tests.signed_in import CHEAP, PASSWORD, account_in, sign_in

ANY = {"If-Match": "*"}
WRONG = "not the password"
GIVEN = {"login": "coordinator", "password": PASSWORD}
FORM = "application/x-www-form-urlencoded"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.1"


class Door:
    """An application with a coordinator, an auditor and an inactive account, on a clock that can be moved."""

    def __init__(self, url: str) -> None:
        self.engine = open_database(url)
        self.clock = MovingClock()
        self.app = create_app(url, clock=self.clock, passwords=CHEAP)
        for role in ("coordinator", "auditor"):
            account_in(self.engine, role)
        account_in(self.engine, login="left", active=False)

    def browser(self, address: str = HERE) -> TestClient:
        """A new browser at this address."""
        return TestClient(self.app, client=(address, 50_000))

    def knock(self, browser: TestClient, password: str = WRONG, login: str = "coordinator") -> int:
        """Try to sign in."""
        return browser.post("/api/v1/sign-ins", json={"login": login, "password": password}).status_code

    def knocks(self, times: int, browser: TestClient, login: str = "coordinator") -> list[int]:
        """Try with a wrong password again and again."""
        return [self.knock(browser, login=login) for _ in range(times)]


def opened(url: str) -> Iterator[Door]:
    made = Door(url)
    yield made
    made.app.state.parts.engine.dispose()
    made.engine.dispose()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door that is embedded."""
    yield from opened(f"sqlite:///{tmp_path / 'door.db'}")


@pytest.fixture
def each_door(database: str) -> Iterator[Door]:
    """The door on each database: for what counts and locks."""
    yield from opened(database)


def kept(door: Door, kind: type) -> list:
    with Session(door.engine) as session:
        return list(session.exec(select(kind)).all())


def test_the_right_password_opens_the_door(each_door: Door) -> None:
    door = each_door
    browser = door.browser()
    assert browser.get("/api/v1/me").status_code == 401
    answered = sign_in(browser, "coordinator")
    assert answered["role"] == "coordinator" and answered["csrf"]
    assert browser.get("/api/v1/me").json()["login"] == "coordinator"


def test_the_cookies_are_for_nobody_else(door: Door) -> None:
    answer = door.browser().post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
    given = answer.headers.get_list("set-cookie")
    assert len(given) == 2
    for cookie in given:
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
        assert "Secure" not in cookie and "Domain" not in cookie
    secure = TestClient(door.app, base_url="https://localhost")
    answer = secure.post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
    for cookie in answer.headers.get_list("set-cookie"):
        assert cookie.startswith("__Host-") and "Secure" in cookie and "Domain" not in cookie
    assert secure.get("/api/v1/me").status_code == 200


def test_the_database_keeps_no_cookie_and_no_password(door: Door) -> None:
    browser = door.browser()
    sign_in(browser, "coordinator")
    door.knock(door.browser())
    token = browser.cookies["sign-in"]
    assert len(token) >= 43  # 256 bits
    assert kept(door, SignIn)[0].token_hash == hashlib.sha256(token.encode()).hexdigest()
    everything = repr([*kept(door, SignIn), *kept(door, Account), *kept(door, SignInFailure)])
    for secret in (token, browser.cookies["browser"], PASSWORD, WRONG, HERE):
        assert secret not in everything
    assert all(one.password_hash.startswith("$argon2id$") for one in kept(door, Account))


@pytest.mark.parametrize(
    ("login", "password"),
    [("nobody", PASSWORD), ("coordinator", WRONG), ("left", PASSWORD), ("", ""), ("coordinator", "a" * 900)],
    ids=["unknown", "wrong", "inactive", "empty", "long"],
)
def test_every_refusal_reads_the_same(door: Door, login: str, password: str) -> None:
    sent = {"login": login, "password": password}
    answer = door.browser().post("/api/v1/sign-ins", json=sent)
    usual = door.browser().post("/api/v1/sign-ins", json={"login": "auditor", "password": WRONG})
    assert (answer.status_code, answer.json()) == (401, usual.json())
    assert answer.headers.keys() == usual.headers.keys()
    page = door.browser().post("/sign-in", data=sent)
    assert page.status_code == 401 and "帳號或密碼不對。" in page.text


def test_a_login_may_be_typed_in_capitals_or_full_width(door: Door) -> None:
    for typed in (" Coordinator ", "ＣＯＯＲＤＩＮＡＴＯＲ"):
        sign_in(door.browser(), typed)


@pytest.mark.parametrize("odd", ["\0", "x\0y", "\ud800", "\u202e", "\n", "🏮🏮"], ids=ascii)
def test_odd_characters_are_refused_like_all_else(each_door: Door, odd: str) -> None:
    browser = each_door.browser()
    for login, password in ((odd, PASSWORD), ("coordinator", odd)):
        sent = json.dumps({"login": login, "password": password})
        answer = browser.post("/api/v1/sign-ins", content=sent, headers={"content-type": "application/json"})
        assert answer.status_code in (401, 404, 422)
        raw = {"login": login.encode(errors="surrogatepass"), "password": password.encode(errors="surrogatepass")}
        answer = browser.post("/sign-in", content=urlencode(raw), headers={"content-type": FORM})
        assert answer.status_code == 401
    assert each_door.knock(each_door.browser(ELSEWHERE), PASSWORD) == 201


def test_after_five_failures_the_pair_waits_and_is_told_until_when(each_door: Door) -> None:
    door = each_door
    browser = door.browser()
    assert door.knocks(6, browser) == [401] * 5 + [429]
    answer = browser.post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.json()["detail"] == "登入失敗太多次了。請在 09:15 以後再試，或請承辦人解除。"
    assert answer.headers["retry-after"] == "900"
    page = browser.post("/sign-in", data={"login": "coordinator", "password": PASSWORD})
    assert page.status_code == 429 and "09:15" in page.text and page.headers["retry-after"] == "900"
    door.clock.move(minutes=14, seconds=59)
    assert door.knock(browser, PASSWORD) == 429
    door.clock.move(seconds=1)
    assert door.knock(browser, PASSWORD) == 201


def test_an_unknown_login_waits_just_the_same(door: Door) -> None:
    assert door.knocks(6, door.browser(), "nobody") == [401] * 5 + [429]


def test_failures_long_ago_do_not_count(door: Door) -> None:
    browser = door.browser()
    assert door.knocks(4, browser) == [401] * 4
    door.clock.move(minutes=15)
    assert door.knocks(4, browser) == [401] * 4


def test_the_right_password_forgives(door: Door) -> None:
    for _ in range(3):
        assert door.knocks(4, door.browser()) == [401] * 4
        assert door.knock(door.browser(), PASSWORD) == 201


def test_one_address_waits_after_fifty_failures_of_many_logins(each_door: Door) -> None:
    door = each_door
    found = [door.knock(door.browser(), login=f"guess{number}") for number in range(51)]
    assert found == [401] * 50 + [429]
    assert door.knock(door.browser(), PASSWORD) == 429
    assert door.knock(door.browser(ELSEWHERE), PASSWORD) == 201


def test_signing_in_oneself_does_not_forgive_the_address(door: Door) -> None:
    for number in range(50):
        door.knock(door.browser(), login=f"guess{number}")
        if number == 30:
            assert door.knock(door.browser(), PASSWORD, "auditor") == 201
    assert door.knock(door.browser(), login="another") == 429


def test_nobody_is_locked_out_by_failures_elsewhere(door: Door) -> None:
    assert door.knocks(6, door.browser(ELSEWHERE))[-1] == 429
    assert door.knock(door.browser(HERE), PASSWORD) == 201


def test_a_browser_that_was_here_before_gets_in_from_an_address_that_waits(each_door: Door) -> None:
    door = each_door
    known = door.browser()
    sign_in(known, "coordinator")
    assert door.knocks(6, door.browser())[-1] == 429
    assert [door.knock(door.browser(), login=f"guess{number}") for number in range(60)][-1] == 429
    assert door.knock(known, PASSWORD) == 201
    # Its own failures count for itself alone.
    assert door.knocks(6, known) == [401] * 5 + [429]


def test_a_browser_is_known_for_the_accounts_it_signed_in_to(door: Door) -> None:
    shared = door.browser()
    sign_in(shared, "coordinator")
    known_by = shared.cookies["browser"]
    sign_in(shared, "auditor")
    assert shared.cookies["browser"] == known_by
    left = account_in(door.engine, login="third")
    assert door.knocks(6, door.browser(), left.login)[-1] == 429
    assert door.knock(shared, PASSWORD, left.login) == 429


def test_an_invented_browser_cookie_is_worth_nothing(door: Door) -> None:
    for number in range(6):
        invented = door.browser()
        invented.cookies["browser"] = f"{number}" * 43
        assert door.knock(invented) == (401 if number < 5 else 429)
    sent = {"login": "coordinator", "password": PASSWORD}
    elsewhere = door.browser(ELSEWHERE)
    answer = elsewhere.post("/api/v1/sign-ins", json=sent, headers={"cookie": f"browser={'x' * 43}"})
    assert answer.status_code == 201
    assert "browser=" in str(answer.headers) and "x" * 43 not in str(answer.headers)


def test_a_login_under_attack_from_many_addresses_is_slow_for_strangers_only(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.doors.enter.SLOW_SECONDS", 0.4)
    known = door.browser()
    sign_in(known, "coordinator")
    for number in range(21):
        assert door.knock(door.browser(f"203.0.113.{number}")) == 401
    stranger = door.browser(HERE).post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
    assert stranger.status_code == 201 and stranger.elapsed.total_seconds() >= 0.4
    answer = known.post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
    assert answer.status_code == 201 and answer.elapsed.total_seconds() < 0.4


def test_one_customer_of_ipv6_is_one_address(door: Door) -> None:
    for number in range(5):
        assert door.knock(door.browser(f"2001:db8:1:2::{number}")) == 401
    assert door.knock(door.browser("2001:db8:1:2:ffff::1")) == 429
    assert door.knock(door.browser("2001:db8:1:3::1")) == 401


def test_guesses_at_the_same_moment_are_all_counted(each_door: Door) -> None:
    door = each_door
    with ThreadPoolExecutor(12) as crowd:
        found = list(crowd.map(lambda _: door.knock(door.browser()), range(30)))
    assert sorted(found) == [401] * 5 + [429] * 25


def test_many_sign_in_at_once(each_door: Door) -> None:
    door = each_door

    def come_in(number: int) -> str:
        browser = door.browser(f"192.0.2.{number + 1}")
        return sign_in(browser, "coordinator")["sign_in"]

    with ThreadPoolExecutor(8) as crowd:
        assert len(set(crowd.map(come_in, range(16)))) == 16


def test_each_sign_in_has_a_new_token_and_ends_the_one_before(door: Door) -> None:
    browser = door.browser()
    sign_in(browser, "coordinator")
    before = browser.cookies["sign-in"]
    sign_in(browser, "coordinator")
    assert browser.cookies["sign-in"] != before
    former = door.browser()
    former.cookies["sign-in"] = before
    assert former.get("/api/v1/me").status_code == 401


def test_a_token_from_outside_is_never_taken_over(door: Door) -> None:
    browser = door.browser()
    browser.cookies["sign-in"] = "planted"
    answer = browser.post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
    assert "sign-in=planted" not in str(answer.headers.get_list("set-cookie"))
    planted = door.browser()
    planted.cookies["sign-in"] = "planted"
    assert planted.get("/api/v1/me").status_code == 401


def test_a_sign_in_ends_after_twelve_hours_of_use(door: Door) -> None:
    browser = door.browser()
    sign_in(browser, "coordinator")
    for _ in range(8):
        door.clock.move(minutes=89)
        assert browser.get("/api/v1/me").status_code == 200
    door.clock.move(minutes=8)
    assert browser.get("/api/v1/me").status_code == 401


def test_a_sign_in_ends_after_two_hours_without_use(door: Door) -> None:
    browser = door.browser()
    sign_in(browser, "coordinator")
    door.clock.move(minutes=119)
    assert browser.get("/api/v1/me").status_code == 200
    door.clock.move(minutes=120)
    assert browser.get("/api/v1/me").status_code == 401


def test_use_is_noted_once_a_minute(each_door: Door) -> None:
    door = each_door
    browser = door.browser()
    sign_in(browser, "coordinator")
    door.clock.move(seconds=59)
    browser.get("/api/v1/me")
    [noted] = kept(door, SignIn)
    assert noted.seen == noted.created
    door.clock.move(seconds=1)
    browser.get("/api/v1/me")
    [noted] = kept(door, SignIn)
    assert noted.seen == door.clock.now()


def test_signing_out_ends_it_and_clears_the_browser(door: Door) -> None:
    browser = door.browser()
    answered = sign_in(browser, "coordinator")
    token, known_by = browser.cookies["sign-in"], browser.cookies["browser"]
    answer = browser.post("/sign-out", data={"csrf": answered["csrf"]}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?left=1")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "sign-in" not in browser.cookies and browser.cookies["browser"] == known_by
    browser.cookies["sign-in"] = token
    assert browser.get("/api/v1/me").status_code == 401


def test_sign_ins_are_listed_and_can_be_ended_from_elsewhere(door: Door) -> None:
    mine, lost = door.browser(), door.browser()
    lost.headers["user-agent"] = "Mozilla/5.0 (iPhone) AppleWebKit/605 Version/18.0 Mobile Safari/604"
    sign_in(mine, "auditor")
    door.clock.move(minutes=1)
    sign_in(lost, "auditor")
    listed = mine.get("/api/v1/sign-ins").json()
    assert [(one["browser"], one["current"]) for one in listed] == [("Safari, iPhone", False), ("", True)]
    assert mine.delete(f"/api/v1/sign-ins/{listed[0]['id']}").status_code == 204
    assert lost.get("/api/v1/me").status_code == 401
    assert [one["current"] for one in mine.get("/api/v1/sign-ins").json()] == [True]


def test_another_password_signs_out_everywhere_else(each_door: Door) -> None:
    door = each_door
    here, there = door.browser(), door.browser()
    sign_in(here, "coordinator")
    sign_in(there, "coordinator")
    new = "another good one"
    for sent, code in (
        ({"old": WRONG, "new": new}, "old_password"),
        ({"old": PASSWORD, "new": "short"}, "password_short"),
        ({"old": PASSWORD, "new": "a" * 12}, "password_repeated"),
    ):
        refused = here.post("/api/v1/me/password", json=sent)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert here.post("/api/v1/me/password", json={"old": PASSWORD, "new": new}).status_code == 204
    assert here.get("/api/v1/me").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert door.knock(door.browser(), PASSWORD) == 401
    assert door.knock(door.browser(), new) == 201


def test_the_old_password_cannot_be_guessed_from_a_browser_left_open(door: Door) -> None:
    browser = door.browser()
    sign_in(browser, "coordinator")
    sent = {"old": WRONG, "new": "another good one"}
    found = [browser.post("/api/v1/me/password", json=sent).status_code for _ in range(6)]
    assert found == [422] * 5 + [429]


def test_a_closed_account_is_out_at_once(door: Door) -> None:
    auditor, coordinator = door.browser(), door.browser()
    sign_in(auditor, "auditor")
    sign_in(coordinator, "coordinator")
    account_id = auditor.get("/api/v1/me").json()["account"]
    assert coordinator.patch(f"/api/v1/accounts/{account_id}", json={"active": False}, headers=ANY).status_code == 200
    assert auditor.get("/api/v1/me").status_code == 401
    assert door.knock(door.browser(), PASSWORD, "auditor") == 401


def test_a_coordinator_unlocks_a_login(each_door: Door) -> None:
    door = each_door
    coordinator = door.browser(ELSEWHERE)
    sign_in(coordinator, "coordinator")
    assert door.knocks(6, door.browser(), "auditor")[-1] == 429
    [account_id] = [one["id"] for one in coordinator.get("/api/v1/accounts").json() if one["login"] == "auditor"]
    assert coordinator.patch(f"/api/v1/accounts/{account_id}", json={"unlock": True}, headers=ANY).status_code == 200
    assert door.knock(door.browser(), PASSWORD, "auditor") == 201


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/week/2026-11-30", "/week/2026-11-30"),
        ("/", "/"),
        ("", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("\\/elsewhere.example", "/"),
        ("https://elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/week/..//elsewhere.example", "/"),
        ("/%2felsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("/week\r\nX-Header: 1", "/"),
        ("/@elsewhere.example", "/"),
        ("/sign-out", "/"),
        ("/sign-in?next=/", "/"),
        ("/api/v1/me", "/"),
        ("/" + "a" * 300, "/"),
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(tmp_path: Path, asked: str, leads_to: str) -> None:
    door = Door(f"sqlite:///{tmp_path / 'door.db'}")
    form = door.browser().get("/sign-in", params={"next": asked}).text
    assert f'name="next" value="{leads_to}"' in form
    sent = {"login": "coordinator", "password": PASSWORD, "next": asked}
    answer = door.browser().post("/sign-in", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


def test_a_page_that_needs_signing_in_is_shown_afterwards(door: Door) -> None:
    answer = door.browser().get("/week/2026-11-30", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/week/2026-11-30")


def test_before_the_first_account_the_door_says_how_to_make_one(database: str) -> None:
    app = create_app(database, passwords=CHEAP)
    answer = TestClient(app).get("/sign-in")
    assert answer.status_code == 200 and "outreach first-account" in answer.text
    app.state.parts.engine.dispose()


def test_every_refusal_is_the_same_work(door: Door) -> None:
    """The exact times: `python -m tests.proofs.sign_in_timing`."""

    class Counting(Passwords):
        compared = 0

        def match(self, password: str, kept: str | None) -> bool:
            self.compared += 1
            return super().match(password, kept)

    parts = door.app.state.parts
    counting = Counting(passes=1, memory_kib=8, lanes=1)
    door.app.state.parts = replace(parts, passwords=counting)
    asked: list[str] = []
    event.listen(parts.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    work = []
    for login in ("nobody", "coordinator", "left"):
        for _ in range(2):  # The second time, the counter of the address is there already.
            asked.clear()
            counting.compared = 0
            assert door.knock(door.browser(), login=login) == 401
        work.append((counting.compared, list(asked)))
    assert work[0][0] == 1
    assert work[0] == work[1] == work[2]


def test_a_crowd_at_the_door_is_told_so_and_has_not_tried(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.doors.enter._places", BoundedSemaphore(1))
    with _places_taken():
        answers = [door.browser().post("/api/v1/sign-ins", json=GIVEN) for _ in range(8)]
        page = door.browser().post("/sign-in", data=GIVEN)
    assert {answer.status_code for answer in (*answers, page)} == {503}
    assert answers[0].json()["code"] == "door_busy" and "請過幾秒再試" in page.text
    assert door.knock(door.browser(), PASSWORD) == 201


@contextmanager
def _places_taken() -> Iterator[None]:
    taken = enter._places
    taken.acquire()
    yield
    taken.release()
