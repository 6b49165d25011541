"""The first account of a database, and its office where there is none yet."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine
from sqlmodel import Session, select

from outreach.actor import Actor
from outreach.records import Account, Office
from outreach.records.database import OfficeRecords
from outreach.records.entrance import come_alone, has_accounts
from outreach.refusals import Conflict, Invalid, Refusal
from outreach.usecases.doors.make_account import make_account
from outreach.usecases.doors.passwords import Passwords

LONGEST_OFFICE = 100


def make_first_account(
    engine: Engine,
    *,
    office_name: str,
    login: str,
    name: str,
    password: str,
    passwords: Passwords,
    now: dt.datetime,
) -> Account:
    """A coordinator's account. Raises `Conflict` once anybody has one, `Invalid` with the field.

    An office that has been imported before is the one that is meant, whatever `office_name` says.
    """
    with Session(engine.execution_options(writes=True), expire_on_commit=False) as session, session.begin():
        come_alone(session)
        if has_accounts(session):
            raise Conflict(Refusal("has_accounts", "這個資料庫已經有帳號了。", "This database has accounts already."))
        records = OfficeRecords(session, _office(session, office_name.strip()))
        actor = Actor(office_id=records.office.id, role="coordinator")
        return make_account(
            records, actor, login=login, name=name, role="coordinator", password=password, passwords=passwords, now=now
        )


def _office(session: Session, name: str) -> Office:
    offices = session.exec(select(Office).order_by(Office.name)).all()
    found = next((one for one in offices if one.name == name), offices[0] if len(offices) == 1 else None)
    if found is not None:
        return found
    if not 0 < len(name) <= LONGEST_OFFICE:
        raise Invalid(
            Refusal(
                "office_name",
                f"機關名稱要 1 到 {LONGEST_OFFICE} 個字。",
                f"The office's name has 1 to {LONGEST_OFFICE} characters.",
                "office_name",
            )
        )
    office = Office(name=name)
    session.add(office)
    session.flush()
    return office
