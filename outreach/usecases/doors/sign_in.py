"""Sign in: a counted attempt with the right password becomes a new sign-in of this browser."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import Engine

from outreach.records import Account, SignIn
from outreach.records.database import office_records
from outreach.records.entrance import forget_failures
from outreach.usecases.doors.count_try import Try, forgive, token_key
from outreach.usecases.doors.end_sign_in import end_sign_in_of_token
from outreach.usecases.doors.passwords import Passwords
from outreach.usecases.doors.refused import WrongSignIn

LASTS = dt.timedelta(hours=12)
"""After this a sign-in ends, whatever happens."""

A_DAY = dt.timedelta(days=1)
_BROWSER_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignIn:
    """What the browser gets, and nobody keeps: `token` for this sign-in, `browser` to be known by next time."""

    sign_in: SignIn
    account: Account
    token: str
    browser: str


def sign_in(
    engine: Engine,
    one: Try,
    *,
    password: str,
    passwords: Passwords,
    browser: str,
    browser_name: str,
    former_token: str,
    now: dt.datetime,
) -> NewSignIn:
    """The attempt's sign-in, with a new token; what this browser had before ends. Raises `WrongSignIn`.

    An unknown login, a wrong password and an inactive account are refused with the same words after the same time: the
    password is compared in any case, outside of any transaction.
    """
    account = one.account
    kept = account.password_hash if account is not None and account.active else None
    if not passwords.match(password, kept) or account is None:
        raise WrongSignIn
    token, known_by = secrets.token_urlsafe(32), browser if one.is_known else secrets.token_urlsafe(32)
    with office_records(engine, office_id=account.office_id) as records:
        newest = records.get(Account, account.id, lock=True)
        if newest is None or not newest.active or newest.password_hash != kept:
            raise WrongSignIn
        end_sign_in_of_token(records, token_key(former_token), now=now)
        forgive(records.session, one)
        forget_failures(records.session, before=now - A_DAY)
        new = records.add(
            SignIn(
                office_id="",
                account_id=account.id,
                token_hash=token_key(token),
                csrf=secrets.token_urlsafe(32),
                created=now,
                seen=now,
                expires=now + LASTS,
                browser=browser_name[:_BROWSER_NAME],
                browser_key=token_key(known_by),
            )
        )
    return NewSignIn(sign_in=new, account=newest, token=token, browser=known_by)
