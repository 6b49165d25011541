"""Change an account: its role, its person, whether it may sign in, its password; forgive its failed attempts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Account
from outreach.records.database import OfficeRecords
from outreach.refusals import ChangedMeanwhile, Difference, NotAllowed, Refusal, is_known
from outreach.usecases.doors.count_try import forgive_login
from outreach.usecases.doors.end_sign_in import end_all_sign_ins
from outreach.usecases.doors.grants import (
    account_to_change,
    check_person,
    checked_name,
    keep_a_coordinator,
    require_grant,
)
from outreach.usecases.doors.passwords import Passwords, check_password

_OWN_PASSWORD = Refusal(
    "own_password",
    "自己的密碼請在「我的帳號」變更，要輸入目前的密碼。",
    "Change your own password with the present one, under “My account”.",
    "password",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """What to change; `None` leaves it as it is. `unlock`: forgive the login's failed attempts."""

    name: str | None = None
    role: str | None = None
    person_id: str | None = None
    active: bool | None = None
    password: str | None = None
    unlock: bool = False


def change_account(
    records: OfficeRecords,
    actor: Actor,
    *,
    account_id: str,
    change: AccountChange,
    known_as: str | None = None,
    passwords: Passwords,
    now: dt.datetime,
) -> Account:
    """The changed account. With another role or password, or closed, its sign-ins end.

    `known_as`: the entity tags that the editor has seen, as `If-Match` gives them; `None` to ask nothing. Raises
    `NotThere`, `NotAllowed`, `Invalid` with the field, `Conflict` for the last coordinator, `ChangedMeanwhile`.
    """
    account = account_to_change(records, actor, account_id)
    _check_grant(actor, account, change)
    _check_same(account, change, known_as)
    if change.name is not None:
        account.name = checked_name(change.name)
    role = account.role if change.role is None else change.role
    if role != account.role or change.active is False:
        if role != "coordinator" or change.active is False:
            keep_a_coordinator(records, account)
        end_all_sign_ins(records, account.id, now=now)
    person_id = account.person_id if change.person_id is None else change.person_id
    if role != account.role or person_id != account.person_id:
        check_person(records, role, person_id, account.id)
        account.role, account.person_id = role, person_id
    if change.active is not None:
        account.active = change.active
    if change.password is not None:
        check_password(account.login, change.password)
        account.password_hash = passwords.hashed(change.password)
        end_all_sign_ins(records, account.id, now=now)
    if change.unlock:
        forgive_login(records.session, account.login)
    return account


def account_etag(version: int) -> str:
    """What stands for an account as it is."""
    return f'"{version}"'


def _check_same(account: Account, change: AccountChange, known_as: str | None) -> None:
    tag = account_etag(account.version)
    if is_known(tag, known_as):
        return
    given = {name: getattr(change, name) for name in ("name", "role", "person_id", "active")}
    raise ChangedMeanwhile(
        tag,
        [
            Difference(field=name, kept=getattr(account, name), given=value)
            for name, value in given.items()
            if value is not None and value != getattr(account, name)
        ],
    )


def _check_grant(actor: Actor, account: Account, change: AccountChange) -> None:
    """To close a door or to forgive failures lets nobody in; all else gives what the account's role gives.

    One's own password is changed by who knows the old one: a browser left open must not be enough.
    """
    if change.password is not None and account.id == actor.account_id:
        raise NotAllowed(_OWN_PASSWORD)
    opens = change.active is True and not account.active
    if opens or any(one is not None for one in (change.name, change.role, change.person_id, change.password)):
        require_grant(actor, account.role)
    if change.role is not None:
        require_grant(actor, change.role)
