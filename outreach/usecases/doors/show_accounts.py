"""The accounts of the office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Account
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """One account. An administrator reads its login and role; `name` and `person_id` are `None` for them."""

    id: str
    version: int
    login: str
    role: str
    active: bool
    created: dt.datetime
    name: str | None
    person_id: str | None


def show_accounts(records: OfficeRecords, actor: Actor) -> tuple[AccountView, ...]:
    """Every account, by login. Raises `NotThere` for field people."""
    if actor.role == "field":
        raise NotThere
    return tuple(sorted((account_view(one, actor) for one in records.all(Account)), key=lambda view: view.login))


def account_view(account: Account, actor: Actor) -> AccountView:
    """What they may read of this account."""
    named = actor.sees_everybody or account.id == actor.account_id
    return AccountView(
        id=account.id,
        version=account.version,
        login=account.login,
        role=account.role,
        active=account.active,
        created=account.created,
        name=account.name if named else None,
        person_id=account.person_id if named else None,
    )
