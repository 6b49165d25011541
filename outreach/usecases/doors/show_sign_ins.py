"""Where somebody is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Account, SignIn
from outreach.records.database import OfficeRecords
from outreach.usecases.doors.grants import governs_accounts
from outreach.usecases.doors.who_is import UNUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView:
    """One open sign-in. `login`: whose. `browser`: its short name, `""` for other people's browsers."""

    id: str
    account_id: str
    login: str
    browser: str
    created: dt.datetime
    seen: dt.datetime
    expires: dt.datetime


def show_sign_ins(
    records: OfficeRecords, actor: Actor, *, now: dt.datetime, everybody: bool = False
) -> tuple[SignInView, ...]:
    """The open sign-ins, used last first: one's own; with `everybody` the office's, for those who may end them.

    Logins tell whose they are. Names are not needed to end one, so an administrator sees none.
    """
    of_all = everybody and governs_accounts(actor)
    wanted = (col(SignIn.ended).is_(None), col(SignIn.expires) > now, col(SignIn.seen) > now - UNUSED)
    whose = () if of_all else (SignIn.account_id == actor.account_id,)
    found = records.all(SignIn, *wanted, *whose)
    logins = {one.id: one.login for one in records.all(Account)} if found else {}
    views = (
        SignInView(
            id=one.id,
            account_id=one.account_id,
            login=logins[one.account_id],
            browser=one.browser if one.account_id == actor.account_id else "",
            created=one.created,
            seen=one.seen,
            expires=one.expires,
        )
        for one in found
    )
    return tuple(sorted(views, key=lambda view: (view.seen, view.id), reverse=True))
