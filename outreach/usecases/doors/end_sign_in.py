"""End a sign-in, wherever that browser is."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update
from sqlmodel import col

from outreach.actor import Actor
from outreach.records import SignIn
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.doors.grants import governs_accounts


def end_sign_in(records: OfficeRecords, actor: Actor, *, sign_in_id: str, now: dt.datetime) -> SignIn:
    """The ended sign-in: one's own, or for coordinators and administrators any of the office. Raises `NotThere`."""
    found = records.get(SignIn, sign_in_id, lock=True)
    if found is None or not (found.account_id == actor.account_id or governs_accounts(actor)):
        raise NotThere
    found.ended = found.ended or now
    return found


def end_all_sign_ins(records: OfficeRecords, account_id: str, *, now: dt.datetime, but: str = "") -> None:
    """End every sign-in of an account `but` one: its password, its role or its door has changed."""
    open_ones = update(SignIn).where(
        col(SignIn.account_id) == account_id, col(SignIn.ended).is_(None), col(SignIn.id) != but
    )
    # Not an edit of records that somebody else may be ending too: whoever comes second finds them ended.
    records.session.execute(open_ones.values(ended=now))


def end_sign_in_of_token(records: OfficeRecords, token_hash: str, *, now: dt.datetime) -> None:
    """End the sign-in that a cookie stands for, where there is one."""
    found = update(SignIn).where(col(SignIn.token_hash) == token_hash, col(SignIn.ended).is_(None))
    records.session.execute(found.values(ended=now))
