"""Make an account, so that somebody can sign in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.exc import IntegrityError

from outreach.actor import Actor
from outreach.records import Account
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.doors.count_try import typed_login
from outreach.usecases.doors.grants import (
    check_login,
    check_person,
    checked_name,
    governs_accounts,
    one_at_a_time,
    require_grant,
)
from outreach.usecases.doors.passwords import Passwords, check_password


def make_account(
    records: OfficeRecords,
    actor: Actor,
    *,
    login: str,
    name: str,
    role: str,
    password: str,
    passwords: Passwords,
    person_id: str | None = None,
    now: dt.datetime,
) -> Account:
    """The new account. Raises `NotAllowed`, `Invalid` with the field, `Conflict` for a login that is taken."""
    if not governs_accounts(actor):
        raise NotThere
    require_grant(actor, role)
    login = typed_login(login)
    check_login(login)
    name = checked_name(name)
    one_at_a_time(records)
    check_person(records, role, person_id)
    check_password(login, password)
    try:
        # Another office's logins cannot be looked up from here; the database itself knows.
        with records.session.begin_nested():
            return records.add(
                Account(
                    office_id="",
                    login=login,
                    name=name,
                    role=role,
                    password_hash=passwords.hashed(password),
                    person_id=person_id,
                    created=now,
                )
            )
    except IntegrityError:
        raise Conflict(
            Refusal("login_taken", "這個帳號已經有人用了，請換一個。", "This login is taken.", "login")
        ) from None
