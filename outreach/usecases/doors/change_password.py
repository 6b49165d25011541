"""Change one's own password."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from outreach.actor import Actor
from outreach.records import Account
from outreach.records.database import office_records
from outreach.refusals import Invalid, NotThere, Refusal
from outreach.usecases.doors.count_try import count_try, forgive
from outreach.usecases.doors.end_sign_in import end_all_sign_ins
from outreach.usecases.doors.passwords import Passwords, check_password

_OLD_IS_WRONG = Refusal("old_password", "目前的密碼不對。", "The present password is wrong.", "old")


def change_password(
    engine: Engine,
    actor: Actor,
    *,
    sign_in_id: str,
    old: str,
    new: str,
    address: str,
    browser: str,
    passwords: Passwords,
    now: dt.datetime,
) -> Account:
    """The account with its new password; all its other sign-ins have ended.

    It opens its own transactions: a wrong old password is counted like one at the door although nothing else is kept.
    Raises `Invalid` with the field, `TooManyTries`.
    """
    with office_records(engine, office_id=actor.office_id, write=False) as records:
        kept = records.get(Account, actor.account_id or "")
    if kept is None:
        raise NotThere
    check_password(kept.login, new)
    one = count_try(engine, login=kept.login, address=address, browser=browser, now=now)
    if not passwords.match(old, kept.password_hash):
        raise Invalid(_OLD_IS_WRONG)
    hashed = passwords.hashed(new)
    with office_records(engine, office_id=actor.office_id) as records:
        account = records.get(Account, kept.id, lock=True)
        if account is None or account.password_hash != kept.password_hash:
            raise Invalid(_OLD_IS_WRONG)
        account.password_hash = hashed
        forgive(records.session, one)
        end_all_sign_ins(records, account.id, now=now, but=sign_in_id)
    return account
