"""Clients that have signed in through the real door, one for each role."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.clock import SystemClock
from outreach.actor import Actor, Role
from outreach.records import Account, Office, Person
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.doors.make_account import make_account
from outreach.usecases.doors.passwords import Passwords

COORDINATOR = Actor(office_id="", role="coordinator")
"""Somebody who may see everything of the office whose records they are handed."""

PASSWORD = "correct horse 42"
CHEAP = Passwords(passes=1, memory_kib=8, lanes=1)
"""Hashes that cost nothing, for tests that are not about them."""


def account_in(
    engine: Engine,
    role: Role = "coordinator",
    *,
    person: str | None = None,
    login: str = "",
    office_id: str | None = None,
    passwords: Passwords = CHEAP,
    active: bool = True,
) -> Account:
    """The account `login` (the role's name unless said otherwise), made when it is not there; its password is
    `PASSWORD`. `person`: the code of who it belongs to; a field account takes anybody who has none.
    """
    _need_office(engine)
    with office_records(engine, office_id=office_id) as records:
        login = login or (f"{role}-{person.lower()}" if person else role)
        found = records.all(Account, Account.login == login)
        if found:
            return found[0]
        account = make_account(
            records,
            replace(COORDINATOR, office_id=records.office.id),
            login=login,
            name=f"帳號{login}",
            role=role,
            password=PASSWORD,
            passwords=passwords,
            person_id=_person_id(records, role, person),
            now=SystemClock().now(),
        )
        account.active = active
        return account


def client_for(
    app: FastAPI,
    role: Role = "coordinator",
    *,
    person: str | None = None,
    login: str = "",
    office_id: str | None = None,
) -> TestClient:
    """A client that is signed in: it has its cookie, and sends its CSRF token with every request."""
    parts = app.state.parts
    account = account_in(parts.engine, role, person=person, login=login, office_id=office_id, passwords=parts.passwords)
    client = TestClient(app)
    sign_in(client, account.login)
    return client


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> dict[str, str]:
    """Sign this client in, and what it was answered."""
    answer = client.post("/api/v1/sign-ins", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.text
    answered: dict[str, str] = answer.json()
    client.headers["X-CSRF-Token"] = answered["csrf"]
    return answered


def _person_id(records: OfficeRecords, role: Role, code: str | None) -> str | None:
    if code is None and role != "field":
        return None
    wanted: list[Any] = (
        [Person.code == code] if code else [col(Person.id).not_in(select(Account.person_id).where(_has_person()))]
    )
    return records.all(Person, *wanted)[0].id


def _has_person() -> Any:
    return col(Account.person_id).is_not(None)


def _need_office(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        if session.exec(select(Office.id)).first() is None:
            session.add(Office(name="示範區聯合外勤排班", sample=True))
