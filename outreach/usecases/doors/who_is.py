"""Who holds this cookie."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Engine

from outreach.actor import Actor, Role
from outreach.records import Account, Office, SignIn
from outreach.records.entrance import entrance, note_seen, sign_in_of_token
from outreach.usecases.doors.count_try import token_key

UNUSED = dt.timedelta(hours=2)
"""A sign-in that nobody has used for so long has ended."""

NOTED = dt.timedelta(minutes=1)
"""Use is noted this often at most: reading stays reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in. `noted`: their use is on record well enough for now."""

    actor: Actor
    sign_in: SignIn
    account: Account
    office: Office
    noted: bool

    @property
    def csrf(self) -> str:
        """What only pages of this sign-in know."""
        return self.sign_in.csrf


def who_is(engine: Engine, token: str, *, now: dt.datetime) -> Visitor | None:
    """The visitor with this cookie, or `None`: unknown, ended, expired, unused for too long, or no longer active."""
    with entrance(engine) as session:
        found = sign_in_of_token(session, token_key(token))
    if found is None:
        return None
    sign_in, account, office = found
    if not is_open(sign_in, now) or not account.active:
        return None
    actor = Actor(
        office_id=account.office_id,
        role=cast("Role", account.role),
        account_id=account.id,
        person_id=account.person_id,
    )
    noted = now - sign_in.seen < NOTED
    return Visitor(actor=actor, sign_in=sign_in, account=account, office=office, noted=noted)


def is_open(sign_in: SignIn, now: dt.datetime) -> bool:
    """Whether this sign-in still opens doors."""
    return sign_in.ended is None and now < sign_in.expires and now - sign_in.seen < UNUSED


def note_use(engine: Engine, visitor: Visitor, *, now: dt.datetime) -> None:
    """Put the visitor's use on record."""
    with entrance(engine, write=True) as session:
        note_seen(session, visitor.sign_in.id, now)
