"""End a sign-in, wherever that browser is."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import SignIn
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.signing.grants import governs_accounts


def end_sign_in(records: OfficeRecords, actor: Actor, *, sign_in_id: str, now: dt.datetime) -> SignIn:
    """The ended sign-in: one's own, or for coordinators and administrators any of the office. Raises `NotThere`."""
    found = records.get(SignIn, sign_in_id, lock=True)
    if found is None or not (found.account_id == actor.account_id or governs_accounts(actor)):
        raise NotThere
    found.ended = found.ended or now
    return found


def end_all_sign_ins(records: OfficeRecords, account_id: str, *, now: dt.datetime, but: str = "") -> None:
    """End every sign-in of an account `but` one: its password, its role or its door has changed."""
    for one in records.all(SignIn, SignIn.account_id == account_id):
        if one.ended is None and one.id != but:
            one.ended = now
