"""What is asked before it is known whose office it is. Every other query is one office's."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, delete, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.records.account import Account, Secret, SignIn, SignInFailure
from outreach.records.duty_link import DutyLink, FieldPin
from outreach.records.feed import Feed
from outreach.records.office import Office
from outreach.records.roster import Roster, RosterDuty

_NAME = "doors"
_FIRST = 0x0F125ACC
"""PostgreSQL's lock for who makes the first account of a database."""


@contextmanager
def entrance(engine: Engine, *, write: bool = False) -> Iterator[Session]:
    """One transaction of somebody who is not signed in yet. Only for the functions of this file."""
    with Session(engine.execution_options(writes=write), expire_on_commit=False) as session, session.begin():
        yield session


def account_of_login(session: Session, login: str) -> Account | None:
    """Whose login this is, in whatever office."""
    return session.exec(select(Account).where(Account.login == login)).one_or_none()


def sign_in_of_token(session: Session, token_hash: str) -> tuple[SignIn, Account, Office] | None:
    """The sign-in that this cookie stands for, ended ones too, with its account and office."""
    asked = select(SignIn, Account, Office).where(
        SignIn.token_hash == token_hash, Account.id == SignIn.account_id, Office.id == SignIn.office_id
    )
    return session.exec(asked).one_or_none()


def accounts_of_browser(session: Session, browser_key: str) -> set[str]:
    """The accounts to which somebody has signed in from this browser before."""
    return set(session.exec(select(SignIn.account_id).where(SignIn.browser_key == browser_key).distinct()))


def note_seen(session: Session, sign_in_id: str, now: dt.datetime) -> None:
    """This sign-in is in use. Not an edit: the record's version stays."""
    session.execute(update(SignIn).where(col(SignIn.id) == sign_in_id).values(seen=now))


def feed_of_secret(session: Session, secret_hash: str) -> Feed | None:
    """The calendar feed that this secret stands for, in whatever office."""
    return session.exec(select(Feed).where(Feed.secret_hash == secret_hash)).one_or_none()


def note_fetched(session: Session, feed_id: str, now: dt.datetime) -> None:
    """A calendar has asked for this feed. Not an edit: the record's version stays."""
    session.execute(update(Feed).where(col(Feed.id) == feed_id).values(fetched=now))


def link_of_token(session: Session, token_hash: str) -> DutyLink | None:
    """The personal link with this secret, in whatever office; locked until a writing transaction ends."""
    asked = select(DutyLink).where(DutyLink.token_hash == token_hash)
    return session.exec(asked.with_for_update()).one_or_none()


def links_of_device(
    session: Session, device_hash: str, since: dt.date
) -> Sequence[tuple[DutyLink, Office, dt.datetime | None]]:
    """The personal links to days from `since` on that this device is bound to, their offices, and when the duty that
    each leads to is over, if there is one in a roster that holds.
    """
    asked = select(DutyLink, Office, _end_of_duty().scalar_subquery()).where(
        DutyLink.device_hash == device_hash, DutyLink.date >= since, Office.id == DutyLink.office_id
    )
    return session.exec(asked.order_by(DutyLink.id)).all()


def end_of_duty(session: Session, link: DutyLink) -> dt.datetime | None:
    """When the duty that this link leads to is over; `None` without one in a roster that holds."""
    ends: dt.datetime | None = session.exec(
        select(_end_of_duty().scalar_subquery()).where(DutyLink.id == link.id)
    ).one()
    return ends


def _end_of_duty() -> SelectOfScalar[dt.datetime]:
    """When the duty that a link, named in the statement around it, leads to is over."""
    ends = select(func.max(RosterDuty.arrival)).where(
        RosterDuty.office_id == DutyLink.office_id,
        RosterDuty.person_id == DutyLink.person_id,
        RosterDuty.date == DutyLink.date,
        Roster.id == RosterDuty.roster_id,
        Roster.status == "published",
    )
    return ends.correlate(DutyLink)


def pin_for(session: Session, link: DutyLink) -> str | None:
    """What is kept of the PIN by which this link is opened; `None` while its person has none."""
    asked = select(FieldPin.pin_hash).where(FieldPin.office_id == link.office_id, FieldPin.person_id == link.person_id)
    return session.exec(asked).one_or_none()


def move_device(session: Session, old_hash: str, new_hash: str) -> None:
    """What was bound to a device is bound to the same one under its new name. Not an edit: versions stay."""
    session.execute(update(DutyLink).where(col(DutyLink.device_hash) == old_hash).values(device_hash=new_hash))


def note_link_seen(session: Session, link_id: str, now: dt.datetime) -> None:
    """This link's device is in use. Not an edit: the record's version stays."""
    session.execute(update(DutyLink).where(col(DutyLink.id) == link_id).values(seen=now))


def the_contact(session: Session) -> str:
    """The phone at which the only office answers questions; `""` where there are several offices."""
    found = session.exec(select(Office.contact).limit(2)).all()
    return found[0] if len(found) == 1 else ""


def has_accounts(session: Session) -> bool:
    """Whether anybody at all can sign in to this database."""
    return session.exec(select(Account.id).limit(1)).first() is not None


def come_alone(session: Session) -> None:
    """Until this writing transaction ends, nobody else makes a first account: on PostgreSQL nothing else would keep two
    of them apart, since there is no row yet that both would touch.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_FIRST)))


def the_secret(session: Session) -> bytes:
    """The database's own secret, made when it is asked for the first time (that needs a writing transaction)."""
    kept = session.get(Secret, _NAME)
    if kept is None:
        add_missing(session, Secret, name=_NAME, value=secrets.token_hex(32))
        kept = session.get_one(Secret, _NAME)
    return bytes.fromhex(kept.value)


def failures(session: Session, key: str, login_key: str, now: dt.datetime) -> SignInFailure:
    """The counter under this key, locked until the transaction ends; a new one counts from zero."""
    asked = select(SignInFailure).where(SignInFailure.key == key).with_for_update()
    while True:
        add_missing(session, SignInFailure, key=key, login_key=login_key, count=0, since=now)
        found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        # Whoever held the lock before may have signed in, which removes the counter.
        if found is not None:
            return found


def forget_failures(session: Session, *, login_key: str = "", before: dt.datetime | None = None) -> None:
    """Remove the counters of one login, or those of long ago."""
    chosen = col(SignInFailure.login_key) == login_key if before is None else col(SignInFailure.since) < before
    session.execute(delete(SignInFailure).where(chosen))


def tried_from(session: Session, login_key: str, since: dt.datetime) -> int:
    """From how many addresses and browsers this login has failed since then."""
    asked = select(func.count()).where(
        SignInFailure.login_key == login_key, col(SignInFailure.since) >= since, col(SignInFailure.count) > 0
    )
    return session.exec(asked).one()


def add_missing(session: Session, kind: type[Secret] | type[SignInFailure], **values: Any) -> None:
    """Add a record unless there is one under its key already, whoever else adds it at the same moment."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(kind).values(**values).on_conflict_do_nothing())
