"""Who may make and change whose account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from api.app import create_app
from outreach.records import Account, Person, RequestKey
from outreach.records.database import open_database
from tests.office import small_office
from tests.security.cast import Cast, cast_in
from tests.signed_in import CHEAP, PASSWORD, account_in, client_for, sign_in

LONG = "long enough for now"


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    return cast_in(tmp_path)


def made(client: TestClient, **sent: object) -> tuple[int, str]:
    """What is answered to a new account: the status, and the code where it is refused."""
    given = {"login": "new", "name": "新同事", "role": "auditor", "password": LONG, **sent}
    answer = client.post("/api/v1/accounts", json=given, headers={"Idempotency-Key": token_hex()})
    return answer.status_code, answer.json().get("code", "")


def changed(client: TestClient, account: Account, **sent: object) -> tuple[int, str]:
    answer = client.patch(f"/api/v1/accounts/{account.id}", json=sent, headers={"If-Match": "*"})
    return answer.status_code, answer.json().get("code", "")


def person_of(cast: Cast, code: str) -> str:
    with Session(cast.engine) as session:
        return session.exec(select(Person.id).where(Person.code == code)).one()


def test_a_coordinator_lets_everybody_in(cast: Cast) -> None:
    client = cast.client("coordinator")
    for role, person in (("coordinator", None), ("auditor", None), ("admin", None), ("field", "S001")):
        sent = {"login": f"new-{role}", "role": role, "person": person_of(cast, person) if person else None}
        assert made(client, **sent) == (201, "")
        sign_in(TestClient(cast.app), f"new-{role}", LONG)


@pytest.mark.parametrize("role", ["coordinator", "auditor", "field"])
def test_an_administrator_grants_no_sight_of_personal_data(cast: Cast, role: str) -> None:
    client = cast.client("admin")
    person = person_of(cast, "S001") if role == "field" else None
    assert made(client, role=role, person=person) == (403, "grants_personal_data")
    assert made(client, login="second", role="admin") == (201, "")
    account = cast.accounts[role]
    for sent in ({"role": "admin"}, {"password": LONG}, {"name": "別人"}, {"person": person_of(cast, "K001")}):
        assert changed(client, account, **sent) == (403, "grants_personal_data")
    assert changed(client, cast.accounts["admin"], role=role) == (403, "grants_personal_data")


def test_an_administrator_closes_accounts_but_opens_none_that_see_personal_data(cast: Cast) -> None:
    client = cast.client("admin")
    assert changed(client, cast.accounts["auditor"], active=False) == (200, "")
    assert changed(client, cast.accounts["auditor"], active=True) == (403, "grants_personal_data")
    assert changed(cast.client("coordinator"), cast.accounts["auditor"], active=True) == (200, "")
    other = account_in(cast.engine, "admin", login="admin2", office_id=cast.office_id)
    assert changed(client, other, active=False, password=LONG) == (200, "")
    assert changed(client, other, active=True) == (200, "")


def test_an_administrator_reads_logins_and_no_names(cast: Cast) -> None:
    client = cast.client("admin")
    listed = client.get("/api/v1/accounts").json()
    assert [one["login"] for one in listed] == ["admin", "auditor", "coordinator", "field"]
    assert [(one["name"], one["person"]) for one in listed[1:]] == [(None, None)] * 3
    changed_one = client.patch(
        f"/api/v1/accounts/{cast.accounts['field'].id}", json={"unlock": True}, headers={"If-Match": "*"}
    ).json()
    assert (changed_one["name"], changed_one["person"]) == (None, None)
    cast.client("field")
    everybody = client.get("/api/v1/sign-ins?everybody=true")
    assert {one["login"] for one in everybody.json()} == {"admin", "field"}
    assert "林秀琴" not in everybody.text and "帳號field" not in everybody.text
    named = cast.client("auditor").get("/api/v1/accounts").json()
    assert [one["name"] for one in named] == ["帳號admin", "帳號auditor", "帳號coordinator", "帳號field"]


def test_field_people_and_auditors_see_their_own_sign_ins_only(cast: Cast) -> None:
    cast.client("coordinator")
    for role in ("field", "auditor"):
        listed = cast.client(role).get("/api/v1/sign-ins?everybody=true").json()
        assert {one["login"] for one in listed} == {role}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"password": "elevenchars"}, "password_short"),
        ({"password": "x" * 300}, "password_long"),
        ({"password": "zzzzzzzzzzzz"}, "password_repeated"),
        ({"login": "a.long.login", "password": "A.Long.Login"}, "password_is_login"),
        ({"login": "a.long.login", "password": "ａ．ｌｏｎｇ．ｌｏｇｉｎ"}, "password_is_login"),
        ({"login": "x"}, "login"),
        ({"login": "two words"}, "login"),
        ({"login": "林"}, "login"),
        ({"login": "-dash"}, "login"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"role": "king"}, "role"),
        ({"role": "field"}, "person_needed"),
        ({"person": "0" * 32}, "person"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_the_field(cast: Cast, sent: dict[str, str], code: str) -> None:
    answer = cast.client("coordinator").post(
        "/api/v1/accounts",
        json={"login": "new", "name": "新同事", "role": "auditor", "password": LONG, **sent},
        headers={"Idempotency-Key": token_hex()},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["field"] in ("password", "login", "name", "role", "person_id")
    with Session(cast.engine) as session:
        assert len(session.exec(select(Account)).all()) == 5


def test_what_is_not_asked_for_is_not_taken(cast: Cast) -> None:
    client = cast.client("coordinator")
    for more in ({"office_id": "x"}, {"id": "x"}, {"password_hash": "x"}, {"active": False}, {"version": 9}):
        assert 400 <= made(client, **more)[0] < 500
    with Session(cast.engine) as session:
        assert len(session.exec(select(Account)).all()) == 5


def test_a_login_is_one_accounts_in_the_whole_database(cast: Cast) -> None:
    client = cast.client("coordinator")
    assert made(client, login="Auditor") == (409, "login_taken")
    assert made(client, login="stranger") == (409, "login_taken")  # The other office's.
    assert made(client, login="free") == (201, "")


def test_one_account_a_person(cast: Cast) -> None:
    assert made(cast.client("coordinator"), role="field", person=person_of(cast, "V001")) == (409, "person_has_account")
    assert changed(cast.client("coordinator"), cast.accounts["auditor"], person=person_of(cast, "V001"))[0] == 409


@pytest.mark.parametrize("sent", [{"active": False}, {"role": "auditor"}, {"role": "admin"}])
def test_the_last_coordinator_stays(cast: Cast, sent: dict[str, object]) -> None:
    assert changed(cast.client("coordinator"), cast.accounts["coordinator"], **sent) == (409, "last_coordinator")
    if sent == {"active": False}:
        assert changed(cast.client("admin"), cast.accounts["coordinator"], **sent) == (409, "last_coordinator")
    account_in(cast.engine, login="second", office_id=cast.office_id)
    assert changed(cast.client("coordinator"), cast.accounts["coordinator"], **sent)[0] == 200


def test_another_role_ends_what_the_old_one_opened(cast: Cast) -> None:
    auditor = cast.client("auditor")
    assert changed(cast.client("coordinator"), cast.accounts["auditor"], role="admin") == (200, "")
    assert auditor.get("/api/v1/me").status_code == 401
    assert (
        client_for(cast.app, "admin", login="auditor", office_id=cast.office_id).get("/week/2026-11-30").status_code
        == 404
    )


def test_a_new_password_from_the_coordinator_signs_out_everywhere(cast: Cast) -> None:
    auditor = cast.client("auditor")
    assert changed(cast.client("coordinator"), cast.accounts["auditor"], password=LONG) == (200, "")
    assert auditor.get("/api/v1/me").status_code == 401
    sign_in(TestClient(cast.app), "auditor", LONG)


def test_ones_own_password_needs_the_old_one(cast: Cast) -> None:
    for role in ("coordinator", "admin"):
        assert changed(cast.client(role), cast.accounts[role], password=LONG) == (403, "own_password")
        sign_in(TestClient(cast.app), role, PASSWORD)


def test_field_people_see_their_own_published_duties_listed(cast: Cast) -> None:
    text = cast.client("field").get("/").text
    assert f'href="/duty/{cast.own}"' in text and "這週起您有 1 天的勤務。" in text
    assert cast.others not in text and cast.draft not in text
    duty = cast.client("field").get(f"/duty/{cast.own}").text
    assert f'href="/duty/{cast.others}"' not in duty and "/week/" not in duty and "/log/" not in duty
    cast.clock.move(days=14)
    assert "這週起還沒有公布您的勤務。" in cast.client("field").get("/").text


def test_two_coordinators_who_send_each_other_away_leave_one(database: str) -> None:
    app = create_app(database, passwords=CHEAP)
    clients = {login: client_for(app, login=login) for login in ("one", "two")}
    ids = {login: client.get("/api/v1/me").json()["account"] for login, client in clients.items()}

    def send_away(login: str) -> int:
        other = ids["two" if login == "one" else "one"]
        path, any_version = f"/api/v1/accounts/{other}", {"If-Match": "*"}
        return clients[login].patch(path, json={"role": "auditor"}, headers=any_version).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send_away, clients))
    # Whoever is second finds the last coordinator, or is no coordinator any more.
    assert answers[0] == 200 and answers[1] in (401, 404, 409)
    app.state.parts.engine.dispose()


def test_a_person_gets_one_account_however_many_ask_at_once(database: str) -> None:
    engine = open_database(database)
    small_office(engine)
    engine.dispose()
    app = create_app(database, passwords=CHEAP)
    client = client_for(app)
    with Session(app.state.parts.engine) as session:
        person = session.exec(select(Person.id).where(Person.code == "V001")).one()

    def make(number: int) -> int:
        return made(client, login=f"new{number}", role="field", person=person)[0]

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(make, range(6)))
    assert answers == [201] + [409] * 5
    app.state.parts.engine.dispose()


def test_the_later_of_two_who_change_an_account_is_told_what_differs(cast: Cast) -> None:
    client, path = cast.client("coordinator"), f"/api/v1/accounts/{cast.accounts['auditor'].id}"
    seen = client.patch(path, json={"unlock": True}, headers={"If-Match": "*"}).headers["ETag"]
    assert client.patch(path, json={"name": "先改的"}, headers={"If-Match": seen}).status_code == 200
    answer = client.patch(path, json={"name": "後改的"}, headers={"If-Match": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert answer.json()["differences"] == [{"field": "name", "kept": "先改的", "given": "後改的"}]
    assert client.patch(path, json={"name": "後改的"}).status_code == 428


def test_the_same_new_account_twice_is_one(cast: Cast) -> None:
    client, key = cast.client("coordinator"), {"Idempotency-Key": token_hex()}
    new = {"login": "new", "name": "新同事", "role": "auditor", "password": LONG}
    answers = [client.post("/api/v1/accounts", json=new, headers=key) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert client.post("/api/v1/accounts", json=new | {"role": "admin"}, headers=key).status_code == 409
    with Session(cast.engine) as session:
        assert LONG not in str([one.model_dump() for one in session.exec(select(RequestKey)).all()])
